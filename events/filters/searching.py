"""What `q` finds: words that an event says itself, or that are in a name of what it names.

Names of actors, places and sources are looked up in the catalogue, which is small however large the record is; an event
then has a word if it names one of those found. So a new spelling finds all events at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections

from events.filters.condition import Condition
from events.filters.fields import RECORD
from events.names import phonetic_key, search_key, sounds_like

#: List columns of an event, and the table of the catalogue that they name rows of.
NAMED = {
    "actors": "events_publishedactor",
    "place_path": "events_publishedplace",
    "sources": "events_publishedsource",
}
LOOK_UP = " union all ".join(
    f"(select '{column}', slug from {table} where words @@ %(query)s::tsquery)" for column, table in NAMED.items()
)
#: The same with all names of what is found, for those tables whose names have other spellings.
HEARD = " union all ".join(
    f"(select '{column}', slug, keys from {NAMED[column]} where words @@ %(query)s::tsquery)"
    for column in ("actors", "place_path")
)

#: Whether an event itself says a word that begins so: in PostgreSQL, in the copy.
SAYS = "search @@ %s::tsquery"
OWN = "from own where value >= %s and value < %s"
COPY_SAYS = (
    f"(common & (select coalesce(bit_or(bit), 0) {OWN})) <> 0"
    f" or id in (select id from said where word in (select code {OWN} and bit is null))"
)
NOBODY_SAYS = f"not exists (select from events_publishedevent where valid_to is null and {SAYS})"
COPY_NOBODY_SAYS = f"not exists (select 1 {OWN})"
LAST = "\U0010ffff"  # sorts after whatever a word may go on with

Found = dict[str, list[str]]  # column → what the event may name there


@dataclass(frozen=True)
class Sql:
    """A condition for one of the two databases, with %s for its values."""

    text: str
    values: list[Any]


def words_condition(text: str) -> Condition:
    """Every word of `text` begins a word of the event, or sounds like one of its names if nothing is spelled so.

    Names of several words are also found by their sound as a whole if no name is spelled so: Bu Kamal, Albu Kamal and
    Abukamal part the words in other places.
    """
    words = search_key(text).split()
    each = [_word(word) for word in words]
    ours, copied = _joined(" and ", [sql for sql, _ in each]), _joined(" and ", [sql for _, sql in each])
    if len(words) > 1 and not begun(words):
        heard = heard_as(text)
        ours, copied = _joined(" or ", [ours, _naming(heard)]), _joined(" or ", [copied, _copy_naming(heard)])
    return Condition("q", ours.text, tuple(ours.values), copied.text, tuple(copied.values))


def _word(word: str) -> tuple[Sql, Sql]:
    """The condition for one word, for PostgreSQL and for the copy."""
    query, between = _begins(word), [word, word + LAST]
    named = begun([word])
    ours = [Sql(SAYS, [query]), _naming(named)]
    copied = [Sql(COPY_SAYS, between * 2), _copy_naming(named)]
    if not named:
        heard = heard_as(word)
        ours.append(_joined(" and ", [Sql(NOBODY_SAYS, [query]), _naming(heard)]))
        copied.append(_joined(" and ", [Sql(COPY_NOBODY_SAYS, between), _copy_naming(heard)]))
    return _joined(" or ", ours), _joined(" or ", copied)


def begun(words: list[str]) -> Found:
    """What of the catalogue has names that hold a word beginning with each of `words` (search keys)."""
    return _by_column(_looked_up(LOOK_UP, " & ".join(map(_begins, words))))


def heard_as(text: str) -> Found:
    """What of the catalogue has a name that sounds like `text`, word for word."""
    sounds = phonetic_key(text).split()
    rows = _looked_up(HEARD, " & ".join(f"'~{sound}'" for sound in sounds)) if sounds else []
    return _by_column((column, slug) for column, slug, keys in rows if any(sounds_like(text, key) for key in keys))


def _begins(word: str) -> str:
    """A tsquery for words that begin so."""
    return f"'{word}':*"


def _looked_up(sql: str, query: str) -> list[tuple[Any, ...]]:
    with connections[RECORD].cursor() as cursor:
        cursor.execute(sql, {"query": query})
        return cursor.fetchall()


def _by_column(rows: Iterable[tuple[str, str]]) -> Found:
    found: Found = {}
    for column, slug in rows:
        found.setdefault(column, []).append(slug)
    return found


def _naming(found: Found) -> Sql:
    return _joined(" or ", [Sql(f"{column} && %s", [slugs]) for column, slugs in found.items()])


def _copy_naming(found: Found) -> Sql:
    member = "{} in (select list from member where value in (select unnest(cast(%s as varchar[]))))"
    return _joined(" or ", [Sql(member.format(column), [slugs]) for column, slugs in found.items()])


def _joined(by: str, parts: list[Sql]) -> Sql:
    """The parts joined by " and " or " or "; none of them is false."""
    text = by.join(f"({part.text})" for part in parts) or "false"
    return Sql(text, [value for part in parts for value in part.values])

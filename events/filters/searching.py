"""What `q` finds: words that an event says itself, or that are in a name of what it names.

Names of actors, places and sources are looked up in the catalogue, which is small however large the record is; an event
then has a word if it names one of those found. So a new spelling finds all events at once.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections

from events.filters.condition import Condition
from events.filters.fields import RECORD
from events.names import phonetic_key, search_key

#: List columns of an event, and the table of the catalogue that they name rows of.
NAMED = {
    "actors": "events_publishedactor",
    "place_path": "events_publishedplace",
    "sources": "events_publishedsource",
}
LOOK_UP = " union all ".join(
    f"(select '{column}', slug from {table} where words @@ %(query)s::tsquery)" for column, table in NAMED.items()
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
    sounds = phonetic_key(text).split()
    if len(words) > 1 and sounds and not _names(" & ".join(map(_begins, words))):
        heard = _names(" & ".join(map(_sounds, sounds)))
        ours, copied = _joined(" or ", [ours, _naming(heard)]), _joined(" or ", [copied, _copy_naming(heard)])
    return Condition("q", ours.text, tuple(ours.values), copied.text, tuple(copied.values))


def _word(word: str) -> tuple[Sql, Sql]:
    """The condition for one word, for PostgreSQL and for the copy."""
    query, between = _begins(word), [word, word + LAST]
    named = _names(query)
    ours = [Sql(SAYS, [query]), _naming(named)]
    copied = [Sql(COPY_SAYS, between * 2), _copy_naming(named)]
    sound = phonetic_key(word)
    if not named and sound and " " not in sound:
        heard = _names(_sounds(sound))
        ours.append(_joined(" and ", [Sql(NOBODY_SAYS, [query]), _naming(heard)]))
        copied.append(_joined(" and ", [Sql(COPY_NOBODY_SAYS, between), _copy_naming(heard)]))
    return _joined(" or ", ours), _joined(" or ", copied)


def _begins(word: str) -> str:
    """A tsquery for words that begin so."""
    return f"'{word}':*"


def _sounds(sound: str) -> str:
    """A tsquery for names with a word that sounds so."""
    return f"'~{sound}'"


def _names(query: str) -> Found:
    """What of the catalogue answers a tsquery."""
    found: Found = {}
    with connections[RECORD].cursor() as cursor:
        cursor.execute(LOOK_UP, {"query": query})
        for column, slug in cursor.fetchall():
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

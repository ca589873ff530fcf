"""What `q` finds: words that an event says itself, or that are in a name of what it names.

Names of actors, places and sources are looked up in the catalogue (lookup.py), which is small however large the record
is; an event then has a word if it names one of those found. So a new spelling finds all events at once.
"""

from dataclasses import dataclass
from typing import Any

from events.filters.condition import Condition
from events.filters.lookup import Found, begins, begun, heard_as, heard_spellings, named, other_spellings
from events.names import search_key

#: Whether an event itself says a word of the query: in PostgreSQL; in the copy a common word, another word.
SAYS = "search @@ %s::tsquery"
BEGINS = "value >= %s and value < %s"
COPY_SAYS_COMMON = "(common & (select coalesce(bit_or(bit), 0) from own where {either})) <> 0"
COPY_SAYS_OTHER = "select id from said where word in (select code from own where {begins} and bit is null)"
NOBODY_SAYS = f"not exists (select from events_publishedevent where valid_to is null and {SAYS})"
COPY_NOBODY_SAYS = f"not exists (select 1 from own where {BEGINS})"
LAST = "\U0010ffff"  # sorts after whatever a word may go on with


@dataclass(frozen=True)
class Sql:
    """A condition for one of the two databases, with %s for its values."""

    text: str
    values: list[Any]


def words_condition(text: str) -> Condition:
    """Every word of `text`, however the names that have it are spelled, begins a word of the event or of what it names.

    If no name is spelled so and nobody says the word, spellings that sound like it. Names of several words are also
    found by their sound as a whole if no name is spelled so: Bu Kamal, Albu Kamal and Abukamal part the words in other
    places.
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
    ours, copied = _spelled([word, *other_spellings(word)])
    if begun([word]) or not (heard := heard_spellings(word)):
        return ours, copied
    our_heard, copied_heard = _spelled(heard)
    our_heard = _joined(" and ", [Sql(NOBODY_SAYS, [begins(word)]), our_heard])
    copied_heard = _joined(" and ", [Sql(COPY_NOBODY_SAYS, _between([word])), copied_heard])
    return _joined(" or ", [ours, our_heard]), _joined(" or ", [copied, copied_heard])


def _spelled(words: list[str]) -> tuple[Sql, Sql]:
    """The event says a word that begins like one of `words`, or names what has such a word in a name."""
    query = " | ".join(map(begins, words))
    found = named(query)
    return (
        _joined(" or ", [Sql(SAYS, [query]), _naming(found)]),
        _joined(" or ", [*_copy_says(words), _copy_naming(found)]),
    )


def _copy_says(words: list[str]) -> list[Sql]:
    """Each word has a select of its own, because words of one beginning lie together and DuckDB skips all others."""
    between = _between(words)
    common = COPY_SAYS_COMMON.format(either=" or ".join([BEGINS] * len(words)))
    others = " union all ".join([COPY_SAYS_OTHER.format(begins=BEGINS)] * len(words))
    return [Sql(common, between), Sql(f"id in ({others})", between)]


def _between(words: list[str]) -> list[str]:
    """The bounds of what begins with each word."""
    return [bound for word in words for bound in (word, word + LAST)]


def _naming(found: Found) -> Sql:
    return _joined(" or ", [Sql(f"{column} && %s", [slugs]) for column, slugs in found.items()])


def _copy_naming(found: Found) -> Sql:
    member = "{} in (select list from member where value in (select unnest(cast(%s as varchar[]))))"
    return _joined(" or ", [Sql(member.format(column), [slugs]) for column, slugs in found.items()])


def _joined(by: str, parts: list[Sql]) -> Sql:
    """The parts joined by " and " or " or "; none of them is false."""
    text = by.join(f"({part.text})" for part in parts) or "false"
    return Sql(text, [value for part in parts for value in part.values])

"""What `q` finds: words that an event says itself, or that are in a name of what it names.

Names of actors, places and sources are looked up in the catalogue (lookup.py), which is small however large the record
is; an event then has a word if it names one of those found. So a new spelling finds all events at once.

A question is made of a few parts, each of which says itself in SQL for PostgreSQL and for the column copy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from events.filters.condition import Ask, Condition, SqlAndValues
from events.filters.lookup import Found, begun, heard_as, heard_spellings, named, other_spellings
from events.names import begins, search_key

BEGINS = "value >= %s and value < %s"
LAST = "\U0010ffff"  # sorts after whatever a word may go on with

#: What the copy knows of words that begin so: the bits of common ones, and whether there are others (loading.py).
KNOWN = "select coalesce(bit_or(bit), 0), count(*) > count(bit) from own where {either}"
SAID = "select id from said where word in (select code from own where {begins} and bit is null)"

#: Lists that hold one of the names found; numbers are compared as they are where there are few.
LISTS = "select list from member where value in (select unnest(cast(%s as varchar[])))"
FEW = 100


@dataclass(frozen=True)
class Sql:
    """A condition for one of the two databases, with %s for its values."""

    text: str
    values: list[Any]


NEVER = Sql("false", [])


class Part(Protocol):
    """Something that is so of an event or not."""

    def ours(self) -> Sql: ...

    def copied(self, ask: Ask) -> Sql:
        """For the copy, which is asked what it holds: what nothing has need not be looked for in each event."""
        ...


@dataclass(frozen=True)
class Says:
    """The event itself says a word that begins like one of `words`."""

    words: list[str]

    def ours(self) -> Sql:
        return Sql("search @@ %s::tsquery", [" | ".join(map(begins, self.words))])

    def copied(self, ask: Ask) -> Sql:
        bounds = _between(self.words)
        ((bits, has_others),) = ask(KNOWN.format(either=" or ".join([BEGINS] * len(self.words))), bounds)
        parts = [Sql(f"common & {bits}::ubigint <> 0", [])] if bits else []
        if has_others:
            # A select for each word, because words of one beginning lie together and DuckDB skips all others.
            others = " union all ".join([SAID.format(begins=BEGINS)] * len(self.words))
            parts.append(Sql(f"id in ({others})", bounds))
        return _joined(" or ", parts)


@dataclass(frozen=True)
class Names:
    """The event names one of those found in the catalogue."""

    found: Found

    def ours(self) -> Sql:
        return _joined(" or ", [Sql(f"{column} && %s", [slugs]) for column, slugs in self.found.items()])

    def copied(self, ask: Ask) -> Sql:
        parts = []
        for column, slugs in self.found.items():
            codes = [code for (code,) in ask(f"{LISTS} limit {FEW + 1}", [slugs])]
            if len(codes) > FEW:
                parts.append(Sql(f"{column} in ({LISTS})", [slugs]))
            elif codes:
                parts.append(Sql(f"{column} in ({', '.join(map(str, codes))})", []))
        return _joined(" or ", parts)


@dataclass(frozen=True)
class NobodySays:
    """No event of the whole record says a word that begins so."""

    word: str

    def ours(self) -> Sql:
        said = "select from events_publishedevent where valid_to is null and search @@ %s::tsquery"
        return Sql(f"not exists ({said})", [begins(self.word)])

    def copied(self, ask: Ask) -> Sql:
        return NEVER if ask(f"select 1 from own where {BEGINS} limit 1", _between([self.word])) else Sql("true", [])


@dataclass(frozen=True)
class Joined:
    """All of the parts (" and "), or one of them at least (" or ")."""

    by: str
    parts: list[Part]

    def ours(self) -> Sql:
        return _joined(self.by, [part.ours() for part in self.parts])

    def copied(self, ask: Ask) -> Sql:
        return _joined(self.by, [part.copied(ask) for part in self.parts])


def words_condition(text: str) -> Condition:
    """Every word of `text`, however the names that have it are spelled, begins a word of the event or of what it names.

    If no name is spelled so and nobody says the word, spellings that sound like it. Names of several words are also
    found by their sound as a whole if no name is spelled so: Bu Kamal, Albu Kamal and Abukamal part the words in other
    places.
    """
    words = search_key(text).split()
    asked: Part = Joined(" and ", [_word(word) for word in words])
    if len(words) > 1 and not begun(words):
        asked = Joined(" or ", [asked, Names(heard_as(text))])
    ours = asked.ours()
    return Condition("q", ours.text, tuple(ours.values), asked_of_copy=_asked(asked))


def _asked(part: Part) -> Callable[[Ask], SqlAndValues]:
    def ask_copy(ask: Ask) -> SqlAndValues:
        copied = part.copied(ask)
        return copied.text, copied.values

    return ask_copy


def _word(word: str) -> Part:
    spelled = _spelled([word, *other_spellings(word)])
    if begun([word]) or not (heard := heard_spellings(word)):
        return spelled
    return Joined(" or ", [spelled, Joined(" and ", [NobodySays(word), _spelled(heard)])])


def _spelled(words: list[str]) -> Part:
    """The event says a word that begins like one of `words`, or names what has such a word in a name."""
    return Joined(" or ", [Says(words), Names(named(" | ".join(map(begins, words))))])


def _between(words: list[str]) -> list[str]:
    """The bounds of what begins with each word."""
    return [bound for word in words for bound in (word, word + LAST)]


def _joined(by: str, parts: list[Sql]) -> Sql:
    """The parts joined by " and " or " or "; none of them is false, and what is false anyway is not asked."""
    if by == " and " and NEVER in parts:
        return NEVER
    asked = [part for part in parts if part != NEVER]
    if not asked:
        return NEVER
    return Sql(by.join(f"({part.text})" for part in asked), [value for part in asked for value in part.values])

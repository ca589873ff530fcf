"""“Did you mean …”: for words that occur nowhere, the nearest that do, in names or in what events say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, islice, product

from events.filters import EventFilter
from events.filters.lookup import begun, heard_as
from events.filters.searching import LAST
from events.filters.spellings import MOST_WORDS, SHORT, near
from events.names import search_key
from events.stats.catalogue import events_in_record
from events.stats.copy import copy
from events.stats.selection import where
from events.stats.suggesting import COLUMNS

TRIED = 2  # corrections of one word
NEAR = """
select value from (
  select value, damerau_levenshtein(value, ?) as slips from own
  where value >= ? and value < ? and length(value) between ? and ? and right(value, 1) > '9'
) where slips <= ? order by slips, value limit ?
"""
LONG = 8  # letters, from which on two slips are forgiven instead of one


@dataclass(frozen=True)
class Correction:
    """The words as they may have been meant; the query string with them; how many events answer it."""

    words: str
    query: str
    events: int


def corrections(event_filter: EventFilter) -> list[Correction]:
    """The question with its unknown words corrected, the rest as it was; only what finds events, nearest first.

    If several words are unknown, each is replaced by the nearest; one that nothing is near to is left out. Raises
    InvalidFilter.
    """
    copy.follow()
    words = event_filter.asked["q"].split()
    near = {word: [*islice(_spelled_near(word), TRIED)] for word in words if _is_unknown(word)}
    tried = TRIED if len(near) == 1 else 1
    return _answered(event_filter, islice(_replaced(words, near), tried) if near else ())


def fewer_words(event_filter: EventFilter) -> list[Correction]:
    """The question without one of its words, most events first; only what finds events. Raises InvalidFilter."""
    words = event_filter.asked["q"].split()[:MOST_WORDS]
    fewer = combinations(words, len(words) - 1) if len(words) > 1 else ()
    return sorted(_answered(event_filter, fewer), key=lambda one: -one.events)


def _replaced(words: list[str], near: dict[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """The words with those in `near` replaced, by the nearest first; left out if nothing is near."""
    return product(*(near.get(word, [word]) or [""] for word in words))


def _answered(event_filter: EventFilter, choices: Iterable[tuple[str, ...]]) -> list[Correction]:
    """The question with each choice of words instead of its own, where that finds events."""
    texts = dict.fromkeys(" ".join(filter(None, words)) for words in choices)
    asked = [(text, event_filter.changed(q=text)) for text in texts if text]
    return [Correction(text, one.querystring(), events) for text, one in asked if (events := _events(one))]


def _is_unknown(word: str) -> bool:
    """No event says a word that begins so, and nothing that is named begins or sounds so."""
    key = search_key(word)
    if not key or copy.select("select 1 from own where starts_with(value, ?) limit 1", [key]):
        return False
    return not begun(key.split()) and not heard_as(key)


def _spelled_near(word: str) -> Iterator[str]:
    """Spellings near to the word, each once: of names, then of words that events say."""
    seen: set[str] = set()
    named = (spelling for entry, spelling in near(word) if entry.slug in events_in_record(COLUMNS[entry.kind]))
    for spelling in chain(named, _said(search_key(word))):
        key = search_key(spelling)
        if key not in seen:
            seen.add(key)
            yield spelling


def _said(key: str) -> list[str]:
    """Words that events say, a slip or two away; most are codes of events, which nobody misspells."""
    if len(key) <= SHORT:
        return []
    slips = 2 if len(key) >= LONG else 1
    lengths = (len(key) - slips, len(key) + slips)
    rows = copy.select(NEAR, [key, key[0], key[0] + LAST, *lengths, slips, TRIED])
    return [value for (value,) in rows]


def _events(event_filter: EventFilter) -> int:
    clause, values = where(event_filter)
    ((events,),) = copy.select(f"select count(*) from event where {clause}", values)
    return int(events)

"""What a reader may mean who has typed so far: names of the public catalogue that current events name.

Which rows have a name that begins so is asked of PostgreSQL, how many events name each is remembered while the record
stands still; so one question is two small look-ups, however large the record is.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from heapq import nlargest
from itertools import chain

from events.filters.fields import RECORD
from events.filters.lookup import NAMED, begun, heard_as
from events.filters.spellings import TABLES, Entry, entries, near
from events.models import PublishedEventType
from events.names import search_key, sounds_like
from events.stats.catalogue import events_by_type, events_in_record
from events.stats.copy import copy
from events.stats.names import called
from events.stats.remembered import remembered

COLUMNS = dict(zip(TABLES, NAMED, strict=True))  # column of an event by the parameter that asks for it
KINDS = (*COLUMNS, "event_type")
MOST = 8
SHOWN = 2  # of what a place lies in, the widest
RANKED = 50  # of each kind, those with most events, are looked at more closely


@dataclass(frozen=True)
class Suggestion:
    """A value for the parameter `kind`: its name, what it lies in, the other name that was typed, and its events."""

    kind: str
    value: str
    label: str
    within: tuple[str, ...]
    also: str
    events: int


@dataclass(frozen=True)
class Suggestions:
    """Suggestions, best first; `is_near` if nothing begins as typed and they are only spelled nearly so."""

    found: list[Suggestion]
    is_near: bool = False


def suggestions(text: str, kinds: Collection[str] = KINDS) -> Suggestions:
    """Names that begin with `text` in any script, else sound like it, else are spelled nearly so.

    First those whose main name begins so, then by number of events. Only what a current event names is suggested.
    """
    copy.follow()
    key = search_key(text)
    if not key:
        return Suggestions([])
    of_catalogue = [kind for kind in COLUMNS if kind in kinds]
    rows = [(_suggestion(entry), entry.names) for entry in _rows(text, key, of_catalogue)]
    rows += [(one, ()) for one in (_types(key) if "event_type" in kinds else ())]
    if rows:
        best = sorted(rows, key=lambda row: _rank(row[0], key))[:MOST]
        return Suggestions(_told_apart([_also_called(one, names, text) for one, names in best]))
    return Suggestions(near_names(text, of_catalogue), is_near=True)


def near_names(text: str, kinds: Collection[str], most: int = MOST) -> list[Suggestion]:
    """Names spelled nearly like `text` that a current event names, nearest first."""
    copy.follow()
    found = [(_suggestion(entry), entry.names, written) for entry, written in near(text, kinds)] if kinds else []
    counted = [row for row in found if row[0].events][:most]
    return _told_apart([_also_called(one, names, written) for one, names, written in counted])


def _told_apart(found: list[Suggestion]) -> list[Suggestion]:
    """The same with the province and the country only, where no two of one name are left alike by that.

    Two towns on the two sides of a border are told apart either way.
    """
    short = Counter((one.label, one.within[-SHOWN:]) for one in found)
    return [
        one if short[one.label, one.within[-SHOWN:]] > 1 else replace(one, within=one.within[-SHOWN:]) for one in found
    ]


def _rows(text: str, key: str, kinds: Collection[str]) -> list[Entry]:
    """Of each kind the rows with most events that are spelled or sound so."""
    found = begun(key.split())
    if not any(COLUMNS[kind] in found for kind in kinds):
        found = heard_as(text)
    slugs = {}
    for kind in kinds:
        events = events_in_record(COLUMNS[kind])
        named = [slug for slug in found.get(COLUMNS[kind], ()) if slug in events]
        if named:
            slugs[kind] = nlargest(RANKED, named, key=events.__getitem__)
    return entries(slugs)


def _rank(one: Suggestion, key: str) -> tuple[int, int, str]:
    """Main names that begin as typed come first, a whole one before the others; then what most events name."""
    name = search_key(one.label)
    begins = 0 if name == key else 1 if name.startswith(key) else 2
    return begins, -one.events, one.value


def _suggestion(entry: Entry) -> Suggestion:
    return Suggestion(
        entry.kind,
        entry.slug,
        called(entry.kind, entry.slug, entry.name),
        tuple(called(entry.kind, slug, name) for slug, name in entry.within),
        "",
        events_in_record(COLUMNS[entry.kind]).get(entry.slug, 0),
    )


def _also_called(one: Suggestion, names: Iterable[str], text: str) -> Suggestion:
    """The same with the name that was typed, if that is not the one it goes by."""
    key, names = search_key(text), (one.label, *names)
    spelled = (name for name in names if _begins(name, key))
    heard = (name for name in names if sounds_like(text, name))
    typed = next(chain(spelled, heard), one.label)
    return replace(one, also=typed) if typed != one.label else one


def _begins(name: str, key: str) -> bool:
    """Whether each word of `key` begins a word of `name`."""
    words = search_key(name).split()
    return all(any(word.startswith(part) for word in words) for part in key.split())


def _types(key: str) -> list[Suggestion]:
    """Lines of the codebook with an event, that have words which begin so."""
    events = events_by_type()
    return [
        Suggestion("event_type", code, called("event type", code, name), (), "", events[code])
        for code, name, name_ar in _codebook()
        if code in events and (_begins(name, key) or _begins(name_ar, key))
    ]


@remembered
def _codebook() -> list[tuple[str, str, str]]:
    return [*PublishedEventType.objects.using(RECORD).values_list("code", "name", "name_ar")]

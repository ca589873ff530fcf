"""Temporary tables that drafts are copied into, batch by batch, so that memory stays flat and all that follows is SQL.

Two sets of the same tables: `now_*` for what the file says of events that are new or changed, `before_*` for what the
last import said of those that changed. Comparing the two tells what the data set changed from what analysts changed.
"""

from collections.abc import Hashable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db import connection

from events.importers.bulk import Rows, make_table
from events.importers.draft import Draft, DraftHarm, DraftPart
from events.importers.place_registry import Places
from events.importers.sources import Sources
from events.names import search_key

SETS = ("now", "before")
_EVENT = """
event_id bigint, was text, record integer, title text, search_key text, event_type text,
date_start date, date_end date, date_meaning text, place integer, longitude float8, latitude float8, precision text,
clarity text, flags text[], parts integer, harm integer
"""
_CLAIM = "event_id bigint, source integer, title text, published date, author text"
_ROW = "dataset text, external_id text, event_id bigint, digest text, raw jsonb, imported_at timestamptz"
_BATCH = "event_id bigint, harm integer"  # new events whose figures are to be written next
_NEW_ROWS = "events_importedrow (dataset, external_id, event_id, digest, raw, imported_at)"

# The same few sides and figures come back in thousands of events, so each set of them is staged once, under a number.
_PART = "number integer, ucdp_id integer, side text, role text"
_HARM = 'number integer, "group" text, outcome text, low integer, best integer, high integer'
_UNFOLD = """
create temporary view {name}_participation as
  select e.event_id, p.ucdp_id, p.side, p.role from {name}_event e join import_part p on p.number = e.parts
  where e.was <> '';
create temporary view {name}_casualties as
  select e.event_id, h."group", h.outcome, h.low, h.best, h.high
  from {name}_event e join import_harm h on h.number = e.harm where e.was <> ''
"""

T = TypeVar("T", bound=Hashable)


def make_tables() -> None:
    """Both sets of staging tables, empty, for the length of the transaction that the caller has open."""
    for name, columns in (("import_part", _PART), ("import_harm", _HARM), ("import_batch", _BATCH)):
        make_table(name, columns)
    for name in SETS:
        for table, columns in (("event", _EVENT), ("claim", _CLAIM), ("row", _ROW)):
            make_table(f"{name}_{table}", columns)
        with connection.cursor() as cursor:
            cursor.execute(_UNFOLD.format(name=name))


def analyze() -> None:
    """Let the planner know, once all is written."""
    with connection.cursor() as cursor:
        for name in SETS:
            cursor.execute(f"analyze {name}_event (event_id, was, event_type, place, parts)")  # what is joined on
            cursor.execute(f"analyze {name}_claim")


class Numbers(Generic[T]):
    """A number for each different value, counted from 1."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}
        self._written = 0

    def number(self, value: T) -> int:
        return self._numbers.setdefault(value, len(self._numbers) + 1)

    def __iter__(self) -> Iterator[T]:
        return iter(self._numbers)

    def unwritten(self) -> list[tuple[int, T]]:
        """Numbers and values that no call before this one returned."""
        start, self._written = self._written, len(self._numbers)
        return [(number, value) for value, number in islice(self._numbers.items(), start, None)]


class Registry:
    """What the events of a file name, each once: both sets of staging tables refer to it by number."""

    def __init__(self) -> None:
        self.places, self.sources = Places(), Sources()
        self.parts: Numbers[tuple[DraftPart, ...]] = Numbers()
        self.harm: Numbers[tuple[DraftHarm, ...]] = Numbers()

    def rows(self) -> Rows:
        """Sides and figures that are not in their tables yet."""
        return {
            "import_part": [(n, p.actor.ucdp_id, p.side, p.role) for n, parts in self.parts.unwritten() for p in parts],
            "import_harm": [(n, *harm) for n, figures in self.harm.unwritten() for harm in figures],
        }


class Staging:
    """Rows for one set of staging tables, by `name`: `now` or `before`. It asks nothing of the database."""

    def __init__(self, name: str, registry: Registry) -> None:
        self._event, self._claim, self._row = (f"{name}_{table}" for table in ("event", "claim", "row"))
        self._is_now = name == "now"
        self._registry = registry
        self._rows = self._no_rows()

    def __len__(self) -> int:
        """Events added since `take`."""
        return len(self._rows[self._event])

    def add(self, draft: Draft, *, event_id: int, was: str, record: int = 0) -> None:
        """Stage one event. `was` is its status before the import, empty if it is new."""
        to = self._registry
        parts, harm = to.parts.number(draft.parts), to.harm.number(draft.harm)
        self._rows[self._event].append(
            (
                event_id, was, record, draft.title, _title_key(draft.title), draft.event_type,
                draft.date_start, draft.date_end, draft.date_meaning, to.places.number(draft, needed=self._is_now),
                draft.longitude, draft.latitude, draft.precision, draft.clarity, list(draft.flags), parts, harm,
            )
        )  # fmt: skip
        for report in draft.reports:
            source = to.sources.number(report.source, needed=self._is_now)
            self._rows[self._claim].append((event_id, source, report.title, report.published, report.author))

    def add_row(self, row: tuple[Any, ...], *, is_new: bool) -> None:
        """Keep the row that an event is made from: data set, id there, event, digest, the row as JSON, instant."""
        self._rows[_NEW_ROWS if is_new else self._row].append(row)

    def take(self) -> Rows:
        """All that was added, and what it refers to, to be written; from here on anew."""
        rows, self._rows = {**self._rows, **self._registry.rows()}, self._no_rows()
        rows["import_batch"] = [(event_id, harm) for event_id, was, *_, harm in rows[self._event] if not was]
        return rows

    def _no_rows(self) -> Rows:
        return {self._event: [], self._claim: [], self._row: [], _NEW_ROWS: []}


def _title_key(title: str) -> str:
    """`search_key` of a title, by its parts: thousands of titles are made of the same few hundred parts."""
    return " ".join(filter(None, map(_part_key, title.split(", "))))


_part_key = lru_cache(maxsize=65536)(search_key)

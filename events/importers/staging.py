"""Temporary tables that drafts are copied into, chunk by chunk, so that memory stays flat and all that follows is SQL.

Two sets of the same tables: `now_*` for what the file says of events that are new or changed, `before_*` for what the
last import said of those that changed. Comparing the two tells what the data set changed from what analysts changed.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import connection

from events.importers.draft import Draft, DraftHarm, DraftPart
from events.importers.place_registry import Places
from events.importers.sources import Sources
from events.names import search_key

CHUNK = 5000

_EVENT = """
event_id bigint, was text, record integer, title text, search_key text, event_type text,
date_start date, date_end date, date_meaning text, place integer, longitude float8, latitude float8, precision text,
clarity text, flags text[], parts integer, harm integer
"""
_ROW = "dataset text, external_id text, event_id bigint, digest text, raw jsonb, imported_at timestamptz"
# Rows of new events go to their place at once; the event follows, and foreign keys are checked at commit.
_NEW_ROWS = "events_importedrow (dataset, external_id, event_id, digest, raw, imported_at)"
_CLAIM = "event_id bigint, source integer, title text, published date, author text"

# The same few sides and figures come back in thousands of events, so each set of them is staged once, under a number.
_PART = "number integer, ucdp_id integer, side text, role text"
_HARM = 'number integer, "group" text, outcome text, low integer, best integer, high integer'
_UNFOLD = """
create temporary view {name}_participation as
  select e.event_id, p.ucdp_id, p.side, p.role from {name}_event e join import_part p on p.number = e.parts;
create temporary view {name}_casualties as
  select e.event_id, h."group", h.outcome, h.low, h.best, h.high
  from {name}_event e join import_harm h on h.number = e.harm
"""

T = TypeVar("T", bound=Hashable)


class Numbers(Generic[T]):
    """A number for each different value."""

    def __init__(self) -> None:
        self._numbers: dict[T, int] = {}

    def number(self, value: T) -> int:
        return self._numbers.setdefault(value, len(self._numbers) + 1)

    def __iter__(self) -> Iterator[tuple[int, T]]:
        return ((number, value) for value, number in self._numbers.items())


class Registry:
    """What the events of a file name, each once: both sets of staging tables refer to it by number."""

    def __init__(self) -> None:
        self.places, self.sources = Places(), Sources()
        self.parts: Numbers[tuple[DraftPart, ...]] = Numbers()
        self.harm: Numbers[tuple[DraftHarm, ...]] = Numbers()

    def stage(self) -> None:
        """Write the sides and figures into import_part and import_harm."""
        make_table("import_part", _PART)
        make_table("import_harm", _HARM)
        copy_rows("import_part", [(n, p.actor.ucdp_id, p.side, p.role) for n, parts in self.parts for p in parts])
        copy_rows("import_harm", [(n, *harm) for n, row in self.harm for harm in row])


class Staging:
    """One set of staging tables; `add` drafts, then `finish`. The caller has a transaction open."""

    def __init__(self, name: str, registry: Registry) -> None:
        self._name, self._is_now = name, name == "now"
        self._registry = registry
        self._rows: dict[str, list[tuple[Any, ...]]] = {_NEW_ROWS: []}
        for table, columns in ((f"{name}_event", _EVENT), (f"{name}_claim", _CLAIM), (f"{name}_row", _ROW)):
            self._rows[table] = []
            make_table(table, columns)

    def add(self, draft: Draft, *, event_id: int, was: str = "", record: int = 0) -> None:
        """Stage one event. `was` is its status before the import, empty if it is new."""
        to = self._registry
        events, claims = self._rows[f"{self._name}_event"], self._rows[f"{self._name}_claim"]
        events.append(
            (
                event_id, was, record, draft.title, _title_key(draft.title), draft.event_type,
                draft.date_start, draft.date_end, draft.date_meaning, to.places.number(draft, needed=self._is_now),
                draft.longitude, draft.latitude, draft.precision, draft.clarity, list(draft.flags),
                to.parts.number(draft.parts), to.harm.number(draft.harm),
            )
        )  # fmt: skip
        for report in draft.reports:
            source = to.sources.number(report.source, needed=self._is_now)
            claims.append((event_id, source, report.title, report.published, report.author))
        if len(events) >= CHUNK:
            self._flush()

    def add_row(self, row: tuple[Any, ...], *, is_new: bool) -> None:
        """Keep the row that an event is made from: data set, id there, event, digest, the row as JSON, instant."""
        self._rows[_NEW_ROWS if is_new else f"{self._name}_row"].append(row)

    def finish(self) -> None:
        """Copy the rest, unfold sides and figures, and let the planner know. The registry is staged before."""
        self._flush()
        with connection.cursor() as cursor:
            cursor.execute(_UNFOLD.format(name=self._name))
            cursor.execute(f"analyze {self._name}_event")
            cursor.execute(f"analyze {self._name}_claim")

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            copy_rows(table, rows)
            rows.clear()


def make_table(name: str, columns: str) -> None:
    """An empty temporary table for the length of the transaction; one of an import before, in the same, goes."""
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists pg_temp.{name} cascade")
        cursor.execute(f"create temporary table {name} ({columns}) on commit drop")


def copy_rows(table: str, rows: Collection[Sequence[Any]]) -> None:
    """COPY rows into a table, or into the columns named with it. Django's cursor refuses COPY when it logs queries."""
    if not rows:
        return
    with connection.cursor() as wrapped, wrapped.cursor.copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _title_key(title: str) -> str:
    """`search_key` of a title, by its parts: thousands of titles are made of the same few hundred parts."""
    return " ".join(filter(None, map(_part_key, title.split(", "))))


_part_key = lru_cache(maxsize=65536)(search_key)

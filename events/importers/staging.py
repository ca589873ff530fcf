"""Temporary tables that drafts are copied into, chunk by chunk, so that memory stays flat and all that follows is SQL.

Two sets of the same tables: `now_*` for what the file says of events that are new or changed, `before_*` for what the
last import said of those that changed. Comparing the two tells what the data set changed from what analysts changed.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

from events.importers.draft import Draft
from events.importers.place_registry import Places
from events.importers.sources import Sources
from events.names import search_key

CHUNK = 5000

TABLES = {
    "event": """
        event_id bigint, was text, record integer, external_id text, digest text, raw jsonb, title text,
        search_key text, event_type text, date_start date, date_end date, date_meaning text, place integer,
        longitude float8, latitude float8, precision text, clarity text, flags text[]""",
    "participation": "event_id bigint, ucdp_id integer, side text, role text",
    "casualties": 'event_id bigint, "group" text, outcome text, low integer, best integer, high integer',
    "claim": "event_id bigint, source integer, title text, published date, author text",
}


class Staging:
    """One set of staging tables; `add` drafts, then `flush`. The caller has a transaction open."""

    def __init__(self, name: str, places: Places, sources: Sources) -> None:
        self._name, self._is_now = name, name == "now"
        self._places, self._sources = places, sources
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in TABLES}
        with connection.cursor() as cursor:
            for table, columns in TABLES.items():
                cursor.execute(
                    f"drop table if exists pg_temp.{name}_{table}"
                )  # of a transaction around several imports
                cursor.execute(f"create temporary table {name}_{table} ({columns}) on commit drop")

    def add(self, draft: Draft, *, event_id: int, was: str, record: int, digest: str, raw: str) -> None:
        """Stage one event. `was` is its status before, empty if it is new; `raw` is the row as given, as JSON."""
        place = self._places.number(draft, needed=self._is_now)
        rows = self._rows
        rows["event"].append(
            (
                event_id, was, record, draft.external_id, digest, raw, draft.title, _title_key(draft.title),
                draft.event_type, draft.date_start, draft.date_end, draft.date_meaning, place,
                draft.longitude, draft.latitude, draft.precision, draft.clarity, list(draft.flags),
            )
        )  # fmt: skip
        rows["participation"] += [(event_id, part.actor.ucdp_id, part.side, part.role) for part in draft.parts]
        rows["casualties"] += [(event_id, *harm) for harm in draft.harm]
        rows["claim"] += [
            (
                event_id,
                self._sources.number(report.source, needed=self._is_now),
                report.title,
                report.published,
                report.author,
            )
            for report in draft.reports
        ]
        if len(rows["event"]) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Copy what has gathered, and let the planner know."""
        for table, rows in self._rows.items():
            copy_rows(f"{self._name}_{table}", rows)
            rows.clear()

    def analyze(self) -> None:
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"analyze {self._name}_{table}")


def copy_rows(table: str, rows: Iterable[Sequence[Any]]) -> None:
    """COPY rows into all columns of a temporary table. Django's cursor refuses COPY when it logs, so psycopg's own."""
    with connection.cursor() as wrapped, wrapped.cursor.copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _title_key(title: str) -> str:
    """`search_key` of a title, by its parts: thousands of titles are made of the same few hundred parts."""
    return " ".join(filter(None, map(_part_key, title.split(", "))))


_part_key = lru_cache(maxsize=65536)(search_key)

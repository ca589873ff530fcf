"""The column copy: narrow columns of the current public record in an in-process DuckDB, one for each web worker.

It holds nothing that the role of the public side cannot read, because it is filled through that role. Before it answers
it is brought up to the current publication number; numbers become visible in their order, so none is skipped.
"""

import tempfile
import threading
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from django.db import connections

from events.filters.fields import RECORD

#: Columns of the copy and their DuckDB types; names as in the public record.
COLUMNS = {
    "id": "bigint",
    "event_type": "varchar",
    "sub_event_type": "varchar",
    "date_start": "date",
    "date_end": "date",
    "date_meaning": "varchar",
    "country": "varchar",
    "admin1": "varchar",
    "place": "varchar",
    "latitude": "double",
    "longitude": "double",
    "precision": "varchar",
    "precision_rank": "utinyint",
    "deaths_low": "integer",
    "deaths_best": "integer",
    "deaths_high": "integer",
    "civilians": "boolean",
    "attribution": "varchar",
}
#: Columns that are lists: each becomes a table (event_id, value).
LISTS = ("actors", "actor_roles", "place_path", "sources", "tags")

State = tuple[int, datetime] | None  # number and instant of the last publication in the copy


class ColumnCopy:
    """The copy of one process. Threads share it, each with a cursor of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: State = None
        self._database = duckdb.connect(":memory:")
        columns = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        self._database.execute(f"create table event ({columns})")
        for name in LISTS:
            self._database.execute(f"create table {name} (event_id bigint, value varchar)")

    def select(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of `sql` over the copy, which is brought up to the public record first."""
        self._follow()
        with self._database.cursor() as cursor:
            return cursor.execute(sql, list(values)).fetchall()

    def _follow(self) -> None:
        number, at, known_at = _publications(self._state)
        if self._state is not None and (number, at) == self._state:
            return
        with self._lock:
            number, at, known_at = _publications(self._state)
            if (number, at) == self._state or (number is None and self._state is None):
                return
            # The instant tells whether the number still means what it did when it was copied (a restored database).
            since = self._state[0] if self._state and known_at == self._state[1] else None
            self._load(since, number or 0)
            self._state = (number, at) if number is not None and at is not None else None

    def _load(self, since: int | None, until: int) -> None:
        """Replace what publications after `since` opened or closed (None: everything), up to `until`."""
        with self._database.cursor() as cursor, tempfile.TemporaryDirectory() as folder:
            cursor.execute("begin transaction")
            self._forget(cursor, since, until)
            where = "valid_to is null"
            if since is not None:
                where += f" and publication > {since:d}"
            _copy_in(
                cursor, Path(folder), "event", f"select {', '.join(COLUMNS)} from events_publishedevent where {where}"
            )
            for name in LISTS:
                _copy_in(
                    cursor, Path(folder), name, f"select id, unnest({name}) from events_publishedevent where {where}"
                )
            cursor.execute("commit")

    @staticmethod
    def _forget(cursor: duckdb.DuckDBPyConnection, since: int | None, until: int) -> None:
        if since is None:
            for table in ("event", *LISTS):
                cursor.execute(f"delete from {table}")
            return
        with connections[RECORD].cursor() as record:
            record.execute(
                "select id from events_publishedevent where closed_by > %s or (publication > %s and valid_to is null)",
                [since, since],
            )
            gone = [row[0] for row in record.fetchall()]
        cursor.execute("delete from event where id in (select unnest(cast(? as bigint[])))", [gone])
        for name in LISTS:
            cursor.execute(f"delete from {name} where event_id in (select unnest(cast(? as bigint[])))", [gone])


def current_publication() -> int:
    """The number of the last publication, 0 before the first; with the URL it decides what a public page shows."""
    with connections[RECORD].cursor() as cursor:
        cursor.execute("select coalesce(max(number), 0) from events_publication")
        return int(cursor.fetchone()[0])


def _publications(state: State) -> tuple[int | None, datetime | None, datetime | None]:
    """Number and instant of the last publication, and the instant that the number in `state` has now."""
    with connections[RECORD].cursor() as cursor:
        cursor.execute(
            "select p.number, p.at, (select at from events_publication where number = %s) "
            "from (select number, at from events_publication order by number desc limit 1) p",
            [state[0] if state else None],
        )
        return cursor.fetchone() or (None, None, None)


def _copy_in(cursor: duckdb.DuckDBPyConnection, folder: Path, table: str, query: str) -> None:
    """Fill `table` of the copy from `query` on the public record, through a file."""
    path = folder / f"{table}.csv"
    connection = connections[RECORD]
    connection.ensure_connection()
    with (
        path.open("wb") as file,
        connection.connection.cursor() as raw,  # Django's cursor in DEBUG cannot copy
        raw.copy(f"copy ({query}) to stdout (format csv)") as stream,
    ):
        for chunk in stream:
            file.write(chunk)
    types = COLUMNS if table == "event" else {"event_id": "bigint", "value": "varchar"}
    cursor.execute(
        f"insert into {table} select * from read_csv(?, header = false, columns = {types}, nullstr = '', "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', allow_quoted_nulls = false)",
        [str(path)],
    )


copy = ColumnCopy()

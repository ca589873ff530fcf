"""The column copy: narrow columns of the current public record in an in-process DuckDB, one for each web worker.

It holds nothing that the role of the public side cannot read, because it is filled through that role. `follow` brings
it up to the current publication number; numbers become visible in their order, so none is skipped.

Text is held as numbers (table `word`): counting and comparing them is three times as fast.
"""

import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
from django.db import connections, transaction

from events.filters.fields import RECORD

#: Columns as they are, and their DuckDB types; names as in the public record.
PLAIN = {
    "id": "bigint",
    "publication": "integer",
    "date_start": "date",
    "date_end": "date",
    "date_meaning": "varchar",
    "latitude": "double",
    "longitude": "double",
    "precision_rank": "utinyint",
    "deaths_low": "integer",
    "deaths_best": "integer",
    "deaths_high": "integer",
    "civilians": "boolean",
}
#: Text columns, held as codes; empty text is null.
CODED = ("event_type", "sub_event_type", "country", "admin1", "place", "attribution")
#: List columns, held as lists of codes. No list holds a value twice.
LISTS = ("actors", "actor_roles", "place_path", "sources", "tags")

LOAD_TIMEOUT = "10min"  # the first load reads the whole record, for which the role's usual timeout is too short
SEPARATOR = "\x1f"  # between the items of a list on its way here; no slug or tag holds it

State = tuple[int, datetime] | None  # number and instant of the last publication in the copy


class ColumnCopy:
    """The copy of one process. Threads share it, each with a cursor of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: State = None
        self._codes: dict[str, int] = {}
        self._words: dict[int, str] = {}
        self._database = duckdb.connect(":memory:")
        columns = [f"{name} {kind}" for name, kind in PLAIN.items()]
        columns += [f"{name} integer" for name in CODED] + [f"{name} integer[]" for name in LISTS]
        self._database.execute(f"create table event ({', '.join(columns)})")
        self._database.execute("create table word (code integer, value varchar)")

    def select(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of `sql` over the copy as it is; call `follow` first."""
        with self._database.cursor() as cursor:
            return cursor.execute(sql, list(values)).fetchall()

    def codes(self, words: Iterable[str]) -> list[int]:
        """What stands for `words` in the copy; -1, which stands for nothing, for words it does not hold."""
        return [self._codes.get(word, -1) for word in words]

    def word(self, code: int | None) -> str:
        """What `code` stands for; empty for null."""
        return "" if code is None else self._words[code]

    def follow(self) -> None:
        """Bring the copy up to the public record."""
        number, at, _ = _publications(self._state)
        if self._state is not None and (number, at) == self._state:
            return
        with self._lock:
            with _one_state_of_the_record():
                number, at, known_at = _publications(self._state)
                if (number, at) == self._state or (number is None and self._state is None):
                    return
                # The instant tells whether the number still means what it did when it was copied (a restored database).
                since = self._state[0] if self._state and known_at == self._state[1] else None
                self._load(since)
            self._state = (number, at) if number is not None and at is not None else None

    def _load(self, since: int | None) -> None:
        """Replace what publications after `since` opened or closed (None: everything)."""
        with self._database.cursor() as cursor, tempfile.TemporaryDirectory() as folder:
            cursor.execute("begin transaction")
            _forget(cursor, since)
            _stage(cursor, Path(folder) / "events.csv", since)
            _add_words(cursor)
            _add_events(cursor)
            cursor.execute("drop table staged")
            words = dict(cursor.execute("select code, value from word").fetchall())
            cursor.execute("commit")
        self._words, self._codes = words, {word: code for code, word in words.items()}


def current_publication() -> int:
    """The number of the last publication, 0 before the first; with the URL it decides what a public page shows."""
    with connections[RECORD].cursor() as cursor:
        cursor.execute("select coalesce(max(number), 0) from events_publication")
        return int(cursor.fetchone()[0])


@contextmanager
def _one_state_of_the_record() -> Iterator[None]:
    """What is read inside belongs together, though somebody publishes meanwhile."""
    is_ours = not connections[RECORD].in_atomic_block
    with transaction.atomic(using=RECORD):
        if is_ours:
            with connections[RECORD].cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read, read only")
        yield


def _publications(state: State) -> tuple[int | None, datetime | None, datetime | None]:
    """Number and instant of the last publication, and the instant that the number in `state` has now."""
    with connections[RECORD].cursor() as cursor:
        cursor.execute(
            "select p.number, p.at, (select at from events_publication where number = %s) "
            "from (select number, at from events_publication order by number desc limit 1) p",
            [state[0] if state else None],
        )
        return cursor.fetchone() or (None, None, None)


def _forget(cursor: duckdb.DuckDBPyConnection, since: int | None) -> None:
    """Delete what will be fetched again, and what was closed."""
    if since is None:
        cursor.execute("delete from event")
        return
    with connections[RECORD].cursor() as record:
        record.execute("select id from events_publishedevent where closed_by > %s or publication > %s", [since, since])
        gone = [row[0] for row in record.fetchall()]
    cursor.execute("delete from event where id in (select unnest(cast(? as bigint[])))", [gone])


def _stage(cursor: duckdb.DuckDBPyConnection, path: Path, since: int | None) -> None:
    """Fetch current events that were published after `since` (None: all) into the table `staged`, through a file."""
    lists = [f"array_to_string({name}, '{SEPARATOR}')" for name in LISTS]
    query = f"select {', '.join([*PLAIN, *CODED, *lists])} from events_publishedevent where valid_to is null"
    if since is not None:
        query += f" and publication > {since:d}"
    with (
        path.open("wb") as file,
        transaction.atomic(using=RECORD),
        connections[RECORD].cursor() as settings,
        connections[RECORD].connection.cursor() as raw,  # Django's cursor in DEBUG cannot copy
    ):
        settings.execute(f"set local statement_timeout = '{LOAD_TIMEOUT}'")
        with raw.copy(f"copy ({query}) to stdout (format csv)") as stream:
            for chunk in stream:
                file.write(chunk)
    types = {**PLAIN, **dict.fromkeys((*CODED, *LISTS), "varchar")}
    cursor.execute(
        f"create temporary table staged as select * from read_csv(?, header = false, columns = {types}, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '')",
        [str(path)],
    )


def _add_words(cursor: duckdb.DuckDBPyConnection) -> None:
    texts = [f"select {name} as value from staged" for name in CODED]
    texts += [f"select unnest(string_split({name}, '{SEPARATOR}')) from staged" for name in LISTS]
    cursor.execute(
        "insert into word select (select coalesce(max(code), 0) from word) + row_number() over (), value from "
        f"(select distinct value from ({' union all '.join(texts)}) where value <> '' except select value from word)"
    )


def _add_events(cursor: duckdb.DuckDBPyConnection) -> None:
    joins = [f"left join word as of_{name} on of_{name}.value = staged.{name}" for name in CODED]
    joins += [
        "left join (select item.id, list(word.code) as codes from "
        f"(select id, unnest(string_split({name}, '{SEPARATOR}')) as value from staged) item "
        f"join word on word.value = item.value group by item.id) {name}_of on {name}_of.id = staged.id"
        for name in LISTS
    ]
    columns = [f"staged.{name}" for name in PLAIN] + [f"of_{name}.code" for name in CODED]
    columns += [f"{name}_of.codes" for name in LISTS]
    cursor.execute(f"insert into event select {', '.join(columns)} from staged {' '.join(joins)}")


copy = ColumnCopy()

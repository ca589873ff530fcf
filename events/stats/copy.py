"""The column copy: narrow columns of the current public record in an in-process DuckDB, one for each web worker.

It holds nothing that the role of the public side cannot read, because it is filled through that role (loading.py).
`follow` brings it up to the current publication number; numbers become visible in their order, so none is skipped.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import duckdb
from django.db import connections, transaction

from events.filters.fields import RECORD
from events.stats import loading

LONGEST = 10.0  # seconds that one question may take, as PostgreSQL's role has 15 (conflictdb/settings.py)
PAUSE = 0.25  # seconds between two looks at the clock

State = tuple[int, datetime] | None  # number and instant of the last publication in the copy


class TooLongError(Exception):
    """A question took longer than LONGEST, and was given up."""


class Bound:
    """Interrupts questions that take too long: one thread looks at the clock for all, and ends with the last one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[duckdb.DuckDBPyConnection, float] = {}  # cursor → until when
        self._watch: threading.Thread | None = None

    @contextmanager
    def on(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        """Raises TooLongError if what is asked inside takes too long."""
        with self._lock:
            self._asked[cursor] = time.monotonic() + LONGEST
            if self._watch is None:
                self._watch = threading.Thread(target=self._look)
                self._watch.start()
        try:
            yield
        except duckdb.InterruptException as error:
            raise TooLongError from error
        finally:
            with self._lock:  # so that nothing asked later is interrupted
                del self._asked[cursor]

    def _look(self) -> None:
        while True:
            time.sleep(PAUSE)
            with self._lock:
                if not self._asked:
                    self._watch = None
                    return
                for cursor, until in self._asked.items():
                    if time.monotonic() > until:
                        cursor.interrupt()


class ColumnCopy:
    """The copy of one process. Threads share it, each with a cursor of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state: State = None
        self._codes: dict[str, int] = {}
        self._words: dict[int, str] = {}
        self._database = duckdb.connect(":memory:")
        self._database.execute("set preserve_insertion_order = false")  # every answer that needs an order asks for it
        self._database.execute("attach ':memory:' as record (compress)")  # half the memory, and as quick
        self._of_thread = threading.local()
        self._bound = Bound()
        self._cursor.execute(loading.TABLES)

    @property
    def _cursor(self) -> duckdb.DuckDBPyConnection:
        """The cursor of this thread; to make one takes as long as a small question."""
        if not hasattr(self._of_thread, "cursor"):
            self._of_thread.cursor = self._database.cursor()
            self._of_thread.cursor.execute("use record")
        cursor: duckdb.DuckDBPyConnection = self._of_thread.cursor
        return cursor

    def select(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of `sql` over the copy as it is; call `follow` first. Raises TooLongError."""
        cursor = self._cursor
        with self._bound.on(cursor):
            return cursor.execute(sql, list(values)).fetchall()

    @property
    def state(self) -> State:
        """What the copy was brought up to last; None before the first publication."""
        return self._state

    def keep(self, table: str, where: str, values: Sequence[Any]) -> bool:
        """Keep the ids of events that are `where` in a table, until `drop`; of all others if they are fewer.

        Tells whether it is the others.
        """
        cursor = self._cursor
        with self._bound.on(cursor):
            cursor.execute(f"create table memory.{table} as select id from event where {where}", list(values))
        counted = f"select (select count(*) from memory.{table}), (select count(*) from event)"
        kept, events = cursor.execute(counted).fetchall()[0]
        if is_most := 2 * kept > events:
            others = f"select id from event where id not in (from memory.{table})"
            cursor.execute(f"create or replace table memory.{table} as {others}")
        return is_most

    def drop(self, table: str) -> None:
        self._cursor.execute(f"drop table memory.{table}")

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
                self._load(since, number)
            self._state = (number, at) if number is not None and at is not None else None

    def _load(self, since: int | None, number: int | None) -> None:
        """Replace what publications after `since` opened or closed (None: everything)."""
        with self._database.cursor() as cursor:
            cursor.execute("use record")
            cursor.execute("begin transaction")
            loading.load(cursor, since)
            cursor.execute("delete from state")
            cursor.execute("insert into state values (?)", [number or 0])
            words = dict(cursor.execute("select code, value from word").fetchall())
            cursor.execute("commit")
            if since is None:
                cursor.execute("checkpoint record")  # compresses
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


copy = ColumnCopy()

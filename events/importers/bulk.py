"""Many rows at once: COPY, work beside the reading of the file, and rows whose keys need no second check."""

from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Connection, Cursor

Rows = dict[str, list[tuple[Any, ...]]]  # by table, or by table and columns


def make_table(name: str, columns: str) -> None:
    """An empty temporary table for the length of the transaction; one of an import before, in the same, goes."""
    with connection.cursor() as cursor:
        cursor.execute(f"drop table if exists pg_temp.{name} cascade")
        cursor.execute(f"create temporary table {name} ({columns}) on commit drop")


def copy_rows(raw: Connection, table: str, rows: Collection[Sequence[Any]]) -> None:
    """COPY rows into a table, or into the columns named with it. `raw` is psycopg's: Django's refuses COPY in DEBUG."""
    if not rows:
        return
    with raw.cursor() as cursor, cursor.copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


_ROLE = """
select set_config('session_replication_role', %s, true)
where has_parameter_privilege('session_replication_role', 'set')
"""


@contextmanager
def trusted(cursor: CursorWrapper | Cursor) -> Iterator[None]:
    """Insert without a trigger for each row, where our role may: no check of each foreign key, no history, no guard.

    For new rows only, whose keys come from joins in the same transaction, with the rows they refer to locked: then the
    check finds nothing and costs a quarter of the import. Without the right (docs/importing.md) all triggers fire.
    """
    cursor.execute(_ROLE, ["replica"])
    yield
    cursor.execute(_ROLE, ["origin"])


class Beside:
    """One piece of database work at a time, beside the reading of the file, which keeps another core busy.

    Between `start` and `wait` nobody else may use the connection; leaving the `with` block waits too.
    """

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._running: Future[None] | None = None

    def start(self, work: Callable[[], None]) -> None:
        self.wait()
        self._running = self._pool.submit(work)

    def wait(self) -> None:
        """Until it is done; raises what the work raised."""
        running, self._running = self._running, None
        if running:
            running.result()

    def __enter__(self) -> "Beside":
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.shutdown()
        self.wait()

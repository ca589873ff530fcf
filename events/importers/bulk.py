"""Many rows at once: COPY, and work beside the reading of the file."""

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection
from psycopg import Connection

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

"""Many rows at once: COPY, and a process that makes them while those before are written."""

import gc
import signal
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from traceback import format_exc
from typing import Any, TypeVar

from django.db import connection
from psycopg import Connection

T = TypeVar("T")
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


def made_beside(make: Callable[[], Iterator[T]]) -> Generator[T, None, None]:
    """What `make` yields, made in a process of its own, which keeps another core busy; raises what it raised.

    The process starts as a copy of this one, so it knows all that is known here, and what it learns stays there unless
    it is yielded. It must leave the database alone: the connection is ours. It is one item ahead of us.
    """
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_make, args=(make, ours, theirs), daemon=True)
    process.start()
    theirs.close()
    with closing(ours), _without_collector():
        try:
            while True:
                received = ours.recv()
                if isinstance(received, Exception):
                    raise received
                if not received:
                    break
                yield from received
        except EOFError as ended:
            raise RuntimeError("The process beside this one has been ended from outside.") from ended
        finally:
            process.kill()
            process.join()


def _make(make: Callable[[], Iterator[T]], ours: Pipe, theirs: Pipe) -> None:
    ours.close()  # or nothing would tell us that the other side is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other side, which then ends us
    try:
        with _without_collector():
            for item in make():
                theirs.send([item])
        theirs.send([])
    except BrokenPipeError:
        pass
    except Exception as error:
        error.add_note(format_exc())  # where it was raised: the traceback itself does not travel
        theirs.send(error)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Rows refer to nothing that refers back to them; to look for such circles is an eighth of the time they take."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

"""Rows of the public record straight from PostgreSQL: one COPY, one snapshot, a little at a time."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from operator import itemgetter
from typing import Any, TypeAlias

from django.db import connections, models, transaction
from django.db.models.functions import Coalesce

from events.models import Publication, PublishedEvent

RECORD = "public"  # the alias of the role that may read the public record only
ROWS = 100  # sent together, some 50 kB: enough that what is done for each piece does not matter
# A whole file takes as long as the reader's line needs; a reader who stalls may not keep a connection for ever.
TIMEOUT = "30min"

# For one column whose text holds no control character: COPY then has nothing to quote and writes it as it is.
AS_IT_IS = r"format csv, quote E'\x01', delimiter E'\x02'"

WITHOUT_LINE_BREAK = itemgetter(slice(-1))

Events: TypeAlias = models.QuerySet[PublishedEvent]
Query: TypeAlias = tuple[str, tuple[Any, ...]]  # SQL with %s, and the values
Row: TypeAlias = bytes | memoryview  # psycopg gives the latter


@contextmanager
def snapshot() -> Iterator[int]:
    """A transaction in which every statement sees the same state; yields its publication number (0 before the first).

    Inside a caller's transaction it sees what that one sees. One file takes no more than one core of the database.
    """
    is_ours = not connections[RECORD].in_atomic_block
    with transaction.atomic(using=RECORD):
        with connections[RECORD].cursor() as cursor:
            if is_ours:
                cursor.execute("set transaction isolation level repeatable read, read only")
            cursor.execute(f"set local statement_timeout = '{TIMEOUT}'; set local max_parallel_workers_per_gather = 0")
        yield Publication.objects.using(RECORD).aggregate(number=Coalesce(models.Max("number"), 0))["number"]


@contextmanager
def copied(query: Query, options: str) -> Iterator[Iterator[Row]]:
    """The rows as COPY writes them, without their line breaks. To be used inside `snapshot`, and left before it."""
    statement, values = query
    # Django's own cursor in DEBUG cannot copy. COPY takes no parameters, so psycopg writes them into the statement.
    with (
        connections[RECORD].connection.cursor() as cursor,
        cursor.copy(f"copy ({statement}) to stdout ({options})", values) as rows,
    ):
        yield map(WITHOUT_LINE_BREAK, rows)


def counted(query: Query) -> int:
    """How many rows it has. To be used inside `snapshot`, and not while rows are copied."""
    statement, values = query
    with connections[RECORD].cursor() as cursor:
        cursor.execute(f"select count(*) from ({statement}) counted", values)
        return int(cursor.fetchone()[0])


def separated(rows: Iterator[Row], separator: bytes) -> Iterator[Row]:
    """Yield the rows with `separator` between them."""
    yield next(rows, b"")
    for row in rows:
        yield separator
        yield row


def chunks(rows: Iterator[Row], end: bytes = b"") -> Generator[bytes, None, bytes]:
    """Yield the rows, each with `end` after it, some ROWS of them at a time; return what is left in the end.

    The caller yields the rest itself, when it has let go of the database: small files then keep it no longer than
    they take to make.
    """
    while len(batch := list(islice(rows, ROWS))) == ROWS:
        yield end.join([*batch, b""])
    return end.join([*batch, b""])


def whole(pieces: Generator[bytes, None, bytes]) -> Generator[bytes, None, None]:
    """Yield the rest, too, of what returns one."""
    rest = yield from pieces
    yield rest

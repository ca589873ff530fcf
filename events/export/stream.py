"""Rows of the public record straight from PostgreSQL: one COPY, one snapshot, a little at a time."""

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from django.db import connections, models, transaction
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from events.models import Publication, PublishedEvent

RECORD = "public"  # the alias of the role that may read the public record only
CHUNK = 64 * 1024  # bytes; large enough that what is done for each chunk does not matter
# A whole file takes as long as the reader's line needs; a reader who stalls may not keep a connection for ever.
TIMEOUT = "30min"

Events: TypeAlias = models.QuerySet[PublishedEvent]
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
def copied(events: Events, expressions: list[str], options: str) -> Iterator[Iterator[Row]]:
    """The rows as COPY writes them, without their line breaks. To be used inside `snapshot`, and left before it."""
    columns = [RawSQL(sql, (), output_field=models.TextField()) for sql in expressions]
    statement, values = events.values_list(*columns).query.sql_with_params()
    # Django's own cursor in DEBUG cannot copy. COPY takes no parameters, so psycopg writes them into the statement.
    with (
        connections[RECORD].connection.cursor() as cursor,
        cursor.copy(f"copy ({statement}) to stdout ({options})", values) as rows,
    ):
        yield (row[:-1] for row in rows)


def separated(rows: Iterator[Row], separator: bytes) -> Iterator[Row]:
    """Yield the rows with `separator` between them."""
    yield next(rows, b"")
    for row in rows:
        yield separator
        yield row


def chunks(pieces: Iterable[Row], end: bytes = b"") -> Generator[bytes, None, bytes]:
    """Yield the pieces, each with `end` after it, put together to about CHUNK bytes each time; return the rest.

    The caller yields the rest itself, when it has let go of the database: small files then keep it no longer than
    they take to make.
    """
    batch: list[Row] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield end.join([*batch, b""])
            batch, size = [], 0
    return end.join([*batch, b""]) if batch else b""

"""A file is one snapshot, is sent in pieces, and never ends as if it were whole when it is not."""

from collections.abc import Iterator
from secrets import token_hex

import pytest
from django.db import DataError as DjangoDataError
from django.db import connections
from psycopg import DataError

from events.export import FORMATS, csv
from events.export.layouts import EVENTS
from events.export.stream import ROWS, chunks, copied, snapshot
from events.models import PublishedEvent
from tests.export.reading import csv_rows, file_bytes, selection
from tests.views import record

MANY = 300


@pytest.fixture
def many(db: None) -> None:
    for _ in range(MANY):
        record.event(narrative=token_hex(1500))  # hard to compress


@pytest.mark.parametrize("count", [0, 1, ROWS - 1, ROWS, ROWS + 1, 3 * ROWS])
def test_rows_are_put_together(count: int) -> None:
    rows = [b"%d" % number for number in range(count)]
    rest: list[bytes] = []

    def collect() -> Iterator[bytes]:
        rest.append((yield from chunks(iter(rows), b"!")))

    whole = list(collect())

    assert b"".join(whole + rest) == b"".join(row + b"!" for row in rows)
    assert len(whole) == count // ROWS


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_comes_in_several_chunks(suffix: str, many: None) -> None:
    found = list(FORMATS[suffix].write(selection()))

    assert len(found) >= MANY // ROWS


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_small_file_lets_go_of_the_database_before_it_is_sent(suffix: str, db: None) -> None:
    record.event()
    file = FORMATS[suffix].write(selection())

    next(file)

    assert PublishedEvent.objects.using("public").count() == 1  # the connection is free, though the file is not sent


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_reader_who_leaves_frees_the_connection(suffix: str, many: None) -> None:
    chunk_by_chunk = FORMATS[suffix].write(selection())
    next(chunk_by_chunk)

    chunk_by_chunk.close()  # type: ignore[attr-defined]  # what a server does then

    assert len(csv_rows()) == MANY


def test_an_error_is_raised_after_the_rows_before_it(many: None, monkeypatch: pytest.MonkeyPatch) -> None:
    last = PublishedEvent.objects.order_by("id").first()
    assert last
    # random() keeps PostgreSQL from working the expression out before it sorts.
    broken = f"1 / (publication - {last.publication} + (random() * 0)::int)"
    monkeypatch.setattr(csv, "_cell", lambda _column: f"({broken})::text || repeat('x', 2000)")

    read: list[bytes] = []
    with pytest.raises((DataError, DjangoDataError)):
        read.extend(FORMATS["csv"].write(selection("sort=-published")))

    assert 0 < b"".join(read).count(b"\r\n") < MANY + 1  # lines of the whole file
    assert b"division" not in b"".join(read)


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_the_file_is_of_one_state_though_another_is_published_meanwhile() -> None:
    first = record.event()

    with snapshot() as publication:
        record.event()
        with copied(EVENTS.query(PublishedEvent.objects.using("public"), ["code"]), "format csv") as rows:
            found = [bytes(row).decode() for row in rows]

    assert publication == first.publication
    assert found == [first.code]


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_the_role_of_the_public_side_may_make_files_and_keeps_its_limits() -> None:
    record.event()

    for suffix in FORMATS:
        assert file_bytes(suffix)
        assert file_bytes(suffix, "country=IRQ")

    with connections["public"].cursor() as cursor:
        cursor.execute("select current_user, current_setting('statement_timeout')")
        assert cursor.fetchone() == ("conflictdb_reader", "15s")

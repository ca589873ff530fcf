"""Files that are too much: each is refused in a sentence with line and column, soon, and nothing is stored."""

import io
import re
import time
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from events.importers.reading import MOST_IN_CELL, CsvFile, Problem
from events.models import Actor, Event
from tests.importers.conftest import Import
from tests.importers.files import ROW, row, write

pytestmark = pytest.mark.django_db

HEADER = ",".join(ROW).encode()
SOON = 2  # seconds


def refused(path: Path) -> str:
    """What the command says of the file, in less than SOON after reading it."""
    said, start = io.StringIO(), time.monotonic()
    with pytest.raises(CommandError) as error:
        call_command("import_events", "ucdp-ged", str(path), stderr=said, stdout=io.StringIO())
    assert time.monotonic() - start < SOON + path.stat().st_size / 100_000_000
    assert not Event.objects.exists()
    return f"{said.getvalue()}\n{error.value}"


@pytest.fixture
def file(codebook: None, tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


@pytest.mark.parametrize("breaks", ["", "\n"])
@pytest.mark.parametrize("size", [MOST_IN_CELL + 1, 3 * MOST_IN_CELL, 30 * MOST_IN_CELL])
def test_a_cell_of_more_than_a_million_characters(file: Path, size: int, breaks: str) -> None:
    words = ("word " * 20 + breaks) * (size // 100)
    write(file, row(source_article=words + "x" * 101), row(id="2"))

    said = refused(file)

    assert "more than 1,000,000 characters" in said
    assert "source_article" in said
    assert re.search(r"\b2\b", said)  # the line


def test_a_quote_that_is_never_closed(file: Path) -> None:
    write(file, row())
    with file.open("a") as open_file:
        open_file.write('2,1,116,"Government of Iraq,' + ("234,IS,1,,,,,1\n" * 1_000_000))

    said = refused(file)

    assert "is a quote never closed?" in said
    assert "side_a" in said


@pytest.mark.parametrize("column", ["side_a", "adm_1", "adm_2", "where_coordinates"])
def test_a_name_of_more_than_500_characters(import_rows: Import, file: Path, column: str) -> None:
    import_rows(row(**{column: "Long name " * 49}))
    Event.objects.all().delete()
    for length in (501, 5_000, 100_000):
        write(file, row(**{column: "x" * length}))

        said = refused(file)

        assert "longer than 500 characters" in said
        assert column in said
    assert not Actor.objects.filter(name__startswith="xxx").exists()


def test_a_header_of_400_mb(file: Path) -> None:
    with file.open("wb") as open_file:
        open_file.truncate(400_000_000)
        open_file.write(b"id,name" + b"x" * 10_000_000)

    assert "1" in refused(file)


def test_a_header_of_many_columns(file: Path) -> None:
    file.write_bytes(b",".join(b"column%d" % number for number in range(1_000_000)) + b"\n")

    assert "more than 1,000,000 characters" in refused(file)


def test_what_is_no_file(codebook: None, tmp_path: Path) -> None:
    for path in (Path("/dev/zero"), tmp_path):
        with pytest.raises(CommandError, match="is not a file"):
            call_command("import_events", "ucdp-ged", str(path), stderr=io.StringIO())


def test_a_zip_file_or_workbook_is_not_unpacked(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 100_000_000)

    assert "a workbook or a zip file" in refused(file)


@pytest.mark.parametrize("end", [b"\n", b"", b"\n\n\n"])
def test_a_header_alone(file: Path, end: bytes) -> None:
    file.write_bytes(HEADER + end)

    assert "there is no row under the header" in refused(file)


def test_long_rows_are_told_from_each_other(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"id,name\n1," + b"x" * 1_000_001 + b"\n2,Qaim\n3," + b"y" * 1_000_002 + b"\n")
    found = CsvFile(path)

    assert [record.number for record in found.records(("id", "name"))] == [2]
    why = "more than 1,000,000 characters"
    assert found.problems == [Problem(2, 1, "name", "x" * 100, why), Problem(4, 3, "name", "y" * 100, why)]

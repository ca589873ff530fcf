"""A file as a file: layouts, tags, line ends and encodings, and everything that makes it unusable."""

from pathlib import Path

import pytest

from events.importers.reading import CsvFile, Problem, Record


def read(path: Path, content: bytes, required: tuple[str, ...] = ("id", "name")) -> tuple[list[Record], list[Problem]]:
    path = path / "file.csv"
    path.write_bytes(content)
    file = CsvFile(path)
    return list(file.records(required)), file.problems


@pytest.mark.parametrize(
    "content",
    [
        b"id,name\n1,Qaim\n",
        b"\xef\xbb\xbfid,name\r\n1,Qaim\r\n",
        b" name , id \nQaim,1\n",
        b"id,name\n#meta+id,#loc+name\n1,Qaim\n",
        b"id,name\n,#loc+name\n1,Qaim\n",
        b"id,name\n\n1,Qaim\n\n",
        b'"id","name"\n"1","Qaim"\n',
    ],
    ids=["plain", "bom-crlf", "other-order", "hxl", "hxl-in-part", "blank-lines", "quoted"],
)
def test_layouts_that_mean_the_same_read_the_same(tmp_path: Path, content: bytes) -> None:
    records, problems = read(tmp_path, content)

    assert [record.cells for record in records] == [{"id": "1", "name": "Qaim"}]
    assert not problems


def test_a_record_knows_its_line_and_number(tmp_path: Path) -> None:
    records, _ = read(tmp_path, b'id,name\n#id,#name\n1,"two\r\nlines"\n2,next\n')

    assert [(record.line, record.number) for record in records] == [(3, 1), (5, 2)]
    assert records[0].cells["name"] == "two\r\nlines"


def test_a_row_of_hashes_further_down_is_data(tmp_path: Path) -> None:
    records, _ = read(tmp_path, b"id,name\n1,a\n#2,#b\n")

    assert len(records) == 2


def test_unknown_columns_are_kept(tmp_path: Path) -> None:
    records, _ = read(tmp_path, b"id,name,colour\n1,Qaim,red\n")

    assert records[0].cells["colour"] == "red"


@pytest.mark.parametrize(
    ("content", "line", "record", "column", "problem"),
    [
        (b"", 1, 0, "", "the file is empty"),
        (b"id\n1\n", 1, 0, "name", "this column is missing"),
        (b"id,name,id\n1,a,2\n", 1, 0, "id", "the column is there twice"),
        (b"id,name\n1,a\n2\n", 3, 2, "", "1 cells where the header has 2: is the file cut off?"),
        (b"id,name\n1,a,b\n", 2, 1, "", "3 cells where the header has 2"),
        (b'id,name\n1,a\n2,"cut o', 3, 2, "", "a quoted field is never closed"),
        (b"id,name\n1,a\n2,cut o", 3, 2, "", "does not end with a line break"),
        (b"id,name\n1,Da\xefr\n", 2, 1, "name", "not UTF-8"),
        (b"id,n\xe4me\n1,a\n", 1, 0, "n?me", "not UTF-8"),
        ("id,name\n1,a\n".encode("utf-16"), 1, 0, "", "not UTF-8"),
        (b"id,name\n1,a\0b\n", 2, 1, "name", "holds a NUL character"),
    ],
)
def test_an_unusable_file_says_where_and_why(  # type: ignore[no-untyped-def]
    tmp_path: Path, content: bytes, line: int, record: int, column: str, problem: str
) -> None:
    _, problems = read(tmp_path, content)

    found = problems[0]
    assert (found.line, found.record) == (line, record)
    assert column in found.column
    assert problem in found.problem


def test_every_missing_column_is_named(tmp_path: Path) -> None:
    _, problems = read(tmp_path, b"x\n1\n")

    assert [problem.column for problem in problems] == ["id", "name"]


def test_bytes_that_are_no_text_are_shown(tmp_path: Path) -> None:
    _, problems = read(tmp_path, b"id,name\n1,Da\xefr\n2,b\n3,\xff\n")

    assert [(problem.line, problem.value) for problem in problems] == [(2, "Da\\xefr"), (4, "\\xff")]


def test_progress_reaches_the_end_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"id,name\n" + b"1,a\n" * 10)
    seen: list[int] = []

    list(CsvFile(path).records(("id",), seen.append))

    assert seen == sorted(seen)
    assert seen[-1] == path.stat().st_size

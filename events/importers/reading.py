"""A CSV file as numbered records, and what is wrong with it as a file: encoding, header, quotes, a cut-off end."""

import codecs
import csv
import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # how a spreadsheet's "Unicode text" begins
_NOT_UTF8 = re.compile("[\ud800-\udfff]")  # what bytes that are no UTF-8 are read as
_ZIP = b"PK\x03\x04"  # how a workbook begins too
MOST_IN_CELL = 1_000_000  # characters
MOST_IN_ROW = 4_000_000  # bytes: a quote that is never closed takes all that follows for one cell
csv.field_size_limit(MOST_IN_ROW + 1)  # so that it is we who refuse, and say where
TICK = 100  # rows between two reports of how far reading is
_ENCODING = "not UTF-8: save the file in that encoding"


class Problem(NamedTuple):
    """Why a row is refused. Lines and records count from 1, the header is record 0; no column means the whole row."""

    line: int
    record: int
    column: str
    value: str
    problem: str


class Record(NamedTuple):
    """One row as given, before anything is made of it."""

    line: int
    number: int
    cells: dict[str, str]


class CsvFile:
    """A comma-separated file in UTF-8, with a header; problems found while reading gather in `problems`."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise OSError(f"{path} is not a file.")
        self.path = path
        self.size = path.stat().st_size
        self.columns: list[str] = []
        self.problems: list[Problem] = []

    def count_lines(self) -> int:
        """Line breaks in the file: as many as rows, or more where quoted cells hold some."""
        with self.path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(partial(file.read, 1 << 20), b""))

    def records(self, required: Collection[str], tick: Callable[[int], None] = lambda _: None) -> Iterator[Record]:
        """The rows under the header, but for a line of HXL tags; `tick` is told how many bytes have been read.

        A row with a problem is not yielded. A missing column ends it: nothing can be made of any row.
        """
        with self.path.open("rb") as file:
            rows = _Rows(file, self.problems)
            if why := _not_csv(file.peek(4)[:4]):
                self.problems.append(Problem(1, 0, "", "", why))
            else:
                self.columns = self._header(rows, required)
            if not self.problems:
                for record in rows.records(self.columns):
                    if record.number % TICK == 0:
                        tick(file.tell())
                    yield record
                tick(file.tell())
                if rows.number == 0 and not self.problems:
                    self.problems.append(Problem(1, 0, "", "", "there is no row under the header"))
        if not self.problems and not _ends_with_line_break(self.path):
            why = "the file does not end with a line break: its last row may be cut off"
            self.problems.append(Problem(rows.line, rows.number, "", "", why))

    def _header(self, rows: "_Rows", required: Collection[str]) -> list[str]:
        columns = [cell.removeprefix("\ufeff").strip() for cell in rows.next() or []]
        if not columns and not self.problems:
            self.problems.append(Problem(1, 0, "", "", "the file is empty"))
        found = [
            *((column, _ENCODING) for column in columns if _NOT_UTF8.search(column)),
            *((column, "the column is there twice") for column in sorted({c for c in columns if columns.count(c) > 1})),
            *((column, "this column is missing") for column in required if columns and column not in columns),
        ]
        self.problems += [Problem(1, 0, column.encode("utf-8", "replace").decode(), "", why) for column, why in found]
        return columns


def _not_csv(start: bytes) -> str:
    """Why a file that begins so is no CSV file in UTF-8; empty if it may be one."""
    if start[:2] in _UTF16:
        return _ENCODING
    return "a workbook or a zip file: save its sheet as CSV in UTF-8" if start == _ZIP else ""


class _LongRowError(Exception):
    """A row of more than MOST_IN_ROW."""


class _Rows:
    """Rows of cells with the line each starts on."""

    def __init__(self, file: BinaryIO, problems: list[Problem]) -> None:
        self._file = file
        self._reader = csv.reader(self._lines(), strict=True)
        self._problems = problems
        self._columns: list[str] = []
        self._row: list[str] = []  # lines of the row that is being read
        self._room = MOST_IN_ROW
        self.line = 1
        self.number = 0

    def _lines(self) -> Iterator[str]:
        """Lines of the file; undecodable bytes as surrogates, so that they can be reported by row and column."""
        while given := self._file.readline(MOST_IN_ROW + 1):
            self._row.append(given.decode("utf-8", "surrogateescape"))
            self._room -= len(given)
            if self._room < 0:
                raise _LongRowError
            yield self._row[-1]

    def next(self) -> list[str] | None:
        """The next row that is not a blank line; None at the end, or where the file cannot be read on."""
        while True:
            start = self._reader.line_num + 1
            self._row.clear()
            self._room = MOST_IN_ROW
            try:
                cells = next(self._reader)
            except StopIteration:
                return None
            except _LongRowError:
                self._refuse_long_row(start)
                return None
            except csv.Error as error:
                why = f"a quoted field is never closed or badly quoted ({error}): is the file cut off?"
                self._problems.append(Problem(start, self.number + 1, "", "", why))
                return None
            self.line = start
            if cells:
                return cells

    def _refuse_long_row(self, line: int) -> None:
        """Say in which column the row became too long."""
        cells = next(csv.reader(["".join(self._row)[:MOST_IN_ROW]]))
        column = self._columns[len(cells) - 1] if len(cells) <= len(self._columns) else ""
        why = f"more than {MOST_IN_CELL:,} characters: is a quote never closed?"
        self._problems.append(Problem(line, self.number + bool(self._columns), column, _start(cells[-1]), why))

    def records(self, columns: list[str]) -> Iterator[Record]:
        self._columns = columns
        while (cells := self.next()) is not None:
            if self.number == 0 and _are_hxl_tags(cells):
                continue
            self.number += 1
            if len(cells) != len(columns):
                why = f"{len(cells)} cells where the header has {len(columns)}"
                self._problem("", cells[0], why + (": is the file cut off?" if len(cells) < len(columns) else ""))
            elif self._room < MOST_IN_ROW - MOST_IN_CELL and self._has_long_cell(columns, cells):
                continue
            elif self._is_text(columns, cells):
                yield Record(self.line, self.number, dict(zip(columns, cells, strict=True)))

    def _has_long_cell(self, columns: list[str], cells: list[str]) -> bool:
        long = [(column, cell) for column, cell in zip(columns, cells, strict=True) if len(cell) > MOST_IN_CELL]
        for column, cell in long:
            self._problem(column, _start(cell), f"more than {MOST_IN_CELL:,} characters")
        return bool(long)

    def _is_text(self, columns: list[str], cells: list[str]) -> bool:
        joined = "".join(cells)
        if joined.isascii() and "\0" not in joined:
            return True
        if not _NOT_UTF8.search(joined) and "\0" not in joined:
            return True
        for column, cell in zip(columns, cells, strict=True):
            if _NOT_UTF8.search(cell):
                self._problem(
                    column, cell.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"), _ENCODING
                )
            elif "\0" in cell:
                self._problem(column, cell.replace("\0", "\\0"), "holds a NUL character")
        return False

    def _problem(self, column: str, value: str, problem: str) -> None:
        self._problems.append(Problem(self.line, self.number, column, value, problem))


def _start(cell: str) -> str:
    """The first words of a long cell, as text that can be shown."""
    return cell[:100].encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").replace("\0", "\\0")


def _are_hxl_tags(cells: list[str]) -> bool:
    """Whether this is the second line of a file of the Humanitarian Data Exchange, which tags columns (#date+start)."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(cell.startswith("#") for cell in filled)


def _ends_with_line_break(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1, 0))
        return file.read() in (b"\n", b"\r")

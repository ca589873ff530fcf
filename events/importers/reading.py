"""A CSV file as numbered records, and what is wrong with it as a file: encoding, header, quotes, a cut-off end."""

import codecs
import csv
import re
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # how a spreadsheet's "Unicode text" begins
_NOT_UTF8 = re.compile("[\ud800-\udfff]")  # what bytes that are no UTF-8 are read as
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
        # Undecodable bytes come through as surrogates, so that they can be reported by row and column.
        with self.path.open("rb") as file:
            lines = (line.decode("utf-8", "surrogateescape") for line in file)
            rows = _Rows(lines, self.problems)
            if file.peek(2)[:2] in _UTF16:
                self.problems.append(Problem(1, 0, "", "", _ENCODING))
            else:
                self.columns = self._header(rows, required)
            if not self.problems:
                for record in rows.records(self.columns):
                    if record.number % TICK == 0:
                        tick(file.tell())
                    yield record
                tick(file.tell())
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


class _Rows:
    """Rows of cells with the line each starts on."""

    def __init__(self, lines: Iterator[str], problems: list[Problem]) -> None:
        self._reader = csv.reader(lines, strict=True)
        self._problems = problems
        self.line = 1
        self.number = 0

    def next(self) -> list[str] | None:
        """The next row that is not a blank line; None at the end, or where the file cannot be read on."""
        while True:
            start = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return None
            except csv.Error as error:
                why = f"a quoted field is never closed or badly quoted ({error}): is the file cut off?"
                self._problems.append(Problem(start, self.number + 1, "", "", why))
                return None
            self.line = start
            if cells:
                return cells

    def records(self, columns: list[str]) -> Iterator[Record]:
        while (cells := self.next()) is not None:
            if self.number == 0 and _are_hxl_tags(cells):
                continue
            self.number += 1
            if len(cells) != len(columns):
                why = f"{len(cells)} cells where the header has {len(columns)}"
                self._problem("", cells[0], why + (": is the file cut off?" if len(cells) < len(columns) else ""))
            elif self._is_text(columns, cells):
                yield Record(self.line, self.number, dict(zip(columns, cells, strict=True)))

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


def _are_hxl_tags(cells: list[str]) -> bool:
    """Whether this is the second line of a file of the Humanitarian Data Exchange, which tags columns (#date+start)."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(cell.startswith("#") for cell in filled)


def _ends_with_line_break(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - 1, 0))
        return file.read() in (b"\n", b"\r")

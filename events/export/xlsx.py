"""The selection as a workbook (XLSX): typed cells, the data dictionary, and what is to be known about it.

XlsxWriter makes the workbook around the data, which is small; PostgreSQL writes the rows (xlsx_cells.py), and they are
put into the sheet while it is sent.
"""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from zipfile import ZipFile

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from events.export import dictionary
from events.export.archive import Archive
from events.export.column import Kind
from events.export.selection import Selection
from events.export.stream import AS_IT_IS, chunks, copied, counted, whole
from events.export.xlsx_cells import Styles, row
from events.filters import InvalidFilter

MAX_ROWS = 1_048_575  # of a sheet, below the header
DATA = "xl/worksheets/sheet1.xml"
LARGE = 100_000  # rows from which the sheet may have 2 GiB of XML
WIDTHS = {Kind.DAY: 11, Kind.INSTANT: 17, Kind.INTEGER: 9, Kind.NUMBER: 10, Kind.FLAG: 9}  # in characters


def xlsx_file(selection: Selection) -> Iterator[bytes]:
    """Yield the file. Raises InvalidFilter for more rows than a sheet can have; other errors as they come."""
    layout, archive = selection.layout, Archive()
    with selection.opened() as events:
        count = counted(layout.query(events, ["1"]))
        if count > MAX_ROWS:
            raise InvalidFilter({"rows": [_too_many(count, layout.name)]})
        with ZipFile(_workbook(selection, count)) as workbook:
            last = xl_rowcol_to_cell(count, len(layout.columns) - 1)
            head, styles, tail = _taken_apart(workbook.read(DATA).decode(), f"A1:{last}")
            for name in workbook.namelist():
                if name != DATA:
                    archive.put(name, workbook.read(name))
            with copied(layout.query(events, [row(layout.columns, styles)]), AS_IT_IS) as rows:
                sheet = whole(chunks(chain([head], rows, [tail])))
                yield from archive.add(DATA, sheet, is_large=count > LARGE)
    yield archive.end()


def _too_many(count: int, noun: str) -> str:
    return (
        f"{count:,} {noun} are too many for XLSX, whose sheets hold {MAX_ROWS:,} rows. "
        "Narrow the selection, or take it as CSV or Parquet."
    )


def _workbook(selection: Selection, count: int) -> io.BytesIO:
    """The workbook, with one row that stands for all of them: it has a cell for each style."""
    result = io.BytesIO()
    with Workbook(result, {"in_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True})
        data = workbook.add_worksheet(selection.layout.name)
        data.freeze_panes(1, 1)
        data.autofilter(0, 0, count, len(selection.layout.columns) - 1)
        for number, column in enumerate(selection.layout.columns):
            data.set_column(number, number, max(WIDTHS.get(column.kind, 16), min(len(column.name) + 3, 24)))
            data.write_string(0, number, column.name, bold)
        for number, style in enumerate(("yyyy-mm-dd", "yyyy-mm-dd hh:mm")):
            data.write_blank(1, number, None, workbook.add_format({"num_format": style}))
        rows = chain([dictionary.HEADER], dictionary.dictionary(selection.layout))
        _table(workbook.add_worksheet("dictionary"), rows, (22, 70, 20, 10, 60), bold)
        facts = chain([("Rows", f"{count:,}, one for each {selection.layout.noun}")], dictionary.facts(selection))
        _table(workbook.add_worksheet("about"), facts, (34, 110))
    return result


def _table(
    sheet: Worksheet, rows: Iterable[tuple[str, ...]], widths: tuple[int, ...], header: Format | None = None
) -> None:
    for number, width in enumerate(widths):
        sheet.set_column(number, number, width)
    if header:
        sheet.freeze_panes(1, 0)
    for number, cells in enumerate(rows):
        for place, cell in enumerate(cells):
            sheet.write_string(number, place, cell, None if number else header)


def _taken_apart(sheet: str, extent: str) -> tuple[bytes, Styles, bytes]:
    """What comes before the rows of data, saying how far they reach; the styles of the one row; what comes after."""
    start, end = sheet.rindex("<row "), sheet.index("</sheetData>")
    head = re.sub(r'(<dimension ref=)"[^"]*"', rf'\1"{extent}"', sheet[:start], count=1)
    return head.encode(), Styles(*re.findall(r' s="(\d+)"', sheet[start:end])), sheet[end:].encode()

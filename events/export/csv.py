"""The selection as CSV: RFC 4180, UTF-8, safe to open in a spreadsheet. docs/export.md is the contract."""

from collections.abc import Iterator
from itertools import chain

from events.export.columns import FLAT, Column
from events.export.stream import chunks, copied, snapshot
from events.filters import EventFilter

LINE_END = b"\r\n"
SEPARATOR = "; "


def csv_file(event_filter: EventFilter) -> Iterator[bytes]:
    """Yield the file; the header comes also if there are no events. Errors are raised, never written."""
    header = ",".join(column.name for column in FLAT).encode()
    cells = [_cell(column) for column in FLAT]
    with snapshot(), copied(event_filter.queryset(), cells, "format csv") as rows:
        rest = yield from chunks(chain([header], rows), LINE_END)
    yield rest


def _cell(column: Column) -> str:
    """SQL for the cell: null stays null, which COPY writes as nothing at all."""
    if column.is_list:
        # The text begins as its first item does, which is quicker to look at.
        return _guarded(f"array_to_string({column.name}, '{SEPARATOR}')", f"{column.name}[1]")
    if column.is_text:
        return _guarded(column.name, column.name)
    if column.is_flag:
        return f"{column.name}::text"  # true and false, where COPY has t and f
    if column.is_instant:
        return f"replace({column.name}::text, ' ', 'T')"
    return column.name


def _guarded(text: str, start: str) -> str:
    """SQL that puts an apostrophe before text which a spreadsheet would run as a formula; `start` begins as it does.

    Text that already has apostrophes before such a character gets one more, so that taking one away always gives the
    original back. The comparisons are there for speed: a letter fails the first, an empty text the second, a digit the
    third; what is left is rare.
    """
    it = f'{start} collate "C"'
    may_be = f"{it} < 'A' and {it} >= E'\\t' and ({it} < '0' or {it} >= '=')"
    return f"case when {may_be} and {start} ~ '^''*[=+@\\t\\r-]' then '''' || {text} else {text} end"

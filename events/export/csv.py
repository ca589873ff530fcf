"""The selection as CSV: RFC 4180, UTF-8, safe to open in a spreadsheet. docs/export.md is the contract."""

from collections.abc import Generator, Iterator
from itertools import chain

from events.export.column import SEPARATOR, Column, Kind
from events.export.layouts import Layout
from events.export.selection import Selection
from events.export.stream import Events, chunks, copied

LINE_END = b"\r\n"


def csv_file(selection: Selection) -> Iterator[bytes]:
    """Yield the file; the header comes also if there are no rows. Errors are raised, never written."""
    with selection.opened() as events:
        rest = yield from csv_table(selection.layout, events)
    yield rest


def csv_table(layout: Layout, events: Events) -> Generator[bytes, None, bytes]:
    """Yield header and rows; return what is left in the end."""
    header = ",".join(column.name for column in layout.columns).encode()
    with copied(layout.query(events, map(_cell, layout.columns)), "format csv") as rows:
        return (yield from chunks(chain([header], rows), LINE_END))


def _cell(column: Column) -> str:
    """SQL for the cell: null stays null, which COPY writes as nothing at all."""
    match column.kind:
        case Kind.LIST:
            # The text begins as its first item does, which is quicker to look at.
            return _guarded(f"array_to_string({column.name}, '{SEPARATOR}')", f"{column.name}[1]")
        case Kind.TEXT | Kind.NAMES:
            return _guarded(column.name, column.name)
        case Kind.FLAG:
            return f"{column.name}::text"  # true and false, where COPY has t and f
        case Kind.INSTANT:
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

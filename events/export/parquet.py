"""The selection as GeoParquet 1.1: typed columns, lists as lists, the point as WKB.

DuckDB, which is here for counts already, writes it; pyarrow would be 150 MB more to install. DuckDB marks geometry as
GeoParquet 1.0, and not at all where no row has a point, so the mark is ours.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from events.export import dictionary
from events.export.about import about
from events.export.archive import PIECE
from events.export.column import SEPARATOR, Column, Kind
from events.export.layouts import EVENTS, Layout
from events.export.selection import Selection
from events.export.stream import Events, copied

TYPES = {
    Kind.INTEGER: "integer",
    Kind.NUMBER: "double",
    Kind.FLAG: "boolean",
    Kind.DAY: "date",
    Kind.INSTANT: "timestamptz",
}
CSV = "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', buffer_size = 4000000"
ROWS_IN_GROUP = 10_000  # what the writer holds at a time
LIMITS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 1,
    "memory_limit": "128MB",
}  # one file takes no more
#: WGS 84, longitude first, is what the specification takes for granted.
GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}
POINT = "st_aswkb(('POINT(' || longitude || ' ' || latitude || ')')::geometry) as geometry"


def parquet_file(selection: Selection) -> Iterator[bytes]:
    """Yield the file, which has to be whole before it can be sent: it lies in a folder that goes away with it."""
    with tempfile.TemporaryDirectory() as folder:
        rows, result = Path(folder) / "rows.csv", Path(folder) / "result.parquet"
        with selection.opened() as events:
            _fetch(selection.layout, events, rows)
        _write(selection, rows, result)
        rows.unlink()
        with result.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece


def _fetch(layout: Layout, events: Events, path: Path) -> None:
    """Write the rows as DuckDB reads them."""
    cells = [f"to_json({column.name})" if column.kind is Kind.LIST else column.name for column in layout.columns]
    with path.open("wb") as file, copied(layout.query(events, cells), "format csv") as rows:
        for row in rows:
            file.write(row)
            file.write(b"\n")


def _write(selection: Selection, rows: Path, result: Path) -> None:
    layout = selection.layout
    types = {column.name: TYPES.get(column.kind, "varchar") for column in layout.columns}
    values = [_value(column) for column in layout.columns] + ([POINT] if layout is EVENTS else [])
    with duckdb.connect(":memory:", config=LIMITS) as database:
        database.execute("set timezone = 'UTC'")
        source = f"read_csv(?, header = false, columns = {types}, {CSV})"
        form = (
            f"format parquet, compression zstd, row_group_size {ROWS_IN_GROUP}, kv_metadata {{{_metadata(selection)}}}"
        )
        database.execute(f"copy (select {', '.join(values)} from {source}) to '{result}' ({form})", [str(rows)])


def _value(column: Column) -> str:
    match column.kind:
        case Kind.LIST:
            return f"{column.name}::json::varchar[] as {column.name}"
        case Kind.NAMES:
            return f"coalesce(string_split({column.name}, '{SEPARATOR}'), []) as {column.name}"
    return column.name


def _metadata(selection: Selection) -> str:
    """What the file says of itself, under the keys `geo` and `conflictdb`: literals of DuckDB's SQL."""
    columns = {column.name: dictionary.meaning(column) for column in selection.layout.columns}
    known = {"conflictdb": {**about(selection), "columns": columns}}
    if selection.layout is EVENTS:
        known["geo"] = GEO
    texts = {key: json.dumps(value, ensure_ascii=False).replace("'", "''") for key, value in known.items()}
    return ", ".join(f"{key}: '{text}'" for key, text in texts.items())

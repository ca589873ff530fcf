"""Files: one declaration of columns for each layout, one writer for each format."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from events.export.bundle import bundle_file
from events.export.columns import COLUMNS, FLAT, NOT_EXPORTED
from events.export.csv import csv_file
from events.export.geojson import geojson_file
from events.export.json import event_document, json_file
from events.export.layouts import LAYOUTS
from events.export.parquet import parquet_file
from events.export.selection import Selection
from events.export.xlsx import xlsx_file


@dataclass(frozen=True)
class FileFormat:
    """A format: its media type, and its writer, which takes a selection and yields the file."""

    content_type: str
    write: Callable[[Selection], Iterator[bytes]]
    has_layouts: bool = False  # else a row is an event


#: By the suffix in the file's name.
FORMATS = {
    "csv": FileFormat("text/csv; charset=utf-8", csv_file, has_layouts=True),
    "zip": FileFormat("application/zip", bundle_file),
    "json": FileFormat("application/json", json_file),
    "xlsx": FileFormat(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_file, has_layouts=True
    ),
    "parquet": FileFormat("application/vnd.apache.parquet", parquet_file, has_layouts=True),
    "geojson": FileFormat("application/geo+json", geojson_file),
}

__all__ = ["COLUMNS", "FLAT", "FORMATS", "LAYOUTS", "NOT_EXPORTED", "FileFormat", "Selection", "event_document"]

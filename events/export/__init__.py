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
from events.export.xlsx import MAX_ROWS, xlsx_file


@dataclass(frozen=True)
class FileFormat:
    """A format: its name, its media type, and its writer, which takes a selection and yields the file.

    `size` is what a file without events takes, and what each event adds: bytes, as measured (docs/export.md). They tell
    readers what to expect, no more: how long a text is, is known of no event before it is read.
    """

    name: str
    content_type: str
    write: Callable[[Selection], Iterator[bytes]]
    size: tuple[int, int]
    has_layouts: bool = False  # else a row is an event
    max_events: int | None = None

    def bytes_of(self, events: int) -> int:
        """About how long a file with so many events is."""
        empty, each = self.size
        return empty + each * events


WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: By the suffix in the file's name, in the order in which they are offered.
FORMATS = {
    "csv": FileFormat("CSV", "text/csv; charset=utf-8", csv_file, (600, 560), has_layouts=True),
    "xlsx": FileFormat("XLSX", WORKBOOK, xlsx_file, (10_000, 80), has_layouts=True, max_events=MAX_ROWS),
    "parquet": FileFormat("Parquet", "application/vnd.apache.parquet", parquet_file, (10_000, 40), has_layouts=True),
    "json": FileFormat("JSON", "application/json", json_file, (700, 3_250)),
    "geojson": FileFormat("GeoJSON", "application/geo+json", geojson_file, (700, 1_460)),
    "zip": FileFormat("ZIP", "application/zip", bundle_file, (8_200, 110)),
}

__all__ = ["COLUMNS", "FLAT", "FORMATS", "LAYOUTS", "NOT_EXPORTED", "FileFormat", "Selection", "event_document"]

"""Files: one list of columns, one writer for each format. A writer takes an EventFilter and yields bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from events.export.columns import COLUMNS, FLAT, NOT_EXPORTED, Column
from events.export.csv import csv_file
from events.export.geojson import geojson_file
from events.export.json import event_document, json_file
from events.filters import EventFilter


@dataclass(frozen=True)
class FileFormat:
    """A format: its media type, and its writer, which takes a selection and the selection's address ("" for none)."""

    content_type: str
    write: Callable[[EventFilter, str], Iterator[bytes]]


#: By the suffix in the file's name.
FORMATS = {
    "csv": FileFormat("text/csv; charset=utf-8", lambda event_filter, _url: csv_file(event_filter)),
    "json": FileFormat("application/json", json_file),
    "geojson": FileFormat("application/geo+json", geojson_file),
}

__all__ = ["COLUMNS", "FLAT", "FORMATS", "NOT_EXPORTED", "Column", "FileFormat", "csv_file", "event_document"]

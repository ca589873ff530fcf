"""Files read back as a researcher would."""

import csv
import io
import json
from typing import Any

from django.http import QueryDict

from events.export import FORMATS
from events.filters import EventFilter


def file_bytes(suffix: str, query: str = "") -> bytes:
    return b"".join(FORMATS[suffix].write(EventFilter(QueryDict(query)), "https://example.org/events/"))


def csv_rows(query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file_bytes("csv", query).decode(), newline=""), strict=True))


def json_object(suffix: str, query: str = "") -> dict[str, Any]:
    result: dict[str, Any] = json.loads(file_bytes(suffix, query))
    return result

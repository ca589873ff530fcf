"""Files read back as a researcher would."""

import csv
import io
import json
from typing import Any

from django.http import QueryDict

from events.export import FORMATS, Selection


def file_bytes(suffix: str, query: str = "") -> bytes:
    return b"".join(FORMATS[suffix].write(selection(query)))


def selection(query: str = "") -> Selection:
    """What is asked; a bad question is an error of the test."""
    found = Selection.asked(QueryDict(query), has_layouts=True)
    assert not found.errors
    found.url = "https://example.org/events/"
    return found


def csv_rows(query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file_bytes("csv", query).decode(), newline=""), strict=True))


def json_object(suffix: str, query: str = "") -> dict[str, Any]:
    result: dict[str, Any] = json.loads(file_bytes(suffix, query))
    return result

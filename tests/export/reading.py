"""Files read back as a researcher would."""

import csv
import io
import json
import tempfile
from typing import Any
from zipfile import ZipFile

import duckdb
from django.http import QueryDict
from openpyxl import load_workbook

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


def codes(suffix: str, data: bytes) -> list[str]:
    """Codes of the events in a file, in its order."""
    match suffix:
        case "csv":
            return [row["code"] for row in csv.DictReader(io.StringIO(data.decode(), newline=""))]
        case "json":
            return [event["code"] for event in json.loads(data)["events"]]
        case "geojson":
            return [feature["id"] for feature in json.loads(data)["features"]]
        case "xlsx":
            sheet = load_workbook(io.BytesIO(data)).worksheets[0]
            return [cell.value for cell in sheet["A"][1:]]
        case "parquet":
            return [row["code"] for row in parquet_rows(data, "code")]
        case "zip":
            return codes("csv", ZipFile(io.BytesIO(data)).read("events.csv"))
    raise ValueError(suffix)


def text(data: bytes) -> str:
    """All that a file says, unpacked."""
    if data.startswith(b"PK"):
        archive = ZipFile(io.BytesIO(data))
        return "\n".join(archive.read(name).decode() for name in archive.namelist())
    if data.startswith(b"PAR1"):
        # What a file says of itself is at its end, as it is.
        return f"{parquet_rows(data, 'columns(*)::varchar')}{data[-100_000:].decode(errors='replace')}"
    return data.decode(errors="replace")


def parquet_rows(data: bytes, select: str = "*") -> list[dict[str, Any]]:
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file, duckdb.connect() as database:
        file.write(data)
        file.flush()
        database.execute("set timezone = 'UTC'")
        found = database.execute(f"select {select} from read_parquet(?)", [file.name])
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def json_object(suffix: str, query: str = "") -> dict[str, Any]:
    result: dict[str, Any] = json.loads(file_bytes(suffix, query))
    return result

"""The bundle is a valid data package: its tables are of one state, described, and provably whole."""

import csv
import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from frictionless import Package, system

from events.export import LAYOUTS
from tests.export.reading import file_bytes
from tests.views import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(db: None) -> None:
    record.place("iraq", "Iraq", "country")
    record.event(
        code="IRQ1",
        claims=[record.claim(), record.claim("casualties", group="civilians", outcome="killed", low=0, best=4)],
        participants=[record.participant("islamic-state", "Islamic State", parents=["jihadists", "al-qaeda"])],
        latitude=34.4,
        longitude=-41.1,
        deaths_best=4,
        tags=["oil", "border"],
        title='"Quoted", القائم\nand a second line',
    )
    record.event(code="IRQ2", date_start=date(1890, 1, 1), title="=1+1")
    record.event(code="SYR1", country="SYR", claims=[record.claim()])


def bundle(query: str = "") -> ZipFile:
    return ZipFile(io.BytesIO(file_bytes("zip", query)))


def rows(file: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read(f"{name}.csv").decode(), newline=""), strict=True))


def package(query: str = "") -> Any:
    return json.loads(bundle(query).read("datapackage.json"))


def test_it_holds_tables_description_and_checksums_in_that_order(events: None) -> None:
    found = bundle()

    assert found.namelist() == [
        "events.csv", "claims.csv", "participants.csv", "datapackage.json", "README.txt", "SHA256SUMS",
    ]  # fmt: skip
    assert found.testzip() is None


def test_tables_are_those_of_the_single_files(events: None) -> None:
    found = bundle("country=IRQ")

    for name in LAYOUTS:
        assert found.read(f"{name}.csv") == file_bytes("csv", f"country=IRQ&layout={name}")
    assert [row["code"] for row in rows(found, "claims")] == ["IRQ1", "IRQ1"]


def test_checksums_are_right(events: None) -> None:
    found = bundle()

    lines = found.read("SHA256SUMS").decode().splitlines()

    sums = dict(reversed(line.split("  ")) for line in lines)
    assert list(sums) == found.namelist()[:-1]
    assert all(hashlib.sha256(found.read(name)).hexdigest() == digest for name, digest in sums.items())


@pytest.mark.parametrize("query", ["", "country=IRQ", "q=nothing"])
def test_frictionless_finds_nothing_wrong(events: None, tmp_path: Path, query: str) -> None:
    bundle(query).extractall(tmp_path)

    with system.use_context(trusted=True):
        report = Package(str(tmp_path / "datapackage.json")).validate()

    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])
    assert [task.name for task in report.tasks] == list(LAYOUTS)


def test_the_package_says_what_it_is(events: None) -> None:
    found = package("country=IRQ")

    assert found["title"] == "conflictdb: All events in Iraq"
    assert found["conflictdb"]["query"] == "country=IRQ"
    assert found["version"] == str(found["conflictdb"]["publication"])
    assert found["sources"][0]["path"] == "https://ucdp.uu.se/"
    assert found["licenses"][0]["name"] == "CC-BY-4.0"
    assert found["homepage"] == "https://example.org/events/"


def test_fields_have_type_meaning_unit_and_codes(events: None) -> None:
    table, claims, _ = package()["resources"]
    fields = {field["name"]: field for field in table["schema"]["fields"]}

    assert table["schema"]["missingValues"] == [""]
    assert fields["date_start"]["type"] == "date"
    assert fields["civilians"]["type"] == "boolean"
    assert fields["deaths_best"] == {
        "name": "deaths_best", "type": "integer", "description": "Killed, best figure.", "unit": "people",
    }  # fmt: skip
    assert "constraints" in fields["precision"]
    assert claims["schema"]["foreignKeys"][0]["reference"] == {"resource": "events", "fields": "code"}


def test_the_readme_is_for_people(events: None) -> None:
    text = bundle("country=IRQ").read("README.txt").decode()

    assert "Selection: All events in Iraq" in text
    assert "How to cite: conflictdb, “All events in Iraq”" in text
    assert "CC BY 4.0" in text
    for layout in LAYOUTS.values():
        assert all(f"\n{column.name}" in text for column in layout.columns)
    assert max(map(len, text.splitlines())) <= 100

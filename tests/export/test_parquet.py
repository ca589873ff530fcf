"""Parquet holds what the record holds, with its types, and says where it is and how to cite it."""

import json
import struct
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from events.export import FLAT
from events.export.layouts import CLAIMS, PARTICIPANTS
from tests.export.reading import file_bytes, parquet_rows
from tests.views import record

pytestmark = pytest.mark.django_db


def rows(query: str = "") -> list[dict[str, Any]]:
    # DuckDB needs another package to give Python an instant.
    return parquet_rows(file_bytes("parquet", query), "*" if query else "* replace (valid_from::varchar as valid_from)")


def metadata(query: str = "") -> dict[str, Any]:
    """What the file says of itself, by key."""
    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        Path(file.name).write_bytes(file_bytes("parquet", query))
        found = duckdb.execute("select key, value from parquet_kv_metadata(?)", [file.name]).fetchall()
    return {key.decode(): json.loads(value) for key, value in found if key != b"ARROW:schema"}


def test_values_have_their_types() -> None:
    event = record.event(
        date_start=date(1890, 2, 1),
        deaths_low=0,
        deaths_best=None,
        civilians=True,
        tags=["a", "b; c", 'quoted "d"', "e\nf", "النفط"],
        sources=[],
        side_a="Islamic State; Unidentified",
        side_b="",
        title='=1 "quoted", \\ back\nslash \r\n القائم',
        narrative="",
    )

    (row,) = rows()

    assert list(row) == [*(column.name for column in FLAT), "geometry"]
    assert row["date_start"] == date(1890, 2, 1)
    assert row["valid_from"] == f"{event.valid_from:%Y-%m-%d %H:%M:%S}+00"
    assert (row["deaths_low"], row["deaths_best"], row["civilians"]) == (0, None, True)
    assert (row["tags"], row["sources"]) == (event.tags, [])
    assert (row["side_a"], row["side_b"]) == (["Islamic State", "Unidentified"], [])
    assert (row["title"], row["narrative"]) == (event.title, None)


def test_a_point_is_well_known_binary() -> None:
    record.event(latitude=34.4, longitude=-41.123456789)
    record.event(latitude=None, longitude=None)

    area, point = rows()

    assert point["geometry"] == struct.pack("<BIdd", 1, 1, -41.123456789, 34.4)
    assert area["geometry"] is None


def test_it_says_where_it_is_and_what_it_is() -> None:
    event = record.event()  # that has no point: the mark is there all the same

    found = metadata()

    assert found["geo"]["version"] == "1.1.0"
    assert found["geo"]["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": ["Point"]}
    assert found["conflictdb"]["publication"] == event.publication
    assert found["conflictdb"]["citation"].startswith("conflictdb, “All events”, publication ")
    assert list(found["conflictdb"]["columns"]) == [column.name for column in FLAT]


def test_no_rows_leave_the_columns() -> None:
    assert rows() == []
    assert set(metadata()) == {"conflictdb", "geo"}


def test_a_row_is_a_claim_or_a_participant() -> None:
    record.event(
        claims=[record.claim("casualties", low=1, group="civilians")],
        participants=[record.participant("a", "A", parents=["b", "c"])],
    )

    (claim,), (participant,) = rows("layout=claims"), rows("layout=participants")

    assert list(claim) == [column.name for column in CLAIMS.columns]
    assert (claim["report_date"], claim["low"], claim["source_undisclosed"]) == (date(2018, 10, 31), 1, False)
    assert list(participant) == [column.name for column in PARTICIPANTS.columns]
    assert participant["parents"] == ["b", "c"]
    assert set(metadata("layout=claims")) == {"conflictdb"}


def test_an_apostrophe_in_the_question_does_no_harm() -> None:
    record.event(tags=["it's"])

    assert metadata("tag=it's")["conflictdb"]["query_in_words"].count("it's") == 1


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    record.event()

    file_bytes("parquet")

    assert not list(tmp_path.iterdir())

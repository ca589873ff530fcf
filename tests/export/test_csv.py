"""The CSV file keeps its contract (docs/export.md), whatever the cells hold."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from events.export import FLAT
from events.models import Publication, PublishedEvent
from tests.export.reading import csv_rows, file_bytes
from tests.views import record

pytestmark = pytest.mark.django_db
HEADER = ",".join(column.name for column in FLAT)


def test_no_events_leave_the_header() -> None:
    assert file_bytes("csv") == f"{HEADER}\r\n".encode()


def test_lines_end_as_rfc_4180_has_it() -> None:
    record.event()
    record.event()

    lines = file_bytes("csv").split(b"\r\n")

    assert len(lines) == 4
    assert lines[0].decode() == HEADER
    assert lines[-1] == b""
    assert not any(b"\n" in line for line in lines)


def test_null_is_empty_and_zero_is_zero() -> None:
    record.event(deaths_low=0, deaths_best=None)

    (row,) = csv_rows()

    assert (row["deaths_low"], row["deaths_best"]) == ("0", "")


def test_days_and_instants_are_iso_8601_and_flags_are_words() -> None:
    event = record.event(date_start=date(2018, 10, 1), date_end=date(2018, 10, 31), civilians=True)

    (row,) = csv_rows()

    assert (row["date_start"], row["date_end"]) == ("2018-10-01", "2018-10-31")
    assert row["valid_from"] == event.valid_from.isoformat().removesuffix(":00")
    assert row["civilians"] == "true"


def test_lists_are_joined() -> None:
    record.event(tags=["border", "oil"], sources=[])

    (row,) = csv_rows()

    assert (row["tags"], row["sources"]) == ("border; oil", "")


def test_quotes_commas_line_breaks_and_other_scripts_survive() -> None:
    text = 'القائم, "al-Qa\'im"\nsecond line\r\nthird'
    record.event(narrative=text)

    (row,) = csv_rows()

    assert row["narrative"] == text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-x"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    record.event(title=text, tags=[text])

    (row,) = csv_rows()

    assert (row["title"], row["tags"]) == (f"'{text}", f"'{text}")


@pytest.mark.parametrize("text", ["", "'Ayn al-Asad", "1 = 1", " =1", "–5", "a@b", "'"])
def test_other_text_stays_as_it_is(text: str) -> None:
    record.event(title=text)

    (row,) = csv_rows()

    assert row["title"] == text


def test_a_number_below_zero_stays_a_number() -> None:
    record.event(latitude=-12.5, longitude=-0.25)

    (row,) = csv_rows()

    assert (row["latitude"], row["longitude"]) == ("-12.5", "-0.25")


def test_events_come_in_the_order_asked_for() -> None:
    record.event(code="A1", date_start=date(2018, 1, 1), deaths_best=1)
    record.event(code="A2", date_start=date(2018, 1, 2), deaths_best=None)
    record.event(code="A3", date_start=date(2018, 1, 3), deaths_best=9)

    assert [row["code"] for row in csv_rows()] == ["A3", "A2", "A1"]
    assert [row["code"] for row in csv_rows("sort=-deaths")] == ["A3", "A1", "A2"]


def test_only_current_versions_that_match_are_in_it() -> None:
    record.event(code="OLD", valid_to=record.FIRST.replace(year=2030), closure="retracted")
    record.event(code="IRQ1", country="IRQ")
    record.event(code="SYR1", country="SYR")

    assert [row["code"] for row in csv_rows("country=IRQ")] == ["IRQ1"]


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=30)
figures = st.none() | st.integers(0, 2**31 - 1)
contents = st.fixed_dictionaries(
    {
        "title": texts | texts.map(lambda text: f"={text}"),
        "narrative": texts,
        "deaths_low": figures,
        "deaths_best": figures,
        "latitude": st.none() | st.floats(-90, 90),
        "date_start": st.dates(date(1900, 1, 1), date(2200, 1, 1)),
        "tags": st.lists(st.text("abc'\"=,\n", min_size=1, max_size=5), max_size=3),
        "civilians": st.booleans(),
    }
)


@given(rows=st.lists(contents, max_size=5))
def test_whatever_is_published_can_be_read_back(rows: list[dict[str, Any]], db: None) -> None:
    forget_everything()
    events = {event.code: event for event in (record.event(**values) for values in rows)}

    read = {row["code"]: row for row in csv_rows()}

    assert read.keys() == events.keys()
    for code, row in read.items():
        assert values_of(row) == {
            "title": events[code].title,
            "narrative": events[code].narrative,
            "deaths_low": events[code].deaths_low,
            "deaths_best": events[code].deaths_best,
            "latitude": events[code].latitude,
            "date_start": events[code].date_start,
            "tags": "; ".join(events[code].tags),
            "civilians": events[code].civilians,
        }


def forget_everything() -> None:
    """Empty the public record, which is append-only, between examples of one test."""
    with connection.cursor() as cursor:
        cursor.execute(f"truncate {PublishedEvent._meta.db_table}, {Publication._meta.db_table}")


def values_of(row: dict[str, str]) -> dict[str, Any]:
    """The cells as values again, as docs/export.md tells readers to."""
    return {
        "title": unguarded(row["title"]),
        "narrative": unguarded(row["narrative"]),
        "deaths_low": int(row["deaths_low"]) if row["deaths_low"] else None,
        "deaths_best": int(row["deaths_best"]) if row["deaths_best"] else None,
        "latitude": float(row["latitude"]) if row["latitude"] else None,
        "date_start": date.fromisoformat(row["date_start"]),
        "tags": unguarded(row["tags"]),
        "civilians": row["civilians"] == "true",
    }


def unguarded(text: str) -> str:
    return text[1:] if re.match(r"'+[=+@\t\r-]", text) else text

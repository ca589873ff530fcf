"""XLSX opens as a workbook with typed cells, whatever the text holds, and says what it is."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.escape import unescape

from events.export import FLAT, xlsx
from events.export.layouts import CLAIMS
from events.filters import InvalidFilter
from tests.export.reading import file_bytes
from tests.views import record

pytestmark = pytest.mark.django_db


def workbook(query: str = "") -> Workbook:
    return load_workbook(io.BytesIO(file_bytes("xlsx", query)))


def rows(query: str = "") -> list[dict[str, Any]]:
    header, *found = workbook(query).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in found]


def test_cells_have_types() -> None:
    event = record.event(
        date_start=date(2018, 10, 1), deaths_low=0, deaths_best=None, latitude=-12.5, civilians=True, tags=["a", "b"]
    )

    (row,) = rows()

    assert list(row) == [column.name for column in FLAT]
    assert row["date_start"] == datetime(2018, 10, 1)  # noqa: DTZ001  # how openpyxl gives a day
    assert abs(row["valid_from"] - event.valid_from.replace(tzinfo=None)) < timedelta(seconds=0.01)
    assert (row["deaths_low"], row["deaths_best"], row["latitude"]) == (0, None, -12.5)
    assert row["civilians"] is True
    assert (row["tags"], row["narrative"]) == ("a; b", None)


def test_days_before_spreadsheets_count_right_are_text() -> None:
    record.event(date_start=date(1900, 2, 28), date_end=date(1900, 3, 1))

    (row,) = rows()

    assert row["date_start"] == "1900-02-28"
    assert row["date_end"] == datetime(1900, 3, 1)  # noqa: DTZ001


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "@SUM(A1)",
        "https://example.org/",
        " <b>&amp;</b> ]]> ",
        "two\nlines\tand a tab",
        "_x000D_ and _x0041_",
        "القائم",
        "💣 bomb",
        "007",
    ],
)
def test_text_stays_text(text: str) -> None:
    record.event(title=text, tags=[text])

    book = workbook()

    for cell in (book.worksheets[0]["C2"], book.worksheets[0]["AT2"]):
        assert (unescape(cell.value), cell.data_type, cell.hyperlink) == (text, "s", None)


def test_what_a_cell_cannot_hold_is_left_out() -> None:
    record.event(title="bell\x07 and \x01", change_reason="a\r\nb\rc", narrative="x" * 40_000)

    (row,) = rows()

    assert (row["title"], row["change_reason"]) == ("bell and ", "a\nb\nc")
    assert row["narrative"] == "x" * 32_766 + "…"


def test_the_header_stays_and_filters() -> None:
    record.event()
    record.event()

    sheet = workbook().worksheets[0]

    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == sheet.dimensions == "A1:BA3"
    assert sheet["A1"].font.bold
    assert not sheet["A2"].font.bold


@pytest.mark.parametrize("query", ["", "layout=claims"])
def test_no_rows_leave_the_header(query: str) -> None:
    assert rows(query) == []


def test_the_other_sheets_say_what_it_is() -> None:
    record.place("iraq", "Iraq", "country")
    event = record.event(country="IRQ")

    book = workbook("country=IRQ")
    words = dict(book["about"].iter_rows(values_only=True))
    meanings = {name: rest for name, *rest in book["dictionary"].iter_rows(values_only=True)}

    assert book.sheetnames == ["events", "dictionary", "about"]
    assert (words["Selection"], words["Query"]) == ("All events in Iraq", "country=IRQ")
    assert words["Rows"] == "1, one for each event"
    assert words["Publication"].startswith(f"{event.publication} ")
    assert f"publication {event.publication}" in words["How to cite"]
    assert "CC BY 4.0" in words["Terms of rows with dataset ucdp-ged"]
    assert [*meanings] == ["column", *(column.name for column in FLAT)]
    assert meanings["radius_km"][1:3] == ["number", "km"]
    assert meanings["clarity"][3] == "single, summary"


def test_claims_have_a_sheet_of_their_own_columns() -> None:
    record.event(claims=[record.claim()])

    (row,) = rows("layout=claims")

    assert list(row) == [column.name for column in CLAIMS.columns]
    assert row["source_undisclosed"] is False
    assert row["report_date"] == datetime(2018, 10, 31)  # noqa: DTZ001


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 1)
    record.event()
    record.event()

    with pytest.raises(InvalidFilter, match="2 events are too many for XLSX"):
        file_bytes("xlsx")


def test_large_sheets_open_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "LARGE", 0)
    record.event(code="IRQ1")

    assert [row["code"] for row in rows()] == ["IRQ1"]

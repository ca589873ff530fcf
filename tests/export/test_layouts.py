"""The long layouts: a row for each claim, a row for each participant, with what they need of their event."""

import pytest

from events.export import LAYOUTS
from events.export.layouts import CLAIMS, PARTICIPANTS, Layout
from tests.export.reading import csv_rows
from tests.views import record

pytestmark = pytest.mark.django_db


def test_a_row_is_a_claim() -> None:
    record.event(
        code="IRQ1",
        claims=[
            record.claim(),
            record.claim("casualties", group="civilians", outcome="killed", low=0, best=4, report=None),
        ],
    )
    record.event(code="IRQ2")

    first, second = csv_rows("layout=claims")

    assert list(first) == [column.name for column in CLAIMS.columns]
    assert [row["code"] for row in (first, second)] == ["IRQ1", "IRQ1"]
    assert [row["number"] for row in (first, second)] == ["1", "2"]
    assert (first["date_start"], first["country"], first["place"]) == ("2018-10-16", "IRQ", "al-qaim")
    assert (first["kind"], first["stance"], first["status"]) == ("attribution", "asserts", "accepted")
    assert (first["actor"], first["actor_name"]) == ("islamic-state", "Islamic State")
    assert (first["source"], first["source_undisclosed"], first["speaker"]) == ("al-monitor", "false", "")
    assert (first["report_title"], first["report_date"]) == (record.REPORT["title"], "2018-10-31")
    assert (second["casualty_group"], second["low"], second["best"], second["high"]) == ("civilians", "0", "4", "")
    assert (second["actor"], second["report_title"]) == ("", "")


def test_a_row_is_a_participant() -> None:
    record.event(
        code="IRQ1",
        participants=[
            record.participant("islamic-state", "Islamic State", parents=["al-qaeda", "jihadists"]),
            record.participant("civilians", "Civilians", "B", role="target"),
        ],
    )

    first, second = csv_rows("layout=participants")

    assert list(first) == [column.name for column in PARTICIPANTS.columns]
    assert (first["actor"], first["side"], first["role"]) == ("islamic-state", "A", "lead")
    assert (first["parents"], second["parents"]) == ("al-qaeda; jihadists", "")
    assert (second["number"], second["side"], second["role"]) == ("2", "B", "target")


def test_rows_come_in_the_order_of_their_events() -> None:
    for code, deaths in (("A", 4), ("B", None), ("C", 9)):
        record.event(code=code, deaths_best=deaths, claims=[record.claim(), record.claim("place")])

    rows = csv_rows("layout=claims&sort=-deaths")

    assert [row["code"] + row["number"] for row in rows] == ["C1", "C2", "A1", "A2", "B1", "B2"]


def test_only_events_that_match_bring_rows() -> None:
    record.event(code="IRQ1", country="IRQ", participants=[record.participant("a", "A")])
    record.event(code="SYR1", country="SYR", participants=[record.participant("a", "A")])

    assert [row["code"] for row in csv_rows("layout=participants&country=SYR")] == ["SYR1"]


def test_text_of_claims_is_guarded_too() -> None:
    record.event(claims=[record.claim(statement="=1+1")])

    (row,) = csv_rows("layout=claims")

    assert row["statement"] == "'=1+1"


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_no_name_comes_twice(layout: Layout) -> None:
    names = [column.name for column in layout.columns]

    assert len(names) == len(set(names))

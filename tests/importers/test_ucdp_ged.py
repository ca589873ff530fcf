"""What a row of UCDP GED is in our terms."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.codebook.load import CODEBOOK
from events.importers.base import BadRowError, Row
from events.importers.draft import Draft
from events.importers.ucdp_ged import EVENT_TYPES, UCDP_GED
from events.models import ActorKind, CasualtyGroup, Clarity, DateMeaning, Outcome, PlacePrecision, Role, Side
from tests.importers.files import row


def draft(**cells: str) -> Draft:
    return UCDP_GED.draft(Row(row(**cells)))


def refused(**cells: str) -> list[tuple[str, str]]:
    """The columns refused, each with the problem."""
    with pytest.raises(BadRowError) as error:
        draft(**cells)
    return [(column, problem) for column, _, problem in error.value.cells]


def test_a_state_based_event() -> None:
    event = draft()

    assert event.title == "Violence between Government of Iraq and IS in Al Fallūjah town, 24–25 January 2014"
    assert event.event_type == "armed-clash"
    assert (event.date_start, event.date_end, event.date_meaning) == (date(2014, 1, 24), date(2014, 1, 25), "within")
    assert (event.longitude, event.latitude, event.precision) == (43.786124, 33.355813, "settlement")
    assert [(p.actor.ucdp_id, p.actor.kind, p.side, p.role) for p in event.parts] == [
        (116, "state_forces", "A", "lead"),
        (234, "rebel_group", "B", "lead"),
    ]
    assert [tuple(harm) for harm in event.harm] == [
        ("side_a", "killed", None, 0, None),
        ("side_b", "killed", None, 0, None),
        ("civilians", "killed", None, 1, None),
        ("unknown", "killed", None, 7, None),
        ("all", "killed", 8, 8, 8),
    ]
    assert event.flags == ()


@pytest.mark.parametrize(
    ("where_prec", "place", "words"),
    [
        ("2", "Al Karmah town", "IS near Al Karmah town, 24–25"),
        ("4", "Diyālá province", "IS in Diyālá province, 24–25"),
        ("5", "Iraq-Syria border", "IS, Iraq-Syria border, 24–25"),
        ("6", "", "IS, 24–25"),
    ],
)
def test_a_title_leads_to_its_place(where_prec: str, place: str, words: str) -> None:
    assert words in draft(where_prec=where_prec, where_coordinates=place).title


def test_a_one_sided_event_has_civilians_for_its_target() -> None:
    event = draft(type_of_violence="3", side_a="IS", side_a_new_id="234", side_b="Civilians", side_b_new_id="1")

    assert event.title == "Violence against civilians by IS in Al Fallūjah town, 24–25 January 2014"
    assert event.event_type == "attack"
    assert [(p.actor.kind, p.role) for p in event.parts] == [("political_militia", "lead"), ("civilians", "target")]


def test_states_on_both_sides_are_states() -> None:
    event = draft(side_b="Government of Iran", gwnob="630")

    assert [part.actor.kind for part in event.parts] == ["state_forces", "state_forces"]


def test_values_are_those_of_the_models() -> None:
    event = draft()

    assert set(EVENT_TYPES.values()) <= {
        line.split('"')[1] for line in CODEBOOK.read_text().splitlines() if "code =" in line
    }
    assert event.precision in PlacePrecision.values
    assert event.date_meaning in DateMeaning.values
    assert event.clarity in Clarity.values
    assert {part.actor.kind for part in event.parts} <= set(ActorKind.values)
    assert {part.side for part in event.parts} <= set(Side.values)
    assert {part.role for part in event.parts} <= set(Role.values)
    assert {harm.group for harm in event.harm} <= set(CasualtyGroup.values)
    assert {harm.outcome for harm in event.harm} <= set(Outcome.values)


@pytest.mark.parametrize(
    ("cells", "flags"),
    [
        ({"low": "9"}, ("low_above_best",)),
        ({"high": "7"}, ("best_above_high",)),
        ({"deaths_a": "1"}, ("best_not_sum_of_groups",)),
        ({"number_of_sources": "-1"}, ("number_of_sources_not_recorded",)),
        ({"low": "9", "high": "7"}, ("low_above_best", "best_above_high")),
    ],
)
def test_odd_figures_are_kept_and_flagged(cells: dict[str, str], flags: tuple[str, ...]) -> None:
    event = draft(**cells)

    assert event.flags == flags
    assert event.harm[-1].low == int(cells.get("low", 8))
    assert event.harm[-1].high == int(cells.get("high", 8))


@pytest.mark.parametrize(
    ("where_prec", "kind", "name", "inside"),
    [
        ("1", "settlement", "Al Fallūjah", "admin2"),
        ("2", "settlement", "Al Fallūjah", "admin2"),
        ("3", "admin2", "Qaḑā’ al Fallūjah", "admin1"),
        ("4", "admin1", "Al Anbār province", "country"),
        ("5", "region", "Al Fallūjah town", "admin1"),
        ("6", "country", "IRQ", None),
        ("7", "sea", "Al Fallūjah town", "country"),
    ],
)
def test_the_place_is_the_one_that_the_precision_speaks_of(
    where_prec: str, kind: str, name: str, inside: str | None
) -> None:
    place = draft(where_prec=where_prec).place

    assert place
    assert (place.kind, place.name) == (kind, name)
    assert (place.parent and place.parent.kind) == inside
    assert place.country == "IRQ"


@pytest.mark.parametrize(
    ("name", "where_prec", "kind"),
    [
        ("Balad air base", "1", "site"),
        ("Zab river", "5", "line"),
        ("Iraq-Kuwait border", "5", "line"),
        ("Northern Iraq", "5", "region"),
    ],
)
def test_the_name_tells_what_sort_of_place_it_is(name: str, where_prec: str, kind: str) -> None:
    place = draft(where_coordinates=name, where_prec=where_prec, adm_2="").place

    assert place
    assert (place.kind, place.name) == (kind, name)


def test_a_territory_with_a_code_of_its_own_is_not_filed_under_the_state() -> None:
    gaza = draft(country_id="666", adm_1="Gaza Strip").place
    haifa = draft(country_id="666", adm_1="Haifa district").place

    assert gaza
    assert haifa
    assert (gaza.country, haifa.country) == ("PSE", "ISR")


def test_an_unknown_state_number_falls_back_on_the_iso_code_of_the_file() -> None:
    place = draft(country_id="9999", iso3="IRQ").place

    assert place
    assert place.country == "IRQ"
    assert refused(country_id="9999") == [("country_id", "unknown code: a Gleditsch–Ward state number expected")]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"date_start": "2014-24-01"}, "no such day in the calendar"),
        ({"date_start": "24 Jan 2014"}, "not a date as YYYY-MM-DD"),
        ({"date_start": "1014-01-24"}, "the year is wrong: before 1900 or in the future"),
        ({"date_start": "2999-01-24"}, "the year is wrong: before 1900 or in the future"),
        ({"date_end": "2014-01-23"}, "before date_start, 2014-01-24"),
        ({"date_end": "2414-01-23"}, "the year is wrong: more than a century after date_start"),
        ({"latitude": "93.3"}, "not on the Earth: a latitude lies between -90 and 90"),
        ({"longitude": "north"}, "not a number of degrees"),
        ({"best": "8.5"}, "not a whole number"),
        ({"deaths_civilians": ""}, "empty: a whole number is needed"),
        ({"type_of_violence": "4"}, "unknown code: 1, 2, 3 expected"),
        ({"where_prec": "8"}, "unknown code: 1, 2, 3, 4, 5, 6, 7 expected"),
        ({"side_a": " "}, "empty, but every row needs it"),
    ],
)
def test_an_unusable_cell_is_refused_by_column(cells: dict[str, str], problem: str) -> None:
    assert refused(**cells) == [(next(iter(cells)), problem)]


def test_all_unusable_cells_of_a_row_are_reported_at_once() -> None:
    assert [column for column, _ in refused(best="x", latitude="99", date_prec="0")] == [
        "latitude",
        "date_prec",
        "best",
    ]


def test_the_digest_follows_the_meaning_and_not_the_layout() -> None:
    before = draft()

    assert draft(gwnoa="645.0", priogrid_gid="177568", date_start="2014-01-24 00:00:00.000").digest() == before.digest()
    assert draft(adm_1="Al Anbar Governorate", where_coordinates="Al-Fallujah city").digest() == before.digest()
    assert draft(latitude="33.3558130", source_headline=" Fourteen   killed ").digest() == before.digest()


@pytest.mark.parametrize(
    "cells",
    [
        {"best": "9"},
        {"date_end": "2014-01-26"},
        {"where_prec": "2"},
        {"latitude": "33.4"},
        {"side_b_new_id": "235"},
        {"event_clarity": "2"},
        {"adm_2": ""},
        {"source_date": "2014-01-26"},
        {"type_of_violence": "2"},
    ],
)
def test_the_digest_notices_a_change_of_meaning(cells: dict[str, str]) -> None:
    assert draft(**cells).digest() != draft().digest()


@given(
    names=st.tuples(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300), st.text(max_size=200)),
    days=st.integers(0, 400),
)
def test_a_title_always_fits_its_column(names: tuple[str, str, str], days: int) -> None:
    cells: dict[str, Any] = dict(zip(("side_a", "side_b", "where_coordinates"), names, strict=True))
    end = (date(2014, 1, 24) + timedelta(days=days)).isoformat()
    try:
        title = draft(**cells, date_end=end).title
    except BadRowError:  # a name of spaces only
        return
    assert 0 < len(title) <= 200

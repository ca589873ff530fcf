"""Reading one cell: what is written comes back, and what cannot be read is an error, never None."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.importers import fields
from events.importers.fields import CellError

ANYTHING = st.text(max_size=30)
VIOLENCE = fields.one_of({"1": "state_based", "2": "non_state"})
PARSERS = [
    fields.whole_number,
    fields.day,
    fields.latitude,
    fields.longitude,
    fields.needed,
    VIOLENCE,
]


@pytest.mark.parametrize("parse", PARSERS)
@given(cell=ANYTHING)
def test_a_cell_gives_a_value_or_an_error(parse, cell: str) -> None:  # type: ignore[no-untyped-def]
    try:
        value = parse(cell)
    except CellError:
        return
    assert value is not None


@given(st.integers(0, fields.LARGEST), st.text(" \t\r\n", max_size=3))
def test_a_whole_number_comes_back(number: int, space: str) -> None:
    assert fields.whole_number(f"{space}{number}{space}") == number


@given(st.dates())
def test_a_day_comes_back(day: date) -> None:
    assert fields.day(day.isoformat()) == fields.day(f" {day.isoformat()} 00:00:00.000 ") == day


@given(st.floats(-90, 90))
def test_a_latitude_comes_back_to_a_tenth_of_a_metre(degrees: float) -> None:
    assert fields.latitude(f"{degrees:.9f}") == pytest.approx(degrees, abs=1e-6)


@given(st.floats(180.001, 1e9) | st.floats(-1e9, -180.001))
def test_a_longitude_beyond_the_earth_is_an_error(degrees: float) -> None:
    with pytest.raises(CellError, match="not on the Earth"):
        fields.longitude(f"{degrees:.3f}")


@pytest.mark.parametrize(
    ("parse", "cell", "problem"),
    [
        (fields.whole_number, "", "empty"),
        (fields.whole_number, "3.5", "not a whole number"),
        (fields.whole_number, "three", "not a whole number"),
        (fields.whole_number, "٣", "not a whole number"),
        (fields.whole_number, "1_000", "not a whole number"),
        (fields.whole_number, "-1", "below 0"),
        (fields.whole_number, "3000000000", "above"),
        (fields.day, "", "not a date"),
        (fields.day, "05/03/2014", "not a date"),
        (fields.day, "2014-02-30", "no such day"),
        (fields.day, "2014-02-20 13:00:00", "not a date"),
        (fields.latitude, "91", "not on the Earth"),
        (fields.latitude, "nan", "not a number"),
        (fields.longitude, "44,3", "not a number"),
        (VIOLENCE, "4", "unknown code: 1, 2 expected"),
        (fields.needed, " \n ", "empty"),
    ],
)
def test_what_cannot_be_read_says_why(parse, cell: str, problem: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CellError, match=problem):
        parse(cell)


def test_a_number_may_be_allowed_to_mean_not_recorded() -> None:
    assert fields.whole_number("-1", smallest=-1) == -1


def test_text_is_one_line_without_entities() -> None:
    assert (
        fields.text("  The &#8220;Islamic State&#8221;\r\n kills &amp; burns ") == "The “Islamic State” kills & burns"
    )


@given(ANYTHING, st.integers(10, 40))
def test_shortened_words_fit(words: str, limit: int) -> None:
    short = fields.shorten(words, limit)

    assert len(short) <= limit
    assert short == words or short.endswith("…")

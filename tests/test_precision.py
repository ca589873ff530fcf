"""The crosswalk of place and date precision: every code has its counterpart, and what goes out comes back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import precision
from events.models import DateMeaning, PlacePrecision

DAYS = st.dates(min_value=date(1946, 1, 1), max_value=date(2100, 12, 31))
INTERVALS = st.tuples(DAYS, st.integers(0, 400)).map(lambda pair: (pair[0], pair[0] + timedelta(days=pair[1])))


def test_every_place_precision_has_its_codes() -> None:
    assert set(precision.PLACE) == set(PlacePrecision.values)


@pytest.mark.parametrize(
    ("native", "acled", "ucdp", "gtd"),
    [
        ("exact", 1, 1, 1),
        ("settlement", 1, 1, 1),
        ("near_settlement", 2, 2, 3),
        ("admin2", 2, 3, 3),
        ("admin1", 3, 4, 4),
        ("region", 3, 5, 4),
        ("country", None, 6, 5),
        ("sea_air", 3, 7, 5),
        ("unknown", None, 6, 5),
    ],
)
def test_place_precision_goes_out(native: str, acled: int | None, ucdp: int, gtd: int) -> None:
    assert precision.place_to_acled(native) == acled
    assert precision.place_to_ucdp(native) == ucdp
    assert precision.place_to_gtd(native) == gtd


@given(st.integers(1, 7))
def test_a_ucdp_place_comes_back_as_it_was(code: int) -> None:
    assert precision.place_to_ucdp(precision.place_from_ucdp(code)) == code


@given(st.integers(1, 3))
def test_an_acled_place_comes_back_as_it_was(code: int) -> None:
    assert precision.place_to_acled(precision.place_from_acled(code)) == code


@given(st.sampled_from([1, 3, 4, 5]))
def test_a_gtd_place_comes_back_as_it_was_but_for_a_town_without_coordinates(code: int) -> None:
    assert precision.place_to_gtd(precision.place_from_gtd(code)) == code
    assert precision.place_to_gtd(precision.place_from_gtd(2)) == 3


@pytest.mark.parametrize(
    ("read", "largest"),
    [(precision.place_from_acled, 3), (precision.place_from_ucdp, 7), (precision.place_from_gtd, 5)],
)
@given(code=st.integers())
def test_an_unknown_code_is_an_error_and_never_a_guess(read, largest: int, code: int) -> None:  # type: ignore[no-untyped-def]
    if 1 <= code <= largest:
        assert read(code) in PlacePrecision.values
        return
    with pytest.raises(ValueError, match=f"1 to {largest}, not {code}"):
        read(code)


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(ValueError, match="'town' is not a place precision"):
        precision.place_to_ucdp("town")


@pytest.mark.parametrize(
    ("days", "acled", "ucdp"),
    [(1, 1, 1), (2, 2, 2), (6, 2, 2), (7, 2, 3), (8, 3, 4), (31, 3, 4), (32, None, 5), (366, None, 5)],
)
def test_date_precision_goes_out(days: int, acled: int | None, ucdp: int) -> None:
    start = date(2018, 1, 1)
    end = start + timedelta(days=days - 1)

    assert precision.date_to_ucdp(start, end) == ucdp
    assert precision.date_to_acled(start, end) == acled


@given(INTERVALS)
def test_a_vaguer_interval_never_gets_a_finer_code(interval: tuple[date, date]) -> None:
    start, end = interval
    assert precision.date_to_ucdp(start, end) <= precision.date_to_ucdp(start, end + timedelta(days=1))


@given(INTERVALS)
def test_what_a_ucdp_interval_means_follows_from_its_code(interval: tuple[date, date]) -> None:
    meaning = precision.date_from_ucdp(precision.date_to_ucdp(*interval), *interval)

    assert meaning in DateMeaning.values
    assert (meaning == "on_day") == (interval[0] == interval[1])


def test_an_exact_date_over_several_days_lasted() -> None:
    assert precision.date_from_ucdp(1, date(2018, 5, 3), date(2018, 5, 9)) == "lasted"


@given(st.integers(1, 3), DAYS)
def test_an_acled_date_comes_back_as_it_was(code: int, day: date) -> None:
    start, end, meaning = precision.date_from_acled(code, day)

    assert start <= day <= end
    assert precision.date_to_acled(start, end) == code
    assert meaning == ("on_day" if code == 1 else "within")


@pytest.mark.parametrize("code", [0, 6, -1])
def test_an_unknown_date_code_is_an_error(code: int) -> None:
    day = date(2018, 1, 1)
    with pytest.raises(ValueError, match="1 to 5"):
        precision.date_from_ucdp(code, day, day)
    with pytest.raises(ValueError, match="1 to 3"):
        precision.date_from_acled(code, day)


def test_an_interval_that_ends_before_it_starts_is_an_error() -> None:
    with pytest.raises(ValueError, match="before"):
        precision.date_to_ucdp(date(2018, 1, 2), date(2018, 1, 1))

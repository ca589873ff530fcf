"""The words that readers see for dates, figures and places."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import wording

OCT = date(2018, 10, 1), date(2018, 10, 31)


@pytest.mark.parametrize(
    ("start", "end", "meaning", "words"),
    [
        (date(2018, 10, 16), date(2018, 10, 16), "on_day", "16 October 2018"),
        (date(2018, 10, 16), date(2018, 10, 16), "within", "16 October 2018"),
        (*OCT, "within", "some time in October 2018"),
        (date(2018, 2, 1), date(2018, 2, 28), "within", "some time in February 2018"),
        (date(2018, 8, 1), date(2018, 10, 31), "within", "some time from August to October 2018"),
        (date(2017, 12, 1), date(2018, 1, 31), "within", "some time from December 2017 to January 2018"),
        (date(2018, 1, 1), date(2018, 12, 31), "within", "some time in 2018"),
        (date(2017, 1, 1), date(2018, 12, 31), "within", "some time in 2017–2018"),
        (date(2018, 10, 1), date(2018, 10, 10), "within", "1–10 October 2018, on a day not known"),
        (date(2018, 10, 28), date(2018, 11, 3), "within", "28 October – 3 November 2018, on a day not known"),
        (date(2018, 5, 3), date(2018, 5, 9), "lasted", "3–9 May 2018 (lasted 7 days)"),
        (*OCT, "lasted", "1–31 October 2018 (lasted 31 days)"),
        (date(2017, 12, 30), date(2018, 1, 2), "lasted", "30 December 2017 – 2 January 2018 (lasted 4 days)"),
        (date(2018, 10, 1), date(2018, 10, 3), "on_day", "1–3 October 2018, on a day not known"),
        (None, None, "within", "date not known"),
    ],
)
def test_when(start: date | None, end: date | None, meaning: str, words: str) -> None:
    assert wording.when(start, end, meaning) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (*OCT, "October 2018"),
        (date(2016, 2, 1), date(2016, 2, 29), "February 2016"),
        (date(2018, 8, 1), date(2018, 10, 31), "August – October 2018"),
        (date(2017, 12, 1), date(2018, 1, 31), "December 2017 – January 2018"),
        (date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (date(2016, 1, 1), date(2018, 12, 31), "2016–2018"),
        (date(2018, 10, 1), date(2018, 10, 30), "1–30 October 2018"),
        (date(2018, 10, 2), date(2018, 10, 31), "2–31 October 2018"),
        (date(9999, 12, 1), date(9999, 12, 31), "December 9999"),
    ],
)
def test_period(start: date, end: date, words: str) -> None:
    assert wording.period(start, end) == words


@pytest.mark.parametrize(
    ("low", "best", "high", "figure", "harm"),
    [
        (None, None, None, "not known", "number killed not known"),
        (0, 0, 0, "0", "nobody killed"),
        (None, 0, None, "0", "nobody killed"),
        (4, None, None, "4 or more", "4 or more killed"),
        (4, 4, None, "4 or more", "4 or more killed"),
        (None, None, 9, "up to 9", "up to 9 killed"),
        (0, None, 9, "up to 9", "up to 9 killed"),
        (4, None, 9, "4 to 9", "4 to 9 killed"),
        (4, None, 4, "4", "4 killed"),
        (None, 4, None, "about 4", "about 4 killed"),
        (4, 4, 4, "4", "4 killed"),
        (4, 4, 9, "4 (perhaps up to 9)", "4 killed (perhaps up to 9)"),
        (4, 9, 9, "9 (perhaps as few as 4)", "9 killed (perhaps as few as 4)"),
        (0, 7, 7, "7 (perhaps none)", "7 killed (perhaps none)"),
        (4, 5, None, "about 5 (4 or more)", "about 5 killed (4 or more)"),
        (None, 5, 9, "about 5 (up to 9)", "about 5 killed (up to 9)"),
        (1000, 1200, 1500, "about 1,200 (1,000 to 1,500)", "about 1,200 killed (1,000 to 1,500)"),
        (
            7, 5, 6, "5 (as its data set gives it: low 7, best 5, high 6)",
            "5 killed (as its data set gives it: low 7, best 5, high 6)",
        ),
    ],
)  # fmt: skip
def test_figures(low: int | None, best: int | None, high: int | None, figure: str, harm: str) -> None:
    assert wording.figure(low, best, high) == figure
    assert wording.harm("killed", low, best, high) == harm


@pytest.mark.parametrize(
    ("low", "best", "high", "none_given", "words"),
    [
        (0, 0, 0, True, ("not known", "")),
        (0, 0, 0, False, ("0", "")),
        (4, 0, 0, False, ("4 or more", "")),
        (1100, 1234, 1500, False, ("1,234", "1,100 to 1,500")),
        (5, 5, 5, False, ("5", "")),
    ],
)
def test_sums(low: int, best: int, high: int, none_given: bool, words: tuple[str, str]) -> None:
    assert wording.sums(low, best, high, none_given=none_given) == words


@pytest.mark.parametrize(
    ("precision", "place", "radius", "words"),
    [
        ("exact", "Akkas gas field", None, "At a known spot: Akkas gas field"),
        ("settlement", "al-Qaim", None, "In al-Qaim"),
        ("near_settlement", "al-Qaim", 25.0, "Near al-Qaim, within about 25 km; the spot is not known"),
        ("admin1", "Anbar", None, "Somewhere in Anbar; no closer place is known"),
        ("country", "Iraq", None, "Somewhere in Iraq; no closer place is known"),
        ("sea_air", "", None, "At sea or in the air"),
        ("unknown", "", None, "Place not known"),
        ("settlement", "", None, "Place not known"),
    ],
)
def test_where(precision: str, place: str, radius: float | None, words: str) -> None:
    assert wording.where(precision, place, radius) == words


figures = st.none() | st.integers(0, 10_000)


@given(figures, figures, figures)
def test_only_figures_that_were_given_are_said(low: int | None, best: int | None, high: int | None) -> None:
    words = wording.figure(low, best, high).replace(",", "").replace("(", "").replace(")", "").split()

    said = {int(word) for word in words if word.isdigit()}

    assert said <= {value for value in (low, best, high) if value is not None}
    assert (wording.figure(low, best, high) == "not known") == (low is best is high is None)


@given(st.dates(), st.dates(), st.sampled_from(["on_day", "lasted", "within"]))
def test_an_interval_is_never_said_as_one_day(first: date, second: date, meaning: str) -> None:
    start, end = sorted([first, second])

    words = wording.when(start, end, meaning)

    assert (words == wording.day(start)) == (start == end)


def test_a_summary_was_on_several_days() -> None:
    first, last = date(2018, 9, 29), date(2018, 10, 29)

    assert wording.when(first, last, "within", several=True) == "29 September – 29 October 2018, on days not known"


def test_numbers_and_nouns() -> None:
    assert wording.plural(1, "event") == "1 event"
    assert wording.plural(1234, "event") == "1,234 events"
    assert wording.plural(2, "country", "countries") == "2 countries"


def test_attribution_is_said_plainly() -> None:
    assert "contested" in wording.attribution("contested")
    assert wording.attribution("") == wording.attribution("unknown")


@pytest.mark.parametrize(
    ("sides", "blamed", "words"),
    [
        (("Army", "Rebels"), "", "Army / Rebels"),
        (("", "Civilians"), "", "Civilians"),
        (("Rebels; Smugglers", "Army"), "Rebels; Smugglers", "blamed on Rebels, or Smugglers, against Army"),
        (("Rebels", ""), "Rebels", "blamed on Rebels"),
        (("Army; Militia", "Rebels"), "Militia", "Army; Militia / Rebels"),
    ],
)
def test_rivals_for_the_blame_do_not_read_as_allies(sides: tuple[str, str], blamed: str, words: str) -> None:
    assert wording.who(*sides, blamed=blamed) == words

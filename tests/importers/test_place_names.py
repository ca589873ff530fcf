"""Names of places as data sets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.importers.gleditsch_ward import ISO_A3
from events.importers.place_names import bare_key, is_line, settlement


@pytest.mark.parametrize(
    "names",
    [
        ("Idlib Governorate", "Idlib governorate", "Idlib"),
        ("Qaḑā’ Sinjār", "Sinjār district", "Sinjar"),
        ("Al Başrah  province", "Al-Basrah"),
    ],
)
def test_a_unit_is_the_same_however_it_is_called(names: tuple[str, ...]) -> None:
    assert len({bare_key(name) for name in names}) == 1


def test_a_name_of_nothing_but_such_a_word_keeps_it() -> None:
    assert bare_key("District") == "district"


@given(st.text(min_size=1))
def test_a_name_always_has_a_key(name: str) -> None:
    assert bare_key(name)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Al Fallūjah town", "Al Fallūjah"),
        ("Baghdād City", "Baghdād"),
        ("Town", ""),
        ("Balad air base", ""),
        ("Sinjār", ""),
    ],
)
def test_a_settlement_says_that_it_is_one(name: str, own: str) -> None:
    assert settlement(name) == own


def test_lines() -> None:
    assert is_line("Baghdad-Mosul highway")
    assert is_line("Iran-Iraq border")
    assert not is_line("Riverton district")


def test_every_state_number_gives_a_code() -> None:
    assert all(number.isdecimal() and len(code) == 3 and code.isupper() for number, code in ISO_A3.items())
    assert ISO_A3["645"] == "IRQ"
    assert ISO_A3["652"] == "SYR"

"""What templates say about an event and a name."""

import pytest

from events.models import PublishedEvent
from events.templatetags import words


@pytest.mark.parametrize(
    ("precision", "names", "line"),
    [
        ("settlement", ("al-Qaim", "Anbar", "Iraq"), "al-Qaim, Anbar, Iraq"),
        ("near_settlement", ("al-Qaim", "Anbar", "Iraq"), "near al-Qaim, Anbar, Iraq"),
        ("admin1", ("Anbar", "Anbar", "Iraq"), "somewhere in Anbar, Iraq"),
        ("country", ("Iraq", "", "Iraq"), "somewhere in Iraq"),
        ("unknown", ("", "", ""), "place not known"),
    ],
)
def test_place_line(precision: str, names: tuple[str, str, str], line: str) -> None:
    place, admin1, country = names
    event = PublishedEvent(precision=precision, place_name=place, admin1_name=admin1, country_name=country)

    assert words.place_line(event) == line


def test_the_official_name_in_a_language_comes_first() -> None:
    names = [
        {"name": "داعش", "language": "ar", "kind": "acronym"},
        {"name": "الدولة الإسلامية", "language": "ar", "kind": "official"},
    ]

    assert words.in_language(names, "ar") == "الدولة الإسلامية"
    assert words.in_language(names, "fr") == ""


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert words.label("rebel_group", "actor") == "Rebel group"
    assert words.label("something-new", "actor") == "something-new"


def test_codes_of_the_field_are_said_in_words() -> None:
    assert words.label("admin1", "place") == "Province or state"
    assert words.label("F", "reliability") == "Cannot be judged (F)"
    assert words.label("something-new", "reliability") == "something-new"


def test_a_list_tells_rivals_for_the_blame_apart() -> None:
    event = PublishedEvent(side_a="Rebels; Smugglers", side_b="Army", attributed_to="Rebels; Smugglers")

    event.attribution = "contested"
    assert words.who(event) == "blamed on Rebels, or Smugglers, against Army"
    event.attribution = "likely"
    assert words.who(event) == "Rebels; Smugglers / Army"


def test_a_type_of_a_project_s_own_has_a_sign_too() -> None:
    assert 'href="#t-battles"' in words.symbol("battles")
    assert 'href="#t-other"' in words.symbol("piracy")


def test_a_bar_of_nothing_is_empty() -> None:
    assert 'width="0.00"' in words.bar(None, 0)
    assert 'width="50.00"' in words.bar(1, 2)


def test_maps_are_our_own_unless_a_tile_server_is_configured(settings: object) -> None:
    settings.TILE_SERVER_URL = ""  # type: ignore[attr-defined]
    assert words.tile_server() == ""

    settings.TILE_SERVER_URL = "https://tiles.example/{z}/{x}/{y}.png"  # type: ignore[attr-defined]
    assert 'data-tiles="https://tiles.example/{z}/{x}/{y}.png"' in words.tile_server()

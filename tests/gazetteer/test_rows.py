"""What the gazetteer's files hold, without a database."""

import re
from collections import Counter

import pytest

from events.gazetteer import rows
from events.gazetteer.rows import Place

# Languages in which a reader is shown the names of countries.
LANGUAGES = {"ar", "en", "es", "fa", "fr", "he", "hi", "pt", "ru", "tr", "uk", "zh", "ckb", "ku"}


@pytest.fixture(scope="module")
def world() -> list[tuple[Place, list[rows.Named]]]:
    return list(rows.read())


@pytest.fixture(scope="module")
def places(world: list[tuple[Place, list[rows.Named]]]) -> list[Place]:
    return [place for place, _ in world]


def of_kind(places: list[Place], kind: str) -> list[Place]:
    return [place for place in places if place.kind == kind]


def test_every_country_of_iso_3166_1_and_kosovo_is_there_once(places: list[Place]) -> None:
    countries = of_kind(places, "country")

    assert len(countries) == len({country.iso_a3 for country in countries}) == 250
    assert len({country.iso_a2 for country in countries}) == 250
    assert {"IRQ", "SYR", "XKX", "PSE", "SSD", "TWN", "ESH"} <= {country.iso_a3 for country in countries}


def test_every_unit_has_a_code_of_its_own_that_looks_like_one_of_iso_3166_2(places: list[Place]) -> None:
    codes = Counter(unit.iso_3166_2 for unit in of_kind(places, "admin1"))

    assert 4_500 < len(codes) < 4_700
    assert codes.most_common(1)[0][1] == 1
    assert not [code for code in codes if not re.fullmatch("[A-Z]{2}-(?:[A-Z0-9]{1,3}|X[0-9]{1,4})", code)]


def test_slugs_are_ascii_and_unique(places: list[Place]) -> None:
    slugs = Counter(place.slug for place in places)

    assert slugs.most_common(1)[0][1] == 1
    assert not [slug for slug in slugs if not re.fullmatch("[a-z0-9]+(?:-[a-z0-9]+)*", slug)]


def test_geonames_ids_are_unique(places: list[Place]) -> None:
    ids = Counter(place.geonames_id for place in places if place.geonames_id)

    assert ids.most_common(1)[0][1] == 1


def test_what_a_place_lies_in_is_loaded_before_it(places: list[Place]) -> None:
    stages = {place.slug: place.stage for place in places}

    for place in places:
        for holder in filter(None, (place.parent, place.country, place.admin1)):
            assert stages[holder] < place.stage, place.slug


def test_a_unit_lies_in_the_country_that_its_settlements_lie_in(places: list[Place]) -> None:
    country_of_unit = {unit.slug: unit.country for unit in of_kind(places, "admin1")}

    for place in of_kind(places, "settlement"):
        assert place.country is not None
        assert place.admin1 is None or country_of_unit[place.admin1] == place.country


def test_countries_and_units_have_a_boundary_and_a_label_point(places: list[Place]) -> None:
    for place in (*of_kind(places, "country"), *of_kind(places, "admin1")):
        assert place.boundary is not None
        assert place.longitude is not None


def test_countries_have_names_in_many_languages(world: list[tuple[Place, list[rows.Named]]]) -> None:
    for place, names in world:
        if place.kind == "country":
            spoken = {language for _, language, _ in names}
            # A translation that equals the name shown is left out; in these scripts none does.
            assert {"ar", "fa", "he", "hi", "ru", "uk", "zh"} <= spoken, place.slug
    iraq = next(names for place, names in world if place.iso_a3 == "IRQ")
    assert {language for _, language, _ in iraq} >= LANGUAGES - {"es", "pt"}
    assert ("العراق", "ar", "official") in iraq


def test_nearly_every_unit_has_an_arabic_name(world: list[tuple[Place, list[rows.Named]]]) -> None:
    units = [names for place, names in world if place.kind == "admin1"]
    arabic = [names for names in units if any(language == "ar" for _, language, _ in names)]

    assert len(arabic) / len(units) > 0.97


def test_keys_fit_their_columns_and_are_never_empty(world: list[tuple[Place, list[rows.Named]]]) -> None:
    for place, names in world[::20]:
        for spelling in rows.spellings(place, names):
            assert 0 < len(spelling.search_key) <= 300, spelling
            assert 0 < len(spelling.phonetic_key) <= 300, spelling
    assert max(len(name) for _, names in world for name, _, _ in names) <= 300


def test_names_hold_no_semicolon(places: list[Place]) -> None:
    assert not [place.name for place in places if ";" in place.name]


def test_a_selection_holds_its_countries_and_what_lies_between() -> None:
    places = [place for place, _ in rows.read(only=("IRQ",))]

    assert [country.slug for country in of_kind(places, "country")] == ["iraq"]
    assert {place.country for place in places} == {"iraq", None}
    assert len(of_kind(places, "admin1")) == 18
    assert "iraqi-syrian-border-al-qaim-abu-kamal" in {place.slug for place in places}
    assert "hajin" not in {place.slug for place in places}

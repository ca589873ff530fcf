"""Loading the gazetteer: what is there afterwards, and what a second load leaves alone."""

import pytest
from django.contrib.gis.geos import Point
from django.db import connection
from django.db.models import F

from events.gazetteer import rows
from events.gazetteer.load import Loaded, load
from events.models import Location, LocationName
from events.models.location import BORDER_TOLERANCE, locate
from events.names import phonetic_key, search_key

pytestmark = pytest.mark.django_db

CURATED = {
    "al-qaim": "IQ-AN",
    "husaybah": "IQ-AN",
    "akkas-gas-field": "IQ-AN",
    "baghouz-iraqi-side": "IQ-AN",
    "al-baghuz-fawqani": "SY-DY",
    "baghuz-at-tahtani": "SY-DY",
    "hajin": "SY-DY",
    "susah": "SY-DY",
    "ash-shafah": "SY-DY",
    "abu-kamal": "SY-DY",
}
FROM_GEONAMES = {
    "anah": ("IQ-AN", "عنة"),
    "rawah": ("IQ-AN", "راوة"),
    "karbala": ("IQ-KA", "كربلاء"),
    "mosul": ("IQ-NI", "الموصل"),
    "deir-ez-zor": ("SY-DY", "دير الزور"),
}


def found_by(key: str, text: str) -> set[str]:
    """Slugs of the places one of whose names has the same key as `text`."""
    value = {"search_key": search_key, "phonetic_key": phonetic_key}[key](text)
    return set(LocationName.objects.filter(**{key: value}).values_list("location__slug", flat=True))


@pytest.mark.usefixtures("gazetteer")
def test_anbar_and_deir_ez_zor_are_known_by_code_and_arabic_name() -> None:
    anbar = Location.objects.get(iso_3166_2="IQ-AN")
    deir_ez_zor = Location.objects.get(iso_3166_2="SY-DY")

    assert (anbar.slug, anbar.country and anbar.country.iso_a3) == ("anbar", "IRQ")
    assert (deir_ez_zor.name, deir_ez_zor.country and deir_ez_zor.country.iso_a3) == ("Deir ez-Zor", "SYR")
    assert anbar.names.filter(language="ar", name="الأنبار").exists()
    assert deir_ez_zor.names.filter(language="ar", name="محافظة دير الزور").exists()


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(("slug", "code"), CURATED.items())
def test_a_curated_place_lies_in_its_unit_and_has_an_arabic_name(slug: str, code: str) -> None:
    place = Location.objects.get(slug=slug)

    assert place.admin1 is not None
    assert place.admin1.iso_3166_2 == code
    assert place.parent is not None
    assert place.parent.kind == "admin2"
    assert Location.objects.filter(iso_3166_2=code, boundary__covers=place.point).exists()
    assert place.names.filter(language="ar").exists()
    assert place.names.filter(name=place.name).exists()


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(("slug", "code", "arabic"), [(slug, *rest) for slug, rest in FROM_GEONAMES.items()])
def test_a_settlement_of_geonames_has_its_unit_and_arabic_name(slug: str, code: str, arabic: str) -> None:
    place = Location.objects.get(slug=slug)

    assert place.kind == "settlement"
    assert place.admin1 is not None
    assert place.admin1 == place.parent
    assert place.admin1.iso_3166_2 == code
    assert place.names.filter(language="ar", name=arabic).exists()


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize("text", ["Qaim", "al-Qa'im", "Al Qā’im", "القائم", "QAIM"])
def test_any_writing_of_al_qaim_finds_it(text: str) -> None:
    assert "al-qaim" in found_by("search_key", text)


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Hejin", "hajin"),
        ("Soussa", "susah"),
        ("Qa'em", "al-qaim"),
        ("Akkaz", "akkas-gas-field"),
        ("Boukamal", "abu-kamal"),
    ],
)
def test_any_spelling_finds_the_place_by_sound(text: str, slug: str) -> None:
    assert slug in found_by("phonetic_key", text)


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize("text", ["Baghouz", "الباغوز"])
def test_a_name_on_both_sides_of_the_border_finds_both_places(text: str) -> None:
    assert found_by("search_key", text) == {"baghouz-iraqi-side", "al-baghuz-fawqani"}


@pytest.mark.usefixtures("gazetteer")
def test_settlements_lie_in_their_country_as_far_as_boundaries_tell() -> None:
    near = Location.objects.filter(kind="settlement", country__boundary__dwithin=(F("point"), BORDER_TOLERANCE))

    assert near.count() == Location.objects.filter(kind="settlement").count() > 480


@pytest.mark.usefixtures("gazetteer")
@pytest.mark.parametrize(
    ("point", "codes"),
    [
        (Point(43.12, 36.34), ("IRQ", "IQ-NI")),  # Mosul
        (Point(40.83, 34.69), ("SYR", "SY-DY")),  # Hajin
        (Point(41.05, 34.12), ("IRQ", "IQ-AN")),  # the Akkas field
        (Point(0, 0), (None, None)),
    ],
)
def test_a_point_knows_its_country_and_unit(point: Point, codes: tuple[str | None, str | None]) -> None:
    point.srid = 4326

    country, admin1 = locate(point)

    assert (country and country.iso_a3, admin1 and admin1.iso_3166_2) == codes


@pytest.mark.usefixtures("gazetteer")
def test_boundaries_are_valid_areas() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), bool_and(st_isvalid(boundary)), array_agg(distinct geometrytype(boundary)),"
            " min(st_srid(boundary)) from events_location where boundary is not null"
        )
        count, valid, types, srid = cursor.fetchone()

    assert count >= 35
    assert valid
    assert set(types) <= {"POLYGON", "MULTIPOLYGON"}
    assert srid == 4326


@pytest.mark.usefixtures("gazetteer")
def test_loading_again_returns_at_once() -> None:
    assert load(only=("SYR", "IRQ")) == Loaded(places=0, names=0)


def _delete(slug: str) -> None:
    """Delete a place as nobody may, but who runs the database."""
    guard = "set constraints all immediate; alter table events_location {} trigger guard_location_delete"
    with connection.cursor() as cursor:
        cursor.execute(guard.format("disable"))
        Location.objects.filter(slug=slug).delete()
        cursor.execute(guard.format("enable"))


@pytest.mark.usefixtures("gazetteer")
def test_new_files_add_what_is_missing_and_leave_what_was_edited(monkeypatch: pytest.MonkeyPatch) -> None:
    _delete("hajin")
    Location.objects.filter(slug="mosul").update(name="Al-Mawsil", slug="al-mawsil", population=None)
    Location.objects.filter(iso_3166_2="IQ-AN").update(name="Al Anbar", slug="al-anbar")
    before = Location.objects.count()
    monkeypatch.setattr(rows, "version", lambda: "another")

    loaded = load(only=("IRQ", "SYR"))

    mosul = Location.objects.get(slug="al-mawsil")
    assert (mosul.name, mosul.population) == ("Al-Mawsil", None)
    assert Location.objects.get(iso_3166_2="IQ-AN").name == "Al Anbar"
    assert Location.objects.count() == before + 1
    assert loaded.places == 1
    assert loaded.names == Location.objects.get(slug="hajin").names.count() > 5


@pytest.mark.usefixtures("gazetteer")
def test_new_keys_reach_names_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    name = LocationName.objects.get(location__slug="mosul", name="الموصل")
    LocationName.objects.filter(pk=name.pk).update(search_key="", phonetic_key="")
    monkeypatch.setattr(rows, "version", lambda: "another")

    loaded = load(only=("IRQ", "SYR"))

    name.refresh_from_db()
    assert (name.search_key, name.phonetic_key) == ("موصل", "msl")
    assert loaded == Loaded(places=0, names=1)


@pytest.mark.usefixtures("gazetteer")
def test_another_country_is_added_to_those_that_are_there() -> None:
    loaded = load(only=("JOR",))

    assert Location.objects.filter(kind="country").count() == 3
    assert Location.objects.get(slug="amman").country == Location.objects.get(iso_a3="JOR")
    assert loaded.places == Location.objects.filter(country__iso_a3="JOR").count() + 1

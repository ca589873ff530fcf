"""Where imported events are put: places of the gazetteer where it has them, new ones in the right unit where not."""

import pytest

from events.models import (
    ActorName,
    Event,
    Location,
    LocationName,
    MaintainerDecision,
    PublishedActor,
    PublishedEvent,
    PublishedPlace,
)
from tests.factories import EventFactory, published
from tests.importers.conftest import Import
from tests.importers.files import row

pytestmark = pytest.mark.django_db

Gazetteer = dict[str, Location]


def location(external_id: str = "114064") -> Location:
    found = Event.objects.get(imported_row__external_id=external_id).location
    assert found
    return found


def test_a_settlement_is_found_by_any_spelling_of_its_name(import_rows: Import, gazetteer: Gazetteer) -> None:
    import_rows(row(), row(id="2", where_coordinates="Falluja city"), row(id="3", where_coordinates="Al-Fallujah"))

    assert {location(i) for i in ("114064", "2", "3")} == {gazetteer["fallujah"]}


def test_the_same_name_far_away_is_another_place(import_rows: Import, gazetteer: Gazetteer) -> None:
    import_rows(row(longitude="40.5", latitude="32.0", adm_2=""))

    assert location() != gazetteer["fallujah"]
    assert location().admin1 == gazetteer["anbar"]


def test_a_new_settlement_lies_in_its_district_unit_and_country(import_rows: Import, gazetteer: Gazetteer) -> None:
    import_rows(row(where_coordinates="Karmah town"))

    place = location()
    assert (place.name, place.kind, place.slug) == ("Karmah", "settlement", "karmah-iraq")
    assert place.parent
    assert (place.parent.name, place.parent.kind) == ("Qaḑā’ al Fallūjah", "admin2")
    assert place.parent.parent == place.admin1 == gazetteer["anbar"]
    assert place.country == gazetteer["iraq"]
    assert place.point.coords == (43.786124, 33.355813)
    assert LocationName.objects.get(location=place).search_key == "karmah"


def test_a_settlement_that_the_gazetteer_had_by_unit_moves_into_its_district(
    import_rows: Import, gazetteer: Gazetteer
) -> None:
    import_rows(row(id="1", adm_2="Wrong district"), row(id="2"), row(id="3"), publish=True)

    fallujah = gazetteer["fallujah"]
    fallujah.refresh_from_db()
    assert fallujah.parent
    assert fallujah.parent.name == "Qaḑā’ al Fallūjah"
    assert fallujah.parent.slug in PublishedEvent.objects.filter(dataset_id="2").get().place_path


def test_events_already_public_follow_a_place_that_moved(import_rows: Import, gazetteer: Gazetteer) -> None:
    import_rows(row(id="1", adm_2=""), publish=True)

    import_rows(row(id="2"), publish=True)

    district = Location.objects.get(kind="admin2")
    assert district.slug in PublishedEvent.objects.get(dataset_id="1", valid_to=None).place_path


def test_a_unit_of_another_name_is_found_by_where_its_points_lie(import_rows: Import, gazetteer: Gazetteer) -> None:
    strange = {"adm_1": "Ninawah-on-Tigris", "adm_2": "", "longitude": "42.0"}
    rows = [row(id=f"{n}", where_coordinates=f"Village {n}", latitude=f"36.{n}", **strange) for n in range(1, 4)]
    whole = row(id="9", where_prec="4", where_coordinates="Ninawah-on-Tigris", latitude="36.0", **strange)

    import_rows(whole, *rows)

    assert location("9") == gazetteer["nineveh"]
    assert location("1").admin1 == gazetteer["nineveh"]
    assert LocationName.objects.filter(location=gazetteer["nineveh"], name="Ninawah-on-Tigris").exists()


def test_a_unit_the_gazetteer_lacks_is_a_region_of_its_country(import_rows: Import, gazetteer: Gazetteer) -> None:
    import_rows(row(where_prec="4", adm_1="Upper Mesopotamia state", adm_2="", where_coordinates="Upper Mesopotamia"))

    place = location()
    assert (place.kind, place.name, place.parent) == ("region", "Upper Mesopotamia state", gazetteer["iraq"])
    assert Event.objects.get().precision == "admin1"


def test_a_place_without_a_unit_gets_the_one_its_point_lies_in(import_rows: Import, gazetteer: Gazetteer) -> None:
    import_rows(row(adm_1="", adm_2="", where_coordinates="Akkas gas field", longitude="41.0", latitude="34.1"))

    place = location()
    assert place.kind == "site"
    assert place.admin1 == place.parent == gazetteer["anbar"]


@pytest.mark.parametrize(
    ("where_prec", "name", "kind"),
    [("5", "Northern Iraq", "region"), ("5", "Iraq-Syria border", "line"), ("7", "Dūkān lake", "sea")],
)
def test_vague_places_are_made_once_and_keep_their_country(  # type: ignore[no-untyped-def]
    import_rows: Import, gazetteer: Gazetteer, where_prec: str, name: str, kind: str
) -> None:
    cells = {"where_prec": where_prec, "where_coordinates": name, "adm_1": "", "adm_2": ""}

    import_rows(row(**cells), publish=True)
    import_rows(row(id="2", **cells), publish=True)

    assert location() == location("2")
    assert (location().kind, location().name) == (kind, name)
    assert PublishedEvent.objects.get(dataset_id="2").country == "IRQ"


def test_a_country_is_enough(import_rows: Import, gazetteer: Gazetteer) -> None:
    import_rows(row(where_prec="6", where_coordinates="Iraq", adm_1="", adm_2=""))

    assert location() == gazetteer["iraq"]


def test_a_point_outside_the_stated_country_is_kept_and_flagged(import_rows: Import) -> None:
    import_rows(row(latitude="10.5"), row(id="2"))

    event = Event.objects.get(imported_row__external_id="114064")
    assert event.flags == ["point_outside_country"]
    assert event.point.y == 10.5
    assert Event.objects.get(imported_row__external_id="2").flags == []


def test_slugs_of_new_places_never_collide(import_rows: Import) -> None:
    import_rows(
        row(id="1", where_coordinates="Karmah town"),
        row(id="2", where_coordinates="Karmah town", adm_1="Nineveh", adm_2="", latitude="36.5", longitude="42.5"),
    )

    assert {location("1").slug, location("2").slug} == {"karmah-iraq", "karmah-iraq-2"}


def test_without_publish_nothing_that_readers_see_changes(import_rows: Import, gazetteer: Gazetteer) -> None:
    import_rows(row(id="1", adm_2=""), publish=True)
    before = [*PublishedEvent.objects.values(), *PublishedPlace.objects.values(), *PublishedActor.objects.values()]

    import_rows(row(id="2", side_b="Dawla", where_coordinates="Al-Faluja town"))
    published(EventFactory())  # an unrelated publication takes nothing with it

    after = [*PublishedEvent.objects.filter(dataset_id="1").values()]
    after += [*PublishedPlace.objects.filter(slug__in=[row["slug"] for row in before if "slug" in row]).values()]
    after += [*PublishedActor.objects.filter(slug__in=[row["slug"] for row in before if "slug" in row]).values()]
    assert before == after
    assert ActorName.objects.get(name="Dawla").is_public is False


@pytest.mark.django_db(transaction=True)  # one decision a transaction, and loading the codebook is one
def test_publishing_what_is_imported_is_recorded_as_the_maintainer_s_decision(import_rows: Import) -> None:
    import_rows(row(), publish=True)

    assert "import_events ucdp-ged" in MaintainerDecision.objects.get(command__contains="--publish").command

"""What a public row holds, given what was coded: attribution, totals, places, actors, links, words."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.db import connection

from events.models import ActorRelation, EventLink, LocationName, PublishedActor, PublishedEvent, PublishedPlace
from events.publication.build import build
from tests.factories import (
    ActorFactory,
    AttributionFactory,
    CasualtiesFactory,
    ClaimFactory,
    CountryFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    published,
)

pytestmark = pytest.mark.django_db


# --- Who did it ------------------------------------------------------------------------------------------------------


def test_rival_claims_make_it_contested() -> None:
    event = EventFactory()
    AttributionFactory(event=event, actor__name="IS")
    AttributionFactory(event=event, actor__name="PMU")

    row = published(event)

    assert (row.attribution, row.attributed_to) == ("contested", "IS; PMU")


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([], "unknown"),
        ([{"credibility": 1}], "undisputed"),
        ([{"credibility": 2}], "undisputed"),
        ([{"credibility": 3}], "likely"),
        ([{"credibility": 4}], "unknown"),
        ([{"credibility": 1}, {"stance": "doubts"}], "likely"),
        ([{"credibility": 1}, {"stance": "denies"}], "contested"),
        ([{"credibility": 1, "status": "conflicting", "public_note": "Another report differs."}], "contested"),
        ([{"credibility": 1, "status": "rejected"}], "unknown"),
        ([{"credibility": 1, "is_confidential": True}], "unknown"),
        ([{"credibility": 1, "actor__kind": "unidentified"}], "unknown"),
    ],
)
def test_attribution_follows_from_the_claims(claims: list[dict[str, object]], expected: str) -> None:
    event, actor = EventFactory(), ActorFactory()
    for claim in claims:
        AttributionFactory(event=event, **({"actor": actor} if "actor__kind" not in claim else {}), **claim)

    assert published(event).attribution == expected


@pytest.mark.parametrize(
    ("certainties", "expected"),
    [
        (["confirmed"], "undisputed"),
        (["likely"], "likely"),
        (["alleged"], "likely"),
        (["disputed"], "contested"),
        (["alleged", "alleged"], "contested"),
    ],
)
def test_without_claims_the_lead_participants_decide(certainties: list[str], expected: str) -> None:
    event = EventFactory()
    for certainty in certainties:
        ParticipationFactory(event=event, certainty=certainty)

    assert published(event).attribution == expected


# --- Harm ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], (None, None, None)),
        ([("unknown", None, None, None)], (None, None, None)),
        ([("side_b", 4, None, None)], (4, None, None)),
        ([("civilians", None, 3, None)], (3, 3, 3)),
        ([("civilians", 1, 2, 5), ("side_a", 0, 0, 0)], (1, 2, 5)),
        ([("civilians", 1, 2, 5), ("side_a", None, None, None)], (1, None, None)),
        ([("civilians", 1, 2, 5), ("women", 1, 1, 1)], (1, 2, 5)),
        ([("civilians", 1, 2, 5), ("all", 7, 8, 9)], (7, 8, 9)),
    ],
)
def test_total_killed(rows: list[tuple[object, ...]], expected: tuple[int | None, ...]) -> None:
    event = EventFactory()
    for group, low, best, high in rows:
        CasualtiesFactory(event=event, group=group, low=low, best=best, high=high)
    CasualtiesFactory(event=event, group="civilians", outcome="injured", best=50)

    row = published(event)

    assert (row.deaths_low, row.deaths_best, row.deaths_high) == expected
    assert row.injured_best == 50


@pytest.mark.parametrize(("group", "harmed"), [("civilians", True), ("children", True), ("side_b", False)])
def test_whether_civilians_were_harmed(group: str, harmed: bool) -> None:
    event = EventFactory()
    CasualtiesFactory(event=event, group=group, low=1)

    assert published(event).civilians is harmed


# --- Where and when --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("precision", ["admin1", "country", "unknown"])
def test_an_area_has_no_point(precision: str) -> None:
    row = published(EventFactory(precision=precision))

    assert (row.point, row.latitude, row.longitude, row.radius_km) == (None, None, None, None)


@pytest.mark.parametrize(
    ("precision", "radius_km"), [("exact", 0.1), ("settlement", 2), ("near_settlement", 25), ("admin2", 40)]
)
def test_a_point_has_the_radius_of_its_precision(precision: str, radius_km: float) -> None:
    row = published(EventFactory(precision=precision))

    assert (row.longitude, row.latitude, row.radius_km) == (41.1, 34.4, radius_km)


def test_a_place_knows_what_it_lies_in() -> None:
    region = LocationFactory(name="Anbar", slug="anbar", kind="admin1", iso_3166_2="IQ-AN", parent=CountryFactory())
    town = LocationFactory(name="al-Qaim", slug="al-qaim", parent=region, admin1=region)

    row = published(EventFactory(location=town))

    assert row.place_path == ["al-qaim", "anbar", "iraq"]
    assert (row.country, row.admin1, row.admin1_name, row.place_name) == ("IRQ", "IQ-AN", "Anbar", "al-Qaim")
    path = PublishedPlace.objects.get(slug="al-qaim").path
    assert [step["slug"] for step in path] == ["iraq", "anbar", "al-qaim"]


@pytest.mark.parametrize(
    ("first", "last", "meaning", "precision"),
    [
        (date(2018, 10, 1), date(2018, 10, 1), "on_day", 1),
        (date(2018, 10, 1), date(2018, 10, 9), "lasted", 1),
        (date(2018, 10, 1), date(2018, 10, 2), "within", 2),
        (date(2018, 10, 1), date(2018, 10, 6), "within", 2),
        (date(2018, 10, 1), date(2018, 10, 7), "within", 3),
        (date(2018, 10, 1), date(2018, 10, 31), "within", 4),
        (date(2018, 10, 1), date(2018, 11, 1), "within", 5),
    ],
)
def test_date_precision(first: date, last: date, meaning: str, precision: int) -> None:
    row = published(EventFactory(date_start=first, date_end=last, date_meaning=meaning))

    assert row.date_precision == precision


# --- Who, links, words -----------------------------------------------------------------------------------------------


def test_an_actor_counts_for_what_it_was_part_of_on_that_day() -> None:
    brigade, then, later = ActorFactory(), ActorFactory(slug="then"), ActorFactory(slug="later")
    ActorRelation.objects.create(actor=brigade, kind="part_of", other=then, date_end=date(2018, 12, 31))
    ActorRelation.objects.create(actor=brigade, kind="part_of", other=later, date_start=date(2019, 1, 1))
    event = EventFactory()
    ParticipationFactory(event=event, actor=brigade, role="target", side="B")

    row = published(event)

    assert row.actors == sorted([brigade.slug, "then"])
    assert row.actor_roles == sorted([f"{brigade.slug}|target", "then|target"])
    assert row.actor_sides == sorted([f"{brigade.slug}|B", "then|B"])
    assert row.participants[0]["parents"] == ["then"]
    assert brigade.slug in PublishedActor.objects.get(slug="then").parts


def test_a_link_shows_on_both_events_once_both_are_public() -> None:
    first, second = EventFactory(), EventFactory()
    EventLink.objects.create(event=first, kind="series", other=second)

    assert published(first).links == []

    assert published(second).links == [{"kind": "series", "direction": "from", "code": first.code, "note": ""}]
    now = PublishedEvent.objects.get(code=first.code, valid_to__isnull=True)
    assert now.links == [{"kind": "series", "direction": "to", "code": second.code, "note": ""}]


def test_words_of_an_event_are_its_own() -> None:
    town = LocationFactory(name="al-Qaim")

    row = published(EventFactory(location=town, title="Rockets: two, at 10km!", claimed=True))

    assert {"'rockets'", "'10km'", f"'{row.code.lower()}'"} <= {*row.search.split()}
    assert "qaim" not in row.search  # the catalogue has it


def test_words_of_a_place_are_its_names_in_any_script_and_their_sound() -> None:
    town = LocationFactory(name="al-Qaim")
    LocationName.objects.create(location=town, name="القائم", language="ar")

    published(EventFactory(location=town, claimed=True))

    words = PublishedPlace.objects.get(slug=town.slug).words
    assert {"'qaim'", "'قايم'", "'~km'"} <= {*words.split()}


def test_what_two_claims_of_one_speaker_share_is_a_pseudonym() -> None:
    event, person = EventFactory(), PersonFactory(scale="local")
    ClaimFactory(event=event, speaker=person, speaker_role="an officer")

    row = published(event)

    speaker = row.claims[-1]["speaker"]
    assert speaker == {
        "slug": f"undisclosed-{person.pseudonym}",
        "name": "Undisclosed source",
        "kind": "person",
        "scale": "local",
        "undisclosed": True,
    }


def test_a_sensitive_event_is_shown_at_its_town() -> None:
    town = LocationFactory(point=Point(41.0, 34.0, srid=4326))
    safe_house = LocationFactory(
        name="Safe house", slug="safe-house", kind="site", parent=town, point=Point(41.5, 34.5)
    )
    event = EventFactory(location=safe_house, point=Point(41.5, 34.5), precision="exact", is_sensitive=True)
    ClaimFactory(event=event, kind="place", location=safe_house)

    row = published(event)

    assert (row.place, row.longitude, row.latitude, row.precision) == (town.slug, 41.0, 34.0, "settlement")
    assert "safe-house" not in row.place_path
    assert [claim["kind"] for claim in row.claims] == ["occurred"]


def test_where_two_sides_fight_nobody_is_blamed() -> None:
    event = EventFactory()
    ParticipationFactory(event=event, side="A")
    ParticipationFactory(event=event, side="B")

    row = published(event)

    assert (row.attribution, row.attributed_to) == ("undisputed", "")


# --- Many at once ----------------------------------------------------------------------------------------------------


def test_many_events_are_built_in_parts_as_each_is_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [CasualtiesFactory(best=number).event for number in range(3)]
    EventLink.objects.create(event=events[0], other=events[2], kind="part_of")
    ids = [event.pk for event in events]
    at_once = built(ids)

    monkeypatch.setattr("events.publication.build.PART", 1)

    assert built(ids) == at_once
    assert len(at_once) == 3


def built(event_ids: list[int]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        build(cursor, event_ids)
        cursor.execute("select * from built order by code")
        return cursor.fetchall()

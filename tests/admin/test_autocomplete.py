"""What a field offers while somebody types."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.models import Location
from tests.factories import ActorFactory, CountryFactory, EventFactory, LocationFactory, PersonFactory

pytestmark = pytest.mark.django_db

Ask = Callable[[str, str, str], list[str]]


@pytest.fixture
def ask(client: Client, analyst: User) -> Ask:
    client.force_login(analyst)

    def ask(model: str, field: str, term: str) -> list[str]:
        query = {"app_label": "events", "model_name": model, "field_name": field, "term": term}
        return [result["text"] for result in client.get(reverse("admin:autocomplete"), query).json()["results"]]

    return ask


def place(name: str, *others: str, **values: object) -> Location:
    made = LocationFactory(name=name, **values)
    for each in (name, *others):
        made.names.create(name=each)
    return made


@pytest.fixture
def qaim() -> Location:
    anbar = place("Anbar", kind="admin1", iso_3166_2="IQ-AN")
    place("Qa'im Street", population=10)
    place("New Qaim", population=900_000)
    place("Kyiv", population=3_000_000)  # sounds alike: k-m
    return place("al-Qa'im", "القائم", population=74_100, admin1=anbar)


@pytest.mark.parametrize(
    "typed", ["Qaim", "qaim", "al-Qa'im", "al-Qāʾim", "Al Qaim", "القائم", "Qa'em", "Qaem", "Kaim"]
)
def test_every_spelling_finds_the_place_first(ask: Ask, qaim: Location, typed: str) -> None:
    assert ask("event", "location", typed)[0] == "al-Qa'im · settlement · Anbar, Iraq"


def test_the_same_name_comes_before_a_longer_one_and_one_that_sounds_alike(ask: Ask, qaim: Location) -> None:
    offered = [text.split(" · ")[0] for text in ask("event", "location", "Qaim")]

    assert offered[:3] == ["al-Qa'im", "Qa'im Street", "New Qaim"]


def test_of_places_with_one_name_the_most_populous_comes_first(ask: Ask) -> None:
    place("London", population=8_000, country=CountryFactory(slug="canada", name="Canada", iso_a3="CAN"))
    place("London", population=8_900_000, country=CountryFactory(slug="uk", name="United Kingdom", iso_a3="GBR"))

    assert ask("event", "location", "london") == [
        "London · settlement · United Kingdom",
        "London · settlement · Canada",
    ]


def test_a_slip_of_the_finger_is_forgiven_last(ask: Ask) -> None:
    place("Baghouz")

    assert ask("event", "location", "Bahgouz") == ["Baghouz · settlement · Iraq"]


def test_nothing_typed_offers_the_places_coded_last(ask: Ask, qaim: Location) -> None:
    EventFactory(location=qaim, point=None, precision="near_settlement")

    assert ask("event", "location", "") == ["al-Qa'im · settlement · Anbar, Iraq"]


@pytest.mark.parametrize("typed", ["?", "'", "%", "_", "a" * 400])
def test_odd_questions_find_nothing(ask: Ask, qaim: Location, typed: str) -> None:
    assert ask("event", "location", typed) == []


def test_a_place_that_was_switched_off_is_not_offered(ask: Ask, qaim: Location) -> None:
    Location.objects.filter(pk=qaim.pk).update(is_active=False)

    assert "al-Qa'im · settlement · Anbar, Iraq" not in ask("event", "location", "Qaim")


@pytest.mark.parametrize("typed", ["Islamic", "state", "ISIS", "Daesh", "داعش", "Dā‘ish"])
def test_every_name_finds_the_actor(ask: Ask, typed: str) -> None:
    actor = ActorFactory(name="Islamic State", kind="rebel_group")
    for name in ("Islamic State", "ISIS", "Daesh", "داعش"):
        actor.names.create(name=name)

    assert ask("participation", "actor", typed) == ["Islamic State · rebel group"]


def test_speakers_are_found_and_marked(ask: Ask) -> None:
    person = PersonFactory(name="Zebulon")
    shown = f"Undisclosed source {person.pseudonym} · person · confidential"

    assert ask("claim", "speaker", "zeb") == []
    assert ask("claim", "speaker", person.pseudonym[:5]) == [shown]


def test_other_events_are_found_by_code_and_words(ask: Ask) -> None:
    event = EventFactory(title="Ambush")

    assert ask("eventlink", "other", event.code) == ask("eventlink", "other", "ambush") == [f"{event.code} Ambush"]


def test_a_visitor_is_told_nothing(client: Client) -> None:
    query = {"app_label": "events", "model_name": "claim", "field_name": "speaker", "term": "z"}

    assert client.get(reverse("admin:autocomplete"), query).status_code == 302


def test_the_map_is_told_where_a_place_lies(client: Client, analyst: User, qaim: Location) -> None:
    client.force_login(analyst)

    found = client.get(reverse("admin:events_location_whereabouts", args=[qaim.pk])).json()

    assert (found["name"], found["point"], found["precision"]) == ("al-Qa'im", [34.4, 41.1], "settlement")
    west, south, east, north = found["box"]
    assert west < 41.1 < east
    assert south < 34.4 < north
    assert client.get(reverse("admin:events_location_whereabouts", args=[0])).status_code == 404

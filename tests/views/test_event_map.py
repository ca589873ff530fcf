"""The map of a selection: spots, cells, rings, and what cannot be drawn as a spot."""

from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from events.views import event_map
from tests.views import record

pytestmark = pytest.mark.django_db

SPOT = {"latitude": 34.37, "longitude": 41.1, "point": Point(41.1, 34.37, srid=4326), "radius_km": 2.0}


def data(client: Client, query: str = "") -> dict[str, Any]:
    response = client.get(f"/events/map.json{query}")
    assert response.status_code == 200
    return dict(response.json())


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/events/map/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_few_events_are_spots_with_words(client: Client) -> None:
    event = record.event(**SPOT, deaths_low=4)

    (spot,) = data(client)["spots"]

    assert spot["is_pin"]
    assert spot["symbol"] == "explosions-remote-violence"
    assert spot["shown"] == [
        {
            "title": event.title,
            "url": f"/events/{event.code}/",
            "when": "16 October 2018",
            "killed": "4 or more killed",
        }
    ]


def test_many_events_on_one_spot_are_one_mark_that_lists_them(client: Client) -> None:
    for _ in range(12):
        record.event(**SPOT)

    (spot,) = data(client)["spots"]

    assert spot["events"] == 12
    assert len(spot["shown"]) == event_map.IN_POPUP
    assert client.get(spot["url"]).content.decode().count('class="event"') == 12


def test_an_imprecise_event_is_a_ring_and_never_a_pin(client: Client) -> None:
    record.event(**{**SPOT, "radius_km": 25.0}, precision="near_settlement", precision_rank=3)

    (spot,) = data(client)["spots"]

    assert not spot["is_pin"]
    assert spot["radius_km"] == 25.0


def test_an_event_known_by_an_area_is_listed_and_not_drawn_as_a_spot(client: Client) -> None:
    record.place("anbar", "Anbar", "admin1")
    # Even if the record holds a point for it, as it does for a second-order unit.
    record.event(**SPOT, place="anbar", precision="admin2", precision_rank=4)

    assert data(client)["spots"] == data(client)["cells"] == []
    assert "Somewhere in Anbar" in page(client)
    assert "1 event is known only by an area" in page(client)


def test_an_event_without_any_place_has_a_home(client: Client) -> None:
    record.event(place="", place_name="", place_path=[], precision="unknown", precision_rank=9)

    assert "Place not known" in page(client)


def test_many_events_are_cells(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_map, "SPOTS", 3)
    for n in range(5):
        record.event(latitude=34.0 + n / 1000, longitude=41.0)

    found = data(client, "?zoom=4")

    assert not found["spots"]
    assert sum(cell["events"] for cell in found["cells"]) == 5


def test_only_what_is_in_sight_is_sent(client: Client) -> None:
    record.event(**SPOT)

    assert data(client, "?view=41,34,42,35&zoom=8")["spots"]
    assert not data(client, "?view=0,0,10,10&zoom=8")["spots"]


def test_the_filter_applies(client: Client) -> None:
    record.event(**SPOT, deaths_best=1)

    assert not data(client, "?deaths_min=2")["spots"]
    assert "deaths_min=2" in page(client, "?deaths_min=2") or "No event" in page(client, "?deaths_min=2")


@pytest.mark.parametrize("query", ["?view=1,2,3", "?zoom=x", "?zoom=-1", "?date_from=nonsense"])
def test_a_bad_question_is_refused_with_a_sentence(client: Client, query: str) -> None:
    response = client.get(f"/events/map.json{query}")

    assert response.status_code == 400
    assert response.json()["status"] == 400
    assert response.json()["error"]


def test_the_page_refuses_a_bad_value(client: Client) -> None:
    assert client.get("/events/map/?date_from=nonsense").status_code == 400

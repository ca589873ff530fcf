"""The map of a selection: spots, cells, rings, steps through time, and what cannot be drawn as a spot."""

from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from events.views import map_data
from tests.views import record

pytestmark = pytest.mark.django_db

SPOT = {"latitude": 34.37, "longitude": 41.1, "point": Point(41.1, 34.37, srid=4326), "radius_km": 2.0}
NEAR = {**SPOT, "radius_km": 25.0, "precision": "near_settlement", "precision_rank": 3}
HERE = "bbox=41.1,34.37,41.1,34.37"


def data(client: Client, query: str = "", path: str = "map.json") -> dict[str, Any]:
    response = client.get(f"/events/{path}{query}")
    assert response.status_code == 200
    return dict(response.json())


def signs(client: Client, query: str = "") -> list[dict[str, Any]]:
    found = data(client, query)
    return [dict(zip(found["fields"], sign, strict=True)) for sign in found["signs"]]


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/events/map/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_an_event_is_a_sign_of_its_type_on_its_spot(client: Client) -> None:
    record.event(**SPOT, deaths_low=4)

    assert signs(client) == [
        {
            "latitude": 34.37,
            "longitude": 41.1,
            "events": 1,
            "deaths": 4,
            "without_deaths": 0,
            "coarse": 0,
            "symbol": "explosions-remote-violence",
            "place": "",
            "box": None,
        }
    ]


def test_deaths_that_nobody_gives_are_counted_and_are_not_zero(client: Client) -> None:
    record.event(**SPOT, deaths_best=3)
    record.event(**SPOT)

    (sign,) = signs(client)

    assert (sign["deaths"], sign["without_deaths"]) == (3, 1)


def test_many_events_on_one_spot_are_one_sign_whose_list_has_them(client: Client) -> None:
    for _ in range(12):
        record.event(**SPOT)
    record.event(latitude=34.38, longitude=41.1, point=Point(41.1, 34.38, srid=4326))

    first, second = signs(client)
    spot = data(client, f"?{HERE}", "map/spot.json")

    assert {first["events"], second["events"]} == {12, 1}
    assert spot["words"] == "12 events here"
    assert len(spot["shown"]) == map_data.IN_POPUP
    assert spot["every"] == "All 12 events"
    assert client.get(spot["url"]).content.decode().count('class="event"') == 12


def test_the_list_of_a_sign_has_words(client: Client) -> None:
    event = record.event(**NEAR, deaths_low=4)

    (line,) = data(client, f"?{HERE}", "map/spot.json")["shown"]

    assert line == {
        "title": event.title,
        "url": f"/events/{event.code}/",
        "when": "16 October 2018",
        "killed": "4 or more killed",
        "near": "Near \u2068al-Qaim\u2069" if "\u2068" in line["near"] else "Near al-Qaim",
        "symbol": "explosions-remote-violence",
    }


def test_an_imprecise_event_is_told_from_a_precise_one(client: Client) -> None:
    record.event(**NEAR)

    (sign,) = signs(client)

    assert sign["coarse"] == sign["events"] == 1
    assert data(client)["near_km"] == NEAR["radius_km"]


def test_an_event_known_by_an_area_is_listed_and_not_drawn_as_a_spot(client: Client) -> None:
    record.place("anbar", "Anbar", "admin1")
    # Even if the record holds a point for it, as it does for a second-order unit.
    record.event(**SPOT, place="anbar", precision="admin2", precision_rank=4)

    assert signs(client) == []
    assert "Somewhere in Anbar" in page(client)
    assert "1 event is known only by an area" in page(client)


def test_an_event_without_any_place_has_a_home(client: Client) -> None:
    record.event(place="", place_name="", place_path=[], precision="unknown", precision_rank=9)

    assert "Place not known" in page(client)
    assert "area=unknown" in page(client)
    assert client.get("/events/?area=unknown").content.decode().count('class="event"') == 1


def test_time_is_sent_as_steps_that_a_vague_date_is_shared_over(client: Client) -> None:
    record.event(**SPOT, deaths_best=2)
    record.event(**SPOT, date_start=date(2018, 10, 16), date_end=date(2018, 10, 17), date_meaning="within")

    found = data(client, "", "map/steps.json")

    assert [bin[0] for bin in found["bins"]] == ["16 October 2018", "17 October 2018"]
    assert found["steps"] == [[[0, 1, 0.5, 2, 0]], [[0, 0, 0.5, 0, 0]]]
    assert found["cells"] == [[34.37, 41.1, "explosions-remote-violence", ""]]


def test_what_size_stands_for_is_in_the_address(client: Client) -> None:
    record.event(**SPOT)

    assert 'value="events" checked' in page(client)
    assert 'value="deaths" checked' in page(client, "?size=deaths")


def test_many_spots_are_cells(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.stats.cells.SPOTS", 3)
    for n in range(5):
        record.event(latitude=34.0 + n / 1000, longitude=41.0)

    (sign,) = signs(client, "?zoom=4")

    assert sign["events"] == 5
    assert sign["box"] == [41.0, 34.0, 41.0, 34.004]


def test_only_what_is_in_sight_is_sent(client: Client) -> None:
    record.event(**SPOT)

    assert signs(client, "?view=41,34,42,35&zoom=8")
    assert not signs(client, "?view=0,0,10,10&zoom=8")


def test_the_filter_applies(client: Client) -> None:
    record.event(**SPOT, deaths_best=1)

    assert not signs(client, "?deaths_min=2")
    assert "deaths_min=2" in page(client, "?deaths_min=2") or "No event" in page(client, "?deaths_min=2")


@pytest.mark.parametrize("path", ["map.json", "map/steps.json"])
@pytest.mark.parametrize("query", ["?view=1,2,3", "?zoom=x", "?zoom=-1", "?date_from=nonsense"])
def test_a_bad_question_is_refused_with_a_sentence(client: Client, path: str, query: str) -> None:
    response = client.get(f"/events/{path}{query}")

    assert response.status_code == 400
    assert response.json()["status"] == 400
    assert response.json()["error"]


def test_the_page_refuses_a_bad_value(client: Client) -> None:
    assert client.get("/events/map/?date_from=nonsense").status_code == 400

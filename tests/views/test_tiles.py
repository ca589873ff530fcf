"""Vector tiles hold the events that the list has, for any filter."""

from typing import Any

import pytest
from django.test import Client

from tests.views import record
from tests.views.mvt import features

pytestmark = pytest.mark.django_db

PLACES = [(41.1, 34.37), (41.1, 34.37), (-70.0, -33.0), (180.0, 89.0), (0.0, 0.0)]


def tile(client: Client, z: int, x: int, y: int, query: str = "") -> list[dict[str, Any]]:
    response = client.get(f"/tiles/events/{z}/{x}/{y}.mvt{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    return features(response.content)


@pytest.fixture
def _events() -> None:
    for number, (longitude, latitude) in enumerate(PLACES):
        record.event(longitude=longitude, latitude=latitude, deaths_best=number or None)
    record.event(precision="admin1", precision_rank=5)


@pytest.mark.usefixtures("_events")
@pytest.mark.parametrize("query", ["", "?deaths_min=2", "?bbox=-80,-40,50,40", "?country=FRA"])
@pytest.mark.parametrize("zoom", [0, 1, 3])
def test_all_tiles_of_a_zoom_hold_what_the_list_has_a_spot_for(client: Client, query: str, zoom: int) -> None:
    tiles = [tile(client, zoom, x, y, query) for x in range(2**zoom) for y in range(2**zoom)]

    rows = client.get(f"/events.geojson{query}")
    spots = [one for one in b"".join(rows.streaming_content).decode().splitlines() if '"Point"' in one]  # type: ignore[attr-defined]
    assert sum(point["events"] for points in tiles for point in points) == len(spots)


@pytest.mark.usefixtures("_events")
def test_a_point_lies_where_its_event_does(client: Client) -> None:
    (point,) = tile(client, 1, 0, 1)

    assert (point["x"], point["y"]) == (round((180 - 70) / 180 * 4096), round(0.19442 * 4096))


def test_an_event_that_stands_alone_has_its_code_and_several_do_not(client: Client) -> None:
    event = record.event(longitude=41.1, latitude=34.37, precision="near_settlement", precision_rank=3)

    (point,) = tile(client, 0, 0, 0)

    assert (point["code"], point["coarse"], point["date_start"]) == (event.code, 1, "2018-10-16")
    assert "deaths" not in point  # nobody gives them, which is not 0

    record.event(longitude=41.1, latitude=34.37, deaths_best=0)
    (point,) = tile(client, 0, 0, 0)
    assert "code" not in point
    assert (point["events"], point["deaths"], point["without_deaths"]) == (2, 0, 1)


def test_an_empty_tile_is_empty(client: Client) -> None:
    record.event()

    assert tile(client, 4, 3, 3) == []


@pytest.mark.parametrize("address", ["0/1/0", "21/0/0", "3/0/8"])
def test_there_is_no_tile_outside_the_map(client: Client, address: str) -> None:
    assert client.get(f"/tiles/events/{address}.mvt").status_code == 404


@pytest.mark.parametrize("query", ["?nonsense=1", "?date_from=nonsense"])
def test_a_bad_question_is_refused_with_a_sentence(client: Client, query: str) -> None:
    response = client.get(f"/tiles/events/0/0/0.mvt{query}")

    assert response.status_code == 400
    assert response.json()["error"]


def test_a_tile_is_kept_while_the_record_stands_still(client: Client) -> None:
    record.event()
    etag = client.get("/tiles/events/0/0/0.mvt")["ETag"]

    assert client.get("/tiles/events/0/0/0.mvt", headers={"If-None-Match": etag}).status_code == 304

    record.event(longitude=41.1, latitude=34.37)
    assert client.get("/tiles/events/0/0/0.mvt", headers={"If-None-Match": etag}).status_code == 200

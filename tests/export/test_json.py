"""JSON and GeoJSON: valid, complete, and the same events as everywhere."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from events.datasets import DATASETS
from events.export import COLUMNS, FLAT, event_document
from events.models import PublishedEvent
from tests.export.reading import file_bytes, json_object
from tests.views import record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("suffix", "name"), [("json", "events"), ("geojson", "features")])
def test_no_events_leave_an_empty_list(suffix: str, name: str) -> None:
    found = json_object(suffix)

    assert (found["count"], found["publication"], found[name]) == (0, 0, [])


@pytest.mark.parametrize("suffix", ["json", "geojson"])
def test_a_file_says_what_was_asked_and_how_to_cite_it(suffix: str) -> None:
    record.place("iraq", "Iraq", "country")
    event = record.event(country="IRQ")

    found = json_object(suffix, "sort=&country=IRQ")

    assert found["publication"] == event.publication
    assert found["query"] == "country=IRQ"
    assert found["query_in_words"] == "All events in Iraq"
    assert found["url"] == "https://example.org/events/"
    assert "“All events in Iraq”" in found["citation"]
    assert found["datasets"]["ucdp-ged"]["citations"] == list(DATASETS["ucdp-ged"].citations)
    assert found["count"] == 1


def test_an_event_has_every_column_with_its_own_type() -> None:
    record.event(
        date_start=date(2018, 10, 1),
        deaths_low=4,
        civilians=True,
        tags=["oil"],
        title='=1 "quoted" \\ back\nslash \x01 القائم',
        claims=[record.claim()],
        participants=[record.participant("islamic-state", "Islamic State")],
    )

    (event,) = json_object("json")["events"]

    assert list(event) == [column.name for column in COLUMNS]
    assert event["date_start"] == "2018-10-01"
    assert (event["deaths_low"], event["deaths_best"], event["civilians"]) == (4, None, True)
    assert event["tags"] == ["oil"]
    assert event["title"] == '=1 "quoted" \\ back\nslash \x01 القائم'
    assert event["claims"] == [record.claim()]
    assert event["participants"][0]["name"] == "Islamic State"


def test_one_event_is_the_same_alone_as_in_the_list() -> None:
    made = record.event(latitude=34.4, longitude=41.1, claims=[record.claim()], tags=["oil"])

    alone = event_document(PublishedEvent.objects.get(pk=made.pk))

    (in_list,) = json_object("json")["events"]
    assert as_json(alone) == as_json(in_list)


def as_json(event: dict[str, Any]) -> Any:
    instant = datetime.fromisoformat(event["valid_from"])  # PostgreSQL leaves out zeros at the end
    return json.loads(json.dumps({**event, "valid_from": instant}, default=str))


def test_a_feature_has_a_point_and_the_flat_columns() -> None:
    record.event(code="IRQ1", latitude=34.4, longitude=-41.1)

    found = json_object("geojson")

    (feature,) = found["features"]
    assert found["type"] == "FeatureCollection"
    assert (feature["type"], feature["id"]) == ("Feature", "IRQ1")
    assert feature["geometry"] == {"type": "Point", "coordinates": [-41.1, 34.4]}
    assert list(feature["properties"]) == [column.name for column in FLAT]


def test_an_event_known_by_an_area_only_has_no_geometry() -> None:
    record.event(latitude=None, longitude=None)

    (feature,) = json_object("geojson")["features"]

    assert feature["geometry"] is None


@pytest.mark.parametrize("suffix", ["json", "geojson"])
def test_every_item_is_on_a_line_of_its_own(suffix: str) -> None:
    for _ in range(3):
        record.event(narrative="two\nlines")

    lines = file_bytes(suffix).decode().splitlines()

    assert len(lines) == 5
    assert lines[-1] == "]}"

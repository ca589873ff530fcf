"""The base map's files are what docs/gazetteer.md says, and small enough to send."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from events.gazetteer import rows

BASEMAP = settings.BASE_DIR / "static" / "basemap"
LINES = {"outline", "border"}
POINTS = {"admin1", "settlement"}


def features(path: Path) -> list[dict[str, Any]]:
    collection = json.loads(path.read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    return list(collection["features"])


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def test_the_world_has_every_country_with_its_names_and_the_place_of_its_label() -> None:
    world = features(BASEMAP / "countries.json")

    assert {country["id"] for country in world} == {place.iso_a3 for place, _ in rows.read() if place.iso_a3}
    for country in world:
        assert country["geometry"]["coordinates"]
        assert country["properties"].keys() == {"en", "ar", "label"}
        assert all(country["properties"].values())


def test_every_country_has_a_close_map() -> None:
    files = {path.stem: features(path) for path in (BASEMAP / "admin1").glob("*.json")}

    assert files.keys() == {country["id"] for country in features(BASEMAP / "countries.json")}
    for close in files.values():
        assert close[0]["properties"] == {"kind": "outline"}
        for feature in close:
            is_point = feature["geometry"]["type"] == "Point"
            assert feature["properties"]["kind"] in (POINTS if is_point else LINES)


@pytest.mark.parametrize(("code", "unit", "town"), [("IRQ", "Anbar", "Al-Qaim"), ("SYR", "Deir ez-Zor", "Abu Kamal")])
def test_a_close_map_names_units_and_towns_in_english_and_arabic(code: str, unit: str, town: str) -> None:
    named = {
        (f["properties"]["kind"], f["properties"].get("en")): f["properties"]
        for f in features(BASEMAP / "admin1" / f"{code}.json")
    }

    assert named["admin1", unit]["ar"]
    assert named["settlement", town]["ar"]
    assert ("border", None) in named


def test_files_are_small() -> None:
    assert packed(BASEMAP / "countries.json") < 250_000
    assert sum(packed(path) for path in (BASEMAP / "admin1").glob("*.json")) < 1_500_000

"""The ground of a map: the outlines and names of static/basemap, as far as they are in sight."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from events.filters.fields import Box
from events.pictures.lettering import directed, legible, width
from events.pictures.projection import Projection

FILES = settings.BASE_DIR / "static" / "basemap"
UNITS_FROM = 6  # zoom at which borders inside a country appear
NAMES_FROM = 3
TOWNS_FROM = 7
TOWN = 300_000  # inhabitants of the towns that appear first; a quarter of that at each zoom closer
SIZE = 13  # of names
FINE = 0.7  # units; what is closer together cannot be told apart


@dataclass(frozen=True)
class Country:
    """A country as drawn: rings of (longitude, latitude), and the box around them."""

    code: str
    names: dict[str, Any]
    rings: list[list[tuple[float, float]]]
    box: Box


@dataclass(frozen=True)
class Name:
    text: str
    x: float
    y: float
    weight: int


@dataclass(frozen=True)
class Ground:
    """Paths of SVG, and the names on them."""

    land: str
    borders: str
    names: list[Name]


def ground(projection: Projection, taken: Iterable[tuple[float, float]]) -> Ground:
    """The ground in sight; no name is written over the signs, whose positions are `taken`."""
    here = [country for country in countries() if _meet(country.box, projection.sight)]
    land = "".join(_path(ring, projection) for country in here for ring in country.rings)
    units = [*_units(here)] if projection.zoom >= UNITS_FROM else []
    borders = "".join(_path(line, projection, closed=False) for one in units for line in _lines(one["geometry"]))
    return Ground(land, borders, [*_names(here, units, projection, taken)])


@cache
def countries() -> list[Country]:
    """All of them; about 43,000 points, kept since each map needs them."""
    features = json.loads((FILES / "countries.json").read_bytes())["features"]
    return [*map(_country, features)]


def _country(feature: dict[str, Any]) -> Country:
    rings = [[(x, y) for x, y in ring] for polygon in feature["geometry"]["coordinates"] for ring in polygon]
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return Country(feature["id"], feature["properties"], rings, Box(min(xs), min(ys), max(xs), max(ys)))


def _meet(one: Box, other: Box) -> bool:
    across = one.west <= other.east and other.west <= one.east
    return across and one.south <= other.north and other.south <= one.north


def _units(here: list[Country]) -> Iterator[dict[str, Any]]:
    """Borders and towns inside countries: features of a file for each country."""
    for country in here:
        file = FILES / "admin1" / f"{country.code}.json"
        if file.exists():
            yield from json.loads(file.read_bytes())["features"]


def _lines(geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
    kind, held = geometry["type"], geometry["coordinates"]
    return {"LineString": [held], "MultiLineString": held}.get(kind, [])


def _path(points: list[tuple[float, float]], projection: Projection, *, closed: bool = True) -> str:
    """A line through what can be told apart; empty if none of it is near the room. Far points are drawn nearer."""
    room = projection.room
    drawn: list[tuple[float, float]] = []
    for longitude, latitude in points:
        x, y = projection.spot(longitude, latitude)
        x = max(room.x - room.width, min(room.right + room.width, x))
        y = max(room.y - room.height, min(room.bottom + room.height, y))
        if not drawn or abs(x - drawn[-1][0]) + abs(y - drawn[-1][1]) > FINE:
            drawn.append((x, y))
    xs, ys = [x for x, _ in drawn], [y for _, y in drawn]
    unseen = max(xs) < room.x or min(xs) > room.right or max(ys) < room.y or min(ys) > room.bottom
    if len(drawn) < 2 or unseen:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn) + ("Z" if closed else "")


def _names(
    here: list[Country], units: list[dict[str, Any]], projection: Projection, taken: Iterable[tuple[float, float]]
) -> Iterator[Name]:
    """Names that are wholly in sight and cover nothing; countries first, then towns, the largest first."""
    covered = [(x - 12, y - 12, x + 12, y + 12) for x, y in taken]
    room = projection.room
    for properties, longitude, latitude, weight in _named(here, units, projection.zoom):
        text = legible(properties.get((get_language() or "")[:2]) or properties["en"])
        (x, y), half = projection.spot(longitude, latitude), width(text, SIZE) / 2
        box = (x - half, y - SIZE, x + half, y + SIZE / 2)
        inside = room.x < box[0] and box[2] < room.right and room.y < box[1] and box[3] < room.bottom
        if inside and not any(_cover(box, other) for other in covered):
            covered.append(box)
            yield Name(directed(text), x, y, weight)


def _named(
    here: list[Country], units: list[dict[str, Any]], zoom: int
) -> Iterator[tuple[dict[str, Any], float, float, int]]:
    """What has a name at this zoom: properties, longitude, latitude, weight of the letters."""
    if zoom >= NAMES_FROM - 1:
        for country in sorted(here, key=_largest):
            yield country.names, *country.names["label"], 600
    least = TOWN / 4 ** (zoom - TOWNS_FROM) if zoom >= TOWNS_FROM else float("inf")
    towns = [one for one in units if one["properties"].get("population", 0) >= least]
    for town in sorted(towns, key=lambda one: -one["properties"]["population"]):
        yield town["properties"], *town["geometry"]["coordinates"], 400


def _largest(country: Country) -> float:
    return -(country.box.east - country.box.west) * (country.box.north - country.box.south)


def _cover(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

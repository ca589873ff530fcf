"""The base map: files that the site draws itself, so that no map request leaves for a third party."""

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from areas import countries, label_point
from records import Area, Settlement

WORLD_TOLERANCE = 0.1  # degrees; for zoom 5 and below, where a pixel is 0.04 degrees or more
CLOSE_TOLERANCE = 0.03
SMALLEST = 0.003  # square degrees; smaller islands are left out of the world file, but for a country's largest
TOWNS = 60  # of a country, on the close map

Feature = dict[str, Any]


def write(folder: Path, areas: list[Area], settlements: list[Settlement], units: Any) -> None:
    """Write `countries.json` and, for each country, `admin1/<alpha-3 code>.json`; `settlements` largest first."""
    (folder / "admin1").mkdir(parents=True, exist_ok=True)
    lands = [area for area in areas if area.kind == "country"]
    _write(folder / "countries.json", _world(lands, units))
    close = units.assign(geometry=shapely.coverage_simplify(units["exact"].values, CLOSE_TOLERANCE))
    outlines = countries(close)
    towns: dict[str, list[Settlement]] = {}
    for town in settlements:
        towns.setdefault(town.country, []).append(town)
    for land in lands:
        own = close[close["country"] == land.country].geometry.values
        features = [_line("outline", shapely.boundary(outlines[land.country])), _line("border", _inner_borders(own))]
        features += [_label("admin1", area) for area in areas if area.kind == "admin1" and area.country == land.country]
        features += [_town(town) for town in towns.get(land.country, [])[:TOWNS]]
        _write(folder / "admin1" / f"{land.country}.json", [feature for feature in features if feature])


def _world(lands: list[Area], units: Any) -> list[Feature]:
    shapes = countries(units.assign(geometry=shapely.coverage_simplify(units["exact"].values, WORLD_TOLERANCE)))
    return [
        {
            "type": "Feature",
            "id": land.country,
            "properties": {**_names(land), "label": _pair(label_point(land.boundary))},
            "geometry": _geometry(_without_specks(shapes[land.country]), decimals=2),
        }
        for land in lands
    ]


def _without_specks(boundary: Any) -> Any:
    parts = sorted(shapely.get_parts(boundary), key=shapely.area, reverse=True)
    return shapely.multipolygons([part for part in parts if part.area >= SMALLEST] or parts[:1])


def _inner_borders(boundaries: Any) -> Any:
    """Return the lines that two units share: the edges that occur twice."""
    edges: Counter[tuple[tuple[float, float], ...]] = Counter()
    for ring in shapely.get_rings(boundaries):
        points = [tuple(point) for point in shapely.get_coordinates(ring)]
        edges.update(tuple(sorted(pair)) for pair in pairwise(points))
    shared = [edge for edge, times in edges.items() if times > 1]
    return shapely.line_merge(shapely.multilinestrings(shapely.linestrings(shared))) if shared else None


def _line(kind: str, line: Any) -> Feature | None:
    if line is None or shapely.is_empty(line):
        return None
    return {"type": "Feature", "properties": {"kind": kind}, "geometry": _geometry(line)}


def _label(kind: str, area: Area) -> Feature:
    properties = {"kind": kind, **_names(area)}
    return {"type": "Feature", "properties": properties, "geometry": _geometry(label_point(area.boundary))}


def _town(town: Settlement) -> Feature:
    arabic = next((name.name for name in town.names if name.language == "ar"), "")
    properties = {"kind": "settlement", "en": town.name, "ar": arabic, "population": town.population or 0}
    point = {"type": "Point", "coordinates": [round(town.longitude, 3), round(town.latitude, 3)]}
    return {"type": "Feature", "properties": properties, "geometry": point}


def _names(area: Area) -> dict[str, str]:
    return {"en": area.name, "ar": next((name.name for name in area.names if name.language == "ar"), "")}


def _geometry(shape: Any, decimals: int = 3) -> Any:
    return json.loads(shapely.to_geojson(shapely.transform(shape, lambda points: points.round(decimals))))


def _pair(point: Any) -> list[float]:
    return [round(point.x, 2), round(point.y, 2)]


def _write(path: Path, features: list[Feature]) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")

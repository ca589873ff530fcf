"""Builds the gazetteer's files and the base map from the packages in requirements.txt (docs/gazetteer.md)."""

import gzip
import json
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import areas  # noqa: E402
import basemap  # noqa: E402
import places  # noqa: E402
import shapely  # noqa: E402
import slugs  # noqa: E402
from records import Area, Name, Settlement  # noqa: E402

GRID = 0.001  # degrees, about 100 m: what boundaries are rounded to
DATA = ROOT / "events" / "gazetteer" / "data"


def main() -> None:
    curated = tomllib.loads((DATA / "curated.toml").read_text("utf-8"))["place"]
    units = areas.read_units({row["iso3"]: row["iso"] for row in places.geonames_countries()})
    found = [*places.countries(areas.countries(units)), *areas.admin1(units), *areas.regions(units)]
    towns = places.settlements(units, without={place["geonames_id"] for place in curated if "geonames_id" in place})
    _drop_shared_ids(found, towns)
    slugs.give_slugs(found, towns, taken=[place["slug"] for place in curated])
    _write("areas.tsv.gz", map(_area_row, found))
    _write("settlements.tsv.gz", map(_settlement_row, sorted(towns, key=lambda t: t.country)))
    towns_shown = sorted([*places.curated_settlements(curated), *towns], key=lambda town: -(town.population or 0))
    basemap.write(ROOT / "static" / "basemap", found, towns_shown, units)
    print(
        f"{len(found)} areas, {len(towns)} settlements, {sum(len(town.names) for town in towns)} names of settlements"
    )


def _area_row(area: Area) -> dict[str, Any]:
    label = areas.label_point(area.boundary)
    return {
        "country": area.country,
        "kind": area.kind,
        "code": area.code,
        "iso_a2": area.iso_a2,
        "slug": area.slug,
        "name": area.name,
        "geonames_id": area.geonames_id,
        "population": area.population,
        "longitude": round(label.x, 4),
        "latitude": round(label.y, 4),
        "names": _names(area.names, area.name),
        "boundary": _geojson(area.boundary),
    }


def _settlement_row(town: Settlement) -> dict[str, Any]:
    return {
        "country": town.country,
        "admin1": town.admin1,
        "slug": town.slug,
        "name": town.name,
        "geonames_id": town.geonames_id,
        "population": town.population,
        "longitude": town.longitude,
        "latitude": town.latitude,
        "arabic_names": "|".join(name.name for name in town.names if name.language == "ar"),
        "other_names": "|".join(n.name for n in town.names if n.language != "ar" and n.name != town.name),
    }


def _names(names: list[Name], shown: str) -> str:
    """Return the names as JSON, each once; a translation that equals the name shown says nothing and is left out."""
    kept = {(name.name, name.language): name for name in reversed(names) if name.name != shown or name.language == "en"}
    known = {name for name, language in kept if language}
    return _json([name for name in reversed(kept.values()) if name.language or name.name not in known])


def _geojson(boundary: Any) -> str:
    coarse = shapely.set_precision(boundary, GRID)
    shape = boundary if shapely.is_empty(coarse) else coarse  # an islet, or the Vatican, is smaller than the grid
    return _json(json.loads(shapely.to_geojson(shapely.transform(shape, lambda points: points.round(5)))))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _drop_shared_ids(found: list[Area], towns: list[Settlement]) -> None:
    """Leave each GeoNames id with one place: Natural Earth gives some units the id of another, or of their capital."""
    seen = {town.geonames_id for town in towns}
    for area in found:
        if area.geonames_id in seen:
            area.geonames_id = None
        elif area.geonames_id:
            seen.add(area.geonames_id)


def _write(name: str, rows: Iterable[dict[str, Any]]) -> None:
    table = list(rows)
    lines = ["\t".join(table[0]), *("\t".join("" if v is None else str(v) for v in row.values()) for row in table)]
    content = gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0)  # the same bytes every time
    (DATA / name).write_bytes(content)
    print(f"{name}: {len(table)} rows, {len(content) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Reads the gazetteer's files into rows for the database. Knows the files' form, nothing of the database."""

import gzip
import hashlib
import json
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from events.names import phonetic_key, search_key

DATA = Path(__file__).parent / "data"
AREAS, SETTLEMENTS, CURATED = "areas.tsv.gz", "settlements.tsv.gz", "curated.toml"
COUNTRY, UNIT, DISTRICT, IN_DISTRICT = STAGES = range(4)  # of Place

Named = tuple[str, str, str]  # name, language, kind


class Place(NamedTuple):
    """One row for events_location; other places are named by slug.

    Places are loaded by `stage`, so that what a place lies in is there before it. `boundary` is GeoJSON.
    """

    stage: int
    slug: str
    name: str
    kind: str
    parent: str | None = None
    country: str | None = None
    admin1: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    boundary: str | None = None
    extent_km: float | None = None
    iso_a3: str = ""
    iso_a2: str = ""
    iso_3166_2: str = ""
    geonames_id: int | None = None
    pcode: str = ""
    population: int | None = None


class Spelling(NamedTuple):
    """One row for events_locationname."""

    slug: str
    name: str
    language: str
    kind: str
    search_key: str
    phonetic_key: str


def version() -> str:
    """Return a hash of all that is loaded, and of the keys by which it is found."""
    digest = hashlib.sha256((Path(__file__).parents[1] / "names.py").read_bytes())
    for name in (AREAS, SETTLEMENTS, CURATED):
        digest.update((DATA / name).read_bytes())
    return digest.hexdigest()[:16]


def read(only: Collection[str] = ()) -> Iterator[tuple[Place, list[Named]]]:
    """Yield every place with its names, each after what it lies in; `only` is a set of ISO 3166-1 alpha-3 codes.

    Places of no country come with any `only`: they are few, and lie between countries.
    """
    slugs: dict[str, str] = {"": ""}  # of a country by alpha-3 code, of a unit by ISO 3166-2 code
    for row in _table(AREAS, only):
        if row["country"]:
            slugs[row["code"] or row["country"]] = row["slug"]
        yield _area(row, slugs), [tuple(name) for name in json.loads(row["names"])]
    for entry in _curated_entries():
        if not only or entry.get("country", "") in {"", *slugs}:
            yield _curated(entry, slugs), [(entry["name"], "en", "official"), *map(tuple, entry["names"])]
    for row in _table(SETTLEMENTS, only):
        arabic = [(name, "ar", "alias") for name in row["arabic_names"].split("|") if name]
        others = [(name, "", "alias") for name in row["other_names"].split("|") if name]
        yield _settlement(row, slugs), [(row["name"], "", "official"), *arabic, *others]


def curated_slugs() -> frozenset[str]:
    """Return the slugs of the places that are described by hand: not all of them have an id in another gazetteer."""
    return frozenset(entry["slug"] for entry in _curated_entries())


def spellings(place: Place, names: list[Named]) -> Iterator[Spelling]:
    """Yield the rows of a place's names with the keys that they are found by."""
    for name, language, kind in dict.fromkeys(names):
        yield Spelling(place.slug, name, language, kind, search_key(name), phonetic_key(name))


def _curated_entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads((DATA / CURATED).read_text("utf-8"))["place"]
    return entries


def _table(file: str, only: Collection[str]) -> Iterator[dict[str, str]]:
    with gzip.open(DATA / file, "rt", encoding="utf-8", newline="\n") as lines:
        columns = next(lines).rstrip("\n").split("\t")
        for line in lines:
            country = line[:3].strip("\t")
            if not only or not country or country in only:
                yield dict(zip(columns, line.rstrip("\n").split("\t"), strict=True))


def _area(row: dict[str, str], slugs: dict[str, str]) -> Place:
    is_country = row["kind"] == "country"
    country = "" if is_country else slugs[row["country"]]
    return Place(
        stage=COUNTRY if is_country else UNIT,
        slug=row["slug"],
        name=row["name"],
        kind=row["kind"],
        parent=country or None,
        country=country or None,
        longitude=float(row["longitude"]),
        latitude=float(row["latitude"]),
        boundary=row["boundary"],
        iso_a3=row["country"] if is_country else "",
        iso_a2=row["iso_a2"],
        iso_3166_2=row["code"],
        geonames_id=_number(row["geonames_id"]),
        population=_number(row["population"]),
    )


def _curated(entry: dict[str, Any], slugs: dict[str, str]) -> Place:
    country, admin1 = slugs[entry.get("country", "")] or None, slugs[entry.get("admin1", "")] or None
    longitude, latitude = entry["point"]
    return Place(
        stage=IN_DISTRICT if "parent" in entry else DISTRICT,
        slug=entry["slug"],
        name=entry["name"],
        kind=entry["kind"],
        parent=entry.get("parent") or admin1 or country,
        country=country,
        admin1=admin1,
        longitude=longitude,
        latitude=latitude,
        extent_km=entry.get("extent_km"),
        geonames_id=entry.get("geonames_id"),
        pcode=entry.get("pcode", ""),
        population=entry.get("population"),
    )


def _settlement(row: dict[str, str], slugs: dict[str, str]) -> Place:
    country, admin1 = slugs[row["country"]], slugs[row["admin1"]]
    return Place(
        stage=IN_DISTRICT,
        slug=row["slug"],
        name=row["name"],
        kind="settlement",
        parent=admin1 or country,
        country=country,
        admin1=admin1 or None,
        longitude=float(row["longitude"]),
        latitude=float(row["latitude"]),
        geonames_id=int(row["geonames_id"]),
        population=_number(row["population"]),
    )


def _number(text: str) -> int | None:
    return int(text) if text else None

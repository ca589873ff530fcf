"""First-order units and countries from Natural Earth: codes, names, and boundaries that neighbours share."""

import re
from importlib.resources import files
from typing import Any

import geopandas
import rules
import shapely
from records import Area, Name

TOLERANCE = 0.015  # degrees, about 1.5 km: the size of the corners that simplifying cuts


def read_units(iso_a2: dict[str, str]) -> Any:
    """Return Natural Earth's units with our country, code and simplified boundary; `iso_a2` is by alpha-3 code."""
    units = geopandas.read_parquet(files("giso") / "data" / "ne_10m_admin_1_states_provinces.parquet")
    units["raw_code"] = units["iso_3166_2"]
    units["country"] = [_country(unit) for unit in units.itertuples()]
    units["code"] = _codes(units, iso_a2)
    units["translated"] = _is_translated(units)
    units["exact"] = units.geometry
    units["geometry"] = shapely.coverage_simplify(units.geometry.values, TOLERANCE)  # neighbours keep one border
    return units


def countries(units: Any) -> dict[str, Any]:
    """Return each country's boundary by its alpha-3 code: the sum of its units, so that both always agree."""
    held = units[units["country"] != ""]
    return {code: shapely.coverage_union_all(group.geometry.values) for code, group in held.groupby("country")}


def admin1(units: Any) -> list[Area]:
    """Return the named first-order units of every country that Natural Earth divides."""
    named = units[(units["country"] != "") & units["name"].notna()]
    divided = named.groupby("country")["code"].transform("size") > 1
    return [_area(unit, kind="admin1") for unit in named[divided].itertuples()]


def regions(units: Any) -> list[Area]:
    """Return the areas that belong to no country."""
    return [_area(unit, kind="region") for unit in units[units["country"] == ""].itertuples()]


def label_point(boundary: Any) -> Any:
    """Return the point of `boundary` farthest from its edge, in its largest part."""
    largest = max(shapely.get_parts(boundary), key=shapely.area)
    return shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=0.05), 0)


def _country(unit: Any) -> str:
    for key in (unit.raw_code, unit.adm0_a3):
        if key in rules.COUNTRY_OF:
            return rules.COUNTRY_OF[key]
    return str(unit.adm0_a3)


def _codes(units: Any, iso_a2: dict[str, str]) -> list[str]:
    """Give every unit a code of its own: its ISO 3166-2 code, or one that begins with X after the country's.

    A code that Natural Earth gives to several units stays with the largest.
    """
    by_area = sorted(units.itertuples(), key=lambda unit: -unit.geometry.area)
    taken: dict[str, str] = {}
    for unit in by_area:
        prefix = iso_a2.get(unit.country, "")
        code = rules.CODE_OF.get(unit.adm1_code) or rules.CODE_OF.get(unit.raw_code) or unit.raw_code
        if code.endswith("~"):  # Natural Earth's own mark for a code that is not ISO's
            code = f"{prefix}-{code[:-1].split('-')[-1]}"
        if code in taken:
            code = f"{prefix}-X{re.sub('[^0-9]', '', unit.adm1_code)}"
        if code in taken:
            raise ValueError(f"{unit.adm1_code}: the code {code} is taken by {taken[code]}")
        taken[code] = unit.adm1_code
    by_unit = {adm1_code: code for code, adm1_code in taken.items()}
    return [by_unit[adm1_code] for adm1_code in units["adm1_code"]]


def _is_translated(units: Any) -> Any:
    """Say of each unit whether its translations are its own, and not shared with another name of its country."""
    own = ~units["adm1_code"].isin(rules.WRONG_TRANSLATIONS)
    shared = units.duplicated(["country", "name_en"], keep=False) & ~units.duplicated(["country", "name"], keep=False)
    return own & ~shared & units["name_en"].notna()


def _area(unit: Any, *, kind: str) -> Area:
    names = list(_names(unit))
    shown = rules.ADMIN1_NAME.get(unit.adm1_code) or rules.ADMIN1_NAME.get(unit.raw_code) or names[0].name
    return Area(
        kind=kind,
        country=unit.country,
        code=unit.code if kind == "admin1" else "",
        name=shown,
        geonames_id=int(unit.gn_id) if unit.gn_id > 0 else None,
        names=[Name(shown, "en", "official"), *names],
        boundary=unit.geometry,
    )


def _names(unit: Any) -> list[Name]:
    """List the unit's names, the English one first."""
    columns = rules.NATURAL_EARTH_LANGUAGES if unit.translated else {}
    names = [Name(_text(unit.name_en if unit.translated else unit.name), "en", "official")]
    for column, language in columns.items():
        if text := _text(getattr(unit, f"name_{column}")):
            names.append(Name(text, language, "official"))
            if language == "ar" and text.split()[0] in rules.ARABIC_KIND_OF_UNIT and " " in text:
                names.append(Name(text.split(maxsplit=1)[1], "ar", "alias"))
    others = [unit.name, unit.name_local, unit.gn_name, *(_text(unit.name_alt) or "").split("|")]
    return [*names, *(Name(text, "", "alias") for text in map(_text, others) if text)]


def _text(value: Any) -> str:
    """Return a cell's text, trimmed; empty for a missing value and for one that was garbled (`N¡nive`)."""
    return " ".join(value.split()) if isinstance(value, str) and not set(value) & set("¡?\ufffd") else ""

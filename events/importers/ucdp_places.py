"""Where a row of UCDP GED happened, as a place and what it lies in."""

from functools import lru_cache

from events.importers.base import Row
from events.importers.draft import DraftPlace
from events.importers.gleditsch_ward import ISO_A3, TERRITORIES
from events.importers.place_names import is_line, settlement


def country(row: Row, number: str, adm_1: str) -> str:
    """ISO 3166-1 alpha-3 for a Gleditsch–Ward number; for an unknown number, the file's own `iso3` if it has one."""
    found = TERRITORIES.get((number, adm_1)) or ISO_A3.get(number) or row.cells.get("iso3", "").strip()
    if not found:
        row.refuse("country_id", "unknown code: a Gleditsch–Ward state number expected")
    return found


@lru_cache(maxsize=65536)
def place_of(iso_a3: str, adm_1: str, adm_2: str, name: str, precision: str) -> DraftPlace:
    """The place that the row's precision speaks of: a district of precision admin2, not the town that stands for it."""
    adm_1, adm_2, name = (words.replace(";", ",") for words in (adm_1, adm_2, name))  # our files separate names by ;
    state = DraftPlace("country", iso_a3)
    admin1 = DraftPlace("admin1", adm_1, state) if adm_1 else None
    admin2 = DraftPlace("admin2", adm_2, admin1 or state) if adm_2 else None
    if precision == "country" or not name:
        return state
    if precision == "admin1":
        return admin1 or DraftPlace("admin1", name, state)
    if precision == "admin2":
        return admin2 or DraftPlace("admin2", name, admin1 or state)
    if precision == "region":
        return DraftPlace("line" if is_line(name) else "region", name, admin1 or state)
    if precision == "sea_air":
        return DraftPlace("sea", name, state)
    own_name = settlement(name)
    return DraftPlace("settlement" if own_name else "site", own_name or name, admin2 or admin1 or state)

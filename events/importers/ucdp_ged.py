"""UCDP Georeferenced Event Dataset (GED): its columns, and what a row of it is in our terms (docs/importing.md).

All layouts so far are told apart by their header alone: 41 columns (19.1), 45 (Humanitarian Data Exchange), 49.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from typing import Any

from django.utils import translation

from events.importers import ucdp_sources
from events.importers.base import Format, Row
from events.importers.draft import Draft, DraftActor, DraftHarm, DraftPart
from events.importers.fields import (
    CellError,
    day,
    latitude,
    longitude,
    name,
    needed,
    one_of,
    shorten,
    text,
    whole_number,
)
from events.importers.ucdp_places import country, place_of
from events.precision import date_from_ucdp, place_from_ucdp
from events.wording import days

FIRST_YEAR = 1900  # an older day is a slip of the keyboard: the data set begins in 1989
STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3
EVENT_TYPES = {STATE_BASED: "armed-clash", NON_STATE: "armed-clash", ONE_SIDED: "attack"}
DEATHS = {
    "deaths_a": "side_a",
    "deaths_b": "side_b",
    "deaths_civilians": "civilians",
    "deaths_unknown": "unknown",
}
LONGEST_TITLE, LONGEST_PLACE = 200, 70
#: How a title leads to its place; a border, a river or a region takes a comma.
JOINTS = {"exact": " in ", "settlement": " in ", "near_settlement": " near ", "admin2": " in ", "admin1": " in "}


@lru_cache(maxsize=65536)
def first_day(cell: str) -> date:
    """A day on which something can have happened."""
    found = day(cell)
    if not (found.year >= FIRST_YEAR and found <= datetime.now(UTC).date()):
        raise CellError(f"the year is wrong: before {FIRST_YEAR} or in the future")
    return found


#: The columns that must be there, and how each is read.
REQUIRED: Mapping[str, Callable[[str], Any]] = {
    "id": whole_number,
    "type_of_violence": one_of({"1": STATE_BASED, "2": NON_STATE, "3": ONE_SIDED}),
    "side_a_new_id": whole_number,
    "side_a": needed,
    "side_b_new_id": whole_number,
    "side_b": needed,
    "number_of_sources": partial(whole_number, smallest=-1),
    "source_article": text,
    "where_prec": one_of({str(code): place_from_ucdp(code) for code in range(1, 8)}),
    "where_coordinates": name,
    "adm_1": name,
    "adm_2": name,
    "latitude": latitude,
    "longitude": longitude,
    "country_id": name,
    "event_clarity": one_of({"1": "single", "2": "summary"}),
    "date_prec": one_of({str(code): code for code in range(1, 6)}),
    "date_start": first_day,
    "date_end": day,
    **dict.fromkeys((*DEATHS, "low", "best", "high"), whole_number),
}
#: Used where they are there, or known and only kept beside the event.
OPTIONAL = """
iso3 source_office source_date source_headline gwnoa gwnob
relid year active_year start_year end_year code_status conflict_dset_id conflict_new_id conflict_name dyad_dset_id
dyad_new_id dyad_name side_a_dset_id side_b_dset_id source_original where_description geom_wkt priogrid_gid country
region
"""


def draft(row: Row) -> Draft:
    """One row of GED; BadRowError lists all that cannot be used."""
    given = row.values(REQUIRED)
    iso_a3 = country(row, given["country_id"], given["adm_1"])
    if given["date_end"] < given["date_start"]:
        row.refuse("date_end", f"before date_start, {given['date_start']}")
    elif given["date_end"].year > given["date_start"].year + 100:
        row.refuse("date_end", "the year is wrong: more than a century after date_start")
    row.check()
    violence, cells = given["type_of_violence"], row.cells
    parts = (
        _part(given["side_a_new_id"], given["side_a"], cells.get("gwnoa", ""), "A", violence),
        _part(given["side_b_new_id"], given["side_b"], cells.get("gwnob", ""), "B", violence),
    )
    return Draft(
        external_id=str(given["id"]),
        title=_title(given, parts),
        event_type=EVENT_TYPES[violence],
        date_start=given["date_start"],
        date_end=given["date_end"],
        date_meaning=date_from_ucdp(given["date_prec"], given["date_start"], given["date_end"]),
        place=place_of(iso_a3, given["adm_1"], given["adm_2"], given["where_coordinates"], given["where_prec"]),
        longitude=given["longitude"],
        latitude=given["latitude"],
        precision=given["where_prec"],
        clarity=given["event_clarity"],
        flags=tuple(_flags(given)),
        parts=parts,
        harm=_harm(tuple(given[column] for column in DEATHS), given["low"], given["best"], given["high"]),
        reports=ucdp_sources.reports(given["source_article"], cells),
        ucdp_type_of_violence=violence,
    )


@lru_cache(maxsize=65536)
def _part(number: int, name: str, state_number: str, side: str, violence: int) -> DraftPart:
    """One side. Order carries no blame, but the victims of one-sided violence are side B."""
    is_state = name.startswith("Government of ") or state_number.strip()[:1].isdigit()
    is_target = side == "B" and violence == ONE_SIDED
    # Our files separate names by semicolons.
    actor = DraftActor(number, name.replace(";", ","), _kind(is_state, is_target, violence))
    return DraftPart(actor, side, "target" if is_target else "lead")


def _kind(is_state: bool, is_target: bool, violence: int) -> str:
    """What one row shows an actor to be; what all rows together show is settled in events.importers.actors."""
    if is_state:
        return "state_forces"
    if is_target:
        return "civilians"
    return "rebel_group" if violence == STATE_BASED else "political_militia"


@lru_cache(maxsize=65536)
def _harm(by_group: tuple[int, ...], low: int, best: int, high: int) -> tuple[DraftHarm, ...]:
    """Deaths as given; 0 is 0. UCDP has a range for the whole event only; that row overrides the sum of the groups."""
    groups = [DraftHarm(group, "killed", best=deaths) for group, deaths in zip(DEATHS.values(), by_group, strict=True)]
    return (*groups, DraftHarm("all", "killed", low, best, high))


def _flags(given: dict[str, Any]) -> list[str]:
    """What is odd about the figures and yet real: kept as given, and said."""
    odd = {
        "low_above_best": given["low"] > given["best"],
        "best_above_high": given["best"] > given["high"],
        "best_not_sum_of_groups": given["best"] != sum(given[column] for column in DEATHS),
        "number_of_sources_not_recorded": given["number_of_sources"] == -1,
    }
    return [flag for flag, is_so in odd.items() if is_so]


def _title(given: dict[str, Any], parts: tuple[DraftPart, DraftPart]) -> str:
    """`Violence between Government of Iraq and IS in Al Fallūjah town, 24–25 January 2014`: all that UCDP tells."""
    place = shorten(given["where_coordinates"], LONGEST_PLACE)
    joint = JOINTS.get(given["where_prec"], ", ") if place else ""
    rest = f"{joint}{place}, {_days(given['date_start'], given['date_end'])}"
    room = LONGEST_TITLE - len(rest) - len("Violence against civilians by ")
    a, b = (part.actor.name for part in parts)
    if parts[1].role == "target":
        return f"Violence against civilians by {shorten(a, room)}{rest}"
    return f"Violence between {shorten(a, room // 2)} and {shorten(b, room // 2)}{rest}"


@lru_cache(maxsize=65536)
def _days(start: date, end: date) -> str:
    """The days in English, whoever imports: titles are stored."""
    with translation.override("en"):
        return days(start, end)


UCDP_GED = Format(
    name="ucdp-ged",
    title="UCDP GED",
    id_column="id",
    required=tuple(REQUIRED),
    optional=tuple(OPTIONAL.split()),
    draft=draft,
    origin=ucdp_sources.ORIGIN,
)

"""How exactly a place and a date are known, in our terms and in the codes of ACLED, UCDP GED and GTD.

Pure functions over the values of `PlacePrecision` and `DateMeaning`. The crosswalk is our own: docs/importing.md has it
as a table, with what each direction loses. A code that does not exist is a ValueError, never a guess.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple


class PlaceCodes(NamedTuple):
    """The codes of one place precision; None where the other data set has no row for it."""

    acled: int | None  # geo_precision
    ucdp: int  # where_prec
    gtd: int  # specificity


PLACE: Mapping[str, PlaceCodes] = {
    "exact": PlaceCodes(acled=1, ucdp=1, gtd=1),
    "settlement": PlaceCodes(acled=1, ucdp=1, gtd=1),
    "near_settlement": PlaceCodes(acled=2, ucdp=2, gtd=3),
    "admin2": PlaceCodes(acled=2, ucdp=3, gtd=3),
    "admin1": PlaceCodes(acled=3, ucdp=4, gtd=4),
    "region": PlaceCodes(acled=3, ucdp=5, gtd=4),
    "country": PlaceCodes(acled=None, ucdp=6, gtd=5),
    "sea_air": PlaceCodes(acled=3, ucdp=7, gtd=5),
    "unknown": PlaceCodes(acled=None, ucdp=6, gtd=5),
}

# Where one foreign code covers several of ours, the one that claims no more than the code says.
_FROM_ACLED = {1: "settlement", 2: "near_settlement", 3: "region"}
_FROM_UCDP = {
    1: "settlement", 2: "near_settlement", 3: "admin2", 4: "admin1", 5: "region", 6: "country", 7: "sea_air",
}  # fmt: skip
_FROM_GTD = {1: "settlement", 2: "admin2", 3: "admin2", 4: "admin1", 5: "unknown"}


def place_to_acled(precision: str) -> int | None:
    """ACLED geo_precision; None where ACLED would not code the event."""
    return _codes(precision).acled


def place_to_ucdp(precision: str) -> int:
    """UCDP where_prec."""
    return _codes(precision).ucdp


def place_to_gtd(precision: str) -> int:
    """GTD specificity."""
    return _codes(precision).gtd


def place_from_acled(geo_precision: int) -> str:
    return _named(_FROM_ACLED, geo_precision, "geo_precision")


def place_from_ucdp(where_prec: int) -> str:
    return _named(_FROM_UCDP, where_prec, "where_prec")


def place_from_gtd(specificity: int) -> str:
    """GTD 2 (town known, its coordinates not) has the centroid of the smallest unit for its point, as 3 has."""
    return _named(_FROM_GTD, specificity, "specificity")


def date_to_ucdp(start: date, end: date) -> int:
    """UCDP date_prec of the interval from `start` to `end`, both included."""
    days = _days(start, end)
    if days <= 6:
        return 1 if days == 1 else 2
    if days == 7:
        return 3
    return 4 if days <= 31 else 5


def date_to_acled(start: date, end: date) -> int | None:
    """ACLED time_precision of the interval; None where it is longer than a month, which ACLED does not code."""
    days = _days(start, end)
    if days == 1:
        return 1
    if days <= 7:
        return 2
    return 3 if days <= 31 else None


def date_from_ucdp(date_prec: int, start: date, end: date) -> str:
    """What the interval of a UCDP row means: `on_day`, `lasted` or `within`."""
    if date_prec not in range(1, 6):
        raise ValueError(f"UCDP date_prec is 1 to 5, not {date_prec}")
    if date_prec > 1:
        return "within"
    return "on_day" if _days(start, end) == 1 else "lasted"


def date_from_acled(time_precision: int, day: date) -> tuple[date, date, str]:
    """(first day, last day, meaning) of an ACLED row: 2 is a week around its day, 3 the month of its day."""
    if time_precision == 1:
        return day, day, "on_day"
    if time_precision == 2:
        return day - timedelta(days=3), day + timedelta(days=3), "within"
    if time_precision == 3:
        return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]), "within"
    raise ValueError(f"ACLED time_precision is 1 to 3, not {time_precision}")


def _days(start: date, end: date) -> int:
    if end < start:
        raise ValueError(f"{end} is before {start}")
    return (end - start).days + 1


def _codes(precision: str) -> PlaceCodes:
    try:
        return PLACE[precision]
    except KeyError:
        raise ValueError(f"{precision!r} is not a place precision") from None


def _named(names: Mapping[int, str], code: int, column: str) -> str:
    try:
        return names[code]
    except KeyError:
        raise ValueError(f"{column} is 1 to {max(names)}, not {code}") from None

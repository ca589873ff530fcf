"""The public record in words: dates, places and figures said so that nobody reads more into them than is known.

Pure functions over plain values. Pages, map pop-ups and JSON all take their sentences from here.
"""

from datetime import date, timedelta

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

NOT_KNOWN = "not known"


def number(value: int) -> str:
    """An integer with its thousands told apart: 12,345."""
    return f"{value:,}"


def plural(count: int, noun: str, nouns: str = "") -> str:
    """`1 event`, `2 events`; `nouns` where the plural is irregular."""
    return f"{number(count)} {noun if count == 1 else nouns or noun + 's'}"


# --- Dates -----------------------------------------------------------------------------------------------------------


def day(value: date) -> str:
    return f"{value.day} {month(value)}"


def month(value: date) -> str:
    return f"{MONTHS[value.month - 1]} {value.year}"


def days(start: date, end: date) -> str:
    """An interval as short as English allows: `3–9 May 2018`, `28 October – 3 November 2018`."""
    if start == end:
        return day(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {day(end)}"
    return f"{day(start)} – {day(end)}"


def when(start: date | None, end: date | None, meaning: str, *, several: bool = False) -> str:
    """When an event happened, by what its interval means (`on_day`, `lasted`, `within`); `several` incidents in one."""
    if start is None or end is None:
        return f"date {NOT_KNOWN}"
    if start == end:
        return day(start)
    if meaning == "lasted":
        return f"{days(start, end)} (lasted {plural((end - start).days + 1, 'day')})"
    vaguely = "on days" if several else "on a day"
    return _whole_months(start, end) or f"{days(start, end)}, {vaguely} {NOT_KNOWN}"


def _whole_months(start: date, end: date) -> str:
    """The vague words for an interval of whole months; empty for any other."""
    if start.day != 1 or (end + timedelta(days=1)).day != 1:
        return ""
    if (start.month, end.month) == (1, 12):
        years = str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
        return f"some time in {years}"
    if (start.year, start.month) == (end.year, end.month):
        return f"some time in {month(start)}"
    first = MONTHS[start.month - 1] if start.year == end.year else month(start)
    return f"some time from {first} to {month(end)}"


# --- Figures ---------------------------------------------------------------------------------------------------------


def figure(low: int | None, best: int | None, high: int | None) -> str:
    """A range in words. Null is not known, never 0; figures that do not rise are shown as their data set gives them."""
    core, rest = _range(low, best, high)
    return f"{core} {rest}".strip()


def harm(outcome: str, low: int | None, best: int | None, high: int | None) -> str:
    """`4 or more killed`, `about 12 injured (10 to 15)`, `nobody killed`, `number killed not known`."""
    if low is None and best is None and high is None:
        return f"number {outcome} {NOT_KNOWN}"
    core, rest = _range(low, best, high)
    core = "nobody" if core == "0" else core
    return f"{core} {outcome} {rest}".strip()


def sums(low: int, best: int, high: int, *, none_given: bool) -> tuple[str, str]:
    """Figures added up over many events, as (figure, range): `("1,234", "1,100 to 1,500")`; the range may be empty.

    An event may give only a lower bound, so the sum of best or high figures can fall short of that of low ones; then
    only the lower bound holds.
    """
    if none_given:
        return NOT_KNOWN, ""
    if not low <= best <= high:
        return f"{number(low)} or more", ""
    return number(best), "" if low == high else f"{number(low)} to {number(high)}"


def _range(low: int | None, best: int | None, high: int | None) -> tuple[str, str]:
    """The figure and what is to be said after its noun: `("about 12", "(10 to 15)")`."""
    given = [value for value in (low, best, high) if value is not None]
    if not given:
        return NOT_KNOWN, ""
    if given != sorted(given):
        parts = zip(("low", "best", "high"), (low, best, high), strict=True)
        words = ", ".join(f"{name} {number(value)}" for name, value in parts if value is not None)
        return number(best if best is not None else given[0]), f"(as its data set gives it: {words})"
    if best is None:
        return _bounds(low, high), ""
    return _around(best, low, high)


def _bounds(low: int | None, high: int | None) -> str:
    if low is None or (low == 0 and high):
        return f"up to {number(high or 0)}" if high else "0"
    if high is None:
        return f"{number(low)} or more"
    return number(low) if low == high else f"{number(low)} to {number(high)}"


def _around(best: int, low: int | None, high: int | None) -> tuple[str, str]:
    if low == high == best or (best == 0 and not high):
        return number(best), ""
    if high is None:
        if low == best:
            return f"{number(best)} or more", ""
        return f"about {number(best)}", "" if low is None else f"({number(low)} or more)"
    if low is None:
        return f"about {number(best)}", f"(up to {number(high)})"
    if low == best:
        return number(best), f"(perhaps up to {number(high)})"
    if high == best:
        return number(best), f"(perhaps as few as {number(low)})" if low else "(perhaps none)"
    return f"about {number(best)}", f"({number(low)} to {number(high)})"


# --- Places ----------------------------------------------------------------------------------------------------------

#: What readers call the levels of administration that the field numbers.
UNITS = {"admin1": "Province or state", "admin2": "District"}


def where(precision: str, place: str, radius_km: float | None = None) -> str:
    """How exactly the place is known, as a sentence without its full stop."""
    if precision == "unknown" or (not place and precision != "sea_air"):
        return f"Place {NOT_KNOWN}"
    distance = f", within about {radius_km:g} km" if radius_km else ""
    return {
        "exact": f"At a known spot: {place}",
        "settlement": f"In {place}",
        "near_settlement": f"Near {place}{distance}; the spot is {NOT_KNOWN}",
        "country": f"Somewhere in {place}; no closer place is known",
        "sea_air": f"At sea or in the air{': ' + place if place else ''}",
    }.get(precision, f"Somewhere in {place}; no closer place is known")


def is_pin(precision: str) -> bool:
    """Whether a map may draw the event as one spot; anything coarser is a ring, an area or a line of a list."""
    return precision in {"exact", "settlement"}


# --- Who did it ------------------------------------------------------------------------------------------------------

ATTRIBUTION = {
    "undisputed": "No source in this record disputes who did it.",
    "likely": "Sources point to who did it, but it is not certain.",
    "contested": "Who did it is contested: sources in this record disagree.",
    "unknown": "Nobody in this record says who did it.",
}


ROLES = {"lead": "Took the lead", "associate": "Gave support", "target": "Was the target"}


def rivals(names: str) -> str:
    """Those blamed, when each may have done it without the others: `A; B; C` → `A, or B, or C`."""
    return ", or ".join(names.split("; "))


def who(side_a: str, side_b: str, *, blamed: str = "") -> str:
    """Who against whom in a few words: `A / B`. `blamed` are rival answers, which a list must not show as allies."""
    if blamed and side_a == blamed:
        target = f", against {side_b}" if side_b else ""
        return f"blamed on {rivals(blamed)}{target}"
    return " / ".join(filter(None, (side_a, side_b)))


def attribution(value: str) -> str:
    """What the record says about who did it, as a sentence."""
    return ATTRIBUTION.get(value, ATTRIBUTION["unknown"])

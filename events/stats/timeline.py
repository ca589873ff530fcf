"""When: the selection by day, week, month or year, as its span asks."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from events.filters import EventFilter
from events.stats.copy import copy
from events.stats.selection import where

MAX_BINS = 120  # as many bars as can be told apart
A_MONDAY = date.min  # so that no number is below 0, where DuckDB would round to the other side


@dataclass(frozen=True)
class Bin:
    """One bar: events certainly in it, and the share in it of events known only to lie in a longer interval.

    `deaths` is the sum of best figures of the certain ones.
    """

    start: date
    end: date
    events: int
    spread: float
    deaths: int


#: By an interval's whole days in the selection: unit.
UNITS = ((MAX_BINS, "day"), (MAX_BINS * 7, "week"), (MAX_BINS * 31, "month"))
#: By number of the first and of the last month: events, deaths, the first and the last day.
MONTHS = """
select first_month, last_month, events, deaths, first, last
from (select period as code, count(*) as events, coalesce(sum(deaths_best), 0)::bigint as deaths,
             min(date_start) as first, max(date_end) as last
      from event where {where} group by 1) join period using (code)
"""
#: The same by number of the day, for short times. Whole numbers are grouped twice as quickly as dates.
DAYS = f"""
select date_start - date '{A_MONDAY}', date_end - date '{A_MONDAY}', count(*), coalesce(sum(deaths_best), 0)::bigint
from event where {{where}} group by 1, 2
"""
IN_A_BIN = {"day": 1, "week": 7, "month": 1, "year": 12}  # days, or months


def timeline(event_filter: EventFilter) -> tuple[str, list[Bin]]:
    """Return the unit ("day", "week", "month" or "year") and one Bin for each, without gaps. Raises InvalidFilter.

    The sums of `events` and of `spread` over all bins add up to the number of events selected.
    """
    clause, values = where(event_filter)
    months = copy.select(MONTHS.format(where=clause), values)
    if not months:
        return "year", []
    unit = unit_of(min(row[4] for row in months), max(row[5] for row in months))
    is_short = unit in ("day", "week")
    counted = copy.select(DAYS.format(where=clause), values) if is_short else [row[:4] for row in months]
    size = IN_A_BIN[unit]
    return unit, _bins(unit, [(first // size, last // size, some, killed) for first, last, some, killed in counted])


def unit_of(first: date, last: date) -> str:
    """The unit in which bars from the first to the last day can be told apart."""
    return next((unit for days, unit in UNITS if (last - first).days < days), "year")


def _bins(unit: str, counted: list[tuple[int, int, int, int]]) -> list[Bin]:
    """Bins from (number of the first, number of the last, events, deaths); a pair of numbers may occur again."""
    lowest, highest = min(row[0] for row in counted), max(row[1] for row in counted)
    size = highest - lowest + 1
    events, deaths, rises = [0] * size, [0] * size, [0.0] * (size + 1)
    for first, last, some, killed in counted:
        if first == last:
            events[first - lowest] += some
            deaths[first - lowest] += killed
        else:
            share = some / (last - first + 1)
            rises[first - lowest] += share
            rises[last - lowest + 1] -= share
    spread = [round(share, 9) for share in accumulate(rises)]  # what rose and fell again is 0
    days = [_first_day(unit, number) for number in range(lowest, highest + 2)]
    return [
        Bin(days[place], days[place + 1] - timedelta(days=1), events[place], spread[place], deaths[place])
        for place in range(size)
    ]


def _first_day(unit: str, number: int) -> date:
    if unit == "year":
        return date(number, 1, 1)
    if unit == "month":
        return date(number // 12, number % 12 + 1, 1)
    return A_MONDAY + timedelta(days=number * (7 if unit == "week" else 1))

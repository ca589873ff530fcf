"""When: the selection by day, week, month or year, as its span asks."""

from dataclasses import dataclass
from datetime import date

from events.filters import EventFilter
from events.stats.copy import copy
from events.stats.selection import where

MAX_BINS = 120  # as many bars as can be told apart


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


#: By an interval's whole days in the selection: unit, as DuckDB calls it.
UNITS = ((MAX_BINS, "day"), (MAX_BINS * 7, "week"), (MAX_BINS * 31, "month"))

BINS = """
with chosen as (select date_trunc('{unit}', date_start)::date as first, date_trunc('{unit}', date_end)::date as last,
                       deaths_best from event where {where}),
whole as (select first as start, count(*) as events, coalesce(sum(deaths_best), 0) as deaths
          from chosen where first = last group by 1),
part as (select bin::date as start, sum(1.0 / n) as spread
         from (select unnest(generate_series(first, last, interval 1 {unit})) as bin,
                      date_diff('{unit}', first, last) + 1 as n
               from chosen where first < last) group by 1),
span as (select unnest(generate_series(min(first), max(last), interval 1 {unit}))::date as start from chosen)
select start, (start + interval 1 {unit} - interval 1 day)::date,
       coalesce(events, 0), coalesce(spread, 0), coalesce(deaths, 0)
from span left join whole using (start) left join part using (start) order by start
"""


def timeline(event_filter: EventFilter) -> tuple[str, list[Bin]]:
    """Return the unit ("day", "week", "month" or "year") and one Bin for each, without gaps. Raises InvalidFilter.

    The sums of `events` and of `spread` over all bins add up to the number of events selected.
    """
    clause, values = where(event_filter)
    (span,) = copy.select(f"select date_diff('day', min(date_start), max(date_end)) from event where {clause}", values)
    if span[0] is None:
        return "year", []
    unit = next((unit for days, unit in UNITS if span[0] < days), "year")
    return unit, [Bin(*row) for row in copy.select(BINS.format(unit=unit, where=clause), values)]

"""Where and when at once: the selection by cell of a map and bin of the timeline, to be played through time."""

from dataclasses import dataclass, replace
from datetime import date

from events.filters import EventFilter
from events.filters.conditions import ON_THE_MAP
from events.stats.cells import Cell, cells
from events.stats.copy import copy
from events.stats.grid import Grid
from events.stats.selection import where

LARGEST = 25_000  # steps; with more of them cells are made larger


@dataclass(frozen=True)
class Step:
    """One cell in one bin: events certainly in it, and the share in it of events known only to lie in a longer time.

    Deaths likewise, as cells count them. `cell` is a place in the list of cells, `start` the first day of the bin.
    """

    cell: int
    start: date
    events: int
    spread: float
    deaths: int
    spread_deaths: float


STEPS = """
with pair as (select {column} as x, {row} as y, date_trunc('{unit}', date_start)::date as first,
                     date_trunc('{unit}', date_end)::date as last, count(*) as events,
                     coalesce(sum(coalesce(deaths_best, deaths_low)), 0) as deaths
              from event where {where} and {on_the_map} and {inside} group by all),
shared as (select x, y, unnest(generate_series(first, last, interval 1 {unit}))::date as start, first < last as is_part,
                  events, deaths, date_diff('{unit}', first, last) + 1 as n from pair)
select x, y, start, coalesce(sum(events) filter (not is_part), 0)::bigint,
       coalesce(sum(events / n) filter (is_part), 0), coalesce(sum(deaths) filter (not is_part), 0)::bigint,
       coalesce(sum(deaths / n) filter (is_part), 0)
from shared group by x, y, start order by start, y, x
"""


def steps(event_filter: EventFilter, grid: Grid, unit: str) -> tuple[list[Cell], list[Step]]:
    """Return the cells of `grid` and what is in each in which bin of `unit` ("day" … "year"). Raises InvalidFilter.

    A bin's sums over all cells are those of the timeline, for events that a map shows as a spot or a ring.
    """
    clause, values = where(event_filter)
    sql = STEPS.format(
        column=grid.column, row=grid.row, unit=unit, where=clause, on_the_map=ON_THE_MAP, inside=grid.inside
    )
    found = copy.select(sql, values)
    if len(found) > LARGEST and grid.parts > 1:
        return steps(event_filter, replace(grid, parts=grid.parts // 2), unit)
    known = cells(event_filter, grid)
    places = {(cell.column, cell.row): place for place, cell in enumerate(known)}
    return known, [Step(places[x, y], *rest) for x, y, *rest in found]

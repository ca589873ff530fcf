"""Where: the selection as signs for a map, one for each spot where there are few, else one for each cell of a grid."""

from dataclasses import dataclass

from events.filters import EventFilter
from events.filters.conditions import ON_THE_MAP
from events.stats.copy import copy
from events.stats.grid import Grid
from events.stats.selection import where

SPOTS = 400  # as many as a map shows one by one
SIFTED = 50_000  # events; among more, looking for the spots takes longer than it is worth


@dataclass(frozen=True)
class Cell:
    """Events that a map shows as one sign, at their mean position, and the box in degrees that they lie in.

    `deaths` adds up best figures, or the lowest where no best one is given; `without_deaths` events give neither.
    `coarse` of them are known no better than near a settlement. `event_type` is that of more than half of them, else
    empty; `place` (a slug, or empty) that of one of them; `id` the only event's id if there is just one.
    """

    latitude: float
    longitude: float
    events: int
    deaths: int
    without_deaths: int
    coarse: int
    west: float
    south: float
    east: float
    north: float
    event_type: str
    place: str
    id: int | None
    column: float
    row: float

    @property
    def is_spot(self) -> bool:
        """Whether all of them lie on one spot."""
        return self.west == self.east and self.south == self.north


#: By type first, since counting within few groups is quick and there are few types.
CELLS = """
with part as (
  select {column} as x, {row} as y, event_type, count(*) as n, sum(coalesce(deaths_best, deaths_low)) as deaths,
         count(coalesce(deaths_best, deaths_low)) as given, count(*) filter (precision_rank > 2) as coarse,
         sum(latitude) as latitudes, sum(longitude) as longitudes, min(longitude) as west, min(latitude) as south,
         max(longitude) as east, max(latitude) as north, arg_min(place, id) as place,
         min(id) as id
  from event where {where} and {on_the_map} and {inside} group by all
)
select sum(latitudes) / sum(n), sum(longitudes) / sum(n), sum(n)::bigint, coalesce(sum(deaths), 0)::bigint,
       (sum(n) - sum(given))::bigint, sum(coarse)::bigint, min(west), min(south), max(east), max(north),
       case when 2 * max(n) > sum(n) then arg_max(event_type, n) end, arg_min(place, id),
       case when sum(n) = 1 then min(id) end, x, y
from part group by x, y order by y, x
"""


def cells(event_filter: EventFilter, grid: Grid) -> list[Cell]:
    """Return the cells of `grid` that have events of the selection. Raises InvalidFilter."""
    return _cells(event_filter, grid, grid.column, grid.row)


def signs(event_filter: EventFilter, grid: Grid) -> list[Cell]:
    """Return the spots of the selection in `grid`; its cells where there are more than SPOTS. Raises InvalidFilter."""
    found = cells(event_filter, grid)
    if len(found) > SPOTS or sum(cell.events for cell in found) > SIFTED or all(cell.is_spot for cell in found):
        return found
    return _cells(event_filter, grid, "longitude", "latitude") if _has_few_spots(event_filter, grid) else found


def _has_few_spots(event_filter: EventFilter, grid: Grid) -> bool:
    """Stops looking as soon as it knows."""
    clause, values = where(event_filter)
    spots = (
        f"select distinct longitude, latitude from event where {clause} and {ON_THE_MAP} and {grid.inside} "
        f"limit {SPOTS + 1}"
    )
    return bool(copy.select(f"select count(*) <= {SPOTS} from ({spots})", values)[0][0])


def _cells(event_filter: EventFilter, grid: Grid, column: str, row: str) -> list[Cell]:
    clause, values = where(event_filter)
    sql = CELLS.format(column=column, row=row, where=clause, on_the_map=ON_THE_MAP, inside=grid.inside)
    rows = copy.select(sql, values)
    return [Cell(*(*row[:10], copy.word(row[10]), copy.word(row[11]), *row[12:])) for row in rows]

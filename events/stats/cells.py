"""Where: the selection in cells of a grid that follows the zoom, for maps of any number of events."""

from dataclasses import dataclass

from events.filters import EventFilter
from events.filters.fields import Box
from events.stats.copy import copy
from events.stats.selection import where

CELL_PIXELS = 32  # of a map whose world is 256 pixels wide at zoom 0


@dataclass(frozen=True)
class Cell:
    """Events with a point in one cell: their number, deaths (best figures), mean position, and how widely they lie.

    `id` is the only event's id if there is just one, `coarse` how many are known no better than near a settlement.
    """

    latitude: float
    longitude: float
    events: int
    deaths: int
    coarse: int
    id: int | None


CELLS = """
select avg(latitude), avg(longitude), count(*), coalesce(sum(deaths_best), 0),
       count(*) filter (precision_rank > 2), case when count(*) = 1 then min(id) end
from event
where {where} and latitude is not null and longitude between ? and ? and latitude between ? and ?
group by floor(longitude / ?), floor(latitude / ?)
"""


def cells(event_filter: EventFilter, box: Box, zoom: int) -> list[Cell]:
    """Return the cells of the selection inside `box` at `zoom` (0–20). Raises InvalidFilter."""
    clause, values = where(event_filter)
    degrees = 360 / 256 / 2**zoom * CELL_PIXELS
    bounds = [box.west, box.east, box.south, box.north]
    return [Cell(*row) for row in copy.select(CELLS.format(where=clause), [*values, *bounds, degrees, degrees])]

"""The selection as vector tiles, for QGIS, MapLibre and the like. What is counted comes from the column copy; PostGIS
writes the few hundred points of a tile in the format (docs/adr/0011)."""

from typing import Any

from django.db import connections
from django.http import Http404, HttpRequest, HttpResponse

from events.filters import EventFilter
from events.filters.fields import RECORD
from events.stats.cells import Cell, signs
from events.stats.grid import MAX_ZOOM, Grid, column_of, row_of
from events.views.map_data import refused
from events.views.page import public_page

EXTENT = 4096  # units on a side of a tile, the format's default
#: A list for each column of `_point`; an event that stands alone gets its code, precision and dates.
ENCODE = """
select st_asmvt(feature, 'events', %s, 'point') from (
  select st_makepoint(x, y) as point, events, deaths, without_deaths, coarse, one.event_type, is_spot,
         e.code, e.precision, e.date_start::text, e.date_end::text
  from unnest(%s::float8[], %s::float8[], %s::int[], %s::int[], %s::int[], %s::int[], %s::text[], %s::bool[],
              %s::bigint[]) as one(x, y, events, deaths, without_deaths, coarse, event_type, is_spot, id)
  left join events_publishedevent e on e.id = one.id
) feature
"""
COLUMNS = 9


@public_page
def tile(request: HttpRequest, z: int, x: int, y: int) -> HttpResponse:
    if z > MAX_ZOOM or max(x, y) >= 2**z:
        raise Http404(f"There is no tile {z}/{x}/{y}.")
    event_filter = EventFilter(request.GET, strict=True)
    if not event_filter.is_valid():
        return refused(event_filter.errors)
    grid = Grid(z, x, y, x, y)
    rows = [_point(cell, grid) for cell in signs(event_filter, grid)]
    columns = [*map(list, zip(*rows, strict=True))] or [[]] * COLUMNS
    with connections[RECORD].cursor() as cursor:
        cursor.execute(ENCODE, [EXTENT, *columns])
        (body,) = cursor.fetchone()
    return HttpResponse(bytes(body), content_type="application/vnd.mapbox-vector-tile")


def _point(cell: Cell, grid: Grid) -> tuple[Any, ...]:
    """A row for ENCODE. Deaths that nobody gives are absent, and not 0."""
    x = (column_of(cell.longitude, grid.zoom) - grid.west) * EXTENT
    y = (row_of(cell.latitude, grid.zoom) - grid.north) * EXTENT
    deaths = cell.deaths if cell.without_deaths < cell.events else None
    figures = (cell.events, deaths, cell.without_deaths, cell.coarse)
    return (x, y, *figures, cell.event_type or None, cell.is_spot, cell.id)

"""The grid that maps are cut into: tiles z/x/y of the Web Mercator map, each cut into cells.

Each spot lies in one tile of a zoom and in one cell of it, so counts by tile add up. A western or southern edge belongs
to its tile. What is farther north or south than the map reaches counts in the tile at its edge.
"""

from dataclasses import dataclass
from math import asinh, atan, degrees, pi, radians, sinh, tan

from events.filters.fields import Box

PARTS = 8  # cells on a side of a tile, 32 pixels each
MAX_ZOOM = 20


def latitude(row: float, zoom: int) -> float:
    """Degrees of the northern edge of a row of tiles."""
    return degrees(atan(sinh(pi * (1 - 2 * row / 2**zoom))))


def longitude(column: float, zoom: int) -> float:
    """Degrees of the western edge of a column of tiles."""
    return 360 * column / 2**zoom - 180


def column_of(degrees_east: float, zoom: int) -> float:
    return (degrees_east + 180) / 360 * 2**zoom


def row_of(degrees_north: float, zoom: int) -> float:
    return (1 - asinh(tan(radians(max(-85.06, min(85.06, degrees_north))))) / pi) / 2 * 2**zoom


@dataclass(frozen=True)
class Grid:
    """Tiles of one zoom from `west` to `east` and `north` to `south`, all included; `parts` cells on a side of each."""

    zoom: int
    west: int
    north: int
    east: int
    south: int
    parts: int = PARTS

    @classmethod
    def around(cls, box: Box, zoom: int) -> "Grid":
        """The tiles that cover `box`; all round the Earth if it crosses the 180th meridian."""
        last = 2**zoom - 1
        columns = (box.west, box.east) if box.west <= box.east else (-180.0, 180.0)
        west, east = (max(0, min(last, int(column_of(edge, zoom)))) for edge in columns)
        north, south = (max(0, min(last, int(row_of(edge, zoom)))) for edge in (box.north, box.south))
        return cls(zoom, west, north, east, south)

    @property
    def inside(self) -> str:
        """SQL: whether a spot lies in these tiles. The last ones of the map have its edge too."""
        last = 2**self.zoom - 1
        edges = [f"longitude >= {longitude(self.west, self.zoom)!r}"]
        if self.east < last:
            edges.append(f"longitude < {longitude(self.east + 1, self.zoom)!r}")
        if self.north > 0:
            edges.append(f"latitude < {latitude(self.north, self.zoom)!r}")
        if self.south < last:
            edges.append(f"latitude >= {latitude(self.south + 1, self.zoom)!r}")
        return " and ".join(edges)

    @property
    def column(self) -> str:
        """SQL: the column of cells that a spot inside lies in, counted from the western edge of the map."""
        return f"case {' '.join(map(self._columns_of_tile, range(self.east, self.west - 1, -1)))} end::int"

    @property
    def row(self) -> str:
        """SQL: the row of cells that a spot inside lies in. Rows of one tile are equally high in degrees."""
        return f"case {' '.join(map(self._rows_of_tile, range(self.north, self.south + 1)))} end::int"

    def _columns_of_tile(self, column: int) -> str:
        west, east = longitude(column, self.zoom), longitude(column + 1, self.zoom)
        is_here = "true" if column == self.west else f"longitude >= {west!r}"
        return f"when {is_here} then {self._cell(column, f'(longitude - {west!r})', east - west)}"

    def _rows_of_tile(self, row: int) -> str:
        north, south = latitude(row, self.zoom), latitude(row + 1, self.zoom)
        is_here = "true" if row == self.south else f"latitude >= {south!r}"
        return f"when {is_here} then {self._cell(row, f'({north!r} - latitude)', north - south)}"

    def _cell(self, tile: int, distance: str, size: float) -> str:
        """Which cell lies so many degrees from the edge. Whatever rounding does, the cell is one of its tile."""
        return f"{tile * self.parts} + greatest(0, least({self.parts - 1}, floor({distance} * {self.parts / size!r})))"

"""Where on the picture a place of the Earth is: Web Mercator, fitted to the room that the map has."""

from dataclasses import dataclass
from math import log2

from events.filters.fields import Box
from events.pictures.sheet import Room
from events.stats.grid import column_of, latitude, longitude, row_of

TILE = 256  # pixels on a side, which zooms are counted in
CLOSEST = 9  # zoom; an event alone is shown with what is around it
AIR = 1.3  # room around the outermost events
WORLD = Box(-180, -58, 180, 76)  # what is shown of it where there is nothing to show


@dataclass(frozen=True)
class Projection:
    """The world is `size` units wide; `left`, `top` is where its corner lies on the picture."""

    room: Room
    size: float
    left: float
    top: float

    @classmethod
    def fitted(cls, box: Box, room: Room) -> "Projection":
        west, east = column_of(box.west, 0), column_of(box.east, 0)
        north, south = row_of(box.north, 0), row_of(box.south, 0)
        closest = TILE * 2.0**CLOSEST
        wide, high = max((east - west) * AIR, room.width / closest), max((south - north) * AIR, room.height / closest)
        size = max(TILE, min(room.width / wide, room.height / high))
        left = room.x + room.width / 2 - (west + east) / 2 * size
        top = room.y + room.height / 2 - (north + south) / 2 * size
        return cls(room, size, left, top)

    @property
    def zoom(self) -> int:
        return int(log2(self.size / TILE))

    @property
    def sight(self) -> Box:
        """What of the Earth lies in the room."""
        columns = [(edge - self.left) / self.size for edge in (self.room.x, self.room.right)]
        rows = [(edge - self.top) / self.size for edge in (self.room.bottom, self.room.y)]
        west, east = (max(-180.0, min(180.0, longitude(column, 0))) for column in columns)
        south, north = (latitude(max(0.0, min(1.0, row)), 0) for row in rows)
        return Box(west, south, east, north)

    def spot(self, degrees_east: float, degrees_north: float) -> tuple[float, float]:
        """Units from the left and from the top of the picture."""
        return self.left + column_of(degrees_east, 0) * self.size, self.top + row_of(degrees_north, 0) * self.size

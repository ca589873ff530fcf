"""Where a place is, as a map picker needs it."""

from typing import TypedDict

from django.contrib.gis.db.models import Extent

from events.models import Location
from events.models.event import PRECISION_FOR_KIND

# Half the width, in km, of what a map shows around a place without a boundary.
AROUND_POINT = 12.0
KM_PER_DEGREE = 111.0


class Whereabouts(TypedDict):
    """`point` is (latitude, longitude); `box` is (west, south, east, north); both in degrees, null if not known."""

    name: str
    point: tuple[float, float] | None
    box: tuple[float, float, float, float] | None
    precision: str


def of(place: Location) -> Whereabouts:
    """The whereabouts of `place`; what it lies in stands in for a place of unknown position."""
    return {
        "name": place.name,
        "point": (place.point.y, place.point.x) if place.point else None,
        "box": _box(place),
        "precision": PRECISION_FOR_KIND[place.kind],  # type: ignore[index]
    }


def _box(place: Location) -> tuple[float, float, float, float] | None:
    around = Location.objects.filter(pk=place.pk).aggregate(box=Extent("boundary"))["box"]
    if around:
        return around
    if place.point:
        reach = (place.extent_km or AROUND_POINT) / KM_PER_DEGREE
        x, y = place.point.coords
        return x - reach, y - reach, x + reach, y + reach
    up = place.admin1 or place.country
    return _box(up) if up and up.pk != place.pk else None

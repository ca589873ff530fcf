"""A selection on the map: signs where the place is known, and a line that counts what a map cannot show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import cos, radians, sqrt
from typing import Any

from django.utils.translation import gettext, ngettext

from events import wording
from events.filters import EventFilter
from events.models import PublishedEventType, PublishedPlace
from events.pictures.basemap import ground
from events.pictures.lettering import width
from events.pictures.projection import WORLD, Projection
from events.pictures.said import Said
from events.pictures.sheet import ACCENT, INK, MARK, TYPES, Mark, Sheet
from events.stats.cells import SPOTS, Cell, signs
from events.stats.grid import Grid
from events.stats.names import called
from events.stats.places import NEAR_KM, Area, areas, extent
from events.templatetags.words import symbol_name

WIDTH, HEIGHT = 1200, 900
NAMED = 3  # areas that the line names
LARGEST, LEAST = 26, 2.5  # radius of circles
FIGURES = 13  # size of the figure in a circle that can hold it
KEY = 60  # height of the key below the map
KM_ROUND = 40_075.0  # the Earth, at the equator


@dataclass(frozen=True)
class Circle:
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Count:
    """How many events a sign stands for."""

    x: float
    y: float
    text: str


def map_picture(event_filter: EventFilter, url: str) -> str:
    """SVG. Raises InvalidFilter."""
    sheet = Sheet.of(Said.of(event_filter, url), WIDTH, HEIGHT)
    sheet.foot(gettext("Ground: Natural Earth, GeoNames"), 14)
    for line in _not_shown(areas(event_filter)):
        sheet.write(line, 16, most=2)
    box, room = extent(event_filter), replace(sheet.room, height=sheet.room.height - KEY)
    projection = Projection.fitted(box or WORLD, room)
    found = signs(event_filter, Grid.around(projection.sight, projection.zoom)) if box else []
    sheet.top = room.bottom + 12
    if found:
        sheet.key(_key(found))
    below = ground(projection, [projection.spot(cell.longitude, cell.latitude) for cell in found])
    return sheet.draw("map", room=room, ground=below, **_signs(found, projection))


def _not_shown(known: list[Area]) -> Iterator[str]:
    """A sentence that counts the events whose place is known by an area only, and names the largest areas."""
    count = sum(area.events for area in known)
    if not count:
        return
    words = ngettext(
        "Not on the map: %(number)s event known only by an area, or not even that (%(areas)s)",
        "Not on the map: %(number)s events known only by an area, or not even that (%(areas)s)",
        count,
    )
    slugs = [area.place for area in known[:NAMED]]
    names = dict(PublishedPlace.objects.using("public").filter(slug__in=slugs).values_list("slug", "name"))
    said = [
        f"{wording.somewhere(area.precision, called('place', area.place, names.get(area.place, '')))}: "
        f"{wording.number(area.events)}"
        for area in known[:NAMED]
    ]
    more = ["…"] if len(known) > NAMED else []
    yield words % {"number": wording.number(count), "areas": wording.listed([*said, *more])}


def _are_spots(found: list[Cell]) -> bool:
    return len(found) <= SPOTS and all(cell.is_spot for cell in found)


def _key(found: list[Cell]) -> list[tuple[Mark, str]]:
    """What the signs mean that are on the map."""
    if not _are_spots(found):
        words = gettext("A circle stands for the events around it; its area grows with their number")
        return [(Mark("p-cell", ACCENT), words)]
    types = dict.fromkeys(symbol_name(cell.event_type) for cell in found if cell.coarse < cell.events)
    marks = [(_mark(name), _type_name(name)) for name in types]
    ring = gettext("within about %(km)s km; the spot is not known") % {"km": NEAR_KM}
    return [*marks, *([(Mark("p-ring", INK), ring)] if any(cell.coarse for cell in found) else [])]


def _type_name(name: str) -> str:
    if name == "other":
        return gettext("several types, or another one")
    kind = PublishedEventType.objects.using("public").filter(code=name).values_list("name", flat=True).first()
    return called("event type", name, kind or name)


def _mark(name: str, x: float = 0, y: float = 0) -> Mark:
    return Mark(f"t-{name}", TYPES[name], x, y)


def _signs(found: list[Cell], projection: Projection) -> dict[str, list[Any]]:
    """What is drawn: circles for cells, or symbols and rings for spots, and figures beside both."""
    return _spots(found, projection) if _are_spots(found) else _circles(found, projection)


def _circles(found: list[Cell], projection: Projection) -> dict[str, list[Any]]:
    most = max(cell.events for cell in found)
    circles = [
        Circle(*projection.spot(cell.longitude, cell.latitude), max(LEAST, LARGEST * sqrt(cell.events / most)))
        for cell in found
    ]
    written = [
        (one, cell)
        for one, cell in zip(circles, found, strict=True)
        if width(wording.number(cell.events), FIGURES) <= 2 * one.radius
    ]
    return {"cells": circles, "counts": [Count(one.x, one.y, wording.number(cell.events)) for one, cell in written]}


def _spots(found: list[Cell], projection: Projection) -> dict[str, list[Any]]:
    """A symbol only where the place is known to be this one; for events that are near it, a ring."""
    rings, pins, counts = [], [], []
    for cell in found:
        x, y = projection.spot(cell.longitude, cell.latitude)
        if cell.coarse:
            km = projection.size * NEAR_KM / (KM_ROUND * cos(radians(cell.latitude)))
            rings.append(Circle(x, y, max(MARK / 2, km)))
        if cell.coarse < cell.events:
            pins.append(_mark(symbol_name(cell.event_type), x - MARK / 2, y - MARK / 2))
        if cell.events > 1:
            counts.append(Count(x + MARK * 0.9, y, wording.number(cell.events)))
    return {"rings": rings, "pins": pins, "counts": counts}

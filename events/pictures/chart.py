"""A selection over time, as bars on a scale."""

from dataclasses import dataclass
from datetime import date
from math import ceil, floor, log10

from django.utils.translation import gettext

from events import wording
from events.filters import EventFilter
from events.pictures.lettering import directed
from events.pictures.said import Said
from events.pictures.sheet import ACCENT, Mark, Room, Sheet
from events.stats import Bin, timeline

WIDTH, HEIGHT = 1200, 675
TICKS = 5  # days written below the bars
AXIS = 64  # for the figures beside the bars


@dataclass(frozen=True)
class Column:
    """One bar: the part for events certainly then, and above it the share of others. Drawings count downwards."""

    x: float
    width: float
    y: float
    height: float
    spread_y: float
    spread_height: float


@dataclass(frozen=True)
class Tick:
    """A mark on an axis; `anchor` says on which side of it the text stands."""

    at: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Bars:
    """A chart in its room."""

    room: Room
    columns: list[Column]
    scale: list[Tick]
    days: list[Tick]
    unit: str


def chart_picture(event_filter: EventFilter, url: str) -> str:
    """SVG. Raises InvalidFilter."""
    sheet = Sheet.of(Said.of(event_filter, url), WIDTH, HEIGHT)
    unit, bins = timeline(event_filter)
    if bins:
        sheet.key(_key(unit, spread=any(one.spread for one in bins)))
    return sheet.draw("chart", bars=bars(unit, bins, sheet.room))


def _key(unit: str, *, spread: bool) -> list[tuple[Mark, str]]:
    """What a bar is, and the parts of bars if there are two."""
    said = {
        "day": gettext("Events by day"),
        "week": gettext("Events by week"),
        "month": gettext("Events by month"),
        "year": gettext("Events by year"),
    }
    certain, rest = gettext("certainly then"), gettext("a share of events not dated closer")
    if not spread:
        return [(Mark("p-swatch", ACCENT), said[unit])]
    return [(Mark("p-swatch", ACCENT), f"{said[unit]}: {certain}"), (Mark("p-swatch-spread", ACCENT), rest)]


def bars(unit: str, bins: list[Bin], room: Room) -> Bars:
    """Lay out `bins` in `room`, leaving space for the figures of both axes."""
    plot = Room(room.x + AXIS, room.y, room.width - AXIS, room.height - 46)
    step, top = scale(max((one.events + one.spread for one in bins), default=0.0))
    columns = _columns(bins, plot, top)
    figures = [
        Tick(plot.bottom - plot.height * value / top, wording.number(value)) for value in range(0, top + 1, step)
    ]
    return Bars(plot, columns, figures, [*_days(unit, bins, columns)], unit)


def scale(largest: float) -> tuple[int, int]:
    """Whole numbers for an axis that holds `largest`: the step, and the top; three to six lines, or two for one."""
    raw = max(largest, 1) / 4
    power = 10 ** max(0, floor(log10(raw)))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    return step, step * ceil(max(largest, 1) / step)


def _columns(bins: list[Bin], plot: Room, top: int) -> list[Column]:
    wide = plot.width / max(1, len(bins))
    found = []
    for place, one in enumerate(bins):
        height, spread = (plot.height * value / top for value in (one.events, one.spread))
        y = plot.bottom - height
        found.append(Column(plot.x + wide * (place + 0.1), wide * 0.8, y, height, y - spread, spread))
    return found


def _days(unit: str, bins: list[Bin], columns: list[Column]) -> list[Tick]:
    """The days of a few bars, from the first to the last."""
    last = len(bins) - 1
    places = sorted({round(last * number / (TICKS - 1)) for number in range(TICKS)}) if bins else []
    anchors = {0: "start", last: "end"} if last else {}
    return [
        Tick(
            columns[place].x + columns[place].width / 2,
            directed(_label(unit, bins[place].start)),
            anchors.get(place, "middle"),
        )
        for place in places
    ]


def _label(unit: str, start: date) -> str:
    if unit == "year":
        return str(start.year)
    return wording.month(start) if unit == "month" else wording.day(start)

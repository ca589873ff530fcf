"""Bars and ranges of selections that are set side by side, all drawn to one scale."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from events import wording
from events.filters import EventFilter
from events.stats.outline import Outline, Share, shares, units
from events.stats.timeline import unit_of

LOWEST = 0.8  # percent of the highest bar, so that what is there can be seen
LARGE = 10  # from here on, tenths of an event say nothing
UNITS = {
    "day": _("Events by day"),
    "week": _("Events by week"),
    "month": _("Events by month"),
    "year": _("Events by year"),
}
Span = tuple[date, date]


@dataclass(frozen=True)
class Bar:
    """One bar in units of its drawing: one wide, the highest of all that are compared 100 high."""

    x: int
    words: str
    height: float
    spread_height: float

    @property
    def top(self) -> float:
        """Of the part for events certainly then; drawings count downwards."""
        return 100 - self.height

    @property
    def spread_top(self) -> float:
        return self.top - self.spread_height


@dataclass(frozen=True)
class Strip:
    """The bars of one selection, and what its first and its last unit are called."""

    bars: list[Bar]
    first: str
    last: str


@dataclass(frozen=True)
class Strips:
    """Bars below each other, of one unit, which `key` says; `width` bars wide; `top` is what the highest stands for."""

    key: str
    top: str
    width: int
    strips: list[Strip]


def strips(filters: list[EventFilter], spans: list[Span]) -> Strips:
    """Draw the events of each filter over its span; the longest span decides the unit."""
    unit = max((unit_of(*span) for span in spans), key=[*UNITS].index)
    starts = [units(unit, *span) for span in spans]
    found = [shares(one, unit, days) for one, days in zip(filters, starts, strict=True)]
    largest = max((one.events + one.spread for row in found for one in row), default=0)
    top = wording.number(round(largest)) if largest >= LARGE or largest == round(largest) else f"{largest:.1f}"
    drawn = [_strip(unit, days, row, largest or 1) for days, row in zip(starts, found, strict=True)]
    return Strips(str(UNITS[unit]), top, max(map(len, starts)), drawn)


def _strip(unit: str, starts: list[date], row: list[Share], largest: float) -> Strip:
    bars = [
        Bar(x, f"{_label(unit, start)}: {_number(one)}", _height(one.events, largest), _height(one.spread, largest))
        for x, (start, one) in enumerate(zip(starts, row, strict=True))
    ]
    return Strip(bars, _label(unit, starts[0]), _label(unit, starts[-1]))


def _number(one: Share) -> str:
    events = one.events + one.spread
    return wording.number(round(events)) if not one.spread else f"{events:.1f}"


def _height(value: float, largest: float) -> float:
    return max(100 * value / largest, LOWEST) if value else 0.0


def _label(unit: str, start: date) -> str:
    if unit == "year":
        return str(start.year)
    return wording.month(start) if unit == "month" else wording.day(start)


@dataclass(frozen=True)
class Range:
    """Sums of people killed, in percent of the highest of all: from low to high, with the best figure.

    An event may give only a lower bound. The sum of best or high figures then falls short of that of low ones: the
    range is open, from the low sum on. Where no event gives a figure there is nothing to draw.
    """

    is_known: bool
    is_open: bool
    start: float
    end: float
    best: float

    @property
    def width(self) -> float:
        return self.end - self.start


def ranges(outlines: list[Outline]) -> list[Range]:
    most = max((max(one.deaths_low, one.deaths_best, one.deaths_high) for one in outlines), default=0) or 1
    return [_range(one, most) for one in outlines]


def _range(one: Outline, most: int) -> Range:
    low, best, high = (100 * figure / most for figure in (one.deaths_low, one.deaths_best, one.deaths_high))
    is_known = one.without_deaths < one.events
    return Range(is_known, False, low, high, best) if low <= best <= high else Range(is_known, True, low, 100, low)

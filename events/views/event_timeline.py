"""A selection over time, as bars and as a table."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy

from events import wording
from events.filters import EventFilter
from events.stats import timeline
from events.views.explorer import explorer_page, refusal_page, without_empty
from events.views.page import public_page

UNITS = {
    "day": pgettext_lazy("unit of time", "day"),
    "week": pgettext_lazy("unit of time", "week"),
    "month": pgettext_lazy("unit of time", "month"),
    "year": pgettext_lazy("unit of time", "year"),
}
LARGE = 10  # from here on, tenths of an event say nothing
LOWEST = 0.8  # percent of the highest bar


@dataclass(frozen=True)
class Bar:
    """One bar of the chart, in units of its drawing: one wide, the highest bar 100 high."""

    x: int
    first: date
    last: date
    label: str
    url: str
    events: int
    spread: float
    deaths: int
    height: float
    spread_height: float

    @property
    def top(self) -> float:
        """Of the part for events certainly then; drawings count downwards."""
        return 100 - self.height

    @property
    def spread_top(self) -> float:
        return self.top - self.spread_height

    @property
    def words(self) -> str:
        said = {"when": self.label, "events": wording.counted(self.events, "event"), "share": f"{self.spread:.1f}"}
        if self.spread:
            return gettext("%(when)s: %(events)s, and a share of %(share)s of events not dated closer") % said
        return f"{self.label}: {said['events']}"


@dataclass(frozen=True)
class Chart:
    """The timeline of a selection: bars without gaps, by `unit` (day, week, month or year)."""

    unit: str
    bars: list[Bar]
    largest: float
    wider_url: str  # the same without a period; empty if none is chosen
    query: str  # what is asked, for other views of it

    @property
    def unit_name(self) -> str:
        return str(UNITS[self.unit])

    @property
    def key(self) -> str:
        return gettext("Events by %(unit)s; the top line is %(top)s") % {"unit": UNITS[self.unit], "top": self.top}

    @property
    def description(self) -> str:
        """The chart for those who cannot see it."""
        words = gettext("Events by %(unit)s, up to %(top)s in one %(unit)s")
        return words % {"unit": UNITS[self.unit], "top": self.top}

    @property
    def top(self) -> str:
        """What the line above the highest bar stands for."""
        return wording.number(round(self.largest)) if self.largest >= LARGE else f"{self.largest:.1f}"


@public_page
def event_timeline(request: HttpRequest) -> HttpResponse:
    if redirect := without_empty(request):
        return redirect
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return refusal_page("event_timeline", event_filter)
    return explorer_page("event_timeline", event_filter, lambda: {"chart": chart(event_filter)})


def chart(event_filter: EventFilter) -> Chart:
    unit, bins = timeline(event_filter)
    largest = max((one.events + one.spread for one in bins), default=0) or 1
    bars = [
        Bar(
            x=x,
            first=one.start,
            last=one.end,
            label=_label(unit, one.start, one.end),
            url=f"{reverse('event_list')}?{_narrowed(event_filter, one.start, one.end)}",
            events=one.events,
            spread=one.spread,
            deaths=one.deaths,
            height=_height(one.events, largest),
            spread_height=_height(one.spread, largest),
        )
        for x, one in enumerate(bins)
    ]
    asked = event_filter.asked
    wider = event_filter.querystring(date_from=None, date_to=None) if asked["date_from"] or asked["date_to"] else None
    wider_url = "" if wider is None else f"{reverse('event_list')}?{wider}".rstrip("?")
    return Chart(unit, bars, largest, wider_url, event_filter.querystring())


def _height(value: float, largest: float) -> float:
    """Never so low that what is there cannot be seen."""
    return max(100 * value / largest, LOWEST) if value else 0.0


def _narrowed(event_filter: EventFilter, start: date, end: date) -> str:
    return event_filter.querystring(date_from=start.isoformat(), date_to=end.isoformat())


def _label(unit: str, start: date, end: date) -> str:
    if unit == "year":
        return str(start.year)
    return wording.month(start) if unit == "month" else wording.days(start, end)

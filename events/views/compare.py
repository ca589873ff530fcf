"""Actors, places or periods side by side: the same figures, the same scale. What else is asked narrows all alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events import wording
from events.filters import EventFilter
from events.filters.period import period
from events.models import PublishedEventType
from events.stats.outline import Outline, outline
from events.views.compare_chart import Span, Strips, ranges, strips
from events.views.explorer import without_empty
from events.views.page import public_page, render_page
from events.views.profiles import types

FEWEST, MOST = 2, 4
TYPES = 3

#: What can be set side by side, by parameter: heading of its form, what one field of that is called, and a hint.
DIMENSIONS = {
    "actor": (_("Actors"), _("Actor"), _("Any spelling of a name")),
    "place": (_("Places"), _("Place"), _("A town, a province, a country")),
    "period": (_("Periods"), _("Period"), _("2018, 2018-10 or 2018-01..2018-06")),
}


@dataclass(frozen=True)
class Column:
    """One of those compared: what it is called, the page about it, its question, its figures."""

    name: str
    url: str
    event_filter: EventFilter
    outline: Outline
    types: list[tuple[PublishedEventType, int]]

    @property
    def list_url(self) -> str:
        return f"{reverse('event_list')}?{self.event_filter.querystring()}"

    @property
    def contested_url(self) -> str:
        return f"{reverse('event_list')}?{self.event_filter.querystring(attribution='contested')}"

    @property
    def contested_percent(self) -> str:
        return f"{100 * self.outline.contested / self.outline.events:.0f}%"


@public_page
def compare(request: HttpRequest) -> HttpResponse:
    if redirect := without_empty(request):
        return redirect
    if not request.GET:
        return render_page("events/compare.html", _forms(request.GET))
    try:
        dimension = _dimension(request.GET)
        columns = [*_columns(request.GET, dimension)]
    except ValidationError as error:
        return render_page("events/compare.html", {**_forms(request.GET), "errors": error.messages}, status=400)
    chart = _chart(columns, has_own_time=dimension == "period")
    context = {
        **_forms(request.GET),
        "columns": columns,
        "common": _common(request.GET, dimension),
        "chart": chart,
        "rows": [*zip(columns, chart.strips, ranges([one.outline for one in columns]), strict=True)] if chart else [],
    }
    return render_page("events/compare.html", context)


def _dimension(params: QueryDict) -> str:
    """The parameter that is given two to four times. Raises ValidationError with a sentence."""
    repeated = [name for name in DIMENSIONS if len(params.getlist(name)) > 1]
    if "period" in params:  # then actors and places narrow
        repeated = ["period"]
    if len(repeated) > 1:
        raise ValidationError(gettext("Compare one kind of thing at a time: actors, places or periods."))
    if not repeated:
        raise ValidationError(gettext("Name two to four actors, places or periods to set side by side."))
    if not FEWEST <= len(params.getlist(repeated[0])) <= MOST:
        raise ValidationError(gettext("At least two and at most four can be set side by side."))
    if repeated[0] == "period" and ("date_from" in params or "date_to" in params):
        raise ValidationError(gettext("A comparison of periods takes no other dates."))
    return repeated[0]


def _columns(params: QueryDict, dimension: str) -> Iterator[Column]:
    """One for each value. Raises ValidationError for a bad question, and for two that are the same."""
    seen = set()
    for text in params.getlist(dimension):
        event_filter = EventFilter(_question(params, dimension, text), strict=True)
        asked = event_filter.asked
        if dimension == "period":
            key, name, url = (
                (asked["date_from"], asked["date_to"]),
                wording.period(asked["date_from"], asked["date_to"]),
                "",
            )
        else:
            key, name = asked[dimension].codes, wording.alternatives(asked[dimension].labels)
            url = reverse(f"{dimension}_detail", args=[key[0]])
        if key in seen:
            raise ValidationError(gettext("“%(name)s” is given twice.") % {"name": name})
        seen.add(key)
        figures = outline(event_filter)
        yield Column(name, url, event_filter, figures, types(figures)[:TYPES])


def _question(params: QueryDict, dimension: str, text: str) -> QueryDict:
    """The question that one value asks together with all that narrows."""
    asked = params.copy()
    asked.pop(dimension)
    if dimension == "period":
        asked["date_from"], asked["date_to"] = (day.isoformat() for day in period(text))
    else:
        asked[dimension] = text
    return asked


def _chart(columns: list[Column], *, has_own_time: bool) -> Strips | None:
    """All share one axis of time; periods have one each, which begin at the same place. None if nothing happened."""
    filters = [one.event_filter for one in columns]
    if has_own_time:
        return strips(filters, [(one.asked["date_from"], one.asked["date_to"]) for one in filters])
    spans: list[Span] = [
        (one.outline.first, one.outline.last) for one in columns if one.outline.first and one.outline.last
    ]
    if not spans:
        return None
    whole = min(first for first, _last in spans), max(last for _first, last in spans)
    return strips(filters, [whole] * len(columns))


def _common(params: QueryDict, dimension: str) -> str:
    """What narrows all alike, in words; empty if nothing does."""
    rest = params.copy()
    rest.pop(dimension)
    event_filter = EventFilter(rest)
    return "" if event_filter.is_everything else event_filter.words


def _forms(params: QueryDict) -> dict[str, Any]:
    """The forms by which a comparison is asked for, with what is asked now."""
    forms = []
    for name, (heading, label, hint) in DIMENSIONS.items():
        given = params.getlist(name)[:MOST]
        forms.append((name, heading, label, hint, [*given, *[""] * (MOST - len(given))]))
    return {"forms": forms}

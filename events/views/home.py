"""The start page: what this is, and the whole record at a glance."""

from django.http import HttpRequest, HttpResponse, QueryDict

from events.filters import EventFilter
from events.stats import facets, totals
from events.views.event_map import map_context
from events.views.event_timeline import chart
from events.views.explorer import subtypes
from events.views.page import public_page, render_page

LATEST = 8


@public_page
def home(request: HttpRequest) -> HttpResponse:
    everything = EventFilter(QueryDict())
    context = {
        "totals": totals(everything),
        "chart": chart(everything),
        "latest": everything.page(LATEST).rows,
        "facets": [facet for facet in facets(everything) if facet.parameter in {"event_type", "country", "actor"}],
        "subtypes": subtypes(),
        **map_context(everything),
    }
    return render_page("events/home.html", context)

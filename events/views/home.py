"""The start page: what this is, and the whole record at a glance."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse, QueryDict

from events.filters import EventFilter
from events.stats import Facet, facets, page, totals
from events.views.event_map import map_context
from events.views.event_timeline import chart
from events.views.explorer import subtypes
from events.views.page import public_page, render_page

LATEST = 8
FACETS = {"event_type", "country", "actor"}
VALUES = 8  # of a facet with many


def _shortened(facet: Facet) -> Facet:
    """The facet's first values; of the codebook, all."""
    return facet if facet.parameter == "event_type" else replace(facet, values=facet.values[:VALUES])


@public_page
def home(request: HttpRequest) -> HttpResponse:
    everything = EventFilter(QueryDict())
    context = {
        "totals": totals(everything),
        "chart": chart(everything),
        "latest": page(everything, LATEST).rows,
        "facets": [_shortened(facet) for facet in facets(everything) if facet.parameter in FACETS],
        "subtypes": subtypes(),
        **map_context(everything),
    }
    return render_page("events/home.html", context)

"""A selection at a glance: over time, on the map, and as a list, page by page."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from events.filters import EventFilter, InvalidFilter
from events.stats import page
from events.views.event_map import map_address
from events.views.event_timeline import chart
from events.views.explorer import explorer_page, refusal_page, without_empty
from events.views.page import public_page

PAGE_SIZE = 30


@public_page
def event_list(request: HttpRequest) -> HttpResponse:
    if redirect := without_empty(request):
        return redirect
    event_filter = EventFilter(request.GET)
    try:
        return explorer_page("event_list", event_filter, lambda: _results(event_filter))
    except InvalidFilter as error:
        return refusal_page("event_list", event_filter, error)


def _results(event_filter: EventFilter) -> dict[str, Any]:
    found = page(event_filter, PAGE_SIZE)
    query = event_filter.querystring()
    tokens = {"after": found.after, "before": found.before}
    links = {side: f"?{query}{'&' if query else ''}{side}={token}" for side, token in tokens.items() if token}
    return {"events": found.rows, "page_links": links, "chart": chart(event_filter), **map_address(event_filter)}

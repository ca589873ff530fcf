"""The list of a selection, page by page."""

from django.http import HttpRequest, HttpResponse

from events.filters import EventFilter, InvalidFilter
from events.stats import page
from events.views.explorer import explorer_page, refusal_page, without_empty
from events.views.page import public_page

PAGE_SIZE = 50


@public_page
def event_list(request: HttpRequest) -> HttpResponse:
    if redirect := without_empty(request):
        return redirect
    event_filter = EventFilter(request.GET)
    try:
        found = page(event_filter, PAGE_SIZE)
    except InvalidFilter as error:
        return refusal_page("event_list", event_filter, error)
    query = event_filter.querystring()
    tokens = {"after": found.after, "before": found.before}
    links = {side: f"?{query}{'&' if query else ''}{side}={token}" for side, token in tokens.items() if token}
    return explorer_page(request, "event_list", event_filter, {"events": found.rows, "page_links": links})

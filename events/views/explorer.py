"""What the list, the map and the timeline of a selection share: its filter, its totals, its facets, its other views."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from events.filters import EventFilter, InvalidFilter
from events.filters.event_filter import PAGING
from events.filters.paging import SORTS
from events.models import PublishedEventType
from events.stats import facets, totals
from events.stats.remembered import remembered
from events.views.filter_panel import panel
from events.views.page import render_page

VIEWS = (("event_list", "List"), ("event_map", "Map"), ("event_timeline", "Timeline"))
#: Suffix and name of the files that hold the selection.
FILES = (("csv", "CSV"), ("json", "JSON"), ("geojson", "GeoJSON"))


@dataclass(frozen=True)
class Link:
    """A link to the same selection, otherwise."""

    url: str
    label: str
    is_current: bool = False


def without_empty(request: HttpRequest) -> HttpResponse | None:
    """A redirect to the short address, for a form that sent its empty fields too."""
    kept = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        for value in filter(str.strip, values):
            kept.appendlist(name, value)
    if _size(kept) == _size(request.GET):
        return None
    return HttpResponseRedirect(request.path + _asked(kept.urlencode(safe=":,")))


def _size(params: QueryDict) -> int:
    return sum(len(values) for _, values in params.lists())


def explorer_page(request: HttpRequest, view: str, event_filter: EventFilter, results: dict[str, Any]) -> HttpResponse:
    """The page `view` of a good question; `results` is what it shows beside the common parts."""
    query = event_filter.querystring()
    context = {
        **_frame(view, event_filter, query),
        "words": event_filter.words,
        "totals": totals(event_filter),
        "facets": facets(event_filter),
        "subtypes": subtypes(),
        "files": [Link(f"/events.{suffix}{_asked(query)}", label) for suffix, label in FILES],
        "sorts": [
            Link(_url(view, event_filter.querystring(sort=name)), sort.label, name == event_filter.sort)
            for name, sort in SORTS.items()
        ],
        **results,
    }
    return render_page(f"events/{view}.html", context)


def refusal_page(view: str, event_filter: EventFilter, error: InvalidFilter | None = None) -> HttpResponse:
    """A bad question: the form with a sentence beside each wrong field, and no rows."""
    errors = error.message_dict if error else event_filter.errors
    elsewhere = [sentence for name in PAGING for sentence in errors.get(name, [])]
    context = {**_frame(view, event_filter, ""), "errors": errors, "errors_elsewhere": elsewhere}
    return render_page("events/event_refused.html", context, status=400)


@remembered
def subtypes() -> set[str]:
    """Codes of the codebook's second level, which facets show below the first."""
    return set(PublishedEventType.objects.using("public").exclude(parent="").values_list("code", flat=True))


def _frame(view: str, event_filter: EventFilter, query: str) -> dict[str, Any]:
    return {
        "view": view,
        "action": reverse(view),
        "panel": panel(event_filter),
        "is_filtered": bool(query),
        "sort": event_filter.params.get("sort", ""),
        "views": [Link(_url(name, query), label, name == view) for name, label in VIEWS],
    }


def _url(view: str, query: str) -> str:
    return reverse(view) + _asked(query)


def _asked(query: str) -> str:
    return f"?{query}" if query else ""

"""What the list, the map and the timeline of a selection share: its filter, its totals, its facets, its other views."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events import wording
from events.filters import EventFilter, InvalidFilter
from events.filters.event_filter import PAGING
from events.filters.paging import SORTS
from events.models import PublishedEventType
from events.stats import TooLongError, facets_soon, totals
from events.stats.remembered import remembered
from events.stats.soon import soon
from events.views.filter_panel import PanelGroup, panel
from events.views.page import render_page
from events.views.take_away import take_away

VIEWS = (("event_list", _("Overview")), ("event_map", _("Map")), ("event_timeline", _("Timeline")))


@dataclass(frozen=True)
class Link:
    """A link to the same selection, otherwise."""

    url: str
    label: wording.Words
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


def explorer_page(view: str, event_filter: EventFilter, results: Callable[[], dict[str, Any]]) -> HttpResponse:
    """The page `view` of a good question; `results` makes what it shows beside the common parts, while those count.

    Facets that take too long to count are left out, and the page says so.
    """
    query = event_filter.querystring()
    frame = _frame(view, event_filter, query)
    counted, summed = facets_soon(event_filter), soon(totals, event_filter)
    shown, sums = results(), summed()
    try:
        facets = counted()
    except TooLongError:
        facets = []
    context = {
        **frame,
        "words": event_filter.words,
        "chosen": [*_chosen(view, event_filter, frame["panel"])],
        "api_url": f"/events.json{_asked(query)}",
        "totals": sums,
        "facets": facets,
        "subtypes": subtypes(),
        "files": take_away(query, sums.events),
        "sorts": [
            Link(_url(view, event_filter.querystring(sort=name)), sort.label, name == event_filter.sort)
            for name, sort in SORTS.items()
        ],
        **shown,
    }
    page = render_page(f"events/{view}.html", context)
    if not facets:
        page["Cache-Control"] = "no-store"
    return page


def _chosen(view: str, event_filter: EventFilter, groups: list[PanelGroup]) -> Iterator[Link]:
    """A link for each value asked for, that takes it away."""
    for one in chain.from_iterable(group.fields for group in groups):
        names = dict(one.options)
        for value, words in one.chosen:
            kept = [other for other, _ in one.chosen if other != value]
            said = wording.isolated(str(names.get(value, words)))
            label = f"{one.label}: {said}" if one.label else said
            yield Link(_url(view, event_filter.querystring(**{one.name: kept})), label)


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

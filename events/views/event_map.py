"""A selection on the map: the page, and what any page with a map needs."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from events import wording
from events.filters import EventFilter
from events.filters.fields import NO_AREA
from events.stats.names import called
from events.stats.places import Area, areas, extent, place_names
from events.views.explorer import explorer_page, refusal_page, without_empty
from events.views.page import public_page

AREAS = 36  # lines of the list beside the map


@public_page
def event_map(request: HttpRequest) -> HttpResponse:
    if redirect := without_empty(request):
        return redirect
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return refusal_page("event_map", event_filter)
    return explorer_page("event_map", event_filter, lambda: map_context(event_filter))


def map_context(event_filter: EventFilter) -> dict[str, Any]:
    """What a page with a map needs: where its data are, what to show first, and what the map cannot show as a spot."""
    known = areas(event_filter)
    return {
        **map_address(event_filter),
        "areas": [*_described(known[:AREAS], event_filter)],
        "areas_left_out": max(0, len(known) - AREAS),
        "events_by_area": sum(area.events for area in known),
    }


def map_address(event_filter: EventFilter) -> dict[str, str]:
    """What the map itself needs: where its data are, the box that it shows first, and what its signs are sized by."""
    query = event_filter.querystring()
    asked = f"?{query}" if query else ""
    box = extent(event_filter)
    return {
        "map_url": reverse("event_map_data") + asked,
        "map_box": f"{box.west},{box.south},{box.east},{box.north}" if box else "",
        "map_size": "deaths" if event_filter.params.get("size") == "deaths" else "events",
        "map_timeline_url": reverse("event_timeline") + asked,
    }


def _described(found: list[Area], event_filter: EventFilter) -> Iterator[dict[str, Any]]:
    names = place_names()
    for area in found:
        known = area.place in names
        yield {
            "words": wording.somewhere(area.precision, called("place", area.place, names.get(area.place, ""))),
            "events": area.events,
            "boundary": reverse("place_boundary", args=[area.place]) if known and area.precision != "country" else "",
            "url": f"{reverse('event_list')}?{event_filter.querystring(area=area.place or NO_AREA)}",
        }

"""A selection on the map: the page with its lists, and the data that the map asks for as it moves."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from events import wording
from events.filters import EventFilter
from events.filters.event_filter import PRECISION_RANKS
from events.filters.fields import Box, BoxField
from events.models import PublishedEvent, PublishedPlace
from events.stats import cells, first_ids
from events.stats.names import called
from events.stats.places import NEAR_SETTLEMENT, Area, areas, extent
from events.templatetags.words import killed, symbol_name, when
from events.views.explorer import explorer_page, refusal_page, without_empty
from events.views.page import public_page

SPOTS = 400  # events; more of them in sight are drawn as cells
MAX_ZOOM = 12
AREAS = 36  # lines of the list beside the map
IN_POPUP = 8
NEEDED = (
    "code", "title", "event_type", "date_start", "date_end", "date_meaning", "latitude", "longitude", "precision",
    "radius_km", "clarity", "deaths_low", "deaths_best", "deaths_high",
)  # fmt: skip


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
    """Where a map's data are, and the box that it shows first."""
    query = event_filter.querystring()
    box = extent(event_filter)
    return {
        "map_url": reverse("event_map_data") + (f"?{query}" if query else ""),
        "map_box": f"{box.west},{box.south},{box.east},{box.north}" if box else "",
    }


def _described(found: list[Area], event_filter: EventFilter) -> Iterator[dict[str, Any]]:
    slugs = [area.place for area in found if area.place]
    names = dict(PublishedPlace.objects.using("public").filter(slug__in=slugs).values_list("slug", "name"))
    for area in found:
        known = area.place in names
        yield {
            "words": wording.somewhere(area.precision, called("place", area.place, names.get(area.place, ""))),
            "events": area.events,
            "boundary": reverse("place_boundary", args=[area.place]) if known and area.precision != "country" else "",
            "url": f"{reverse('event_list')}?{event_filter.querystring(place=area.place)}" if known else "",
        }


@public_page
def event_map_data(request: HttpRequest) -> HttpResponse:
    """Spots, or cells where there are too many, in the box `view` at `zoom`."""
    event_filter = EventFilter(request.GET)
    try:
        box, zoom = _in_sight(request.GET)
    except ValidationError as error:
        return _refused({"view": error.messages})
    if not event_filter.is_valid():
        return _refused(event_filter.errors)
    placed = _placed(event_filter)
    found = cells(placed, box, zoom)
    if sum(cell.events for cell in found) > SPOTS and zoom < MAX_ZOOM:
        return JsonResponse({"spots": [], "cells": [_cell(cell) for cell in found], "left_out": 0})
    ids = first_ids(placed, SPOTS * 5, box)
    rows = PublishedEvent.objects.using("public").only(*NEEDED).in_bulk(ids)
    spots = [*_spots([rows[row_id] for row_id in ids if row_id in rows], placed)]
    left_out = max(0, sum(cell.events for cell in found) - SPOTS * 5)
    return JsonResponse({"spots": spots, "cells": [], "left_out": left_out})


def _refused(errors: dict[str, list[str]]) -> HttpResponse:
    sentences = [sentence for messages in errors.values() for sentence in messages]
    return JsonResponse({"error": " ".join(sentences), "errors": errors, "status": 400}, status=400)


def _in_sight(params: QueryDict) -> tuple[Box, int]:
    zoom = params.get("zoom", "2")
    if not zoom.isdecimal() or len(zoom) > 2:
        raise ValidationError(gettext("“zoom” is a whole number from 0 to 20."))
    box = BoxField(required=False, max_length=120).clean(params.get("view", ""))
    return box or Box(-180, -90, 180, 90), min(int(zoom), 20)


def _placed(event_filter: EventFilter) -> EventFilter:
    """The same question, of events that have a spot or a ring around one."""
    params = event_filter.params.copy()
    asked = PRECISION_RANKS.get(params.get("precision", ""), NEAR_SETTLEMENT)
    if asked >= NEAR_SETTLEMENT:
        params["precision"] = "near_settlement"
    return EventFilter(params)


def _cell(cell: Any) -> dict[str, Any]:
    words = wording.counted(cell.events, "event")
    if cell.coarse:
        said = gettext("%(events)s, %(number)s of them only known to be near here")
        words = said % {"events": words, "number": wording.number(cell.coarse)}
    return {"latitude": cell.latitude, "longitude": cell.longitude, "events": cell.events, "words": words}


def _spots(events: Iterable[PublishedEvent], placed: EventFilter) -> Iterator[dict[str, Any]]:
    """Events by spot: many may lie on one."""

    def spot(event: PublishedEvent) -> tuple[Any, ...]:
        return (event.latitude, event.longitude, wording.is_pin(event.precision))

    ordered = sorted(events, key=spot)  # stable, so each spot keeps the order asked for
    for (latitude, longitude, is_pin), group in groupby(ordered, spot):
        here = [*group]
        kinds = {symbol_name(event.event_type) for event in here}
        near = placed.querystring(bbox=None, near=f"{latitude},{longitude}", within="0.1")
        yield {
            "latitude": latitude,
            "longitude": longitude,
            "is_pin": is_pin,
            "radius_km": max(event.radius_km or 0 for event in here),
            "symbol": kinds.pop() if len(kinds) == 1 else "other",
            "events": len(here),
            "shown": [_line(event) for event in here[:IN_POPUP]],
            "url": f"{reverse('event_list')}?{near}",
        }


def _line(event: PublishedEvent) -> dict[str, str]:
    return {
        "title": event.title,
        "url": reverse("event_detail", args=[event.code]),
        "when": when(event),
        "killed": killed(event),
    }

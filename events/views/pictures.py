"""Pictures of a selection and of an event, as SVG and PNG. Like files, and unlike pages, they refuse a bad question."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from events.filters import EventFilter, InvalidFilter
from events.models import PublishedEvent
from events.pictures import chart_picture, event_card, map_picture, png, selection_card
from events.views.event_detail import current_or_gone
from events.views.map_data import refused
from events.views.page import public_page

#: By what is pictured: who draws it, the page that it is a picture of, and the pixels of PNG for each unit.
PICTURES = {
    "timeline": (chart_picture, "event_timeline", 2),
    "map": (map_picture, "event_map", 2),
    "card": (selection_card, "event_list", 1),
}


@public_page
def selection_picture(request: HttpRequest, of: str, suffix: str) -> HttpResponse:
    draw, page, zoom = PICTURES[of]
    event_filter = EventFilter(request.GET, strict=True)
    if not event_filter.is_valid():
        return refused(event_filter.errors)
    query = event_filter.querystring()
    try:
        svg = draw(event_filter, request.build_absolute_uri(reverse(page) + (f"?{query}" if query else "")))
    except InvalidFilter as error:
        return refused(error.message_dict)
    return _picture(svg, suffix, zoom)


@public_page
def event_picture(request: HttpRequest, code: str, suffix: str) -> HttpResponse:
    name = f"event_detail_{suffix}"
    return current_or_gone(request, code, name, partial(_event_picture, suffix=suffix), _gone)


def _event_picture(request: HttpRequest, event: PublishedEvent, *, suffix: str) -> HttpResponse:
    url = request.build_absolute_uri(reverse("event_detail", args=[event.code]))
    return _picture(event_card(event, url), suffix)


def _gone(event: PublishedEvent) -> HttpResponse:
    is_hidden = event.closure == "hidden"
    sentence = gettext("This event is not shown at present") if is_hidden else gettext("This event was retracted")
    return HttpResponse(sentence, status=410, content_type="text/plain; charset=utf-8")


def _picture(svg: str, suffix: str, zoom: float = 1) -> HttpResponse:
    if suffix == "svg":
        return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    return HttpResponse(png(svg, zoom), content_type="image/png")

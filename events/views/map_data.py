"""What a map asks for as it moves: the signs in sight, the events behind one, and the same through time.

Sentences are made here, figures by static/site: a map of many signs is sent in figures only. docs/design-system.md has
what each answer holds.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, npgettext

from events import wording
from events.filters import EventFilter
from events.filters.event_filter import PRECISION_RANKS
from events.filters.fields import Box, BoxField
from events.models import PublishedEvent
from events.stats import page, totals
from events.stats.cells import Cell, signs
from events.stats.grid import Grid
from events.stats.names import called
from events.stats.places import NEAR_KM, NEAR_SETTLEMENT, place_names
from events.stats.steps import Step, steps
from events.templatetags.words import killed, symbol_name, when
from events.views.event_timeline import chart
from events.views.page import View, public_page

IN_POPUP = 8
MAX_ZOOM = 12  # closer, our own base map shows nothing more
COORDINATES = 5  # digits, about a metre
FIELDS = ("latitude", "longitude", "events", "deaths", "without_deaths", "coarse", "symbol", "place", "box")
Answer: TypeAlias = Callable[[EventFilter, Grid], dict[str, Any]]


def _about_what_is_in_sight(make: Answer) -> View:
    """A view of the selection and the tiles that cover the box `view` at `zoom`; 400 for a bad question."""

    @public_page
    @wraps(make)
    def answer(request: HttpRequest) -> HttpResponse:
        event_filter = EventFilter(request.GET)
        try:
            grid = _in_sight(request.GET)
        except ValidationError as error:
            return refused({"view": error.messages})
        if not event_filter.is_valid():
            return refused(event_filter.errors)
        return JsonResponse(make(event_filter, grid))

    return answer


def refused(errors: dict[str, list[str]]) -> HttpResponse:
    """What data formats answer a bad question with."""
    sentences = [sentence for messages in errors.values() for sentence in messages]
    return JsonResponse({"error": " ".join(sentences), "errors": errors, "status": 400}, status=400)


def _in_sight(params: QueryDict) -> Grid:
    zoom = params.get("zoom", "2")
    if not zoom.isdecimal() or len(zoom) > 2:
        raise ValidationError(gettext("“zoom” is a whole number from 0 to 20."))
    box = BoxField(required=False, max_length=120).clean(params.get("view", ""))
    return Grid.around(box or Box(-180, -90, 180, 90), min(int(zoom), MAX_ZOOM))


@_about_what_is_in_sight
def event_map_data(event_filter: EventFilter, grid: Grid) -> dict[str, Any]:
    return {
        "fields": FIELDS,
        "signs": [_sign(cell) for cell in signs(event_filter, grid)],
        "near_km": NEAR_KM,
    }


def _sign(cell: Cell) -> tuple[Any, ...]:
    """A sign's FIELDS. A spot keeps all its digits, because `spot_data` looks for exactly that; it needs no box."""
    box = None if cell.is_spot else (cell.west, cell.south, cell.east, cell.north)
    position = (cell.south, cell.west) if cell.is_spot else _rounded(cell)
    counts = (cell.events, cell.deaths, cell.without_deaths, cell.coarse)
    return (*position, *counts, symbol_name(cell.event_type), _name(cell.place), box)


def _name(slug: str) -> str:
    return called("place", slug, place_names().get(slug, ""))


def _rounded(cell: Cell) -> tuple[float, float]:
    return round(cell.latitude, COORDINATES), round(cell.longitude, COORDINATES)


@_about_what_is_in_sight
def event_map_steps(event_filter: EventFilter, grid: Grid) -> dict[str, Any]:
    """Cells once, then by bin of the timeline a list of (cell, events, share, deaths, share of deaths)."""
    bars = chart(placed(event_filter))
    found, taken = steps(event_filter, grid, bars.unit)
    by_bin: dict[Any, list[tuple[Any, ...]]] = {bar.first: [] for bar in bars.bars}
    for step in taken:
        by_bin[step.start].append(_step(step))
    return {
        "cells": [(*_rounded(cell), symbol_name(cell.event_type), _name(cell.place)) for cell in found],
        "list": f"{reverse('event_list')}?{event_filter.querystring(date_from=None, date_to=None)}",
        "bins": [(bar.label, bar.first, bar.last, bar.events, round(bar.spread, 1)) for bar in bars.bars],
        "steps": [*by_bin.values()],
    }


def _step(step: Step) -> tuple[Any, ...]:
    return step.cell, step.events, round(step.spread, 2), step.deaths, round(step.spread_deaths, 2)


@public_page
def event_map_spot(request: HttpRequest) -> HttpResponse:
    """The events behind one sign, which `bbox` gives the place of."""
    event_filter = EventFilter(request.GET)
    if not event_filter.is_valid():
        return refused(event_filter.errors)
    here = placed(event_filter)
    events = totals(here).events
    words = ngettext("%(number)s event here", "%(number)s events here", events)
    every = npgettext("all at one spot", "%(number)s event", "All %(number)s events", events)
    number = {"number": wording.number(events)}
    rows = page(here, IN_POPUP).rows
    return JsonResponse(
        {
            "words": words % number,
            "shown": [_line(event) for event in rows],
            "every": every % number if events > len(rows) else "",
            "url": f"{reverse('event_list')}?{here.querystring()}",
        }
    )


def placed(event_filter: EventFilter) -> EventFilter:
    """The same question, of events that have a spot or a ring around one."""
    params = event_filter.params.copy()
    asked = PRECISION_RANKS.get(params.get("precision", ""), NEAR_SETTLEMENT)
    if asked >= NEAR_SETTLEMENT:
        params["precision"] = "near_settlement"
    for name in ("after", "before"):
        params.pop(name, None)
    if not params.get("bbox"):
        params["bbox"] = "-180,-90,180,90"  # leaves out what has no point at all
    return EventFilter(params)


def _line(event: PublishedEvent) -> dict[str, str]:
    return {
        "title": event.title,
        "url": reverse("event_detail", args=[event.code]),
        "when": when(event),
        "killed": capfirst(killed(event)),
        "near": "" if wording.is_pin(event.precision) else wording.somewhere(event.precision, event.place_name),
        "symbol": symbol_name(event.event_type),
    }

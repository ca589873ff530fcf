"""How many: totals of a selection, and facets, each value with a ready-made link."""

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from events import wording
from events.filters import EventFilter
from events.filters.fields import RECORD
from events.models import (
    PlacePrecision,
    PublishedActor,
    PublishedEventType,
    PublishedPlace,
    PublishedSource,
)
from events.stats.copy import copy
from events.stats.facet import Facet, FacetValue
from events.stats.further_facets import role_facet, year_facet
from events.stats.names import called
from events.stats.remembered import remembered
from events.stats.selection import where
from events.stats.soon import soon
from events.stats.tally import YEAR, Row, tally, words

TOP = 12  # values a facet shows; those chosen are always among them


@dataclass(frozen=True)
class Totals:
    """Sums over a selection. Events that give no figure add nothing to a sum, and are counted beside it."""

    events: int
    deaths_low: int
    deaths_best: int
    deaths_high: int
    without_deaths: int
    first: Any
    last: Any


def totals(event_filter: EventFilter) -> Totals:
    """Sums of the selection. The low sum takes the best figure where only that is given, as publishing does."""
    clause, values = where(event_filter)
    (row,) = copy.select(
        "select count(*), coalesce(sum(deaths_low), 0), coalesce(sum(deaths_best), 0), coalesce(sum(deaths_high), 0), "
        "count(*) filter (coalesce(deaths_low, deaths_best, deaths_high) is null), "
        f"min(date_start), max(date_end) from event where {clause}",
        values,
    )
    return Totals(*row)


def _names(kind: str, model: Any, field: str, /, **only: str) -> Callable[[list[str]], dict[str, str]]:
    """A function that returns the names of those values which have one; `kind` is one of names.LOOK_UP, if any."""

    @remembered
    def known() -> dict[str, str]:
        return {}

    def look_up(values: list[str]) -> dict[str, str]:
        names = known()
        if missing := [value for value in values if value not in names]:
            rows = model.objects.using(RECORD).filter(**{f"{field}__in": missing}, **only)
            names |= {**dict.fromkeys(missing, ""), **dict(rows.values_list(field, "name"))}
        return {value: called(kind, value, names[value]) for value in values if names[value]}

    return look_up


@remembered
def _codebook() -> dict[str, str]:
    """Names of all event types, in the order of the codebook."""
    rows = PublishedEventType.objects.using(RECORD).values_list("code", "name")
    return {code: called("event type", code, name) for code, name in rows}


@dataclass(frozen=True)
class _Dimension:
    """What the values of one facet are called; `names` decides the order unless `by_count`."""

    parameter: str
    label: wording.Words
    names: Callable[[list[str]], Mapping[str, wording.Words]]
    by_count: bool = True


KNOWN_TO = dict(PlacePrecision.choices) | wording.UNITS
DIMENSIONS = (
    _Dimension("event_type", _("Type"), lambda values: _codebook(), by_count=False),
    _Dimension("country", _("Country"), _names("country", PublishedPlace, "country", kind="country")),
    _Dimension("admin1", _("Province or state"), _names("admin1", PublishedPlace, "admin1", kind="admin1")),
    _Dimension("attribution", _("Who did it"), lambda values: wording.ATTRIBUTIONS, by_count=False),
    _Dimension("precision", _("Place known to"), lambda values: KNOWN_TO, by_count=False),
    _Dimension("actor", _("Actor"), _names("actor", PublishedActor, "slug")),
    _Dimension("source", _("Source"), _names("source", PublishedSource, "slug")),
)
BY_NAME = {dimension.parameter: dimension for dimension in DIMENSIONS}
COUNTED = (*BY_NAME, YEAR)
SETS = {YEAR: ("date_from", "date_to")}  # the parameters that a facet sets, where not the one of its name
ORDER = ("event_type", "year", "country", "admin1", "actor", "role", "attribution", "precision", "source")

Found = dict[str, int]  # events by value of a dimension


def facets(event_filter: EventFilter) -> list[Facet]:
    """Count each dimension as if it were not chosen itself, so that a reader sees what adding a value would give."""
    return facets_soon(event_filter)()


def facets_soon(event_filter: EventFilter) -> Callable[[], list[Facet]]:
    """Start counting; return what waits for the facets."""
    where(event_filter)
    chosen = {name: [one for one in SETS.get(name, (name,)) if _chosen(event_filter, one)] for name in COUNTED}
    together = [name for name in COUNTED if not chosen[name]]
    counting = [soon(_counted, event_filter, together)] if together else []
    counting += [soon(_counted, event_filter, [name], without=own) for name, own in chosen.items() if own]
    roles = soon(role_facet, event_filter)

    def collect() -> list[Facet]:
        found = dict(ChainMap(*(counted() for counted in counting)))
        made = {name: _facet(event_filter, dimension, found[name]) for name, dimension in BY_NAME.items()}
        made |= {YEAR: year_facet(event_filter, found[YEAR]), "role": roles()}
        return [made[name] for name in ORDER]

    return collect


def _counted(event_filter: EventFilter, names: list[str], without: Sequence[str] = ()) -> dict[str, list[Row]]:
    also = {name: _chosen(event_filter, name) for name in names}
    return tally(event_filter, names, top=TOP, also=also, without=without)


def _by_value(rows: list[Row]) -> Found:
    found: Found = {}
    for row in rows:
        for value in words(row):
            found[value] = found.get(value, 0) + row[-1]
    return found


def _at_least(found: Found) -> Found:
    """Events placed at least as well as each precision that occurs."""
    order = [value for value in PlacePrecision.values if value in found]
    return {value: sum(found[better] for better in order[: place + 1]) for place, value in enumerate(order)}


def _facet(event_filter: EventFilter, dimension: _Dimension, rows: list[Row]) -> Facet:
    name, chosen, found = dimension.parameter, _chosen(event_filter, dimension.parameter), _by_value(rows)
    if name == "precision":
        found = _at_least(found)
    order = sorted(found, key=lambda value: (value not in chosen, -found[value], value))
    shown = order[:TOP] if dimension.by_count else order
    shown += [value for value in chosen if value not in shown]
    labels = dimension.names(shown)
    if not dimension.by_count:
        shown = [value for value in labels if value in shown]
    return Facet(
        name,
        dimension.label,
        [_value(event_filter, name, value, labels, found.get(value, 0), chosen) for value in shown],
    )


def _value(
    event_filter: EventFilter,
    name: str,
    value: str,
    labels: Mapping[str, wording.Words],
    events: int,
    chosen: list[str],
) -> FacetValue:
    selected = value in chosen
    if name == "precision":  # one value, not several
        url = event_filter.querystring(precision=None if selected else value)
    else:
        url = event_filter.toggled(name, value)
    return FacetValue(value, labels.get(value, value), events, selected, url)


def _chosen(event_filter: EventFilter, name: str) -> list[str]:
    return [value for value in event_filter.params.getlist(name) if value]

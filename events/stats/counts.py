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
from events.stats.catalogue import events_of
from events.stats.copy import copy
from events.stats.facet import Facet, FacetValue
from events.stats.further_facets import role_facet, year_facet
from events.stats.names import called
from events.stats.remembered import remembered
from events.stats.selection import where
from events.stats.soon import soon

TOP = 12  # values a facet shows; those chosen are always among them


@dataclass(frozen=True)
class Totals:
    """Sums over a selection. Events that give no figure add nothing to a sum, and are counted beside it."""

    events: int
    deaths_low: int
    deaths_best: int
    deaths_high: int
    without_deaths: int
    without_point: int
    first: Any
    last: Any


def totals(event_filter: EventFilter) -> Totals:
    """Sums of the selection. The low sum takes the best figure where only that is given, as publishing does."""
    clause, values = where(event_filter)
    (row,) = copy.select(
        "select count(*), coalesce(sum(deaths_low), 0), coalesce(sum(deaths_best), 0), coalesce(sum(deaths_high), 0), "
        "count(*) filter (coalesce(deaths_low, deaths_best, deaths_high) is null), "
        f"count(*) filter (latitude is null), min(date_start), max(date_end) from event where {clause}",
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
    """How one facet is counted and what its values are called; `names` decides the order unless `by_count`."""

    parameter: str
    label: wording.Words
    columns: tuple[str, ...]
    names: Callable[[list[str]], Mapping[str, wording.Words]]
    by_count: bool = True


KNOWN_TO = dict(PlacePrecision.choices) | wording.UNITS
#: Dimensions of one value for each event are counted together: each combination of their values, then each value.
SCALARS = (
    _Dimension(
        "event_type",
        _("Type"),
        ("event_type", "sub_event_type"),
        lambda values: _codebook(),
        False,
    ),
    _Dimension("country", _("Country"), ("country",), _names("country", PublishedPlace, "country", kind="country")),
    _Dimension(
        "admin1", _("Province or state"), ("admin1",), _names("admin1", PublishedPlace, "admin1", kind="admin1")
    ),
    _Dimension("attribution", _("Who did it"), ("attribution",), lambda values: wording.ATTRIBUTIONS, False),
    _Dimension("precision", _("Place known to"), ("precision_rank",), lambda values: KNOWN_TO, False),
)
#: Lists are counted by event: an actor named twice in one event is one event.
LISTED = (
    _Dimension("actor", _("Actor"), ("actors",), _names("actor", PublishedActor, "slug")),
    _Dimension("source", _("Source"), ("sources",), _names("source", PublishedSource, "slug")),
)
BY_NAME = {dimension.parameter: dimension for dimension in (*SCALARS, *LISTED)}
ORDER = ("event_type", "year", "country", "admin1", "actor", "role", "attribution", "precision", "source")

Found = dict[str, int]  # events by value of a dimension


def facets(event_filter: EventFilter) -> list[Facet]:
    """Count each dimension as if it were not chosen itself, so that a reader sees what adding a value would give."""
    return facets_soon(event_filter)()


def facets_soon(event_filter: EventFilter) -> Callable[[], list[Facet]]:
    """Start counting; return what waits for the facets."""
    where(event_filter)
    chosen = [dimension for dimension in SCALARS if _chosen(event_filter, dimension.parameter)]
    together = [dimension for dimension in SCALARS if dimension not in chosen]
    counting = [soon(_scalars, event_filter, together)]
    counting += [soon(_scalars, event_filter, [one], without=[one.parameter]) for one in chosen]
    counting += [soon(_listed, event_filter, dimension) for dimension in LISTED]
    making = [soon(year_facet, event_filter), soon(role_facet, event_filter)]

    def collect() -> list[Facet]:
        found = dict(ChainMap(*(counted() for counted in counting)))
        made = {name: _facet(event_filter, BY_NAME[name], found[name]) for name in found}
        made |= {facet.parameter: facet for facet in (make() for make in making)}
        return [made[name] for name in ORDER]

    return collect


def _listed(event_filter: EventFilter, dimension: _Dimension) -> dict[str, Found]:
    name = dimension.parameter
    also = _chosen(event_filter, name)
    return {name: events_of(dimension.columns[0], event_filter, without=[name], top=TOP, also=also)}


def _scalars(event_filter: EventFilter, dimensions: list[_Dimension], without: Sequence[str] = ()) -> dict[str, Found]:
    if not dimensions:
        return {}
    clause, values = where(event_filter, without=without)
    columns = [column for dimension in dimensions for column in dimension.columns]
    sets = ", ".join(f"({', '.join(dimension.columns)})" for dimension in dimensions)
    firsts = ", ".join(dimension.columns[0] for dimension in dimensions)
    rows = copy.select(
        f"select grouping({firsts}), sum(events)::bigint, {', '.join(columns)} "
        f"from (select kind as code, count(*) as events from event where {clause} group by 1) join kind using (code) "
        f"group by grouping sets ({sets})",
        values,
    )
    found: dict[str, Found] = {dimension.parameter: {} for dimension in dimensions}
    # Of the bits of grouping(), only that of the dimension which the row counts is 0; the first has the highest bit.
    everything = 2 ** len(dimensions) - 1
    counted = {everything - 2 ** (len(dimensions) - 1 - place): dimension for place, dimension in enumerate(dimensions)}
    for bits, events, *codes in rows:
        dimension = counted[bits]
        own = codes[columns.index(dimension.columns[0]) :][: len(dimension.columns)]
        for value in _words(dimension, own):
            into = found[dimension.parameter]
            into[value] = into.get(value, 0) + events
    if "precision" in found:
        found["precision"] = _at_least(found["precision"])
    return found


def _words(dimension: _Dimension, codes: list[int | None]) -> list[str]:
    """The values that a row counts: none for an empty one, two for a sub-type and its type."""
    if dimension.parameter == "precision":
        return [PlacePrecision.values[code - 1] for code in codes if code]
    return [copy.word(code) for code in codes if code is not None]


def _at_least(found: Found) -> Found:
    """Events placed at least as well as each precision that occurs."""
    order = [value for value in PlacePrecision.values if value in found]
    return {value: sum(found[better] for better in order[: place + 1]) for place, value in enumerate(order)}


def _facet(event_filter: EventFilter, dimension: _Dimension, found: Found) -> Facet:
    name, chosen = dimension.parameter, _chosen(event_filter, dimension.parameter)
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

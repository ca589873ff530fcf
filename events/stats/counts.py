"""How many: totals of a selection, and facets, each value with a ready-made link."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from events import wording
from events.filters import EventFilter
from events.filters.event_filter import ATTRIBUTIONS
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
from events.stats.remembered import remembered
from events.stats.selection import where

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


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet: how many of the selected events have it, and the query string that adds or drops it."""

    value: str
    label: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """A way to narrow the selection; `parameter` is the one its values set."""

    parameter: str
    label: str
    values: list[FacetValue]


@dataclass(frozen=True)
class Counts:
    """Totals and facets of one selection."""

    totals: Totals
    facets: list[Facet]


def counts(event_filter: EventFilter) -> Counts:
    """Return totals and facets of the selection. Raises InvalidFilter."""
    return Counts(totals(event_filter), facets(event_filter))


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


def _names(model: Any, field: str, **only: str) -> Callable[[list[str]], dict[str, str]]:
    """A function that returns the names of those values which have one."""

    @remembered
    def known() -> dict[str, str]:
        return {}

    def look_up(values: list[str]) -> dict[str, str]:
        names = known()
        if missing := [value for value in values if value not in names]:
            rows = model.objects.using(RECORD).filter(**{f"{field}__in": missing}, **only)
            names |= {**dict.fromkeys(missing, ""), **dict(rows.values_list(field, "name"))}
        return {value: names[value] for value in values if names[value]}

    return look_up


@dataclass(frozen=True)
class _Dimension:
    """How one facet is counted and what its values are called; `names` decides the order unless `by_count`."""

    parameter: str
    label: str
    columns: tuple[str, ...]
    names: Callable[[list[str]], dict[str, str]]
    by_count: bool = True


KNOWN_TO = dict(PlacePrecision.choices) | wording.UNITS
#: Dimensions of one value for each event are counted together, in one pass (grouping sets).
SCALARS = (
    _Dimension("event_type", "Type", ("event_type", "sub_event_type"), _names(PublishedEventType, "code"), False),
    _Dimension("country", "Country", ("country",), _names(PublishedPlace, "country", kind="country")),
    _Dimension("admin1", "Province or state", ("admin1",), _names(PublishedPlace, "admin1", kind="admin1")),
    _Dimension("attribution", "Who did it", ("attribution",), lambda _: ATTRIBUTIONS, False),
    _Dimension("precision", "Place known to", ("precision_rank",), lambda _: KNOWN_TO, False),
)
#: Lists are counted by event: an actor named twice in one event is one event.
LISTED = (
    _Dimension("actor", "Actor", ("actors",), _names(PublishedActor, "slug")),
    _Dimension("source", "Source", ("sources",), _names(PublishedSource, "slug")),
)
ORDER = ("event_type", "country", "admin1", "actor", "attribution", "precision", "source")

Found = dict[str, int]  # events by value of a dimension


def facets(event_filter: EventFilter) -> list[Facet]:
    """Count each dimension as if it were not chosen itself, so that a reader sees what adding a value would give."""
    chosen = [dimension for dimension in SCALARS if _chosen(event_filter, dimension.parameter)]
    found = _scalars(event_filter, [dimension for dimension in SCALARS if dimension not in chosen])
    for dimension in chosen:
        found |= _scalars(event_filter, [dimension], without=[dimension.parameter])
    for dimension in LISTED:
        name = dimension.parameter
        also = _chosen(event_filter, name)
        found[name] = events_of(dimension.columns[0], event_filter, without=[name], top=TOP, also=also)
    by_name = {dimension.parameter: dimension for dimension in (*SCALARS, *LISTED)}
    return [_facet(event_filter, by_name[name], found[name]) for name in ORDER]


def _scalars(event_filter: EventFilter, dimensions: list[_Dimension], without: Sequence[str] = ()) -> dict[str, Found]:
    if not dimensions:
        return {}
    clause, values = where(event_filter, without=without)
    columns = [column for dimension in dimensions for column in dimension.columns]
    sets = ", ".join(f"({', '.join(dimension.columns)})" for dimension in dimensions)
    firsts = ", ".join(dimension.columns[0] for dimension in dimensions)
    rows = copy.select(
        f"select grouping({firsts}), count(*), {', '.join(columns)} from event where {clause} "
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
    event_filter: EventFilter, name: str, value: str, labels: dict[str, str], events: int, chosen: list[str]
) -> FacetValue:
    selected = value in chosen
    if name == "precision":  # one value, not several
        url = event_filter.querystring(precision=None if selected else value)
    else:
        url = event_filter.toggled(name, value)
    return FacetValue(value, labels.get(value, value), events, selected, url)


def _chosen(event_filter: EventFilter, name: str) -> list[str]:
    return [value for value in event_filter.params.getlist(name) if value]

"""How many: totals of a selection, and facets, each value with a ready-made link."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from events.stats.copy import copy
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


@dataclass(frozen=True)
class _Dimension:
    """How one facet is counted and what its values are called."""

    parameter: str
    label: str
    sql: str
    names: Callable[[list[str]], dict[str, str]]
    by_count: bool = True


def _names(model: Any, field: str, **only: str) -> Callable[[list[str]], dict[str, str]]:
    def look_up(values: list[str]) -> dict[str, str]:
        rows = model.objects.using(RECORD).filter(**{f"{field}__in": values}, **only)
        return dict(rows.values_list(field, "name"))

    return look_up


COLUMN = "select {0}, count(*) from event where {{where}} and {0} <> '' group by 1"
#: Lists are counted by event: an actor named twice in one event is one event.
LIST = "select value, count(*) from {0} where event_id in (select id from event where {{where}}) group by 1"

DIMENSIONS = (
    _Dimension(
        "event_type",
        "Type",
        "select code, sum(n) from (select unnest([event_type, sub_event_type]) as code, count(*) as n "
        "from event where {where} group by event_type, sub_event_type) where code <> '' group by 1",
        _names(PublishedEventType, "code"),
        by_count=False,
    ),
    _Dimension("country", "Country", COLUMN.format("country"), _names(PublishedPlace, "country", kind="country")),
    _Dimension("admin1", "First-order unit", COLUMN.format("admin1"), _names(PublishedPlace, "admin1", kind="admin1")),
    _Dimension("actor", "Actor", LIST.format("actors"), _names(PublishedActor, "slug")),
    _Dimension("attribution", "Who did it", COLUMN.format("attribution"), lambda _: ATTRIBUTIONS, by_count=False),
    _Dimension("precision", "Place known to", "", lambda _: dict(PlacePrecision.choices), by_count=False),
    _Dimension("source", "Source", LIST.format("sources"), _names(PublishedSource, "slug")),
)
PRECISION = "select precision_rank, count(*) from event where {where} group by 1"


def facets(event_filter: EventFilter) -> list[Facet]:
    """Count each dimension as if it were not chosen itself, so that a reader sees what adding a value would give."""
    return [_facet(event_filter, dimension) for dimension in DIMENSIONS]


def _facet(event_filter: EventFilter, dimension: _Dimension) -> Facet:
    name = dimension.parameter
    clause, values = where(event_filter, without=[name])
    if name == "precision":
        found = _at_least(copy.select(PRECISION.format(where=clause), values))
    else:
        found = {value: int(count) for value, count in copy.select(dimension.sql.format(where=clause), values)}
    chosen = _chosen(event_filter, name)
    order = sorted(found, key=lambda value: (value not in chosen, -found[value], value))
    shown = order[:TOP] if dimension.by_count else list(found)
    shown += [value for value in chosen if value not in shown]
    labels = dimension.names(shown)
    known = list(labels) if not dimension.by_count else shown
    return Facet(
        name,
        dimension.label,
        [
            _value(event_filter, name, value, labels, found, chosen)
            for value in known
            if value in found or value in chosen
        ],
    )


def _value(
    event_filter: EventFilter, name: str, value: str, labels: dict[str, str], found: dict[str, int], chosen: list[str]
) -> FacetValue:
    selected = value in chosen
    if name == "precision":  # one value, not several
        url = event_filter.querystring(precision=None if selected else value)
    else:
        url = event_filter.toggled(name, value)
    return FacetValue(value, labels.get(value, value), found.get(value, 0), selected, url)


def _chosen(event_filter: EventFilter, name: str) -> list[str]:
    return [value for value in event_filter.params.getlist(name) if value]


def _at_least(rows: list[tuple[int, int]]) -> dict[str, int]:
    """Events placed at least as well as each precision that occurs."""
    by_rank = dict(rows)
    return {
        value: sum(count for other, count in by_rank.items() if other <= rank)
        for rank, value in enumerate(PlacePrecision.values, start=1)
        if rank in by_rank
    }

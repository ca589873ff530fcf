"""Where, for what a map cannot show as a spot: events known only by an area, and the box that all spots lie in."""

from dataclasses import dataclass

from events.filters import EventFilter
from events.filters.conditions import IN_AN_AREA, ON_THE_MAP
from events.filters.fields import RECORD, Box
from events.models import PlacePrecision, PublishedPlace
from events.stats.copy import copy
from events.stats.remembered import remembered
from events.stats.selection import where

NEAR_SETTLEMENT = 3  # the last precision rank that has a spot or a ring around one
NEAR_KM = 25  # the radius of that ring (build.sql)


@dataclass(frozen=True)
class Area:
    """Events whose place is known no closer than `place` (a slug; empty: not even that)."""

    place: str
    precision: str
    events: int


def areas(event_filter: EventFilter) -> list[Area]:
    """Return the areas that events of the selection are known by, most events first; each area once.

    Its precision is the closest of them. Raises InvalidFilter.
    """
    clause, values = where(event_filter)
    rows = copy.select(
        f"select case when {IN_AN_AREA} then place end as area, coalesce(min(precision_rank), 9), count(*) from event "
        f"where {clause} and not {ON_THE_MAP} group by 1 order by 3 desc, 1",
        values,
    )
    return [Area(copy.word(place), PlacePrecision.values[rank - 1], events) for place, rank, events in rows]


def extent(event_filter: EventFilter) -> Box | None:
    """Return the smallest box around all spots of the selection; None if it has none. Raises InvalidFilter."""
    clause, values = where(event_filter)
    (row,) = copy.select(
        "select min(longitude), min(latitude), max(longitude), max(latitude) "
        f"from event where {clause} and {ON_THE_MAP}",
        values,
    )
    return None if row[0] is None else Box(*row)


@remembered
def place_names() -> dict[str, str]:
    """Names of all places that the public record names, by slug."""
    return dict(PublishedPlace.objects.using(RECORD).values_list("slug", "name"))

"""Where, for what a map cannot show as a spot: events known only by an area, and the box that all spots lie in."""

from dataclasses import dataclass

from events.filters import EventFilter
from events.filters.fields import Box
from events.models import PlacePrecision
from events.stats.copy import copy
from events.stats.selection import where

NEAR_SETTLEMENT = 3  # the last precision rank that has a spot or a ring around one


@dataclass(frozen=True)
class Area:
    """Events whose place is known no closer than `place` (a slug; empty: not even that)."""

    place: str
    precision: str
    events: int


def areas(event_filter: EventFilter) -> list[Area]:
    """Return the areas that events of the selection are known by, most events first. Raises InvalidFilter."""
    clause, values = where(event_filter)
    rows = copy.select(
        f"select place, precision_rank, count(*) from event where {clause} "
        f"and (latitude is null or precision_rank > {NEAR_SETTLEMENT}) group by 1, 2 order by 3 desc, 1, 2",
        values,
    )
    return [Area(copy.word(place), PlacePrecision.values[rank - 1], events) for place, rank, events in rows]


def extent(event_filter: EventFilter) -> Box | None:
    """Return the smallest box around all spots of the selection; None if it has none. Raises InvalidFilter."""
    clause, values = where(event_filter)
    (row,) = copy.select(
        "select min(longitude), min(latitude), max(longitude), max(latitude) "
        f"from event where {clause} and precision_rank <= {NEAR_SETTLEMENT}",
        values,
    )
    return None if row[0] is None else Box(*row)

"""A selection in a few figures, and over a time that others share: what is needed to set selections side by side."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from events.filters import EventFilter
from events.stats.copy import copy
from events.stats.selection import where


@dataclass(frozen=True)
class Outline:
    """Sums of a selection; those without a figure are counted beside it. `types` are codes, most events first."""

    types: list[tuple[str, int]]
    events: int
    deaths_low: int
    deaths_best: int
    deaths_high: int
    without_deaths: int
    civilians: int
    contested: int
    unattributed: int
    first: date | None
    last: date | None


OUTLINE = """
select grouping(event_type), event_type, count(*),
       coalesce(sum(deaths_low), 0)::bigint, coalesce(sum(deaths_best), 0)::bigint,
       coalesce(sum(deaths_high), 0)::bigint, count(*) filter (coalesce(deaths_low, deaths_best, deaths_high) is null),
       count(*) filter (civilians), count(*) filter (attribution = ?), count(*) filter (attribution = ?),
       min(date_start), max(date_end)
from event where {where} group by grouping sets ((), (event_type)) order by 1, 3 desc, 2
"""


def outline(event_filter: EventFilter) -> Outline:
    """Return the figures of the selection. Raises InvalidFilter."""
    clause, values = where(event_filter)
    *by_type, whole = copy.select(OUTLINE.format(where=clause), [*copy.codes(["contested", "unknown"]), *values])
    types = [(copy.word(code), events) for _, code, events, *_ in by_type if code is not None]
    return Outline(types, *whole[2:])


def placed_at(event_filter: EventFilter, place: str) -> int:
    """Return how many of the events selected are coded to `place` itself, and no closer. Raises InvalidFilter."""
    clause, values = where(event_filter)
    ((events,),) = copy.select(
        f"select count(*) from event where {clause} and place = ?", [*values, *copy.codes([place])]
    )
    return int(events)


@dataclass(frozen=True)
class Share:
    """Events of one unit of time: those certainly in it, and the share in it of those known to lie in a longer time."""

    events: float
    spread: float


SHARES = """
with pair as (select date_trunc('{unit}', date_start)::date as first, date_trunc('{unit}', date_end)::date as last,
                     count(*) as events from event where {where} group by 1, 2),
part as (select unnest(generate_series(first, last, interval 1 {unit}))::date as start, first = last as certain,
                events / (date_diff('{unit}', first, last) + 1) as share from pair)
select start, coalesce(sum(share) filter (certain), 0), coalesce(sum(share) filter (not certain), 0)
from part group by 1
"""


def units(unit: str, first: date, last: date) -> list[date]:
    """The first days of all units between two days."""
    sql = f"select unnest(generate_series(date_trunc('{unit}', ?::date), ?::date, interval 1 {unit}))::date"
    return [start for (start,) in copy.select(sql, [first, last])]


def shares(event_filter: EventFilter, unit: str, starts: list[date]) -> list[Share]:
    """Return the share of each unit that begins on one of `starts`. Raises InvalidFilter."""
    clause, values = where(event_filter)
    rows: list[tuple[Any, ...]] = copy.select(SHARES.format(unit=unit, where=clause), values)
    found = {start: Share(certain, spread) for start, certain, spread in rows}
    return [found.get(start, Share(0, 0)) for start in starts]

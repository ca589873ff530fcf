"""How often the public record names each actor, place or source."""

from events.filters import EventFilter
from events.stats.copy import copy
from events.stats.loading import LISTS
from events.stats.remembered import remembered
from events.stats.selection import where

# Each list is counted once, then its members.
EVENTS_OF = """
select value, sum(events)::bigint
from (select {names} as list, count(*) as events from event where {where} group by 1) join member using (list)
group by value order by 2 desc, 1
"""


def events_of(names: str, event_filter: EventFilter) -> dict[str, int]:
    """Return {value: events} for one of LISTS, most events of the selection first."""
    if names not in LISTS:
        raise ValueError(f"“{names}” is not one of {', '.join(LISTS)}.")
    clause, values = where(event_filter)
    return dict(copy.select(EVENTS_OF.format(names=names, where=clause), values))


@remembered
def events_in_record(names: str) -> dict[str, int]:
    """Return {value: events} for one of LISTS over the whole record."""
    return dict(copy.select(EVENTS_OF.format(names=names, where="true")))


@remembered
def events_by_type() -> dict[str, int]:
    """Return {code: events} for all types and sub-types that occur."""
    rows = copy.select(
        "select code, sum(events)::bigint from (select event_type as code, count(*) as events from event group by 1 "
        "union all select sub_event_type, count(*) from event group by 1) where code is not null group by code"
    )
    return {copy.word(code): events for code, events in rows}

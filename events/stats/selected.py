"""Which events a filter selects, with the publication of which that is true."""

from dataclasses import dataclass

from events.filters import EventFilter
from events.stats.copy import copy, current_publication
from events.stats.selection import where


@dataclass(frozen=True)
class Selected:
    """Ids of versions that are current as of `publication`, in no order, as PostgreSQL writes a list: {1,2,3}."""

    publication: int
    ids: str


def selected(event_filter: EventFilter) -> Selected:
    """Find the events in the column copy. Raises InvalidFilter.

    Names are looked up in the catalogue before ids are in the copy, so it is asked again if somebody published
    meanwhile: numbers only rise, and one that is the same before and after held all the time between.
    """
    before = current_publication()
    asked = EventFilter(event_filter.params)  # one that remembers nothing
    clause, values = where(asked)
    ((ids,),) = copy.select(f"select coalesce(string_agg(id, ','), '') from event where {clause}", values)
    return Selected(before, f"{{{ids}}}") if current_publication() == before else selected(event_filter)

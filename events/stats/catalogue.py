"""How often the public record names each actor, place or source."""

from events.filters import EventFilter
from events.stats.copy import LISTS, copy
from events.stats.selection import where


def events_of(names: str, event_filter: EventFilter | None = None) -> dict[str, int]:
    """Return {value: events} for one of LISTS, most events first; of the selection only if a filter is given."""
    if names not in LISTS:
        raise ValueError(f"“{names}” is not one of {', '.join(LISTS)}.")
    copy.follow()
    clause, values = where(event_filter) if event_filter else ("true", [])
    rows = copy.select(
        f"select code, count(*) from (select unnest({names}) as code from event where {clause}) "
        "group by 1 order by 2 desc, 1",
        values,
    )
    return {copy.word(code): events for code, events in rows}

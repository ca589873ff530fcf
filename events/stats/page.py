"""One page of a list: which rows it has is found in the column copy, the rows come from PostgreSQL by their ids.

However rare the combination that a reader asks for, PostgreSQL reads no more rows than the page shows.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from events.filters import EventFilter, InvalidFilter
from events.filters.fields import RECORD, Box
from events.filters.paging import SORTS
from events.models import PublishedEvent
from events.stats.copy import copy
from events.stats.selection import where

#: Columns that lists show; a row has three times as many.
SHOWN = (
    "code", "title", "event_type", "event_type_name", "sub_event_type", "sub_event_type_name", "date_start", "date_end",
    "date_meaning", "clarity", "country", "country_name", "admin1", "admin1_name", "place", "place_name", "precision",
    "deaths_low", "deaths_best", "deaths_high", "attribution", "attributed_to", "side_a", "side_b",
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """Some rows, and the tokens for `after=` and `before=` that lead to the pages beside it ('' if there is none)."""

    rows: list[PublishedEvent]
    after: str
    before: str


def page(event_filter: EventFilter, size: int) -> Page:
    """Return `size` rows in the order asked for, from where `after` or `before` in the query string says.

    Only the SHOWN columns are fetched. Raises InvalidFilter, for a token that is none too.
    """
    clause, values = where(event_filter)
    sort = SORTS[event_filter.sort]
    after, before = (event_filter.params.get(name, "") for name in ("after", "before"))
    backwards = bool(before)
    if token := after or before:
        try:
            beyond, bound = sort.beyond(sort.key(token), backwards=backwards)
        except ValidationError as error:
            raise InvalidFilter({"after": error.messages}) from error
        clause, values = f"{clause} and {beyond}", [*values, *bound]
    found = copy.select(
        f"select id, {sort.value} from event where {clause} "
        f"order by {sort.order_sql(backwards=backwards)} limit {size + 1:d}",
        values,
    )
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, more) if backwards else (more, bool(after))
    return Page(
        _rows([row_id for row_id, _ in found]),
        sort.token(found[-1][1], found[-1][0]) if found and has_next else "",
        sort.token(found[0][1], found[0][0]) if found and has_previous else "",
    )


def first_ids(event_filter: EventFilter, most: int, box: Box | None = None) -> list[int]:
    """Ids of the first `most` events in the order asked for; with `box`, of those with a point in it.

    Raises InvalidFilter.
    """
    clause, values = where(event_filter)
    if box:
        clause += " and longitude between ? and ? and latitude between ? and ?"
        values = [*values, box.west, box.east, box.south, box.north]
    order = SORTS[event_filter.sort].order_sql(backwards=False)
    return [
        row[0] for row in copy.select(f"select id from event where {clause} order by {order} limit {most:d}", values)
    ]


def _rows(ids: list[int]) -> list[PublishedEvent]:
    found = PublishedEvent.objects.using(RECORD).only(*SHOWN).in_bulk(ids)
    return [found[row_id] for row_id in ids if row_id in found]

"""Facets that one parameter does not make: years, which are periods, and what the chosen actors did."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext_lazy as _

from events import wording
from events.filters import EventFilter
from events.stats.copy import copy
from events.stats.facet import Facet, FacetValue
from events.stats.selection import where
from events.stats.tally import Row


def year_facet(event_filter: EventFilter, rows: list[Row]) -> Facet:
    """Events by year, from what `tally` counted; a value sets the period to its year.

    An event counts in each year that it may lie in; where only certain ones are asked for, in one that it lies in as a
    whole or went on in.
    """
    only_certain = event_filter.asked["when"] == "certainly"
    found: Counter[int] = Counter()
    for _name, first, last, lasted, _value, events in rows:
        if first is not None and last is not None and (first == last or lasted or not only_certain):
            found.update(dict.fromkeys(range(first, last + 1), events))
    return Facet("year", _("Year"), [_year(event_filter, year, found[year]) for year in sorted(found, reverse=True)])


def _year(event_filter: EventFilter, year: int, events: int) -> FacetValue:
    first, last = date(year, 1, 1), date(year, 12, 31)
    is_chosen = (event_filter.asked["date_from"], event_filter.asked["date_to"]) == (first, last)
    period = (None, None) if is_chosen else (first.isoformat(), last.isoformat())
    url = event_filter.querystring(date_from=period[0], date_to=period[1])
    return FacetValue(str(year), str(year), events, is_chosen, url)


TAKEN = "count(*) filter (actor_roles in (select list from member where value in (select unnest(?))))"


def role_facet(event_filter: EventFilter) -> Facet:
    """What the chosen actors did, as if no role were chosen; without values if no actor is."""
    asked = event_filter.asked
    return Facet("role", _("What the actor did"), [*_roles(event_filter)] if asked["actor"] else [])


def _roles(event_filter: EventFilter) -> list[FacetValue]:
    asked = event_filter.asked
    clause, values = where(event_filter, without=["actor"])
    taken = [[f"{slug}|{role}" for slug in asked["actor"].codes] for role in wording.ROLES]
    columns = ", ".join([TAKEN] * len(taken))
    (counts,) = copy.select(f"select {columns} from event where {clause}", [*taken, *values])
    return [
        FacetValue(role, label, events, role in asked["role"], event_filter.toggled("role", role))
        for (role, label), events in zip(wording.ROLES.items(), counts, strict=True)
        if events
    ]

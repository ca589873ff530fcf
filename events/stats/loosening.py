"""Which condition of a question that nothing answers is in the way: how many events there would be without each."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.filters import EventFilter
from events.stats.copy import copy
from events.stats.selection import where

#: Parameters that only make sense together, and the words for leaving them out.
CONDITIONS: tuple[tuple[tuple[str, ...], Promise], ...] = (
    (("q",), _("Without the words")),
    (("date_from", "date_to", "when"), _("Without the dates")),
    (("when",), _("If what possibly happened then counts")),
    (("event_type",), _("Without the type")),
    (("country",), _("Without the country")),
    (("admin1",), _("Without the province or state")),
    (("place",), _("Without the place")),
    (("actor", "role", "against"), _("Without the actor")),
    (("role",), _("Whatever the actor did")),
    (("against",), _("Whoever was on the other side")),
    (("deaths_min", "deaths_max"), _("Whatever the number killed")),
    (("civilians",), _("Whether civilians were harmed or not")),
    (("attribution",), _("However sure it is who did it")),
    (("precision",), _("However well the place is known")),
    (("source",), _("Without the source")),
    (("tag",), _("Without the tag")),
    (("bbox",), _("Without the box on the map")),
    (("near", "within"), _("Without the circle around a point")),
)
CONDITIONAL = {name for names, _words in CONDITIONS for name in names}


@dataclass(frozen=True)
class Looser:
    """The question without one condition: what is left out, as words; its query string; how many events answer it."""

    words: str
    query: str
    events: int


def looser(event_filter: EventFilter) -> list[Looser]:
    """Without which one condition events would be found, most of them first. Raises InvalidFilter."""
    asked = {name for name, values in event_filter.params.lists() if any(values)} & CONDITIONAL
    groups = [(names, words) for names, words in CONDITIONS if asked & {*names} and asked - {*names}]
    if not groups:  # nothing or one thing was asked, and without that it is the whole record
        return []
    questions = [_question(event_filter, names) for names, _words in groups]  # a clause lives as long as its filter
    clauses = [where(one, without=names) for one, (names, _words) in zip(questions, groups, strict=True)]
    counts = ", ".join(f"(select count(*) from event where {clause})" for clause, _ in clauses)
    (row,) = copy.select(f"select {counts}", [value for _, values in clauses for value in values])
    found = [
        Looser(str(words), event_filter.querystring(**dict.fromkeys(names)), events)
        for (names, words), events in zip(groups, row, strict=True)
        if events
    ]
    return sorted(found, key=lambda one: -one.events)


def _question(event_filter: EventFilter, names: tuple[str, ...]) -> EventFilter:
    """The question itself, or without the parameters where they have no condition but change that of another."""
    if {*names} & {condition.parameter for condition in event_filter.conditions}:
        return event_filter
    return event_filter.changed(**dict.fromkeys(names))

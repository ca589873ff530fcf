"""What every picture of a selection says in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from events import wording
from events.filters import EventFilter
from events.models import Publication
from events.stats import Totals, totals
from events.templatetags.words import in_figures


@dataclass(frozen=True)
class Said:
    """The question in words, its answer in figures, and how to cite both."""

    words: str
    totals: Totals
    citation: str

    @classmethod
    def of(cls, event_filter: EventFilter, url: str) -> "Said":
        """`url` is the page that has the same selection. Raises InvalidFilter."""
        return cls(event_filter.words, totals(event_filter), cited(gettext("“%s”") % event_filter.words, url))

    @property
    def figures(self) -> str:
        return in_figures(self.totals)


def cited(what: str, url: str) -> str:
    """How to cite what is shown: `conflictdb, “All events”, publication 12 of 3 November 2018, https://…`."""
    last = Publication.objects.using("public").order_by("-number").values_list("number", "at").first()
    number, at = last or (0, None)
    said = {"what": what, "number": number, "day": _day(at), "url": wording.isolated(url)}
    if at is None:
        return gettext("conflictdb, %(what)s, %(url)s") % said
    return gettext("conflictdb, %(what)s, publication %(number)s of %(day)s, %(url)s") % said


def _day(at: datetime | None) -> str:
    return wording.day(at.date()) if at else ""

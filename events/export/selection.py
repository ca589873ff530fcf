"""What one file is to hold: the events that a filter selects, in a layout, from one state of the record."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from django.http.request import QueryDict  # noqa: TID251  # a file is asked for by a query string

from events.export.layouts import EVENTS, LAYOUTS, Layout
from events.export.stream import RECORD, Events, snapshot
from events.filters import EventFilter
from events.filters.paging import SORTS
from events.models import PublishedEvent
from events.stats.selected import Selected, selected


class Selection:
    """A question to the public record; `url` is the address of its page, "" if there is none."""

    def __init__(self, event_filter: EventFilter, layout: Layout = EVENTS, url: str = "") -> None:
        self.event_filter, self.layout, self.url = event_filter, layout, url
        self.publication = 0  # whose state the file holds: known when the file begins
        self.errors = event_filter.errors

    @classmethod
    def asked(cls, params: QueryDict, *, has_layouts: bool) -> "Selection":
        """The selection of a query string, which may say `layout=` if the format has layouts; see `errors`."""
        rest = params.copy()
        names = rest.pop("layout", []) if has_layouts else []
        selection = cls(EventFilter(rest, strict=True), LAYOUTS.get(names[0], EVENTS) if names else EVENTS)
        if len(names) > 1:
            selection.errors = {**selection.errors, "layout": ["“layout” can be given only once."]}
        elif names and names[0] not in LAYOUTS:
            selection.errors = {**selection.errors, "layout": [f"“{names[0]}” is not one of: {', '.join(LAYOUTS)}."]}
        return selection

    @contextmanager
    def opened(self) -> Iterator[Events]:
        """The events in the order asked for, all of one state, whose publication number is then known.

        A file of everything is PostgreSQL's to find. Any other is asked of the column copy, which is as quick whatever
        was asked, and read by ids: versions do not change, so these are the ones wanted though a newer state is there.
        """
        chosen = None if self.event_filter.is_everything else selected(self.event_filter)
        with snapshot() as current:
            self.publication = chosen.publication if chosen else current
            yield self._those(chosen) if chosen else self.event_filter.queryset()

    def _those(self, chosen: Selected) -> Events:
        is_chosen = RawSQL("id = any(%s::bigint[])", [chosen.ids], output_field=BooleanField())
        versions = PublishedEvent.objects.using(RECORD).filter(is_chosen, withheld=False)
        return versions.order_by(*SORTS[self.event_filter.sort].order_by)

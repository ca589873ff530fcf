"""What publishing an event would change in the public record, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from events.models import Event, PublishedEvent
from events.publication.build import CONTENT_COLUMNS, build

#: Columns that say nothing an editor could not see in another one.
DERIVED = {"code", "search", "point", "event_type", "sub_event_type", "country", "admin1", "place", "place_path",
           "precision_rank", "actors", "actor_roles", "actor_sides", "sources", "dataset", "dataset_id",
           "side_a", "side_b", "source_names"}  # fmt: skip

#: What a column is called where its name does not say it.
LABELS = {
    "event_type_name": "Event type",
    "sub_event_type_name": "Sub-event type",
    "date_start": "First day",
    "date_end": "Last day",
    "date_meaning": "The interval means",
    "country_name": "Country",
    "admin1_name": "Province or state",
    "place_name": "Place",
    "precision": "Place precision",
    "attribution": "Who did it is",
    "attributed_to": "Named as who did it",
    "injured_low": "Injured, low",
    "injured_best": "Injured, best",
    "injured_high": "Injured, high",
    "ucdp_type_of_violence": "UCDP type of violence",
    "date_precision": "Date precision (UCDP)",
    "radius_km": "Radius of the ring, km",
    "civilians": "Civilians harmed or targeted",
    "deaths_low": "Killed, low",
    "deaths_best": "Killed, best",
    "deaths_high": "Killed, high",
    "deaths_a": "Killed, side A",
    "deaths_b": "Killed, side B",
    "deaths_civilians": "Killed, civilians",
    "deaths_unknown": "Killed, unknown",
    "source_list": "Sources",
}


@dataclass(frozen=True)
class Change:
    """One field of the public record: what it holds now (None if the event is not public) and what it would hold."""

    field: str
    label: str
    before: Any
    after: Any


def preview(event: Event) -> list[Change]:
    """Return the fields that publishing `event` now would change; every filled field if it is not public yet."""
    return previews([event])[event.code]


def previews(events: Iterable[Event]) -> dict[str, list[Change]]:
    """The same of several events, by their codes."""
    codes = {event.pk: event.code for event in events}
    columns = [column for column in CONTENT_COLUMNS if column not in DERIVED]
    with transaction.atomic(), connection.cursor() as cursor:
        build(cursor, codes)
        # Read through the model, so that values before and after have the same Python types.
        built = list(PublishedEvent.objects.raw(f"select 0 as id, code, {', '.join(columns)} from built"))
    current = PublishedEvent.objects.filter(code__in=codes.values(), valid_to__isnull=True)
    before = {row.code: row for row in current}
    return {
        after.code: [change for column in columns if (change := _change(column, before.get(after.code), after))]
        for after in built
    }


def _change(column: str, before: PublishedEvent | None, after: PublishedEvent) -> Change | None:
    old, new = (getattr(before, column) if before else None), getattr(after, column)
    if old == new or (before is None and new in (None, "", [], {})):
        return None
    return Change(
        field=column, label=LABELS.get(column) or column.replace("_", " ").capitalize(), before=old, after=new
    )

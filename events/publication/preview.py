"""What publishing an event, or approving a proposal, would change in the public record, field by field."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from events.models import (
    Event,
    Lock,
    PublishedActor,
    PublishedEvent,
    PublishedEventType,
    PublishedPlace,
    PublishedSource,
)
from events.publication.build import CONTENT_COLUMNS
from events.publication.publish import DIFFERS, digest, prepare
from events.publication.renaming import showing

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
    "is_undisclosed": "Undisclosed",
    "url": "Web address",
    "extent_km": "Extent, km",
    "is_active": "In use",
    "name_ar": "Name in Arabic",
}


@dataclass(frozen=True)
class Change:
    """One field of the public record: what it holds now (None if the event is not public) and what it would hold."""

    field: str
    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Changed:
    """One thing that readers would see otherwise: an event, or a row of the catalogue; `is_new` where they see none."""

    kind: str
    key: str
    name: str
    is_new: bool
    changes: list[Change]


@dataclass(frozen=True)
class Preview:
    """What would be published: rows of the catalogue, events (of many the first), the codes of all, and a digest."""

    catalogue: list[Changed]
    events: list[Changed]
    codes: list[str]
    digest: str


# Publishing an event settles anew where it is shown.
SETTLED_ANEW = """
create temporary view events_shownplace as select * from public.events_shownplace where event_id not in ({})
"""
EMPTY: tuple[Any, ...] = (None, "", [], {})
#: Events that a preview shows field by field.
IN_FULL = 20
SHOWN_COLUMNS = [column for column in CONTENT_COLUMNS if column not in DERIVED]
DIFFERING = f"""
select b.code from built b left join events_publishedevent p on p.code = b.code and p.valid_to is null
where p.code is null or {DIFFERS} order by b.code
"""
#: Tables of the catalogue: their models, what one row is called, and the fields that a person would look at.
CATALOGUE: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "events_publishedactor": (PublishedActor, "Actor", ("name", "kind", "description", "names", "relations")),
    "events_publishedplace": (
        PublishedPlace,
        "Place",
        (
            *("name", "kind", "country_name", "admin1_name", "path", "names", "geonames_id", "pcode"),
            *("latitude", "longitude", "extent_km"),
        ),
    ),
    "events_publishedsource": (
        PublishedSource,
        "Source",
        ("name", "kind", "scale", "reliability", "url", "is_undisclosed"),
    ),
    "events_publishedeventtype": (
        PublishedEventType,
        "Event type",
        (
            *("name", "name_ar", "parent", "order", "definition", "acled_event_type", "acled_sub_event_type"),
            *("acled_disorder_type", "ucdp_type_of_violence", "is_active"),
        ),
    ),
}


def preview_of(make: Callable[[], None], **reach: Collection[int]) -> Preview:
    """What readers would see if `make` were done and all that shows `reach` were published (see `refresh_names`)."""

    def prepared(cursor: CursorWrapper) -> list[tuple[str, str]]:
        make()
        ids = {*showing(cursor, **reach), *reach.get("events", ())}
        return prepare(cursor, ids, reach.get("actors", ()))

    return _preview(prepared)


def preview(events: Iterable[Event]) -> Preview:
    """What readers would see if these events were published now as they are coded, all of them in full."""
    codes = {event.pk: event.code for event in events}

    def prepared(cursor: CursorWrapper) -> list[tuple[str, str]]:
        cursor.execute(SETTLED_ANEW.format(", ".join(map(str, codes)) or "null"))
        renamed = prepare(cursor, codes, (), as_coded=codes)
        cursor.execute("drop view pg_temp.events_shownplace")
        return renamed

    return _preview(prepared, in_full=codes.values())


def _preview(prepared: Callable[[CursorWrapper], list[tuple[str, str]]], in_full: Iterable[str] = ()) -> Preview:
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        with transaction.atomic():
            renamed = prepared(cursor)
            seen = digest(cursor, renamed)
            cursor.execute(DIFFERING)
            codes = [row[0] for row in cursor.fetchall()]
            events_after = {row.code: row for row in _built([*in_full, *codes[:IN_FULL]])}
            catalogue_after = _catalogue(renamed)
            transaction.set_rollback(True)
        events_before = {row.code: row for row in PublishedEvent.objects.filter(code__in=events_after, valid_to=None)}
        catalogue_before = _catalogue(renamed)
    events = [_changed_event(events_before.get(code), after) for code, after in events_after.items()]
    keys = dict.fromkeys(key for key in renamed if key in catalogue_before or key in catalogue_after)
    catalogue = [_changed_row(key, catalogue_before.get(key), catalogue_after.get(key)) for key in keys]
    return Preview([row for row in catalogue if row.changes], [row for row in events if row.changes], codes, seen)


def _built(codes: list[str]) -> Any:
    """Rows of `built`, read through the model, so that values before and after have the same Python types."""
    return PublishedEvent.objects.raw(
        f"select 0 as id, {', '.join(['code', *SHOWN_COLUMNS])} from built where code = any(%s) order by code", [codes]
    )


def _catalogue(keys: list[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    found = {}
    for table, (model, _, fields) in CATALOGUE.items():
        key = "code" if model is PublishedEventType else "slug"
        wanted = [slug for where, slug in keys if where == table]
        for row in model._default_manager.filter(**{f"{key}__in": wanted}).only(key, *fields) if wanted else ():
            found[table, getattr(row, key)] = row
    return found


def _changed_event(before: Any, after: Any) -> Changed:
    name = f"{after.code} {after.title}"
    return Changed("Event", after.code, name, before is None, _changes(SHOWN_COLUMNS, before, after))


def _changed_row(key: tuple[str, str], before: Any, after: Any) -> Changed:
    _, kind, fields = CATALOGUE[key[0]]
    return Changed(kind, key[1], (before or after).name, before is None, _changes(list(fields), before, after))


def _changes(columns: list[str], before: Any, after: Any) -> list[Change]:
    return [change for column in columns if (change := _change(column, before, after))]


def _change(column: str, before: Any, after: Any) -> Change | None:
    old, new = (getattr(row, column) if row else None for row in (before, after))
    if old == new or (old in EMPTY and new in EMPTY and (before is None or after is None)):
        return None
    return Change(
        field=column, label=LABELS.get(column) or column.replace("_", " ").capitalize(), before=old, after=new
    )

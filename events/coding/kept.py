"""The coding rows of an event as they were published: what a correction has changed of them, and how they come back."""

import json
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, UniqueConstraint

from events.coding.history import RowChange, State, differences
from events.models import AsPublished, Casualties, Claim, Event, EventLink, ImportedRow, Participation, Status

#: Tables of the rows of an event, by their name in AsPublished.rows; the row of the data set is not coded here.
CODED: dict[str, type[Model]] = {
    "participation": Participation,
    "casualties": Casualties,
    "claim": Claim,
    "eventlink": EventLink,
}
PARTS: dict[str, type[Model]] = {**CODED, "importedrow": ImportedRow}
#: What the event itself does not go back to: its code never changes, and time goes on.
GOES_ON = {"id", "code", "status", "changed_by_id", "changed_at", "revision", "search_key"}

# A row goes where it was not, or where it was under another unique key, which another row may hold by now.
FORGET = """
delete from {table} t
where t.event_id = %(event)s and not exists (
  select from jsonb_populate_recordset(null::{table}, %(rows)s) k where ({key_k}) = ({key_t}))
"""
CHANGE = """
update {table} t set {assigned}
from jsonb_populate_recordset(null::{table}, %(rows)s) k
where k.id = t.id and t.event_id = %(event)s and ({columns_k}) is distinct from ({columns_t})
"""
# Columns that came with a later version are left to their defaults.
BRING_BACK = """
insert into {table} ({columns}) select {columns_k}
from jsonb_populate_recordset(null::{table}, %(rows)s) k
where not exists (select from {table} t where t.id = k.id)
"""

# Private notes stay as they are; of a claim that was removed, its last ones come back with it.
BRING_BACK_NOTES = """
insert into events_claimnote (claim_id, notes, entered_by_id)
select c.id, h.notes, (select id from auth_user where id = h.entered_by_id)
from events_claim c
join lateral (
  select * from events_claimnotehistory n where n.pgh_obj_id = c.id order by n.pgh_id desc limit 1) h on true
where c.event_id = %(event)s and h.pgh_label = 'delete'
  and h.pgh_created_at = (select max(k.pgh_created_at) from events_claimhistory k
                          where k.pgh_obj_id = c.id and k.pgh_label = 'delete')
on conflict do nothing
"""


def lost(event: Event) -> list[RowChange]:
    """What abandoning the correction of `event` would undo, row by row, as the history says it."""
    rows = AsPublished.objects.get(event=event).rows
    was, now = _event(rows), Event.objects.get(pk=event.pk)
    now.status, now.coded_by_id, now.merged_into_id = was.status, was.coded_by_id, was.merged_into_id
    before: State = {(Event, event.pk): was}
    after: State = {(Event, event.pk): now}
    for name, model in CODED.items():
        before |= {(model, row.pk): row for row in _read(model, "recordset", rows[name])}
        after |= {(model, row.pk): row for row in model._default_manager.filter(event=event)}
    return differences(before, after)


def restore(event: Event) -> Status:
    """Bring the rows of `event` back to what was published, and its fields, unsaved; returns what it was then.

    The event is locked and in correction. Fails by its keys if something that a row refers to is gone.
    """
    rows = AsPublished.objects.get(event=event).rows
    with connection.cursor() as cursor:
        for name, model in PARTS.items():
            _restore_part(cursor, model, event.pk, rows.get(name, []))
    was = _event(rows)
    for column in Event._meta.concrete_fields:
        if column.attname in rows["event"] and column.attname not in GOES_ON:
            setattr(event, column.attname, getattr(was, column.attname))
    if event.coded_by_id and not User.objects.filter(pk=event.coded_by_id).exists():
        event.coded_by = None
    return Status(was.status)


def moved(event: Event) -> set[int]:
    """The claims of `event` that have another report or speaker than was published, or are confidential otherwise."""
    names = ("id", "report_id", "speaker_id", "is_confidential")
    rows = AsPublished.objects.get(event=event).rows["claim"]
    was = {row["id"]: tuple(row[name] for name in names) for row in rows}
    return {now[0] for now in Claim.objects.filter(event=event).values_list(*names) if was.get(now[0], now) != now}


def _restore_part(cursor: CursorWrapper, model: type[Model], event_id: int, rows: list[dict[str, Any]]) -> None:
    fields = [field for field in model._meta.concrete_fields if not rows or field.attname in rows[0]]
    unique = {name for rule in model._meta.constraints if isinstance(rule, UniqueConstraint) for name in rule.fields}
    there = [field.attname for field in fields]
    key = [field.attname for field in fields if field.primary_key or field.name in unique]
    given: dict[str, int | str] = {"event": event_id, "rows": json.dumps(rows)}
    names = {
        "table": model._meta.db_table,
        "columns": _list(there),
        "columns_k": _list(there, "k."),
        "columns_t": _list(there, "t."),
        "key_k": _list(key, "k."),
        "key_t": _list(key, "t."),
        "assigned": ", ".join(f'"{name}" = k."{name}"' for name in there),
    }
    for statement in (FORGET, CHANGE, BRING_BACK):
        cursor.execute(statement.format(**names), given)
    if model is Claim:
        cursor.execute(BRING_BACK_NOTES, given)


def _list(columns: list[str], of: str = "") -> str:
    return ", ".join(f'{of}"{column}"' for column in columns)


def _event(rows: dict[str, Any]) -> Event:
    (event,) = _read(Event, "record", rows["event"])
    return event


def _read(model: type[Model], kind: str, value: Any) -> list[Any]:
    """Kept rows as objects that are not saved."""
    table = model._meta.db_table
    return list(
        model._default_manager.raw(f"select * from jsonb_populate_{kind}(null::{table}, %s)", [json.dumps(value)])
    )

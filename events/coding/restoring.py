"""What was deleted, and how it comes back: as it was, with the rows that went with it, the same ids and addresses.

The history tables keep the last state of each row. Keys of search, which they leave out, are computed on saving.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pghistory
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Exists, F, ForeignKey, Model, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from events.coding import editing, history, naming
from events.models import Actor, Claim, Event, Location, Report, Source, Status, gate

#: By the name in addresses.
KINDS: dict[str, type[Model]] = {
    "event": Event, "actor": Actor, "location": Location, "source": Source, "report": Report,
}  # fmt: skip
#: What else goes with a thing and comes back with it; nobody reads it there.
UNSHOWN: dict[str, dict[str, str]] = {
    "event": {"WorkflowStepHistory": "event_id", "ImportedRowHistory": "event_id"},
    "source": {"SourceIdentityHistory": "source_id", "KnowerHistory": "source_id"},
    "report": {"ReportIdentityHistory": "report_id", "KnowerHistory": "report_id"},
}


class RestoreError(ValidationError):
    """Something that cannot come back; its message is a sentence for the person who tried."""


@dataclass(frozen=True)
class Deleted:
    """Something that was deleted and is not back: what, when, by whom (empty: by a command) and why."""

    kind: str
    pk: int
    label: str
    at: datetime
    who: str
    reason: str
    state: Any

    @property
    def thing(self) -> str:
        return str(KINDS[self.kind]._meta.verbose_name)


# --- What was deleted ------------------------------------------------------------------------------------------------


def deleted(kinds: list[str], words: str = "") -> QuerySet[Any, Any]:
    """(kind, pgh_id) of what was deleted and is not back, newest first; only what has all `words` in its shown name."""
    found = [_deleted(kind, words).values_list(Value(kind), "pgh_id", "pgh_created_at") for kind in kinds]
    first, *others = found or [_deleted("event", "").none().values_list(Value(""), "pgh_id", "pgh_created_at")]
    return first.union(*others, all=True).order_by("-pgh_created_at", "-pgh_id")


def described(rows: Any) -> list[Deleted]:
    """What `rows` of `deleted` tell, in their order."""
    wanted: dict[str, list[int]] = {}
    for kind, state, _at in rows:
        wanted.setdefault(kind, []).append(state)
    states = {
        (kind, state.pgh_id): state
        for kind, keys in wanted.items()
        for state in _history(kind).filter(pgh_id__in=keys).select_related("pgh_context")
    }
    words = history.Acts(list(states.values()))
    return [_described(kind, states[kind, state], words) for kind, state, _at in rows]


def find(kind: str, pk: int) -> Deleted | None:
    """What had this id, if it was deleted and is not back."""
    state = _deleted(kind, "").filter(pgh_obj_id=pk).select_related("pgh_context").first()
    return _described(kind, state, history.Acts([state])) if state else None


def contents(found: Deleted) -> list[history.RowChange]:
    """What comes back, row by row and field by field."""
    shown = history.TABLES[KINDS[found.kind]]
    return history.contents([state for state in _states(found) if type(state).__name__ in shown])


def _history(kind: str) -> Any:
    return apps.get_model("events", f"{kind}history")._default_manager.order_by("pgh_id")


def _deleted(kind: str, words: str) -> Any:
    """The deletions of a kind that nothing followed: no return, no second deletion."""
    later = _history(kind).filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    there = KINDS[kind]._default_manager.filter(pk=OuterRef("id"))
    states = _history(kind).filter(~Exists(later), ~Exists(there), pgh_label="delete")
    for word in words.replace("\0", "").split():
        states = states.filter(_shows(kind, word))
    return states


def _shows(kind: str, word: str) -> Any:
    """Whether the name that is shown holds `word`."""
    if kind == "event":
        return Q(code__icontains=word) | Q(title__icontains=word)
    return Q(title__icontains=word) if kind == "report" else Q(name__icontains=word)


def label(kind: str, state: Any) -> str:
    """What a list calls it; what was confidential is in the history by its number or its pseudonym."""
    if kind == "event":
        return f"{state.code} {state.title}"
    return str(state.title if kind == "report" else state.name)


def _described(kind: str, state: Any, words: history.Acts) -> Deleted:
    return Deleted(kind, state.id, label(kind, state), state.pgh_created_at, words.who(state), words.why(state), state)


def _states(found: Deleted) -> list[Any]:
    """The last states of the thing and of all rows that went with it, in an order in which they can come back."""
    tables = history.TABLES[KINDS[found.kind]] | UNSHOWN.get(found.kind, {})
    state = found.state
    deletion = {"pgh_label": "delete", "pgh_created_at": state.pgh_created_at, "pgh_context_id": state.pgh_context_id}
    gone = [
        part
        for table, key in tables.items()
        if key != "id"
        for part in apps.get_model("events", table)
        ._default_manager.filter(**{key: found.pk}, **deletion)
        .order_by("pgh_obj_id")
    ]
    return [state, *gone, *_notes(gone, deletion)]


def _notes(states: list[Any], deletion: dict[str, Any]) -> list[Any]:
    """The last states of the private notes of the claims among `states`."""
    claims = [state.id for state in states if state.pgh_tracked_model is Claim]
    notes = apps.get_model("events", "ClaimNoteHistory")._default_manager
    return list(notes.filter(pgh_obj_id__in=claims, **deletion).order_by("pgh_obj_id"))


# --- How it comes back -----------------------------------------------------------------------------------------------


def why_not(found: Deleted, by: User) -> str:
    """Why `by` may not restore what was deleted, as a sentence; empty if they may."""
    if not by.has_perm(f"events.add_{found.kind}"):
        return f"Your account may not add a {found.thing}, so it may not restore one: ask an editor."
    deleter = (found.state.pgh_context.metadata if found.state.pgh_context else {}).get("user")
    if found.kind == "event" and deleter != by.pk and not by.has_perm("events.publish_event"):
        return f"{found.label} is restored by the person who deleted it, or by an editor: ask one of them."
    return ""


def restore(found: Deleted, *, by: User, reason: str = "") -> Model:
    """Bring back what was deleted with all that went with it, an event as a draft; or raise RestoreError."""
    if why := why_not(found, by):
        raise RestoreError(why)
    with transaction.atomic(), _recorded(by, reason or "Restored"):
        if find(found.kind, found.pk) is None:
            raise RestoreError(f"{found.label} is back already.")
        rows = [history.untracked(state) for state in _states(found)]
        if isinstance(rows[0], Event):
            _as_draft(rows[0], by)
        for row in rows:
            _store(row, found.label)
        if isinstance(rows[0], Source | Report):  # what is confidential no more by now comes out
            type(rows[0])._default_manager.filter(pk=found.pk).update(is_confidential=F("is_confidential"))
        connection.check_constraints()
    return rows[0]


def offered(thing: Model, saves: list[history.Save], by: User) -> set[str]:
    """The marks, in `saves` of `thing`, of rows that were removed and that `by` may bring back."""
    if not _may_change(thing, by):
        return set()
    removed = [
        row
        for save in saves
        for row in save.rows
        if row.deed == "removed" and history.LEADING.get(row.table, "id") != "id"
    ]
    return {
        f"{table} {state}"
        for table in {row.table for row in removed}
        for state in _removed(table).filter(pgh_id__in=[row.state for row in removed]).values_list("pgh_id", flat=True)
    }


def row_parent(table: str, state: int) -> tuple[type[Model], int] | None:
    """What the removed row hung on; None if there is no such row, or it is back."""
    parents = {
        name: (model, key) for model, tables in history.TABLES.items() for name, key in tables.items() if key != "id"
    }
    found = table in parents and _removed(table).filter(pgh_id=state).first()
    return (parents[table][0], getattr(found, parents[table][1])) if found else None


def bring_back(table: str, state: int, thing: Any, *, by: User) -> None:
    """Bring back one row that was removed from `thing`; or raise RestoreError."""
    with transaction.atomic(), _recorded(by, "Brought back"):
        if isinstance(thing, Event):
            try:
                editing.lock(thing)
            except Event.DoesNotExist as error:
                raise RestoreError(f"{thing.code} was deleted meanwhile: restore it first.") from error
        if not _may_change(thing, by):
            raise RestoreError(f"{thing} is not open to you, so nothing comes back to it.")
        found = _removed(table).filter(pgh_id=state).first()
        if found is None:
            raise RestoreError("That row is back already.")
        row = history.untracked(found)
        _store(row, f"The {row._meta.verbose_name}")
        deletion = {"pgh_label": "delete", "pgh_created_at": found.pgh_created_at}
        for note in _notes([found], deletion):
            _store(history.untracked(note), "The note")
        editing.save(thing, by=by) if isinstance(thing, Event) else naming.saved(thing)
        connection.check_constraints()


def _may_change(thing: Model, by: User) -> bool:
    if isinstance(thing, Event):
        return editing.may_edit(thing, by)
    return by.has_perm(f"events.change_{thing._meta.model_name}")


def _removed(table: str) -> Any:
    """The removals of rows in a history table that nothing followed."""
    states = apps.get_model("events", table)._default_manager
    there: Any = states.model.pgh_tracked_model._default_manager.filter(pk=OuterRef("id"))
    later = states.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"))
    return states.filter(~Exists(there), ~Exists(later), pgh_label="delete")


def _recorded(by: User, reason: str) -> Any:
    return pghistory.context(user=by.pk, username=by.get_username(), reason=reason)


def _as_draft(event: Event, by: User) -> None:
    event.status = Status.DRAFT
    event.revision += 1
    event.changed_by, event.changed_at = by, timezone.now()


def _store(row: Model, name: str) -> None:
    """Insert `row` with its old id, or raise RestoreError: something it needs is gone, or what is its own is taken."""
    for column in row._meta.concrete_fields:
        key = getattr(row, column.attname)
        if isinstance(column, ForeignKey) and key is not None:
            related: Any = column.related_model
            if not related._base_manager.filter(pk=key).exists():
                if related is not User:  # the history keeps who it was
                    raise RestoreError(
                        f"{name} cannot come back: {_gone(related, key)} was deleted. Restore that first."
                    )
                setattr(row, column.attname, None)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        raise RestoreError(f"{name} cannot come back: {' '.join(_broken(row, error))}") from error
    if type(row) in gate.BESIDE and gate.is_shown(row):
        row.is_public = False  # type: ignore[attr-defined]  # of those tables; readers see it when it is approved
    row.save(force_insert=True)


def _gone(model: type[Model], pk: int) -> str:
    kind = str(model._meta.model_name)
    state = _history(kind).filter(pgh_obj_id=pk).last()
    return f"the {model._meta.verbose_name} “{label(kind, state) if state else pk}” that it needs"


def _broken(row: Model, error: ValidationError) -> Iterator[str]:
    """The sentences of `error`; of what is taken, they name it and say what to do."""
    fields = {column.name: column for column in row._meta.concrete_fields}
    for name, problems in error.error_dict.items():
        for problem in problems:
            if problem.code == "unique" and name in fields:
                value = getattr(row, fields[name].attname)
                yield f"its {fields[name].verbose_name} “{value}” is taken by another {row._meta.verbose_name} now."
                yield "Change that one first."
            else:
                yield from problem.messages

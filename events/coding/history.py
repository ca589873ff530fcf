"""Who changed what, when and why: read from the history tables that the triggers fill."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db.models import Field, ForeignKey, Model

from events.models import Actor, Claim, Event, Location, Report, Source

#: What has a history to look at: its tables, each with the column that leads to the thing.
TABLES: dict[type[Model], dict[str, str]] = {
    Event: {
        "EventHistory": "id",
        "ParticipationHistory": "event_id",
        "CasualtiesHistory": "event_id",
        "ClaimHistory": "event_id",
        "EventLinkHistory": "event_id",
    },
    Actor: {"ActorHistory": "id", "ActorNameHistory": "actor_id", "ActorRelationHistory": "actor_id"},
    Location: {"LocationHistory": "id", "LocationNameHistory": "location_id"},
    Source: {"SourceHistory": "id"},
    Report: {"ReportHistory": "id"},
}
#: The column of a row that leads to what it hangs on: it is the same in all that are shown together.
LEADING = {table: key for tables in TABLES.values() for table, key in tables.items()}
#: The same of what is told to those alone who may know it (events.coding.identities).
APART = {"SourceIdentityHistory": "source_id", "ReportIdentityHistory": "report_id", "ClaimNoteHistory": "claim_id"}
#: Columns that say nothing about what was changed.
SILENT = {
    *("id", "event", "code", "revision", "changed_by", "changed_at", "created_at", "dataset", "is_imported"),
    *("search_key", "phonetic_key"),
}
DEEDS = {"insert": "added", "update": "changed", "delete": "removed"}
NOTHING = "—"

#: An event and its rows at one time, by model and primary key.
State = dict[tuple[type[Model], int], Model]


@dataclass(frozen=True)
class FieldChange:
    """One field of one row: what it held, what it holds; NOTHING where it is or was empty."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row that was added, changed or removed; `state` of `table` tells so."""

    thing: str
    deed: str
    fields: list[FieldChange]
    table: str = ""
    state: int = 0

    @property
    def mark(self) -> str:
        """Tells this state from those of all tables."""
        return f"{self.table} {self.state}"


@dataclass
class Save:
    """All that one act of one person (or of a command: `who` is empty) changed at one time."""

    at: datetime
    who: str
    reason: str
    rows: list[RowChange] = field(default_factory=list)


def saves(thing: Model, apart: list[Any] | None = None) -> list[Save]:
    """Everything that ever happened to `thing`, an event or another in TABLES, and to its rows, newest first.

    `apart` are states that are not told to everybody.
    """
    return saves_of(type(thing), thing.pk, apart)


def saves_of(model: type[Model], pk: int, apart: list[Any] | None = None) -> list[Save]:
    """The same by its id, since what was deleted has a history too."""
    states = [state for table, key in TABLES[model].items() for state in _states(table, key, pk)] + (apart or [])
    words = Acts(states)
    found: dict[tuple[datetime, Any], Save] = {}
    previous: dict[tuple[str, int], Model] = {}
    for state in sorted(states, key=lambda state: state.pgh_created_at):  # the order of TABLES within one save
        row = type(state).__name__, state.pgh_obj_id
        act = state.pgh_created_at, state.pgh_context_id
        save = found.setdefault(act, Save(state.pgh_created_at, words.who(state), words.why(state)))
        if change := _change(previous.get(row), state, words):
            save.rows.append(change)
        previous[row] = state
    return [save for save in reversed(found.values()) if save.rows]


def differences(before: State, after: State) -> list[RowChange]:
    """What was changed between two states of one event and its rows, neither of them a state in the history."""
    words = Words([*before.values(), *after.values()])
    changes = [
        _row_change(type(row), DEEDS[deed], before.get(key), after.get(key), words)
        for key in dict.fromkeys([*before, *after])
        for deed in ["delete" if key not in after else "update" if key in before else "insert"]
        for row in [after.get(key) or before[key]]
    ]
    return [change for change in changes if change.fields]


def as_of(event: Event, revision: int) -> State:
    """`event` and its rows, unsaved, as they were stored when it had `revision`; empty if the history does not tell.

    That is their last state before the save that raised the revision: all that one save changes carries one time.
    """
    event_history = apps.get_model("events", "EventHistory").objects.filter(id=event.pk)
    after = event_history.filter(revision__gt=revision).order_by("pgh_id").first()
    if after is None:
        return {}
    found: State = {}
    for table, key in TABLES[Event].items():
        states = _states(table, key, event.pk).filter(pgh_created_at__lt=after.pgh_created_at)
        for state in states.order_by("id", "-pgh_id").distinct("id"):
            if state.pgh_label != "delete":
                row = untracked(state)
                found[type(row), state.id] = row
    _note(found, after.pgh_created_at)
    return found


def _note(found: State, before: datetime) -> None:
    """Give each claim in `found` the private notes that it had, as `notes_then`."""
    claims: dict[int, Any] = {pk: row for (model, pk), row in found.items() if model is Claim}
    for claim in claims.values():
        claim.notes_then = ""
    states = apps.get_model("events", "ClaimNoteHistory")._default_manager.filter(
        claim_id__in=claims, pgh_created_at__lt=before
    )
    for state in states.order_by("claim_id", "-pgh_id").distinct("claim_id"):
        claims[state.claim_id].notes_then = "" if state.pgh_label == "delete" else state.notes


def contents(states: list[Any]) -> list[RowChange]:
    """What rows held in `states`, as if they were added: one by one, without what is empty."""
    words = Words(states)
    return [change for state in states if (change := _change(None, state, words, deed="added"))]


def untracked(state: Any) -> Model:
    """The row of the coding table, unsaved, as it was in `state`."""
    model = state.pgh_tracked_model
    kept = {column.attname for column in model._meta.fields}
    return model(**{name: value for name, value in state.__dict__.items() if name in kept})


def _states(table: str, key: str, pk: int) -> Any:
    model = apps.get_model("events", table)
    return model._default_manager.filter(**{key: pk}).select_related("pgh_context").order_by("pgh_id")


def _change(before: Model | None, after: Any, words: "Words", deed: str = "") -> RowChange | None:
    """What the state `after` changed against the state `before` it; None if nothing that a person would name."""
    deed = deed or DEEDS[after.pgh_label]
    was, now = (after, None) if deed == "removed" else (None if deed == "added" else before, after)
    change = _row_change(after.pgh_tracked_model, deed, was, now, words)
    return replace(change, table=type(after).__name__, state=after.pgh_id) if change.fields else None


def _row_change(model: type[Model], deed: str, before: Model | None, after: Model | None, words: "Words") -> RowChange:
    """Field by field, what a row of `model` held and holds; None where it was not there, or is not."""
    said = [dict(words.row(row)) if row else {} for row in (before, after)]
    labels = dict.fromkeys([*said[0], *said[1]])
    pairs = [FieldChange(label, said[0].get(label, NOTHING), said[1].get(label, NOTHING)) for label in labels]
    return RowChange(str(model._meta.verbose_name), deed, [pair for pair in pairs if pair.before != pair.after])


class Words:
    """The values of rows as words; names of the rows they refer to are looked up together."""

    def __init__(self, states: list[Any]) -> None:
        wanted: dict[type[Model], set[int]] = defaultdict(set)
        for state in states:
            for column in _references(type(state)):
                wanted[column.related_model].add(getattr(state, column.attname))
        self.names = {model: model._default_manager.in_bulk(keys - {None}) for model, keys in wanted.items()}

    def row(self, state: Model) -> Iterator[tuple[str, str]]:
        """(label, words) of each column of one state."""
        for column in _columns(type(state)):
            yield str(column.verbose_name).capitalize(), self.value(column, getattr(state, column.attname))

    def value(self, column: "Field[Any, Any]", value: Any) -> str:
        if value in (None, "", []):
            return NOTHING
        if isinstance(column, ForeignKey):
            return str(self.names[column.related_model].get(value, f"no. {value}"))
        return str(dict(column.flatchoices)[value]) if column.choices else plain(value)


class Acts(Words):
    """The words of states in the history, and of who made them and why."""

    def __init__(self, states: list[Any]) -> None:
        super().__init__(states)
        users = {(state.pgh_context.metadata if state.pgh_context else {}).get("user") for state in states}
        self.users = User.objects.in_bulk(users - {None})

    def who(self, state: Any) -> str:
        known = state.pgh_context.metadata if state.pgh_context else {}
        user = self.users.get(known.get("user"))
        return user.get_username() if user else known.get("username", "")

    def why(self, state: Any) -> str:
        return state.pgh_context.metadata.get("reason", "") if state.pgh_context else ""


def plain(value: Any) -> str:
    """A value of any column without choices, in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Point):
        return f"{value.y:g}, {value.x:g}"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _columns(model: type[Model]) -> "list[Field[Any, Any]]":
    silent = SILENT | {(LEADING | APART).get(model.__name__, "").removesuffix("_id")}
    return [column for column in model._meta.fields if not column.name.startswith("pgh_") and column.name not in silent]


def _references(model: type[Model]) -> "list[ForeignKey[Any, Any]]":
    return [column for column in _columns(model) if isinstance(column, ForeignKey)]

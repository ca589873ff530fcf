"""What a proposal says, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Model

from events.coding import history
from events.coding.proposals import TAKEN_AWAY, row_of
from events.coding.written import read_value
from events.models import Proposal, ProposedChange, gate

FOR_THE_DESK = "for the desk alone"


@dataclass(frozen=True)
class Line:
    """One proposed change."""

    what: str
    before: str
    after: str
    who: str
    at: datetime


def lines(proposal: Proposal) -> list[Line]:
    """What is proposed, in the order in which it was."""
    return [Line(*_said(change), change.by_name, change.at) for change in proposal.changes.order_by("at", "id")]


def _said(change: ProposedChange) -> tuple[str, str, str]:
    """What is to change, what it is and what it should be."""
    row, model = row_of(change), apps.get_model("events", change.model)
    thing = str(model._meta.verbose_name).capitalize()
    name = str(row) if row is not None else f"no. {change.object_id}"
    if change.field == TAKEN_AWAY:
        return thing, name, "taken away"
    if model in gate.BESIDE and change.field == "is_public":
        return (thing, FOR_THE_DESK, name) if change.after else (thing, name, FOR_THE_DESK)
    before, after = (_with(model, change.field, value) for value in (change.before, change.after))
    words = history.Words([before, after])
    column: Any = model._meta.get_field(change.field)
    label = f"{thing} {name}: {column.verbose_name}" if model in gate.BESIDE else str(column.verbose_name).capitalize()
    was, wanted = (words.value(column, getattr(state, column.attname)) for state in (before, after))
    return label, was, wanted


def _with(model: type[Model], column: str, value: Any) -> Model:
    """A row that holds this one value, to be put in words."""
    row = model()
    setattr(row, column, read_value(row, column, value))
    return row

"""Saving what readers may see: what protects is stored at once, what would show more or otherwise waits for approval.

The way in for every form and command that changes an actor, place, source, report or event type, or their names and
relations. `events.publication.gate` says which changes those are; triggers refuse whatever does not come this way.
"""

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from events import publication
from events.coding import identities, naming
from events.coding.acting import acting
from events.coding.deciding import waiting_for as waiting_for
from events.coding.written import read_value, written_value
from events.models import (
    Actor,
    ActorRelation,
    EventType,
    Hiding,
    Location,
    Proposal,
    ProposalState,
    ProposedChange,
    Report,
    Source,
    gate,
)

TAKEN_AWAY = ""
RETURNED_LATELY = timedelta(days=30)


class ProposalError(ValidationError):
    """A proposal that may not be decided so; its message is a sentence for the person who tried."""


def save(row: Model, *, by: User) -> list[str]:
    """Store `row`, but for what readers would see of it and that protects nobody: that is proposed.

    Returns the columns that wait. `row` is left as it is stored.
    """
    with transaction.atomic():
        return _add(row, by) if row.pk is None else _change(row, by)


def remove(row: Model, *, by: User) -> bool:
    """Delete `row`, a name or a relation; if readers see it, propose that instead and return True."""
    with transaction.atomic():
        if row.is_public and gate.is_shown(row):  # type: ignore[attr-defined]  # of those tables
            _propose(row, {TAKEN_AWAY: (None, None)}, by)
            return True
        row.delete()
        return False


def _add(row: Model, by: User) -> list[str]:
    """What is added to something that readers see begins as the desk's own."""
    wanted = isinstance(row, EventType) or (type(row) in gate.BESIDE and row.is_public and gate.is_shown(row))  # type: ignore[attr-defined]
    if not wanted:
        row.save()
        return []
    row.is_public = False  # type: ignore[attr-defined]
    row.save()
    _propose(row, {"is_public": (False, True)}, by)
    return ["is_public"]


def _change(row: Model, by: User) -> list[str]:
    before = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if isinstance(before, Source | Report) and isinstance(row, Source | Report):
        _require_knowing(before, row, by)
    waits = gate.waiting(before, row) if gate.is_shown(before) or gate.is_shown(row) else []
    hidden = _hidden_at_once(before, row) & set(waits)
    proposed = {column: (getattr(before, column), getattr(row, column)) for column in waits if column not in hidden}
    then = {column: getattr(row, column) for column in hidden}
    for column in waits:
        setattr(row, column, getattr(before, column))
    row.save()
    if then:
        for column, value in then.items():
            setattr(row, column, value)
        row.save()
    if gate.protects(before, row):
        _protect(row)
    if proposed:
        _propose(row, proposed, by)
    return [*proposed]


def _require_knowing(before: Source | Report, row: Source | Report, by: User) -> None:
    if identities.would_open(before, row) and not identities.may_know(by, before):
        raise ProposalError(f"Only who may know what {before} is proposes to disclose it: ask them.")


def _hidden_at_once(before: Model, row: Model) -> set[str]:
    """Columns that readers see no more with this very change, so that what becomes of them need not wait."""
    if isinstance(row, Source | Report) and row.is_confidential and not before.is_confidential:  # type: ignore[attr-defined]
        return set(gate.SHOWN[type(row)].unless_confidential)
    return set()


def _protect(row: Model) -> None:
    """Take what became confidential out of everything public."""
    row.refresh_from_db()  # a source has a new pseudonym
    publication.refresh_names(**_reach(row), reason=publication.PROTECTED)


# --- Proposing -------------------------------------------------------------------------------------------------------


def open_for(subject: Model) -> Proposal | None:
    """The proposal that waits for this actor, place, source, report or event type, if there is one."""
    return Proposal.objects.filter(
        subject=type(subject).__name__, subject_id=subject.pk, state=ProposalState.OPEN
    ).first()


def _propose(row: Model, values: dict[str, tuple[Any, Any]], by: User) -> None:
    subject = subject_of(row)
    proposal, _ = Proposal.objects.select_for_update().get_or_create(
        subject=type(subject).__name__,
        subject_id=subject.pk,
        state=ProposalState.OPEN,
        defaults={"title": str(subject)[:500]},
    )
    for column, (before, after) in values.items():
        ProposedChange.objects.update_or_create(
            proposal=proposal,
            model=type(row).__name__,
            object_id=row.pk,
            field=column,
            by=by,
            defaults={
                "before": written_value(before),
                "after": written_value(after),
                "by_name": by.get_username(),
                "at": timezone.now(),
            },
        )


def subject_of(row: Model) -> Model:
    """The actor or place that a name or relation belongs to; any other row itself."""
    return getattr(row, gate.BESIDE[type(row)]) if type(row) in gate.BESIDE else row


def row_of(change: ProposedChange) -> Model | None:
    """The row as it is stored, None if it is gone."""
    return apps.get_model("events", change.model)._default_manager.filter(pk=change.object_id).first()


def discloses(proposal: Proposal) -> Source | Report | None:
    """The source or report that would be known to everybody if `proposal` were approved; None if it is none."""
    subject = apps.get_model("events", proposal.subject)._default_manager.filter(pk=proposal.subject_id).first()
    opening = proposal.changes.filter(Q(field="is_confidential", after=False) | Q(model="Report", field="source_id"))
    if isinstance(subject, Source | Report) and identities.is_apart(subject) and opening.exists():
        return subject
    return None


def shown_in(subject: Model) -> tuple[int, bool]:
    """In how many public events readers see `subject`, and whether they see anything of it at all."""
    return publication.count_showing(**_reach(subject)), gate.is_shown(subject)


# --- Deciding --------------------------------------------------------------------------------------------------------


def of(user: User) -> QuerySet[Proposal]:
    """What `user` proposed and is still open, or was returned lately."""
    lately = timezone.now() - RETURNED_LATELY
    still = Q(state=ProposalState.OPEN) | Q(state=ProposalState.RETURNED, decided_at__gte=lately)
    return Proposal.objects.filter(still, changes__by=user).distinct()


def is_own(proposal: Proposal, user: User) -> bool:
    """Whether `user` wrote anything of it."""
    return proposal.changes.filter(by=user).exists()


def preview(proposal: Proposal) -> publication.Preview:
    """What readers would see if `proposal` were approved now; nothing is changed."""

    def make() -> None:
        _decide(proposal, ProposalState.APPROVED, None, is_own=True, transaction=gate.transaction_number())
        _apply(proposal)

    return publication.preview_of(make, **_reach_of(proposal))


def approve(proposal: Proposal, *, by: User, seen: str) -> None:
    """Make the changes and publish them. `seen` is the digest of the preview that `by` looked at."""
    with transaction.atomic():
        proposal = _locked(proposal, by)
        own = is_own(proposal, by)
        if own and settings.FOUR_EYES:
            raise ProposalError("You proposed part of this: another person has to approve it.")
        if sentence := out_of_date(proposal):
            raise ProposalError(sentence)
        reach = _reach_of(proposal)
        _decide(proposal, ProposalState.APPROVED, by, is_own=own, transaction=gate.transaction_number())
        with acting(by, "Approved for readers"):
            _apply(proposal)
        try:
            publication.refresh_names(**reach, seen=seen)
        except publication.ChangedError as error:
            raise ProposalError("What readers would see has changed since you looked: read it again.") from error


def give_back(proposal: Proposal, *, by: User, reason: str) -> None:
    """Return it to who proposed it, saying why."""
    if not reason.strip():
        raise ProposalError("Say why it goes back.")
    with transaction.atomic():
        _decide(_locked(proposal, by), ProposalState.RETURNED, by, reason=reason.strip())


def withdraw(proposal: Proposal, *, by: User) -> None:
    """Take it back; anybody who wrote in it may."""
    with transaction.atomic():
        proposal = _open(proposal)
        if not is_own(proposal, by):
            raise ProposalError("Only who proposed it may withdraw it; an editor can return it.")
        _decide(proposal, ProposalState.WITHDRAWN, by)


def _open(proposal: Proposal) -> Proposal:
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != ProposalState.OPEN:
        raise ProposalError(f"This was decided already: {proposal.get_state_display().lower()}.")
    return proposal


def _locked(proposal: Proposal, by: User) -> Proposal:
    if not by.has_perm("events.publish_event"):
        raise ProposalError("You have no permission to approve what readers see.")
    return _open(proposal)


def _decide(proposal: Proposal, state: str, by: User | None, **values: Any) -> None:
    name = by.get_username() if by else ""
    Proposal.objects.filter(pk=proposal.pk).update(
        state=state, decided_by=by, decided_by_name=name, decided_at=timezone.now(), **values
    )


def out_of_date(proposal: Proposal) -> str:
    """Why it can no longer be approved as it is: a sentence, empty if it can."""
    for change in proposal.changes.all():
        row = row_of(change)
        if row is None:
            return f"{change.model} {change.object_id} is gone: return the proposal."
        if change.field and written_value(getattr(row, change.field)) != change.before:
            field: Any = row._meta.get_field(change.field)
            return f"The {field.verbose_name} of {row} was changed since: return this, to be proposed again."
    return ""


def _apply(proposal: Proposal) -> None:
    """Change the rows as proposed; the last word counts where two people proposed the same column."""
    rows: dict[tuple[str, int], Model] = {}
    gone: list[Model] = []
    for change in proposal.changes.order_by("at", "id"):
        row = rows.get((change.model, change.object_id)) or row_of(change)
        if row is None:
            continue
        rows[change.model, change.object_id] = row
        if change.field == TAKEN_AWAY:
            gone.append(row)
        else:
            setattr(row, change.field, read_value(row, change.field, change.after))
    for row in rows.values():
        if row in gone:
            row.delete()
        else:
            row.save()
            if isinstance(row, Actor | Location):
                naming.saved(row)


#: Subject of a proposal → the argument of `publication.refresh_names` that names it.
REACH = {Actor: "actors", EventType: "event_types", Location: "locations", Report: "reports", Source: "sources"}


def _reach(*rows: Model) -> dict[str, Any]:
    """Arguments of `publication.refresh_names` for what these rows are shown in."""
    if isinstance(rows[0], Hiding):
        return {"events": publication.touched_by(rows[0])}
    return {REACH[type(row)]: [each.pk for each in rows if type(each) is type(row)] for row in rows}


def _reach_of(proposal: Proposal) -> dict[str, Any]:
    subject = apps.get_model("events", proposal.subject)._default_manager.get(pk=proposal.subject_id)
    relations = [row_of(change) for change in proposal.changes.filter(model="ActorRelation")]
    return _reach(subject, *(relation.other for relation in relations if isinstance(relation, ActorRelation)))

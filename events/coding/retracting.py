"""Taking an event out of the record: retracting it, merging it into another, emptying its past versions.

What somebody else coded is retracted by two, and past versions are emptied for good by two. The first hides them at
once; the second confirms, or refuses and so brings them back. With FOUR_EYES=0, or by a maintainer's command, one does.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events import publication
from events.coding import four_eyes
from events.coding.workflow import WorkflowError, locked, make, require_reason
from events.models import Event, Retraction, RetractionDeed, RetractionState, Status, gate, hidden_events

SHOWN_AGAIN = "It was to be retracted, and is not."


def retract(
    event: Event, *, by: User, reason: str, withhold: bool = False, seen: int | None = None
) -> Retraction | None:
    """Take an event out of the current public record; its code stays, with the public `reason`.

    `withhold` empties its past versions too, where what they say endangers people. `seen` is as in `workflow.submit`.
    Returns what waits for another editor, None if it is done.
    """
    require_reason(reason, "Say why the event is retracted: readers will see it.")
    with transaction.atomic():
        event = locked(event, "retract", by, seen)
        return _ask(Retraction(event=event, deed=RetractionDeed.RETRACT, reason=reason, empties_past=withhold), by)


def merge(event: Event, *, into: Event, by: User, reason: str) -> Retraction | None:
    """Retract `event` as a duplicate of `into`, a public event: its code leads there from then on. As `retract`."""
    require_reason(reason, "Say why the two are one event: readers will see it.")
    with transaction.atomic():
        event = locked(event, "merge", by)
        _require_public(event, into)
        return _ask(Retraction(event=event, deed=RetractionDeed.MERGE, reason=reason, into=into), by)


def withhold(event: Event, *, by: User, reason: str) -> Retraction | None:
    """Empty the past versions of a retracted event, which cannot be undone. As `retract`."""
    require_reason(reason, "Say whom the past versions endanger, or how: only the desk sees it.")
    with transaction.atomic():
        event = locked(event, "withhold", by)
        return _ask(Retraction(event=event, deed=RetractionDeed.WITHHOLD, reason=reason, empties_past=True), by)


def takes_two(event: Event, by: User, *, empties_past: bool = False) -> bool:
    """Whether another editor has to confirm what `by` wants to retract, or to empty."""
    if not settings.FOUR_EYES or gate.is_decided_by_maintainer():
        return False
    return empties_past or not four_eyes.coded_alone(event, by)


def waiting_for(user: User) -> QuerySet[Retraction]:
    """What `user` may confirm or refuse."""
    found = Retraction.objects.filter(state=RetractionState.OPEN).select_related("event", "into")
    return found.exclude(by=user) if user.has_perm("events.retract_event") else found.none()


def asked_by(user: User) -> QuerySet[Retraction]:
    """What `user` asked for and another has to decide."""
    return Retraction.objects.filter(state=RetractionState.OPEN, by=user).select_related("event", "into")


def confirm(retraction: Retraction, *, by: User) -> None:
    """Make it so."""
    with transaction.atomic():
        retraction = _decided(retraction, RetractionState.CONFIRMED, by)
        event = locked(retraction.event, retraction.deed, by)
        if retraction.into:
            _require_public(event, retraction.into)
        _do(retraction, by)


def refuse(retraction: Retraction, *, by: User, answer: str) -> None:
    """Bring back what was hidden, saying why."""
    require_reason(answer, "Say why not: who asked for it reads it.")
    with transaction.atomic():
        retraction = _decided(retraction, RetractionState.REFUSED, by, answer=answer.strip())
        if retraction.empties_past:
            publication.bring_back([retraction.event.code])
        if retraction.event.is_public:
            publication.publish_rows([retraction.event.pk], reason=SHOWN_AGAIN)


def _ask(retraction: Retraction, by: User) -> Retraction | None:
    if not takes_two(retraction.event, by, empties_past=retraction.empties_past):
        _do(retraction, by)
        return None
    retraction.by, retraction.by_name = by, by.get_username()
    retraction.save()
    event = retraction.event
    if retraction.deed != RetractionDeed.WITHHOLD:
        publication.close_as_hidden(event)
    if retraction.empties_past:
        publication.set_aside([event.code])
    return retraction


def _do(retraction: Retraction, by: User) -> None:
    event = retraction.event
    event.merged_into = retraction.into or event.merged_into
    make(event, Status.RETRACTED, by, retraction.reason)
    if retraction.deed != RetractionDeed.WITHHOLD:
        into = retraction.into.code if retraction.into else ""
        closure = "merged" if into else "retracted"
        publication.withdraw([event.pk], closure=closure, reason=retraction.reason, merged_into=into)
    if retraction.empties_past:
        publication.withhold_past_versions([event.code])
        publication.forget([event.code])


def _decided(retraction: Retraction, state: str, by: User, **values: Any) -> Retraction:
    waiting = Retraction.objects.select_for_update(of=("self",)).select_related("event", "into")
    retraction = waiting.get(pk=retraction.pk)
    if retraction.state != RetractionState.OPEN:
        raise WorkflowError(f"This was decided already: {retraction.get_state_display().lower()}.")
    if not by.has_perm("events.retract_event"):
        raise WorkflowError("You have no permission to decide this: ask an editor.")
    if retraction.by_id == by.pk:
        raise WorkflowError("You asked for it: another editor has to decide.")
    decided = {"state": state, "decided_by": by, "decided_by_name": by.get_username(), "decided_at": timezone.now()}
    Retraction.objects.filter(pk=retraction.pk).update(**decided, **values)
    return retraction


def _require_public(event: Event, into: Event) -> None:
    is_shown = into.is_public and not Event.objects.filter(pk=into.pk, pk__in=hidden_events()).exists()
    if event.pk == into.pk or not is_shown:
        raise WorkflowError(f"{into.code} is not another public event: choose one that is published.")

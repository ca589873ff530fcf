"""The workflow: draft → in review → published → correction → correction in review → published again, or retracted.

The one place that says who may move an event from which state to which (undoing.py holds the moves back, retracting.py
those out of the record). Every move is a function, opens its own transaction, writes a WorkflowStep, and raises
WorkflowError with a sentence where it may not be made.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from events import publication
from events.coding import four_eyes
from events.coding.acting import acting
from events.coding.editing import REVIEWING
from events.models import (
    PUBLIC_STATUSES,
    AsPublished,
    Claim,
    ClaimKind,
    ClaimStatus,
    Event,
    PublishedEvent,
    RetractionState,
    SetAside,
    Stance,
    Status,
    WorkflowStep,
)


class WorkflowError(ValidationError):
    """A move that may not be made; its message is a sentence for the person who tried."""


@dataclass(frozen=True)
class Move:
    """What a move is called, from which states it starts, and which permission it takes."""

    label: str
    starts: tuple[Status, ...]
    permission: str


MOVES = {
    "submit": Move("Submit for review", (Status.DRAFT, Status.CORRECTION), "submit_event"),
    "withdraw": Move("Take back", REVIEWING, "submit_event"),
    "send_back": Move("Send back", REVIEWING, "publish_event"),
    "publish": Move("Publish", REVIEWING, "publish_event"),
    "start_correction": Move("Start a correction", (Status.PUBLISHED,), "submit_event"),
    "abandon": Move("Abandon the correction", (Status.CORRECTION,), "change_event"),
    "retract": Move("Retract", PUBLIC_STATUSES, "retract_event"),
    "merge": Move("Merge into another", PUBLIC_STATUSES, "retract_event"),
    "reopen": Move("Undo the retraction", (Status.RETRACTED,), "submit_event"),
    "withhold": Move("Empty the past versions", (Status.RETRACTED,), "retract_event"),
}


#: Moves that readers see nothing of: those that may be made while a retraction waits.
PRIVATE = {"submit", "withdraw", "send_back", "abandon"}


def allowed_moves(event: Event, user: User) -> set[str]:
    """Names of the moves that `user` may make with `event` as it stands (claims are checked when it is published)."""
    return {name for name in MOVES if not refusal(event, name, user)}


def refusal(event: Event, name: str, by: User) -> str:
    """Why `by` may not make this move with `event` as it stands, in a sentence; empty if they may."""
    move = MOVES[name]
    if not by.has_perm(f"events.{move.permission}"):
        return f"{event.code}: you have no permission for “{move.label}”."
    if event.status not in move.starts:
        return f"{event.code}: “{move.label}” is not possible while it is “{event.get_status_display()}”."
    if name not in PRIVATE and _is_being_retracted(event):
        return f"{event.code}: another editor has to decide on its retraction first."
    holds, sentence = CONDITIONS.get(name, ALWAYS)
    return "" if holds(event, by) else f"{event.code}: {sentence}"


def submit(event: Event, *, by: User, note: str = "", seen: int | None = None) -> None:
    """Hand a draft, or a correction, to the editors; `seen` is the revision that `by` was shown, if any."""
    with transaction.atomic():
        event = locked(event, "submit", by, seen)
        if error := _claims_lack(event):
            raise WorkflowError(error)
        to = Status.CORRECTION_REVIEW if event.status == Status.CORRECTION else Status.IN_REVIEW
        make(event, to, by, note)


def send_back(event: Event, *, by: User, reason: str) -> None:
    """Give an event in review back to its analyst, saying what is missing."""
    require_reason(reason, "Say what the analyst should change.")
    with transaction.atomic():
        event = locked(event, "send_back", by)
        make(event, Status.CORRECTION if event.status == Status.CORRECTION_REVIEW else Status.DRAFT, by, reason)


def publish(seen: Mapping[int, int], *, by: User, reason: str = "", digest: str | None = None) -> None:
    """Approve events in review and publish them: all of them, or none with every error named.

    `seen` says which: the id of each, and the revision that `by` has read. What was changed since is not published
    unread, nor, where `digest` is that of a preview, what would be anything else by now, names and lists included. A
    correction needs a `reason`, which is public.
    """
    with transaction.atomic():
        events = list(Event.objects.select_for_update().filter(pk__in=seen).order_by("pk"))
        errors = [error for event in events if (error := _against_publishing(event, by, reason, seen[event.pk]))]
        if len(events) < len(seen):
            errors.append("An event that you chose is not there any more.")
        if errors:
            raise WorkflowError(errors)
        for event in events:
            make(event, Status.PUBLISHED, by, reason)
        try:
            publication.publish_rows(seen, reason=reason, seen=digest)
        except publication.ChangedError as error:
            raise WorkflowError("What readers would see has changed since you looked: read it again.") from error


def as_read(events: Iterable[Event]) -> dict[int, int]:
    """What `publish` takes, for events that were read from the database as they are to be published."""
    return {event.pk: event.revision for event in events}


def start_correction(event: Event, *, by: User) -> None:
    """Open a published event for changes; the public record stays as it is until the correction is published."""
    with transaction.atomic():
        event = locked(event, "start_correction", by)
        event.coded_by = by
        make(event, Status.CORRECTION, by, "")


def locked(event: Event, name: str, by: User, seen: int | None = None) -> Event:
    """The event as it is in the database, locked, after checking that `by` may make this move from its state.

    `seen` is the revision that `by` has read, where they were shown one.
    """
    try:
        event.refresh_from_db(from_queryset=Event.objects.select_for_update(of=("self",)))
    except Event.DoesNotExist as gone:
        raise WorkflowError(f"{event.code} was deleted meanwhile.") from gone
    if error := refusal(event, name, by) or _changed_since(event, seen):
        raise WorkflowError(error)
    return event


def make(event: Event, to: Status, by: User, reason: str) -> None:
    """Move a locked event, and note the step."""
    step = WorkflowStep(
        event=event, by=by, by_name=by.get_username(), from_status=event.status, to_status=to, reason=reason
    )
    event.status = to
    event.changed_at = timezone.now()
    event.revision += 1
    with acting(by, reason):
        event.save()
        step.save()


def require_reason(reason: str, sentence: str) -> None:
    """Raise the sentence where no reason is given."""
    if not reason.strip():
        raise WorkflowError(sentence)


def _against_publishing(event: Event, by: User, reason: str, seen: int) -> str:
    """The first thing that speaks against publishing `event`; empty if nothing does."""
    if error := refusal(event, "publish", by) or _changed_since(event, seen):
        return error
    if event.status == Status.CORRECTION_REVIEW and not reason.strip():
        return f"{event.code}: say what was corrected and why: readers will see it."
    return _type_waits(event) or _claims_lack(event)


def _type_waits(event: Event) -> str:
    waiting = [each for each in (event.event_type, event.event_type.parent) if each and not each.is_public]
    return (
        f"{event.code}: the event type “{waiting[0].name}” waits for approval: decide on that first." if waiting else ""
    )


def _changed_since(event: Event, seen: int | None) -> str:
    if seen in (None, event.revision):
        return ""
    return f"{event.code} was changed since you looked at it: read it again before you move it on."


def _claims_lack(event: Event) -> str:
    accepted = Claim.objects.filter(
        event=event, kind=ClaimKind.OCCURRED, stance=Stance.ASSERTS, status=ClaimStatus.ACCEPTED
    )
    if accepted.exists():
        return ""
    return f"{event.code}: add an accepted claim that it happened, with the report that says so."


def _left_to(event: Event, user: User) -> bool:
    return four_eyes.left_to(user, Event.objects.filter(pk=event.pk)).exists()


def _is_theirs(event: Event, user: User) -> bool:
    """Whether `user` coded the event, or handed it in."""
    last = event.steps.filter(to_status__in=REVIEWING).first()
    return user.pk == event.coded_by_id or (last is not None and user.pk == last.by_id)


def _is_kept(event: Event, user: User) -> bool:
    return AsPublished.objects.filter(event=event).exists()


def _is_public(event: Event, user: User) -> bool:
    return event.is_public


def _is_being_retracted(event: Event) -> bool:
    return event.retractions.filter(state=RetractionState.OPEN).exists()


def _has_past(event: Event, user: User) -> bool:
    past = PublishedEvent.objects.filter(code=event.code, valid_to__isnull=False)
    return past.filter(withheld=False).exists() or SetAside.objects.filter(version_id__in=past.values("pk")).exists()


NOT_PUBLIC = (_is_public, "readers see it as retracted already; abandon the correction instead.")
ALWAYS = (lambda event, user: True, "")
#: What a move takes beyond its state and permission, and what is said where that is not so.
CONDITIONS: dict[str, tuple[Callable[[Event, User], bool], str]] = {
    "publish": (_left_to, "another person than those who coded or changed it has to publish it."),
    "withdraw": (_is_theirs, "only who coded it or handed it in takes it back; an editor can send it back."),
    "abandon": (_is_kept, "how it was published was not kept, so the correction cannot be abandoned."),
    "retract": NOT_PUBLIC,
    "merge": NOT_PUBLIC,
    "withhold": (_has_past, "it has no past version that could still be read."),
}

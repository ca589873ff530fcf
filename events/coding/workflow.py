"""The workflow: draft → in review → published → correction → correction in review → published again, or retracted.

The one place that says who may move an event from which state to which. Every move is a function, opens its own
transaction, writes a WorkflowStep, and raises WorkflowError with a sentence when it may not be.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import pghistory
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from events import publication
from events.models import Claim, ClaimKind, ClaimStatus, Event, Stance, Status, WorkflowStep


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
    "send_back": Move("Send back", (Status.IN_REVIEW, Status.CORRECTION_REVIEW), "publish_event"),
    "publish": Move("Publish", (Status.IN_REVIEW, Status.CORRECTION_REVIEW), "publish_event"),
    "start_correction": Move("Start a correction", (Status.PUBLISHED,), "submit_event"),
    "retract": Move("Retract", (Status.PUBLISHED, Status.CORRECTION, Status.CORRECTION_REVIEW), "retract_event"),
    "merge": Move(
        "Merge into another", (Status.PUBLISHED, Status.CORRECTION, Status.CORRECTION_REVIEW), "retract_event"
    ),
}


def allowed_moves(event: Event, user: User) -> set[str]:
    """Names of the moves that `user` may make with `event` as it stands (claims are checked when it is published)."""
    moves = {
        name
        for name, move in MOVES.items()
        if event.status in move.starts and user.has_perm(f"events.{move.permission}")
    }
    if _is_own(event, user):
        moves.discard("publish")
    return moves


def submit(event: Event, *, by: User, note: str = "") -> None:
    """Hand a draft, or a correction, to the editors."""
    with transaction.atomic():
        event = _locked(event, "submit", by)
        _require_occurred(event)
        to = Status.CORRECTION_REVIEW if event.status == Status.CORRECTION else Status.IN_REVIEW
        _move(event, to, by, note)


def send_back(event: Event, *, by: User, reason: str) -> None:
    """Give an event in review back to its analyst, saying what is missing."""
    _require_reason(reason, "Say what the analyst should change.")
    with transaction.atomic():
        event = _locked(event, "send_back", by)
        _move(event, Status.CORRECTION if event.status == Status.CORRECTION_REVIEW else Status.DRAFT, by, reason)


def publish(events: Event | Iterable[Event], *, by: User, reason: str = "", seen: int | None = None) -> None:
    """Approve events in review and publish them: all of them, or none with every error named.

    A correction needs a `reason`, which is public. `seen` is the revision of a single event that `by` looked at: what
    was changed since is not published unread.
    """
    chosen = [events] if isinstance(events, Event) else list(events)
    errors: list[str] = []
    with transaction.atomic():
        checked = [_checked_for_publishing(event, by, reason, seen, errors) for event in chosen]
        locked = [event for event in checked if event]
        if errors:
            raise WorkflowError(errors)
        for event in locked:
            _move(event, Status.PUBLISHED, by, reason)
        publication.publish_rows([event.pk for event in locked], reason=reason)


def start_correction(event: Event, *, by: User) -> None:
    """Open a published event for changes; the public record stays as it is until the correction is published."""
    with transaction.atomic():
        event = _locked(event, "start_correction", by)
        event.coded_by = by
        _move(event, Status.CORRECTION, by, "")


def retract(event: Event, *, by: User, reason: str, withhold: bool = False) -> None:
    """Take an event out of the current public record; its code stays, with the public `reason`.

    `withhold` empties its past versions too, where what they say endangers people.
    """
    _require_reason(reason, "Say why the event is retracted: readers will see it.")
    with transaction.atomic():
        event = _locked(event, "retract", by)
        _move(event, Status.RETRACTED, by, reason)
        publication.withdraw([event.pk], closure="retracted", reason=reason)
        if withhold:
            publication.withhold_past_versions([event.code])


def merge(event: Event, *, into: Event, by: User, reason: str) -> None:
    """Retract `event` as a duplicate of `into`, a public event: its code leads there from now on."""
    _require_reason(reason, "Say why the two are one event: readers will see it.")
    if event.pk == into.pk or not into.is_public:
        raise WorkflowError(f"{into.code} is not another public event: choose one that is published.")
    with transaction.atomic():
        event = _locked(event, "merge", by)
        event.merged_into = into
        _move(event, Status.RETRACTED, by, reason)
        publication.withdraw([event.pk], closure="merged", reason=reason, merged_into=into.code)


def _locked(event: Event, name: str, by: User) -> Event:
    """The event as it is in the database, locked, after checking that `by` may make this move from its state."""
    event.refresh_from_db(from_queryset=Event.objects.select_for_update(of=("self",)))
    move = MOVES[name]
    if not by.has_perm(f"events.{move.permission}"):
        raise WorkflowError(f"{event.code}: you have no permission for “{move.label}”.")
    if event.status not in move.starts:
        raise WorkflowError(f"{event.code}: “{move.label}” is not possible while it is “{event.get_status_display()}”.")
    return event


def _checked_for_publishing(event: Event, by: User, reason: str, seen: int | None, errors: list[str]) -> Event | None:
    try:
        event = _locked(event, "publish", by)
        if seen not in (None, event.revision):
            raise WorkflowError(
                f"{event.code} was changed since you looked at it: read it again before you publish it."
            )
        if _is_own(event, by):
            raise WorkflowError(f"{event.code}: another person than the one who coded or changed it has to publish it.")
        if event.status == Status.CORRECTION_REVIEW:
            _require_reason(reason, f"{event.code}: say what was corrected and why: readers will see it.")
        _require_occurred(event)
        return event
    except WorkflowError as error:
        errors += error.messages
        return None


def _is_own(event: Event, user: User) -> bool:
    """Four eyes: whether `user` coded the event or was the last to change it (settings.FOUR_EYES can allow that)."""
    return settings.FOUR_EYES and user.pk in (event.coded_by_id, event.changed_by_id)


def _require_occurred(event: Event) -> None:
    accepted = Claim.objects.filter(
        event=event, kind=ClaimKind.OCCURRED, stance=Stance.ASSERTS, status=ClaimStatus.ACCEPTED
    )
    if not accepted.exists():
        raise WorkflowError(f"{event.code}: add an accepted claim that it happened, with the report that says so.")


def _require_reason(reason: str, sentence: str) -> None:
    if not reason.strip():
        raise WorkflowError(sentence)


def _move(event: Event, to: Status, by: User, reason: str) -> None:
    step = WorkflowStep(
        event=event, by=by, by_name=by.get_username(), from_status=event.status, to_status=to, reason=reason
    )
    event.status = to
    event.changed_at = timezone.now()
    event.revision += 1
    with pghistory.context(user=by.pk, username=by.get_username(), reason=reason):
        event.save()
        step.save()

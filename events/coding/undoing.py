"""Moves back: taking back what was submitted, abandoning a correction, undoing a retraction.

Who may make them, and when, is in the table of workflow.py.
"""

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from events import publication
from events.coding import identities, kept
from events.coding.acting import acting
from events.coding.workflow import WorkflowError, locked, make, require_reason
from events.models import AsPublished, Changer, Event, Status


def withdraw(event: Event, *, by: User) -> None:
    """Take back what was handed in, before an editor published it."""
    with transaction.atomic():
        event = locked(event, "withdraw", by)
        make(event, Status.CORRECTION if event.status == Status.CORRECTION_REVIEW else Status.DRAFT, by, "")


def abandon(event: Event, *, by: User, reason: str, seen: int | None = None) -> None:
    """Give up a correction: the coding rows go back to what was published, which readers have seen all along."""
    require_reason(reason, "Say why the correction is abandoned.")
    try:
        with transaction.atomic():
            event = locked(event, "abandon", by, seen)
            if kept.moved(event) & identities.notes(event, by)[1]:
                raise WorkflowError(
                    f"{event.code}: more people could read a private note, one that you may not read. "
                    "Ask who may know the source to abandon the correction."
                )
            with acting(by, reason):
                to = kept.restore(event)
            make(event, to, by, reason)
            connection.check_constraints()
            _go_on(event)
    except IntegrityError as error:
        raise WorkflowError(
            f"{event.code}: something that it named when it was published was deleted since, "
            "so the correction cannot be abandoned."
        ) from error


def reopen(event: Event, *, by: User, reason: str) -> None:
    """Undo a retraction: the event opens as a correction, and is public again once another person has published it."""
    require_reason(reason, "Say why the retraction is undone.")
    with transaction.atomic():
        event = locked(event, "reopen", by)
        event.coded_by, event.merged_into = by, None
        make(event, Status.CORRECTION, by, reason)


def _go_on(event: Event) -> None:
    """After a correction was abandoned: the event takes the names that changed meanwhile, or is retracted as before."""
    if event.status == Status.PUBLISHED:
        publication.publish_rows([event.pk], reason=publication.RENAMED)
    else:
        AsPublished.objects.filter(event=event).delete()
        Changer.objects.filter(event=event).delete()

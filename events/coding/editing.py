"""Who may edit an event when, and how an edit is stored so that two people never overwrite each other unawares."""

from django.contrib.auth.models import User
from django.utils import timezone

from events.models import Event, Status

#: While analysts write, anybody who may change events may; while editors review, only editors.
WRITING = (Status.DRAFT, Status.CORRECTION)
REVIEWING = (Status.IN_REVIEW, Status.CORRECTION_REVIEW)


def may_edit(event: Event, user: User) -> bool:
    """Whether the form of `event` is open to `user`; a published event opens by starting a correction."""
    if event.status in WRITING:
        return user.has_perm("events.change_event")
    return event.status in REVIEWING and user.has_perm("events.publish_event")


def lock(event: Event) -> None:
    """Read `event` afresh and hold it until the transaction ends: who saves it too waits, then sees our revision."""
    event.refresh_from_db(from_queryset=Event.objects.select_for_update())


def save(event: Event, *, by: User) -> None:
    """Store an edited event, locked before if not new; its rows in other tables follow in the same transaction."""
    if event.pk is None:
        event.coded_by = by
    else:
        event.revision += 1
    event.changed_by = by
    event.changed_at = timezone.now()
    event.save()

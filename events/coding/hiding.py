"""Hide now: taking something out of everything public by one person, at once. Another person has to bring it back."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from events import publication
from events.coding import proposals
from events.models import HiddenKind, Hiding, hiding_of


class HidingError(ValidationError):
    """Something that cannot be hidden, or shown again; its message is a sentence for the person who tried."""


def may_hide(user: User) -> bool:
    """Whether `user` may hide anything: whoever may change events."""
    return user.has_perm("events.change_event")


def reach(thing: Model) -> tuple[int, int]:
    """In how many public events, and in how many past versions, readers see `thing`."""
    return publication.count_hidden(Hiding(kind=type(thing).__name__, object_id=thing.pk))


def hide(thing: Model, *, by: User, reason: str) -> Hiding:
    """Take `thing` out of all that readers see, past versions too; `reason` stays in the desk."""
    if not may_hide(by):
        raise HidingError("Your account may not hide anything: ask an analyst or an editor.")
    if type(thing).__name__ not in HiddenKind:
        raise HidingError(f"A {thing._meta.verbose_name} cannot be hidden.")
    if not reason.strip():
        raise HidingError("Say how it endangers somebody: only the desk sees this.")
    with transaction.atomic():
        hiding, is_new = Hiding.objects.get_or_create(
            kind=type(thing).__name__,
            object_id=thing.pk,
            is_lifted=False,
            defaults={"reason": reason.strip(), "by": by, "by_name": by.get_username()},
        )
        if is_new:
            publication.hide(hiding)
    return hiding


def propose_to_show(thing: Model, *, by: User) -> None:
    """Propose that readers see `thing` again; another person approves it (events.coding.proposals)."""
    hiding = hiding_of(thing)
    if hiding is None:
        raise HidingError("It is not hidden any more.")
    if not may_hide(by):
        raise HidingError("Your account may not change what is hidden: ask an analyst or an editor.")
    hiding.is_lifted = True
    proposals.save(hiding, by=by)

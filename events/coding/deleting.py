"""Who may delete what: nobody a colleague's draft, and nobody what others use or the public record names."""

from collections.abc import Iterator
from functools import cache

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection, transaction
from django.db.models import PROTECT, ManyToOneRel, Model

from events.coding import editing
from events.gazetteer.rows import curated_slugs
from events.models import Actor, Event, Location, Report, Source, Status, gate

#: What was never published may go; the database refuses to delete any other event.
DELETABLE = (Status.DRAFT, Status.IN_REVIEW)
# Of more rows that use a thing than these, a sentence says only how many there are.
NAMED = 3


class DeletionError(ValidationError):
    """Something that may not be deleted; its message is a sentence for the person who tried."""


def why_not(thing: Model, by: User) -> str:
    """Why `by` may not delete `thing`, as a sentence that says what to do instead; empty if they may."""
    options = thing._meta
    if not by.has_perm(f"{options.app_label}.delete_{options.model_name}"):
        return f"Your account may not delete {options.verbose_name_plural}: ask a maintainer."
    if isinstance(thing, Event) and (why := _why_event_stays(thing, by)):
        return why
    if isinstance(thing, Location) and (why := _why_place_stays(thing)):
        return why
    if _was_published(thing):
        return f"The public record names {thing}, or an old version of it does: it stays, for those who cite it."
    return _used(thing)


def delete(thing: Model, *, by: User) -> None:
    """Delete `thing` with the rows that hang on it, or raise DeletionError."""
    model = type(thing)
    with transaction.atomic():
        try:
            thing.refresh_from_db(from_queryset=model._default_manager.select_for_update(of=("self",)))
        except ObjectDoesNotExist as error:
            raise DeletionError(f"{thing} was deleted by somebody else meanwhile.") from error
        if why := why_not(thing, by):
            raise DeletionError(why)
        thing.delete()


def _why_event_stays(event: Event, by: User) -> str:
    if event.status not in DELETABLE:
        return f"{event.code} was published, so it stays: retract it instead."
    coder = None if event.dataset else event.coded_by
    if coder is None or not coder.is_active:
        is_theirs = by.has_perm("events.publish_event")
        return "" if is_theirs else f"{event.code} has nobody who codes it: ask an editor to delete it."
    if coder != by:
        return f"{event.code} is a draft of {coder.get_username()}: ask them to delete it."
    return "" if editing.may_edit(event, by) else f"{event.code} is in review: ask an editor to send it back first."


def _why_place_stays(place: Location) -> str:
    if place.slug in _curated():
        return f"The gazetteer brought the place {place.name}: switch it off instead of deleting it."
    with connection.cursor() as cursor:
        cursor.execute("select events_why_place_stays(%s)", [place.pk])
        found = cursor.fetchone()
    return (found and found[0]) or ""


@cache
def _curated() -> frozenset[str]:
    return curated_slugs()


def _was_published(thing: Model) -> bool:
    named = thing.source if isinstance(thing, Report) else thing
    return isinstance(named, Actor | Location | Source) and gate.is_shown(named)


def _used(thing: Model) -> str:
    """That others use `thing`, and who; empty if none do."""
    users = list(dict.fromkeys(_users(thing)))
    if not users:
        return ""
    named = ", ".join(users[:NAMED]) + (f" and {len(users) - NAMED} more" if len(users) > NAMED else "")
    return f"{thing} is used by {named}: change that first."


def _users(thing: Model) -> Iterator[str]:
    """Who uses `thing`: the code of an event, where the row belongs to one."""
    relations = (one for one in thing._meta.get_fields(include_hidden=True) if isinstance(one, ManyToOneRel))
    for relation in relations:
        if relation.on_delete is PROTECT:
            rows = relation.related_model._default_manager.filter(**{relation.field.name: thing})
            for row in rows[: NAMED * 10]:
                event = row if isinstance(row, Event) else getattr(row, "event", None)
                yield event.code if isinstance(event, Event) else str(row)

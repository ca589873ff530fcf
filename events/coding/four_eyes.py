"""Four eyes: who may approve an event is who did not change it since it was last published.

Triggers note who changes an event or any row of it, starts a correction or hands it in (events.models.Changer). Here is
the one place that asks. settings.FOUR_EYES = False, for a team of one, lets everybody approve everything.
"""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from events.models import Changer, Event

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def left_to(user: User, events: QuerySet[Event]) -> QuerySet[Event]:
    """Those of `events` that `user` did not change."""
    return events.exclude(_changed_by(user)) if settings.FOUR_EYES else events


def barred_to(user: User, events: QuerySet[Event]) -> QuerySet[Event]:
    """Those of `events` that `user` changed, so that another person has to approve them."""
    return events.filter(_changed_by(user)) if settings.FOUR_EYES else events.none()


def coded_alone(event: Event, user: User) -> bool:
    """Whether nobody but `user` has ever coded `event`."""
    states = apps.get_model("events", "EventHistory")._default_manager.filter(pgh_obj_id=event.pk)
    return event.coded_by_id == user.pk and not states.exclude(coded_by_id=user.pk).exists()


def with_publishers(events: QuerySet[Event]) -> QuerySet[Event]:
    """`events`, each with the names of the accounts that may publish it: `publishers`."""
    people = User.objects.with_perm("events.publish_event", backend=MODEL_BACKEND).filter(is_active=True, is_staff=True)
    if settings.FOUR_EYES:
        changed = Changer.objects.filter(event=OuterRef(OuterRef("pk")), person=OuterRef("pk"))
        people = people.exclude(Exists(changed))
    return events.annotate(publishers=ArraySubquery(people.order_by("username").values("username")))


def publishers(event: Event) -> list[str]:
    """The names of the accounts that may publish `event`."""
    names: list[str] = with_publishers(Event.objects.filter(pk=event.pk)).get().publishers  # type: ignore[attr-defined]
    return names


def in_words(names: list[str]) -> str:
    """Who of these accounts can publish an event now, in a sentence."""
    if names:
        return f"{', '.join(names)} can publish it now."
    return "Nobody can publish it now: every editor has changed it. A maintainer can make another person an editor."


def _changed_by(user: User) -> Exists:
    return Exists(Changer.objects.filter(event=OuterRef("pk"), person=user))

"""What waits for whom: the querysets behind the desk's lists and the filters of the list of events."""

from django.contrib.auth.models import User
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from events.coding import four_eyes
from events.coding.editing import REVIEWING, WRITING
from events.models import Event, Location, LocationKind, Status, WorkflowStep

# The places of events, each once, by stepping through the index from one to the next: events are many, places are few.
USED_PLACES = """
with recursive used(id) as (
  select min(location_id) from events_event
  union all
  select (select min(location_id) from events_event where location_id > used.id) from used where used.id is not null
)
select id from used where id is not null
"""


def drafts_of(user: User) -> QuerySet[Event]:
    """What `user` is writing: drafts and corrections in preparation."""
    return Event.objects.filter(coded_by=user, status__in=WRITING)


def waiting_for(user: User) -> QuerySet[Event]:
    """What is in review and may be approved by `user` (four eyes: not their own); nothing for who approves nothing."""
    return four_eyes.left_to(user, _in_review(user))


def left_to_others(user: User) -> QuerySet[Event]:
    """What is in review and `user` could approve had they not changed it, each with who may now (`publishers`)."""
    return four_eyes.with_publishers(four_eyes.barred_to(user, _in_review(user)))


def _in_review(user: User) -> QuerySet[Event]:
    reviewed = Event.objects.filter(status__in=REVIEWING)
    return reviewed if user.has_perm("events.publish_event") else reviewed.none()


def sent_back_to(user: User) -> QuerySet[Event]:
    """What an editor gave back to `user`, each with the `reason`, until it is handed in again."""
    last = WorkflowStep.objects.filter(event=OuterRef("pk")).order_by("-at", "-id")
    return (
        drafts_of(user)
        .annotate(came_from=Subquery(last.values("from_status")[:1]), reason=Subquery(last.values("reason")[:1]))
        .filter(came_from__in=REVIEWING)
    )


def recently_published() -> QuerySet[Event]:
    """The events published last, newest first; imports publish without a step, so only the work of people is here."""
    at = WorkflowStep.objects.filter(event=OuterRef("pk"), to_status=Status.PUBLISHED).order_by("-at").values("at")[:1]
    latest = WorkflowStep.objects.filter(to_status=Status.PUBLISHED).order_by("-at", "-id").values("event")[:50]
    return Event.objects.filter(pk__in=latest).annotate(published_at=Subquery(at)).order_by("-published_at")


def countries() -> QuerySet[Location]:
    """The countries that have events, by name."""
    used = RawSQL(USED_PLACES, [])  # a constant
    inside = Location.objects.filter(pk__in=used).values("country")
    countries = Location.objects.filter(kind=LocationKind.COUNTRY).filter(Q(pk__in=inside) | Q(pk__in=used))
    return countries.only("name", "iso_a3").order_by("name")


def for_list(events: QuerySet[Event]) -> QuerySet[Event]:
    """`events` with all that a line about each needs in one query; boundaries, which may be megabytes, stay behind."""
    places = ("location", "location__country", "location__admin1")
    return events.select_related("event_type__parent", "coded_by", *places).defer(
        "narrative", "notes", "search_key", *(f"{place}__boundary" for place in places)
    )

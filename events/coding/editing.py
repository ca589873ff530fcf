"""Who may edit an event when, and how an edit is stored so that two people never overwrite each other unawares."""

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from events import publication
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


# What was published is kept while a correction is under way; it takes over what protects somebody.
PROTECT_KEPT = """
update events_aspublished a set rows = a.rows || jsonb_build_object(
  'event', a.rows -> 'event' || jsonb_build_object(
    'is_sensitive', e.is_sensitive or (a.rows #>> '{event,is_sensitive}')::boolean),
  'claim', coalesce((
    select jsonb_agg(c || jsonb_build_object(
      'is_confidential', (c ->> 'is_confidential')::boolean or coalesce(k.is_confidential, false)) order by c -> 'id')
    from jsonb_array_elements(a.rows -> 'claim') c left join events_claim k on k.id = (c ->> 'id')::bigint), '[]'))
from events_event e
where e.id = a.event_id and e.id = %s and e.status in ('correction', 'correction_review') and (
  e.is_sensitive and not (a.rows #>> '{event,is_sensitive}')::boolean
  or exists (select from jsonb_array_elements(a.rows -> 'claim') c join events_claim k on k.id = (c ->> 'id')::bigint
             where k.is_confidential and not (c ->> 'is_confidential')::boolean))
"""


def saved(event: Event) -> None:
    """Finish saving an event and its rows: what protects somebody reaches readers at once, the rest when published."""
    with connection.cursor() as cursor:
        cursor.execute(PROTECT_KEPT, [event.pk])
        if not cursor.rowcount:
            return
    if event.is_public:
        publication.publish_rows([event.pk], reason=publication.PROTECTED)
    publication.withhold_what_is_exposed([event.code])

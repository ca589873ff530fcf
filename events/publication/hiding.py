"""Taking what was hidden out of the public record, and finding what shows again when that is undone."""

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from events.models import Event, Hiding, Lock, PublishedEvent
from events.publication.publish import (
    close,
    linked,
    publish_rows,
    withhold,
    withhold_what_is_exposed,
)
from events.publication.renaming import PROTECTED

#: What readers of a hidden event are told, as the reason for which its version closed.
HIDDEN = "The editors took it out of view."

# Public events that say anything of it: as they are coded, as they were published before a correction, or once. Those
# in correction all count: what they were published with is kept in a form that is not worth searching.
TOUCHED = """
with about(id) as materialized (
  {coded}
  union
  select e.id from events_builtfrom f join events_publishedevent p on p.id = f.version_id
  join events_event e on e.code = p.code where {built}
)
select e.id from about a join events_event e on e.id = a.id where e.status = 'published'
union
select e.id from events_event e join events_aspublished a on a.event_id = e.id
where e.status in ('correction', 'correction_review') and a.rows #>> '{{event,status}}' = 'published'
"""
# Events in correction of which nobody knows what was published (opened before that was kept): they cannot be built
# again without what is hidden, so they leave the record until the correction is published.
UNKNOWN = """
select p.code
from events_builtfrom f join events_publishedevent p on p.id = f.version_id join events_event e on e.code = p.code
where p.valid_to is null and e.status in ('correction', 'correction_review') and ({built})
  and not exists (select from events_aspublished a where a.event_id = e.id)
"""
LINKING = """
select p.id from events_publishedevent p, events_event e
where e.id = %s and p.valid_to is not null and not p.withheld
  and p.links <> '[]' and p.links @> jsonb_build_array(jsonb_build_object('code', e.code))
"""
UNDER = """
with recursive under(id) as (
  select id from events_location where %(id)s in (id, admin1_id, country_id)
  union
  select l.id from under u join events_location l on l.parent_id = u.id
)
"""
#: Kind of what is hidden → the events that are coded with it, and the versions that were built from it.
ABOUT = {
    "Event": ("select %(id)s::bigint", "false"),
    "Source": (
        "select c.event_id from events_claim c join events_report r on r.id = c.report_id "
        "where %(id)s in (r.source_id, c.speaker_id)",
        "f.sources @> array[%(id)s::bigint] or f.unnamed_sources @> array[%(id)s::bigint]",
    ),
    "Report": (
        "select event_id from events_claim where report_id = %(id)s",
        "f.reports @> array[%(id)s::bigint] or f.unshown_reports @> array[%(id)s::bigint]",
    ),
    "Claim": ("select event_id from events_claim where id = %(id)s", "f.claims @> array[%(id)s::bigint]"),
    "Location": (
        f"({UNDER} select e.id from events_event e join under u on u.id = e.location_id "
        "union select c.event_id from events_claim c join under u on u.id = c.location_id)",
        "f.places @> array[%(id)s::bigint]",
    ),
}


def touched_by(hiding: Hiding) -> list[int]:
    """Published events (their ids) that say anything of what `hiding` hides, or would if it were lifted."""
    coded, built = ABOUT[hiding.kind]
    with connection.cursor() as cursor:
        cursor.execute(TOUCHED.format(coded=coded, built=built), {"id": hiding.object_id})
        return [row[0] for row in cursor.fetchall()]


def count_hidden(hiding: Hiding) -> tuple[int, int]:
    """How many events, and how many past versions that can be read, show what `hiding` hides or would hide."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) filter (where p.valid_to is null), count(*) filter (where p.valid_to is not null) "
            "from events_publishedevent p left join events_builtfrom f on f.version_id = p.id "
            "left join events_event e on e.code = p.code "
            f"where not p.withheld and ({ABOUT[hiding.kind][1]} or %(kind)s = 'Event' and e.id = %(id)s)",
            {"id": hiding.object_id, "kind": hiding.kind},
        )
        events, versions = cursor.fetchone()
        return int(events), int(versions)


def hide(hiding: Hiding) -> None:
    """Take what `hiding` hides out of current and past versions and out of the catalogue; it is stored already."""
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        ids = touched_by(hiding)
        for event in Event.objects.filter(pk=hiding.object_id) if hiding.kind == "Event" else ():
            close_as_hidden(event)
        publish_rows(ids, reason=PROTECTED)
        cursor.execute(UNKNOWN.format(built=ABOUT[hiding.kind][1]), {"id": hiding.object_id})
        if codes := [row[0] for row in cursor.fetchall()]:
            close(cursor, codes, closure="hidden", reason=HIDDEN)
        withhold_what_is_exposed(_codes_built_from(cursor, hiding))
        if hiding.kind == "Event":
            _withhold_links(cursor, hiding.object_id)


def close_as_hidden(event: Event) -> None:
    """End what readers see of this event, and publish the events linked to it without the link."""
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        if PublishedEvent.objects.filter(code=event.code, valid_to__isnull=True).exists():
            close(cursor, [event.code], closure="hidden", reason=HIDDEN)
        publish_rows(linked([event.pk]), reason=PROTECTED)


def _withhold_links(cursor: CursorWrapper, event_id: int) -> None:
    """Empty the past versions of other events that say how they hang together with this one."""
    cursor.execute(LINKING, [event_id])
    if versions := [row[0] for row in cursor.fetchall()]:
        withhold(cursor, versions)


def _codes_built_from(cursor: CursorWrapper, hiding: Hiding) -> list[str]:
    """Codes of all events, retracted ones too, any version of which was built from it."""
    _, built = ABOUT[hiding.kind]
    cursor.execute(
        "select distinct p.code from events_builtfrom f join events_publishedevent p on p.id = f.version_id "
        f"where {built} union select code from events_event where %(kind)s = 'Event' and id = %(id)s",
        {"id": hiding.object_id, "kind": hiding.kind},
    )
    return [row[0] for row in cursor.fetchall()]

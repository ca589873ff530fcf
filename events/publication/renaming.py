"""Carrying what changed about an actor, place, source, report or event type to the public record."""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from events.models import Lock, Publication
from events.publication.publish import EXPOSED_BY_SOURCE, close, publish_rows, withhold_exposed

RENAMED = "A name that this event uses changed."
PROTECTED = "Changed to protect people."

SHOWING = """
select e.id
from events_builtfrom f
join events_publishedevent p on p.id = f.version_id and p.valid_to is null
join events_event e on e.code = p.code
where (e.status = 'published' or exists (select from events_aspublished a where a.event_id = e.id)) and (
  f.actors && %(actors)s::bigint[] or f.places && %(locations)s::bigint[]
  or f.sources && %(sources)s::bigint[] or f.unnamed_sources && %(sources)s::bigint[]
  or f.reports && %(reports)s::bigint[] or f.unshown_reports && %(reports)s::bigint[])
union
select e.id from events_event e join events_eventtype t on t.id = e.event_type_id
join events_publishedevent p on p.code = e.code and p.valid_to is null
where (e.status = 'published' or exists (select from events_aspublished a where a.event_id = e.id))
  and (t.id = any(%(event_types)s) or t.parent_id = any(%(event_types)s))
"""

# Events in correction of which nobody knows what was published (opened before that was kept): they cannot be built
# again, so what became confidential leaves the record with them until the correction is published.
CLOSE_UNKNOWN = """
select p.code
from events_publishedevent p
join events_builtfrom f on f.version_id = p.id
join events_event e on e.code = p.code
where p.valid_to is null and e.status in ('correction', 'correction_review')
  and not exists (select from events_aspublished a where a.event_id = e.id)
  and (exists (select from events_source s
               where s.id = any(%(sources)s) and (s.id = any(f.sources) and s.is_confidential
                 or s.id = any(f.unnamed_sources) and s.is_unlinkable
                    and events_public_slug(s, p.code) <> all (p.sources)))
    or exists (select from events_report r where (r.id = any(%(reports)s) or r.source_id = any(%(sources)s))
               and r.id = any(f.reports) and r.is_confidential))
"""


def refresh_names(
    *,
    actors: Collection[int] = (),
    locations: Collection[int] = (),
    sources: Collection[int] = (),
    reports: Collection[int] = (),
    event_types: Collection[int] = (),
    events: Collection[int] = (),
    reason: str = RENAMED,
    seen: str | None = None,
) -> Publication | None:
    """Publish again what shows these actors, places, sources, reports or event types, after they changed; and `events`.

    Events with a correction in preparation too, as they were published. What has become confidential leaves past
    versions as well, those of retracted events among them. ChangedError if `seen`, the digest of a preview, is not what
    would be published.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()  # first: while an import publishes, a correction may start of what would be chosen here
        reach = {"actors": actors, "locations": locations, "sources": sources}
        ids = {*showing(cursor, **reach, reports=reports, event_types=event_types), *events}
        publication = publish_rows(ids, reason=reason, saved_actors=actors, seen=seen)
        about = {"sources": list(sources), "reports": list(reports)}
        cursor.execute(CLOSE_UNKNOWN, about)
        if codes := [row[0] for row in cursor.fetchall()]:
            publication = close(cursor, codes, closure="corrected", reason=reason)
        cursor.execute(EXPOSED_BY_SOURCE, about)
        return withhold_exposed(cursor, publication)


def showing(cursor: CursorWrapper, **reach: Collection[int]) -> list[int]:
    """Published events whose current version shows these rows (keywords as of `refresh_names`, but for `events`)."""
    about = {name: list(reach.get(name, ())) for name in ("actors", "locations", "sources", "reports", "event_types")}
    cursor.execute(SHOWING, about)
    return [row[0] for row in cursor.fetchall()]


def count_showing(**reach: Collection[int]) -> int:
    """How many public events show these rows."""
    with connection.cursor() as cursor:
        return len(showing(cursor, **reach))

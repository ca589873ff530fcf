"""Carrying what changed about an actor, place, source, report or event type to the public record."""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from events.models import Publication, Status
from events.publication.concealing import conceal
from events.publication.publish import lock, publish_rows

REASON = "A name that this event uses changed."
PROTECTED = "Changed to protect people."

SHOWING = """
select e.id
from events_builtfrom f
join events_publishedevent p on p.id = f.version_id and p.valid_to is null
join events_event e on e.code = p.code
where e.status = any(%(statuses)s) and (
  f.actors && %(actors)s::bigint[] or f.places && %(locations)s::bigint[]
  or f.sources && %(sources)s::bigint[] or f.unnamed_sources && %(sources)s::bigint[]
  or f.reports && %(reports)s::bigint[] or f.unshown_reports && %(reports)s::bigint[])
union
select e.id from events_event e join events_eventtype t on t.id = e.event_type_id
where e.status = any(%(statuses)s) and (t.id = any(%(event_types)s) or t.parent_id = any(%(event_types)s))
"""


def refresh_names(
    *,
    actors: Collection[int] = (),
    locations: Collection[int] = (),
    sources: Collection[int] = (),
    reports: Collection[int] = (),
    event_types: Collection[int] = (),
    reason: str = REASON,
    seen: str | None = None,
) -> Publication | None:
    """Publish again what shows these actors, places, sources, reports or event types, after they changed.

    Events with a correction in preparation are left alone, since their coding is half done: they take the new name when
    the correction is published. But what has become confidential leaves them, and all past versions, at once.
    ChangedError if `seen`, the digest of a preview, is not what would be published.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)  # first: while an import publishes, a correction may start of what would be chosen here
        reach = {"actors": actors, "locations": locations, "sources": sources}
        ids = showing(cursor, **reach, reports=reports, event_types=event_types)
        publication = publish_rows(ids, reason=reason, saved_actors=actors, seen=seen)
        return conceal(cursor, list(sources), list(reports), reason=reason) or publication


def showing(cursor: CursorWrapper, **reach: Collection[int]) -> list[int]:
    """Published events whose current version shows these rows (keywords as of `refresh_names`)."""
    about = {name: list(reach.get(name, ())) for name in ("actors", "locations", "sources", "reports", "event_types")}
    cursor.execute(SHOWING, {"statuses": [Status.PUBLISHED], **about})
    return [row[0] for row in cursor.fetchall()]


def count_showing(**reach: Collection[int]) -> int:
    """How many public events show these rows."""
    with connection.cursor() as cursor:
        return len(showing(cursor, **reach))

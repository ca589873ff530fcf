"""Carrying a new name to the public record."""

from collections.abc import Iterable

from django.db import connection, transaction

from events.models import Event, Publication, Status
from events.publication.concealing import conceal
from events.publication.publish import lock, publish_rows

RENAMED = "A name that this event uses changed."


def refresh_names(
    *,
    actors: Iterable[int] = (),
    locations: Iterable[int] = (),
    sources: Iterable[int] = (),
    event_types: Iterable[int] = (),
) -> Publication | None:
    """Publish again what names these actors, places, sources or event types, after their names (or secrecy) changed.

    Events with a correction in preparation are left alone, since their coding is half done: they take the new name when
    the correction is published. But what has become confidential leaves them, and all past versions, at once.
    """
    actors, source_ids = list(actors), list(sources)
    named = (
        Event.objects.filter(participations__actor__in=_with_parts(actors)).values("pk"),
        Event.objects.filter(claims__actor__in=actors).values("pk"),
        Event.objects.filter(location__in=_with_what_lies_in(locations)).values("pk"),
        Event.objects.filter(claims__location__in=list(locations)).values("pk"),
        Event.objects.filter(claims__report__source__in=source_ids).values("pk"),
        Event.objects.filter(claims__speaker__in=source_ids).values("pk"),
        Event.objects.filter(event_type__in=list(event_types)).values("pk"),
        Event.objects.filter(event_type__parent__in=list(event_types)).values("pk"),
    )
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)  # first: while an import publishes, a correction may start of what would be chosen here
        ids = {row["pk"] for query in named for row in query.filter(status=Status.PUBLISHED)}
        publication = publish_rows(ids, reason=RENAMED, saved_actors=actors)
        return conceal(cursor, source_ids, reason=RENAMED) or publication


def _with_parts(actors: Iterable[int]) -> list[int]:
    """These actors and all that are or were part of them, whose events name them too."""
    return _down(
        actors, "select r.actor_id from events_actorrelation r join down on r.other_id = down.id and r.kind = 'part_of'"
    )


def _with_what_lies_in(locations: Iterable[int]) -> list[int]:
    return _down(locations, "select l.id from events_location l join down on l.parent_id = down.id")


def _down(ids: Iterable[int], step: str) -> list[int]:
    """`ids`, and all that `step` leads to from what is found."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"with recursive down(id) as (select unnest(%s::bigint[]) union {step}) select id from down", [list(ids)]
        )
        return [row[0] for row in cursor.fetchall()]

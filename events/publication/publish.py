"""Writing the public record: open, close and withhold versions. `events.coding.workflow` decides who may."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from events.models import Event, Publication, PublishedEvent
from events.publication.build import CONTENT_COLUMNS, build
from events.publication.catalogue import forget_sites, refresh_catalogue

# Any constant: whoever publishes holds this lock until commit, so numbers become visible in their order.
PUBLISH_LOCK = 0x636F6E66

#: Content that says nothing new, only otherwise. Whether two states differ is asked of the rest, so that such a column
#: can be added without a new version of every event: `actor_sides` follows from `participants` (migration 0004).
DERIVED_COLUMNS = ["actor_sides"]
COMPARED_COLUMNS = [column for column in CONTENT_COLUMNS if column not in DERIVED_COLUMNS]
DIFFERS = "({}) is distinct from ({})".format(
    *(", ".join(f"{row}.{column}" for column in COMPARED_COLUMNS) for row in "pb")
)

OPEN = """
insert into events_publishedevent
  (code, version, valid_from, publication, closure, closure_reason, merged_into, change_reason, withheld,
   {columns})
select b.code, coalesce((select max(version) from events_publishedevent p where p.code = b.code), 0) + 1,
       %(at)s, %(number)s, '', '', '', %(reason)s, false, {built_columns}
from built b
where not exists (select from events_publishedevent p where p.code = b.code and p.valid_to is null)
order by b.date_start, b.code
"""
CLOSE_CHANGED = f"""
update events_publishedevent p
set valid_to = %(at)s, closed_by = %(number)s, closure = 'corrected', closure_reason = %(reason)s
from built b where p.code = b.code and p.valid_to is null and {DIFFERS}
"""
CLOSE = """
update events_publishedevent
set valid_to = %(at)s, closed_by = %(number)s, closure = %(closure)s, closure_reason = %(reason)s,
    merged_into = %(into)s
where code = any(%(codes)s) and valid_to is null
"""
WITHHOLD = """
update events_publishedevent p
set withheld = true, {blank}
where code = any(%s) and valid_to is not null and not withheld
"""

LINKED = """
select e.id from events_eventlink l join events_event e on e.id = l.event_id
where l.other_id = any(%s) and e.status = 'published'
union
select e.id from events_eventlink l join events_event e on e.id = l.other_id
where l.event_id = any(%s) and e.status = 'published'
"""

NAMED_PLACES = """
select unnest(place_path) from events_publishedevent
where code = any(%s) and valid_to is not null and not withheld
union
select c -> 'place' ->> 'slug' from events_publishedevent, jsonb_array_elements(claims) c
where code = any(%s) and valid_to is not null and not withheld
"""

# Whether what {row} holds became confidential after the past version `p` was written, whatever it said then. A row that
# was coded by hand has its first state in the history, an imported one only the later ones (docs/adr/0004).
BECAME_CONFIDENTIAL = """
{row}.is_confidential
and (exists (select from {history} h where h.pgh_obj_id = {row}.id and not h.is_confidential)
     or not exists (select from {history} h where h.pgh_obj_id = {row}.id and h.pgh_label = 'insert'))
and p.valid_from < (
  select min(h.pgh_created_at) from {history} h
  where h.pgh_obj_id = {row}.id and h.is_confidential and h.pgh_id > coalesce(
    (select max(was.pgh_id) from {history} was where was.pgh_obj_id = {row}.id and not was.is_confidential), 0))
"""

# Everything public of a confidential source starts with `undisclosed-`, so a past version that cites a slug which the
# coding tables now hold as confidential was written before it was. Claims have no public id: one is known by its words
# and by who makes it, and by when it became confidential if its words have changed since.
EXPOSED = f"""
select distinct p.code
from events_publishedevent p
join built b on b.code = p.code
join events_event e on e.code = p.code
where p.valid_to is not null and not p.withheld and (
  p.sources && (select coalesce(array_agg(slug::text), '{{}}') from events_source where is_confidential)
  or e.is_sensitive and (p.precision_rank < b.precision_rank or p.point is distinct from b.point or p.place <> b.place
                         or p.claims @> '[{{"kind": "place"}}]')
  or exists (
    select from events_claim k
    join events_report r on r.id = k.report_id
    join events_source s on s.id = r.source_id
    cross join lateral jsonb_array_elements(p.claims) c
    where k.event_id = e.id and (
      k.is_confidential and (c ->> 'kind', c ->> 'stance', c ->> 'statement', c ->> 'speaker_role')
                          = (k.kind, k.stance, k.statement, k.speaker_role)
        and c -> 'source' ->> 'slug' in (s.slug, 'undisclosed-' || s.pseudonym)
      or r.is_confidential and c -> 'report' ->> 'title' = r.title))
  or exists (
    select from events_claim k join events_report r on r.id = k.report_id
    where k.event_id = e.id and (
      {BECAME_CONFIDENTIAL.format(row="k", history="events_claimhistory")}
      or {BECAME_CONFIDENTIAL.format(row="r", history="events_reporthistory")}))
)
"""


def publish_rows(event_ids: Iterable[int], *, reason: str = "", saved_actors: Iterable[int] = ()) -> Publication | None:
    """Bring the public record up to the coding tables for `event_ids`; write only what changed.

    Events that are linked to them and published are brought up to date with them. `reason` is public: it says why a
    version replaced the one before. Returns the act's Publication, or None if nothing differed. What the catalogue says
    of actors, places, sources and event types is brought up to date too; for no events, that of event types, and what
    it says of `saved_actors` under other actors.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        build(cursor, _with_linked(event_ids))
        renamed = refresh_catalogue(cursor, saved_actors)
        if not renamed and not _differs(cursor):
            return None
        publication = next_publication(cursor)
        values: dict[str, Any] = {"at": publication.at, "number": publication.number, "reason": reason}
        cursor.execute(CLOSE_CHANGED, values)
        content = [column for column in CONTENT_COLUMNS if column != "code"]
        cursor.execute(
            OPEN.format(columns=", ".join(content), built_columns=", ".join(f"b.{column}" for column in content)),
            values,
        )
        _withhold_sensitive(cursor)
        return publication


def withdraw(event_ids: Iterable[int], *, closure: str, reason: str, merged_into: str = "") -> Publication | None:
    """Close the current version of each event without a successor: `closure` is "retracted" or "merged".

    `reason` is public. Published events that link to them lose the link. None if none of them was public.
    """
    ids = list(event_ids)
    codes = list(Event.objects.filter(pk__in=ids).values_list("code", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        if not PublishedEvent.objects.filter(code__in=codes, valid_to__isnull=True).exists():
            return None
        publication = next_publication(cursor)
        values: dict[str, Any] = {
            "at": publication.at,
            "number": publication.number,
            "closure": closure,
            "reason": reason,
            "into": merged_into,
            "codes": codes,
        }
        cursor.execute(CLOSE, values)
        publish_rows(_linked(ids), reason="A linked event was withdrawn.")
        return publication


def withhold_past_versions(codes: Iterable[str]) -> int:
    """Remove the content of all closed versions of these events, to protect people; returns how many versions.

    That the versions existed, and from when to when, stays on record.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        next_publication(cursor)  # so that no page made before is shown again
        return withhold(cursor, list(codes))


def _differs(cursor: CursorWrapper) -> bool:
    """Whether any row in `built` is not what is current."""
    cursor.execute(
        "select exists (select from built b left join events_publishedevent p "
        f"on p.code = b.code and p.valid_to is null where p.code is null or {DIFFERS})"
    )
    return bool(cursor.fetchone()[0])


def lock(cursor: CursorWrapper) -> None:
    """Make whoever publishes next wait until this transaction ends."""
    cursor.execute("select pg_advisory_xact_lock(%s)", [PUBLISH_LOCK])


def next_publication(cursor: CursorWrapper) -> Publication:
    """The next number and instant; both rise, whatever the clock does."""
    cursor.execute(
        "insert into events_publication (number, at) "
        "select coalesce(max(number), 0) + 1, greatest(clock_timestamp(), max(at) + interval '1 microsecond') "
        "from events_publication returning number, at"
    )
    return Publication(*cursor.fetchone())


def _linked(event_ids: list[int]) -> set[int]:
    """Published events that are linked to these, either way."""
    with connection.cursor() as cursor:
        cursor.execute(LINKED, [event_ids, event_ids])
        return {row[0] for row in cursor.fetchall()}


def _with_linked(event_ids: Iterable[int]) -> set[int]:
    ids = list(event_ids)
    return {*ids, *_linked(ids)}


def _withhold_sensitive(cursor: CursorWrapper) -> None:
    """Withhold past versions that name a source, make a claim, cite a report or show a spot, confidential by now."""
    cursor.execute(EXPOSED)
    codes = [row[0] for row in cursor.fetchall()]
    if codes:
        withhold(cursor, codes)


def withhold(cursor: CursorWrapper, codes: list[str]) -> int:
    """Empty the closed versions of `codes`; a site that nothing readable names any more leaves the catalogue too."""
    cursor.execute(NAMED_PLACES, [codes, codes])
    places = [row[0] for row in cursor.fetchall()]
    cursor.execute(WITHHOLD.format(blank=_blank_content()), [codes])
    count = cursor.rowcount
    forget_sites(cursor, places)
    return count


def _blank_content() -> str:
    """SQL that empties every content column but the code."""
    blanks = []
    for field in PublishedEvent._meta.concrete_fields:
        if field.column not in CONTENT_COLUMNS or field.column == "code":
            continue
        kind = field.get_internal_type()
        blank = {"TextField": "''", "ArrayField": "'{}'", "JSONField": "'[]'", "BooleanField": "false"}.get(
            kind, "null"
        )
        blanks.append(f"{field.column} = {blank}")
    return ", ".join(blanks)

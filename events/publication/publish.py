"""Writing the public record: open, close and withhold versions. `events.coding.workflow` decides who may."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from events.models import Event, Lock, Publication, PublishedEvent
from events.publication.build import BASIS_COLUMNS, CONTENT_COLUMNS, build
from events.publication.catalogue import forget, refresh_catalogue

#: Content that says nothing new, only otherwise. Whether two states differ is asked of the rest, so that such a column
#: can be added without a new version of every event: `actor_sides` follows from `participants` (migration 0004).
DERIVED_COLUMNS = ["actor_sides"]
COMPARED_COLUMNS = [column for column in CONTENT_COLUMNS if column not in DERIVED_COLUMNS]
#: What a person looks at: words to search by follow from title and narrative, and are made anew on publishing.
LOOKED_AT_COLUMNS = [column for column in COMPARED_COLUMNS if column != "search"]


def _differs_in(columns: list[str]) -> str:
    """SQL: whether the rows `p` and `b` differ in these columns."""
    return "({}) is distinct from ({})".format(*(", ".join(f"{row}.{column}" for column in columns) for row in "pb"))


DIFFERS = _differs_in(COMPARED_COLUMNS)

SHOWN_COLUMNS = [column for column in CONTENT_COLUMNS if column != "code"]
OPEN = f"""
with opened as (
  insert into events_publishedevent
    (code, version, valid_from, publication, closure, closure_reason, merged_into, change_reason, withheld,
     {", ".join(SHOWN_COLUMNS)})
  select b.code, coalesce((select max(version) from events_publishedevent p where p.code = b.code), 0) + 1,
         %(at)s, %(number)s, '', '', '', %(reason)s, false, {", ".join(f"b.{column}" for column in SHOWN_COLUMNS)}
  from built b
  where not exists (select from events_publishedevent p where p.code = b.code and p.valid_to is null)
  order by b.date_start, b.code
  returning id, code
)
insert into events_builtfrom (version_id, {", ".join(BASIS_COLUMNS)})
select o.id, {", ".join(f"b.{column}" for column in BASIS_COLUMNS.values())}
from opened o join built b on b.code = o.code
"""
# A version that stays as it is may rest on other rows by now: on a claim with the same words, say. It keeps those that
# it was built from before.
KEEP_BASIS = """
update events_builtfrom f set is_sensitive = b.from_sensitive, {merged}
from built b join events_publishedevent p on p.code = b.code and p.valid_to is null
where f.version_id = p.id and (f.is_sensitive <> b.from_sensitive or not ({known}))
""".format(
    merged=", ".join(
        f"{kept} = array(select unnest(f.{kept}) union select unnest(b.{now}))"
        for kept, now in BASIS_COLUMNS.items()
        if kept != "is_sensitive"
    ),
    known=" and ".join(f"b.{now} <@ f.{kept}" for kept, now in BASIS_COLUMNS.items() if kept != "is_sensitive"),
)
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
END_HIDDEN = """
update events_publishedevent p
set closure = %(closure)s, closure_reason = %(reason)s, merged_into = %(into)s
where code = any(%(codes)s) and closure = 'hidden'
  and not exists (select from events_publishedevent later where later.code = p.code and later.version > p.version)
"""
WITHHOLD = """
update events_publishedevent p
set withheld = true, {blank}
where id = any(%s) and valid_to is not null and not withheld
"""

# What an event in correction links to is what it linked to when it was published.
LINKED = """
with kept(event_id, links) as materialized (
  select a.event_id, a.rows -> 'eventlink' from events_aspublished a join events_event e on e.id = a.event_id
  where e.status in ('correction', 'correction_review') and a.rows #>> '{event,status}' = 'published'
),
link(event_id, other_id) as not materialized (
  select event_id, other_id from events_eventlink
  union all
  select event_id, (k ->> 'other_id')::bigint from kept, jsonb_array_elements(links) k
)
select e.id from link l join events_event e on e.id = l.event_id
where l.other_id = any(%(ids)s) and (e.status = 'published' or e.id in (select event_id from kept))
union
select e.id from link l join events_event e on e.id = l.other_id
where l.event_id = any(%(ids)s) and (e.status = 'published' or e.id in (select event_id from kept))
"""

# Past versions that show what became confidential, or sensitive, or was hidden, since they were written.
EXPOSED = """
with hidden as materialized (select kind, object_id as id from events_hiding where not is_lifted)
select p.id
from events_publishedevent p
join events_builtfrom f on f.version_id = p.id
join events_event e on e.code = p.code
where p.valid_to is not null and not p.withheld and {among} and (
  e.is_sensitive and not f.is_sensitive
  or exists (select from hidden h where case h.kind
    when 'Event' then h.id = e.id
    when 'Claim' then h.id = any(f.claims)
    when 'Report' then h.id = any(f.reports) or h.id = any(f.unshown_reports)
    when 'Source' then h.id = any(f.sources) or h.id = any(f.unnamed_sources)
    when 'Location' then h.id = any(f.places) end)
  or exists (select from events_claim k where k.id = any(f.claims) and k.is_confidential)
  or exists (select from events_report r where r.id = any(f.reports) and r.is_confidential)
  or exists (select from events_source s where s.id = any(f.sources) and s.is_confidential)
  or exists (select from events_source s where s.id = any(f.unnamed_sources) and s.is_unlinkable
             and events_public_slug(s, p.code) <> all (p.sources)))
"""
EXPOSED_BY_EVENT = EXPOSED.format(among="p.code in (select code from built)")
EXPOSED_BY_CODE = EXPOSED.format(among="p.code = any(%s)")
EXPOSED_BY_SOURCE = EXPOSED.format(
    among="(f.sources && %(sources)s::bigint[] or f.unnamed_sources && %(sources)s::bigint[] "
    "or f.reports && %(reports)s::bigint[])"
)

SETTLE = """
insert into events_shownplace (event_id, location_id, point, precision)
select e.id, l.id, b.point, b.precision
from built b join events_event e on e.code = b.code left join events_location l on l.slug = b.place
where b.from_sensitive
on conflict do nothing
"""


class ChangedError(Exception):
    """What would be published is not what somebody looked at."""


DIGEST = f"""
select coalesce(md5(string_agg(said, ' ' order by said)), '') from (
  select row({", ".join(f"b.{column}" for column in LOOKED_AT_COLUMNS)})::text
  from built b left join events_publishedevent p on p.code = b.code and p.valid_to is null
  where p.code is null or {_differs_in(LOOKED_AT_COLUMNS)}
  union all select (to_jsonb(r) - 'id')::text from events_publishedactor r where slug = any(%(slugs)s)
  union all select (to_jsonb(r) - 'id')::text from events_publishedplace r where slug = any(%(slugs)s)
  union all select (to_jsonb(r) - 'id')::text from events_publishedsource r where slug = any(%(slugs)s)
  union all select (to_jsonb(r) - 'id')::text from events_publishedeventtype r where code = any(%(slugs)s)
  union all select unnest(%(slugs)s::text[])
) row(said)
"""


def digest(cursor: CursorWrapper, renamed: list[tuple[str, str]]) -> str:
    """A digest of what publishing `built` would change, and of the rows of the catalogue that it changed."""
    cursor.execute(DIGEST, {"slugs": [slug for _, slug in renamed]})
    return str(cursor.fetchone()[0])


def prepare(
    cursor: CursorWrapper, event_ids: Iterable[int], saved_actors: Iterable[int], *, as_coded: Collection[int] = ()
) -> list[tuple[str, str]]:
    """Build the rows of these events and of those linked to them, and bring the catalogue up to them.

    `as_coded` is as in `build`. Returns the table and slug of each row of the catalogue that changed. The caller holds
    the lock of publishing.
    """
    build(cursor, _with_linked(event_ids), as_coded=as_coded)
    return refresh_catalogue(cursor, saved_actors)


def publish_rows(
    event_ids: Iterable[int], *, reason: str = "", saved_actors: Iterable[int] = (), seen: str | None = None
) -> Publication | None:
    """Bring the public record up to the coding tables for `event_ids`; write only what changed.

    Events that are linked to them and published are brought up to date with them. `reason` is public: it says why a
    version replaced the one before. Returns the act's Publication, or None if nothing differed. What the catalogue says
    of actors, places, sources and event types is brought up to date too; for no events, that of event types, and what
    it says of `saved_actors` under other actors. ChangedError if `seen`, the digest of a preview, says otherwise.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        renamed = prepare(cursor, event_ids, saved_actors)
        if seen is not None and seen != digest(cursor, renamed):
            raise ChangedError
        publication = next_publication(cursor) if renamed or _differs(cursor) else None
        if publication is None:
            cursor.execute(KEEP_BASIS)
        else:
            values: dict[str, Any] = {"at": publication.at, "number": publication.number, "reason": reason}
            cursor.execute(CLOSE_CHANGED, values)
            cursor.execute(KEEP_BASIS)
            cursor.execute(OPEN, values)
        cursor.execute(SETTLE)
        cursor.execute(EXPOSED_BY_EVENT)
        return withhold_exposed(cursor, publication)


def withdraw(event_ids: Iterable[int], *, closure: str, reason: str, merged_into: str = "") -> Publication | None:
    """Close the current version of each event without a successor: `closure` is "retracted" or "merged".

    `reason` is public. Published events that link to them lose the link. What was hidden is said to be withdrawn too.
    None if none of them was public.
    """
    ids = list(event_ids)
    codes = list(Event.objects.filter(pk__in=ids).values_list("code", flat=True))
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        cursor.execute(END_HIDDEN, {"closure": closure, "reason": reason, "into": merged_into, "codes": codes})
        was_hidden = cursor.rowcount > 0
        if not PublishedEvent.objects.filter(code__in=codes, valid_to__isnull=True).exists():
            return next_publication(cursor) if was_hidden else None  # so that no page made before is shown again
        publication = close(cursor, codes, closure=closure, reason=reason, merged_into=merged_into)
        publish_rows(linked(ids), reason="A linked event was withdrawn.")
        return publication


def close(cursor: CursorWrapper, codes: list[str], *, closure: str, reason: str, merged_into: str = "") -> Publication:
    """Close the current versions of these events, without successors."""
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
    return publication


def withhold_past_versions(codes: Iterable[str]) -> int:
    """Remove the content of all closed versions of these events, to protect people; returns how many versions.

    That the versions existed, and from when to when, stays on record.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        next_publication(cursor)  # so that no page made before is shown again
        closed = PublishedEvent.objects.filter(code__in=list(codes), valid_to__isnull=False, withheld=False)
        return withhold(cursor, list(closed.values_list("pk", flat=True)))


def withhold_exposed(cursor: CursorWrapper, publication: Publication | None) -> Publication | None:
    """Empty the past versions that the statement just executed found, as part of `publication` or of one of its own."""
    exposed = [row[0] for row in cursor.fetchall()]
    if not exposed:
        return publication
    withhold(cursor, exposed)
    return publication or next_publication(cursor)  # so that no page made before is shown again


def withhold_what_is_exposed(codes: list[str]) -> None:
    """Empty the past versions of these events that show what is confidential, or sensitive, by now."""
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        cursor.execute(EXPOSED_BY_CODE, [codes])
        withhold_exposed(cursor, None)


def _differs(cursor: CursorWrapper) -> bool:
    """Whether any row in `built` is not what is current."""
    cursor.execute(
        "select exists (select from built b left join events_publishedevent p "
        f"on p.code = b.code and p.valid_to is null where p.code is null or {DIFFERS})"
    )
    return bool(cursor.fetchone()[0])


def next_publication(cursor: CursorWrapper) -> Publication:
    """The next number and instant; both rise, whatever the clock does."""
    cursor.execute(
        "insert into events_publication (number, at) "
        "select coalesce(max(number), 0) + 1, greatest(clock_timestamp(), max(at) + interval '1 microsecond') "
        "from events_publication returning number, at"
    )
    return Publication(*cursor.fetchone())


def linked(event_ids: list[int]) -> set[int]:
    """Published events that are linked to these, either way."""
    with connection.cursor() as cursor:
        cursor.execute(LINKED, {"ids": event_ids})
        return {row[0] for row in cursor.fetchall()}


def _with_linked(event_ids: Iterable[int]) -> set[int]:
    ids = list(event_ids)
    return {*ids, *linked(ids)}


def withhold(cursor: CursorWrapper, versions: list[int]) -> int:
    """Empty these closed versions; what nothing readable shows any more leaves the catalogue too."""
    cursor.execute("select distinct unnest(sources) from events_publishedevent where id = any(%s)", [versions])
    sources = [row[0] for row in cursor.fetchall()]
    cursor.execute(WITHHOLD.format(blank=_blank_content()), [versions])
    count = cursor.rowcount
    forget(cursor, versions, sources)
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

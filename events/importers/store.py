"""From the staging tables into the coding tables, set by set. The caller has resolved actors, places and sources.

Events that are new go in whole. Of events that changed, only what the data set itself changed is touched (`now_*`
against `before_*`), so corrections made here outlive a new release unless that release speaks about the same thing.
"""

from datetime import datetime

from django.db import connection
from django.db.backends.utils import CursorWrapper

from events.importers.bulk import Rows, copy_rows
from events.models import Event
from events.models.location import BORDER_TOLERANCE
from events.names import search_key

# Of new events: what needs the batch alone, written beside the reading of the file; the event follows at the end.
NEW_CASUALTIES = """
insert into events_casualties (event_id, "group", outcome, low, best, high, is_imported)
select b.event_id, h."group", h.outcome, h.low, h.best, h.high, true
from import_batch b join import_harm h on h.number = b.harm
"""
NEW_PARTICIPATIONS = """
insert into events_participation (event_id, actor_id, side, role, certainty)
select n.event_id, a.id, p.side, p.role, 'confirmed'
from now_event n join import_part p on p.number = n.parts join events_actor a on a.ucdp_id = p.ucdp_id
where n.was = ''
"""

# What changed is updated where it is there and inserted where it is not: "on conflict" would need the keys that are
# lifted (keys.py).
CHANGED_PARTICIPATIONS = """
update events_participation p set role = n.role
from now_participation n join events_actor a on a.ucdp_id = n.ucdp_id
where (p.event_id, p.actor_id, p.side) = (n.event_id, a.id, n.side)
  and not exists (select from before_participation b where b.event_id = n.event_id and b = n)
"""
ADDED_PARTICIPATIONS = """
insert into events_participation (event_id, actor_id, side, role, certainty)
select n.event_id, a.id, n.side, n.role, 'confirmed'
from now_participation n join events_actor a on a.ucdp_id = n.ucdp_id
where not exists (select from before_participation b where b.event_id = n.event_id and b = n)
  and not exists (select from events_participation p
                  where (p.event_id, p.actor_id, p.side) = (n.event_id, a.id, n.side))
"""
FORGET_PARTICIPATIONS = """
delete from events_participation p using before_participation b, events_actor a
where p.event_id = b.event_id and a.id = p.actor_id and a.ucdp_id = b.ucdp_id and p.side = b.side
  and not exists (select from now_participation n
                  where n.event_id = b.event_id and n.ucdp_id = b.ucdp_id and n.side = b.side)
"""

CHANGED_CASUALTIES = """
update events_casualties c set low = n.low, best = n.best, high = n.high, is_imported = true
from now_casualties n
where (c.event_id, c."group", c.outcome) = (n.event_id, n."group", n.outcome)
  and not exists (select from before_casualties b where b.event_id = n.event_id and b = n)
"""
ADDED_CASUALTIES = """
insert into events_casualties (event_id, "group", outcome, low, best, high, is_imported)
select n.event_id, n."group", n.outcome, n.low, n.best, n.high, true
from now_casualties n
where not exists (select from before_casualties b where b.event_id = n.event_id and b = n)
  and not exists (select from events_casualties c
                  where (c.event_id, c."group", c.outcome) = (n.event_id, n."group", n.outcome))
"""
FORGET_CASUALTIES = """
delete from events_casualties c using before_casualties b
where c.event_id = b.event_id and c."group" = b."group" and c.outcome = b.outcome and c.is_imported
  and not exists (select from now_casualties n
                  where n.event_id = b.event_id and n."group" = b."group" and n.outcome = b.outcome)
"""

CITATIONS = """
create temporary table import_citation on commit drop as
select distinct n.event_id, s.source_id, n.title, n.published, n.author
from now_claim n join import_source s on s.number = n.source
where not exists (select from before_claim b where b.event_id = n.event_id and b = n)
"""
NEW_REPORTS = """
insert into events_report (source_id, title, date, author)
select c.source_id, c.title, c.published, max(c.author)
from import_citation c
where not exists (select from events_report r where r.source_id = c.source_id and r.title = c.title
                  and coalesce(r.date, '-infinity') = coalesce(c.published, '-infinity') and not r.is_confidential)
group by c.source_id, c.title, c.published
"""
REPORTS = """
create temporary table import_report on commit drop as
select c.source_id, c.title, c.published, min(r.id) as report_id
from (select distinct source_id, title, published from import_citation) c
join events_report r on r.source_id = c.source_id and r.title = c.title
 and coalesce(r.date, '-infinity') = coalesce(c.published, '-infinity') and not r.is_confidential
group by c.source_id, c.title, c.published
"""
CLAIMS = """
insert into events_claim (event_id, report_id, kind, stance, credibility, status)
select c.event_id, r.report_id, 'occurred', 'asserts', 6, 'accepted'
from import_citation c
join import_report r on r.source_id = c.source_id and r.title = c.title
 and coalesce(r.published, '-infinity') = coalesce(c.published, '-infinity')
order by c.event_id, r.report_id
"""
# A claim that an earlier release made and nobody has touched since goes when the release no longer cites its report.
FORGET_CLAIMS = """
delete from events_claim c using before_claim b, import_source s, events_report r
where c.event_id = b.event_id and s.number = b.source and r.source_id = s.source_id and r.title = b.title
  and r.date is not distinct from b.published and c.report_id = r.id
  and (c.kind, c.stance, c.credibility, c.status) = ('occurred', 'asserts', 6, 'accepted')
  and (c.speaker_id is null and c.statement = '' and not exists (
    select from events_claimnote k where k.claim_id = c.id))
  and not exists (select from now_claim n where n.event_id = b.event_id and n.source = b.source and n.title = b.title
                  and n.published is not distinct from b.published)
"""

# Points whose precision says that they lie in the country, and do not.
OUTSIDE = """
create temporary table import_outside on commit drop as
select p.place, p.longitude, p.latitude
from (select distinct place, longitude, latitude from now_event
      where precision in ('exact', 'settlement', 'near_settlement', 'admin2', 'admin1')) p
join import_place i on i.number = p.place
join events_location l on l.id = i.location_id
join events_location c on c.id = coalesce(l.country_id, l.id) and c.boundary is not null
cross join lateral (select st_setsrid(st_makepoint(p.longitude, p.latitude), 4326) as point) at
where not (st_covers(c.boundary, at.point) or st_dwithin(c.boundary, at.point, %s))
"""
FLAG_OUTSIDE = """
update now_event n set flags = n.flags || array['point_outside_country']
from import_outside o
where (n.place, n.longitude, n.latitude) = (o.place, o.longitude, o.latitude)
  and n.precision in ('exact', 'settlement', 'near_settlement', 'admin2', 'admin1')
"""

NEW_EVENTS = """
insert into events_event
  (id, code, title, event_type_id, date_start, date_end, date_meaning, location_id, point, precision, clarity, flags,
   status, dataset, created_at, changed_at, search_key)
select n.event_id, coalesce(nullif(c.iso_a3, ''), 'ZZZ') || nextval('events_event_code_seq'), n.title, t.id,
       n.date_start, n.date_end, n.date_meaning, l.id, st_setsrid(st_makepoint(n.longitude, n.latitude), 4326),
       n.precision, n.clarity, n.flags, given.status, given.dataset, given.at, given.at, n.search_key
from (select * from now_event where was = '' order by record) n
cross join (select %s as status, %s as dataset, %s::timestamptz as at) given
join events_eventtype t on t.code = n.event_type
left join import_place p on p.number = n.place
left join events_location l on l.id = p.location_id
left join events_location c on c.id = coalesce(l.country_id, l.id)
order by n.record
"""

# What belongs together changes together, so that the rules which span columns hold.
CHANGED_EVENTS = """
update events_event e set
  status = case when e.status = 'published' then 'correction_review' else e.status end,
  title = case when x.retitled then n.title else e.title end,
  search_key = case when x.retitled then n.search_key else e.search_key end,
  event_type_id = case when x.retyped then t.id else e.event_type_id end,
  date_start = case when x.redated then n.date_start else e.date_start end,
  date_end = case when x.redated then n.date_end else e.date_end end,
  date_meaning = case when x.redated then n.date_meaning else e.date_meaning end,
  location_id = case when x.moved then p.location_id else e.location_id end,
  point = case when x.moved then st_setsrid(st_makepoint(n.longitude, n.latitude), 4326) else e.point end,
  precision = case when x.moved then n.precision else e.precision end,
  clarity = case when x.cleared then n.clarity else e.clarity end,
  incidents = case when x.cleared then null else e.incidents end,
  flags = n.flags, changed_at = %s, changed_by_id = null, revision = e.revision + 1
from now_event n
join events_eventtype t on t.code = n.event_type
left join import_place p on p.number = n.place
left join before_event b on b.event_id = n.event_id
cross join lateral (select
  n.title is distinct from b.title as retitled,
  n.event_type is distinct from b.event_type as retyped,
  (n.date_start, n.date_end, n.date_meaning) is distinct from (b.date_start, b.date_end, b.date_meaning) as redated,
  (n.place, n.longitude, n.latitude, n.precision)
    is distinct from (b.place, b.longitude, b.latitude, b.precision) as moved,
  n.clarity is distinct from b.clarity as cleared) x
where e.id = n.event_id and n.was <> ''
"""

CHANGED_ROWS = """
update events_importedrow r set digest = n.digest, raw = n.raw, imported_at = n.imported_at
from now_row n where r.event_id = n.event_id
"""


#: Tables that have grown, perhaps from nothing, and by what they are joined. The planner has to know before the foreign
#: keys are checked one by one and the public record is built, or it reads whole tables for each row. The rest of their
#: columns is left to autovacuum.
GROWN = (
    "event (id, event_type_id, location_id)",
    "participation (event_id, actor_id)",
    "casualties (event_id)",
    "claim (event_id, report_id)",
    "report (id, source_id)",
    "importedrow",
)


def write(rows: Rows) -> None:
    """Write a batch that Staging.take gave, and the figures of its new events."""
    for table, some in rows.items():
        copy_rows(connection.connection, table, some)
    if rows["import_batch"]:
        with connection.cursor() as cursor:
            cursor.execute(NEW_CASUALTIES)
            cursor.execute("truncate import_batch")


def store(dataset: str, *, status: str, at: datetime) -> None:
    """Write all that is staged; new events get `status`, published ones that changed wait for review."""
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.import_citation, pg_temp.import_report, pg_temp.import_outside")
        cursor.execute(OUTSIDE, [BORDER_TOLERANCE])
        cursor.execute(FLAG_OUTSIDE)
        _store_changed(cursor, at)
        cursor.execute(CITATIONS)
        cursor.execute("analyze import_citation")
        cursor.execute(NEW_REPORTS)
        cursor.execute(REPORTS)
        cursor.execute("analyze import_report")
        # Parts go in before their events: the guard that refuses to add to a published event has nothing to refuse yet.
        # To insert events in review and publish them by an update would write each row twice.
        cursor.execute(NEW_PARTICIPATIONS)
        cursor.execute(CLAIMS)
        cursor.execute(NEW_EVENTS, [status, dataset, at])
        for table in GROWN:
            cursor.execute(f"analyze events_{table}")
    _fold_again()


def _store_changed(cursor: CursorWrapper, at: datetime) -> None:
    cursor.execute(CHANGED_EVENTS, [at])
    if not cursor.rowcount:
        return
    for statement in (
        FORGET_PARTICIPATIONS,
        CHANGED_PARTICIPATIONS,
        ADDED_PARTICIPATIONS,
        FORGET_CASUALTIES,
        CHANGED_CASUALTIES,
        ADDED_CASUALTIES,
        FORGET_CLAIMS,
        CHANGED_ROWS,
    ):
        cursor.execute(statement)


def _fold_again() -> None:
    """The search key holds title and narrative; imports bring no narrative, so only an analyst's has to be added."""
    with connection.cursor() as cursor:
        cursor.execute("select event_id from now_event where was <> ''")
        changed = [row[0] for row in cursor.fetchall()]
    told = list(Event.objects.filter(pk__in=changed).exclude(narrative="").only("title", "narrative"))
    for event in told:
        event.search_key = search_key(f"{event.title} {event.narrative}")
    Event.objects.bulk_update(told, ["search_key"], batch_size=500)

"""The one statement that says what a public row holds (build.sql), and the columns it yields."""

from collections.abc import Collection, Iterable
from pathlib import Path

from django.db.backends.utils import CursorWrapper

from events.models import PublishedEvent

BUILD = (Path(__file__).parent / "build.sql").read_text()

#: Columns of a version that the version itself, not the event, decides.
VERSION_COLUMNS = [
    "id",
    "version",
    "valid_from",
    "valid_to",
    "publication",
    "closed_by",
    "closure",
    "closure_reason",
    "merged_into",
    "change_reason",
    "withheld",
]
CONTENT_COLUMNS = [str(f.column) for f in PublishedEvent._meta.concrete_fields if f.column not in VERSION_COLUMNS]

#: Column of BuiltFrom → the column of `built` that fills it. Never public, and it never makes a version differ.
BASIS_COLUMNS = {
    "claims": "from_claims",
    "reports": "from_reports",
    "unshown_reports": "from_unshown_reports",
    "sources": "from_sources",
    "unnamed_sources": "from_unnamed_sources",
    "actors": "from_actors",
    "places": "from_places",
    "is_sensitive": "from_sensitive",
}
ROWS = f"select {', '.join([*CONTENT_COLUMNS, *BASIS_COLUMNS.values()])} from ({BUILD}) content"

PART = 10_000  # events; more than that are built in parts, on two cores
TARGET = """
insert into publish_target select id, (row_number() over (order by id) - 1) / %s
from (select distinct unnest(%s::bigint[])) given(id)
where id not in (select event_id from events_hidden_event)
"""

# No worker reads a temporary table, and the rows of a CTE stay in one process: so each part is built by a call of a
# function, and the parts lie one on a page, for pages are what PostgreSQL hands out to its workers. It does not know
# what a call costs, so nothing may speak against a worker. Our own process stores what they build: it could not take
# their rows while it built a part itself. It does not compress them on their way to where they stay.
IN_PARTS = f"""
create table publish_shape as {ROWS} with no data;
create table publish_part (number integer, filler char(1000) default '') with (fillfactor = 10, parallel_workers = 2);
insert into publish_part select distinct part from publish_target;
analyze publish_part;
create function publish_build(number integer) returns setof publish_shape
language plpgsql stable parallel safe as $function$ begin
  return query execute $query$ {ROWS.replace("t.part = 0", "t.part = $1")} $query$ using number;
end $function$;
set local parallel_setup_cost = 0;
set local parallel_tuple_cost = 0;
set local parallel_leader_participation = off;
create temporary table built with (toast_tuple_target = 8160) on commit drop
  as select row.* from publish_part p, publish_build(p.number) row;
set local parallel_setup_cost to default;
set local parallel_tuple_cost to default;
set local parallel_leader_participation to default;
drop function publish_build;
drop table publish_part, publish_shape, publish_target;
"""


# The rows of an event in correction as they were published: within the session, views in front of the coding tables.
KEPT = """
create temporary table publish_kept on commit drop as
select a.event_id from events_aspublished a join events_event e on e.id = a.event_id
where a.event_id = any(%s) and e.status in ('correction', 'correction_review')
"""
KEPT_PARTS = ("participation", "casualties", "claim", "eventlink", "importedrow")
HIDE = """
create temporary view events_event as
select e.* from public.events_event e where not exists (select from publish_kept k where k.event_id = e.id)
union all
select k.* from publish_kept p join public.events_aspublished a on a.event_id = p.event_id
join public.events_event e on e.id = p.event_id, jsonb_populate_record(e, a.rows -> 'event') k;
""" + "".join(
    f"""
create temporary view events_{table} as
select t.* from public.events_{table} t where not exists (select from publish_kept k where k.event_id = t.event_id)
union all
select k.* from publish_kept p join public.events_aspublished a on a.event_id = p.event_id,
jsonb_populate_recordset(null::public.events_{table}, a.rows -> '{table}') k;
"""
    for table in KEPT_PARTS
)
SHOW = "drop view " + ", ".join(f"pg_temp.events_{table}" for table in ("event", *KEPT_PARTS))


def build(cursor: CursorWrapper, event_ids: Iterable[int], *, as_coded: Collection[int] = ()) -> None:
    """Fill the temporary table `built` with the public row of each event in `event_ids`.

    An event in correction is built as it was published, not as it is being coded, unless it is in `as_coded`; one that
    is hidden is not built. The caller has a transaction open, and for many events the lock of publishing; the table
    lasts as long as it does.
    """
    ids = list(event_ids)
    cursor.execute("drop table if exists pg_temp.publish_target, pg_temp.publish_kept, pg_temp.built")
    cursor.execute(KEPT, [[pk for pk in ids if pk not in as_coded]])
    cursor.execute("select event_id from publish_kept")
    kept = {row[0] for row in cursor.fetchall()}
    _build(cursor, [pk for pk in ids if pk not in kept])
    if kept:
        cursor.execute("drop table if exists pg_temp.publish_target")
        _target(cursor, list(kept), "temporary")
        cursor.execute(HIDE)
        cursor.execute(f"insert into built {ROWS}")
        cursor.execute(SHOW)


def _build(cursor: CursorWrapper, ids: list[int]) -> None:
    in_parts = len(ids) > PART
    _target(cursor, ids, "" if in_parts else "temporary")
    cursor.execute(IN_PARTS if in_parts else f"create temporary table built on commit drop as {ROWS}")


def _target(cursor: CursorWrapper, ids: list[int], kind: str) -> None:
    cursor.execute(
        f"create {kind} table publish_target (event_id bigint primary key, part integer not null) "
        f"{'on commit drop' if kind else ''}"
    )
    cursor.execute(TARGET, [PART, ids])
    cursor.execute("create index on publish_target (part)")
    cursor.execute("analyze publish_target")

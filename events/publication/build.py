"""The one statement that says what a public row holds (build.sql), and the columns it yields."""

from collections.abc import Iterable
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


def build(cursor: CursorWrapper, event_ids: Iterable[int]) -> None:
    """Fill the temporary table `built` with the public row of each event in `event_ids`.

    The caller has a transaction open, and for many events the lock of publishing; the table lasts as long as it does.
    """
    ids = list(event_ids)
    in_parts = len(ids) > PART
    cursor.execute("drop table if exists pg_temp.publish_target, pg_temp.built")
    cursor.execute(
        f"create {'' if in_parts else 'temporary'} table publish_target "
        f"(event_id bigint primary key, part integer not null) {'' if in_parts else 'on commit drop'}"
    )
    cursor.execute(TARGET, [PART, ids])
    cursor.execute("create index on publish_target (part)")
    cursor.execute("analyze publish_target")
    cursor.execute(IN_PARTS if in_parts else f"create temporary table built on commit drop as {ROWS}")

"""What an import does to the workflow: new events wait for review, or are published at once; all of it leaves steps."""

from datetime import datetime

from django.db import connection

from events import publication

BY = "import_events"  # in place of a person; nobody's approval is claimed

STEPS = """
insert into events_workflowstep (event_id, at, by_id, by_name, from_status, to_status, reason)
select event_id, %(at)s, null, %(by)s, was, case when was = '' then %(status)s else 'correction_review' end,
       case when was = '' then 'Imported from ' else 'Updated from ' end || %(file)s
from now_event where was in ('', 'published')
"""

# What an import left for review and nobody has taken up since. An event that an editor sent back, or that an analyst is
# correcting, is theirs.
WAITING = """
create temporary table import_waiting on commit drop as
select e.id, e.status
from events_importedrow r join events_event e on e.id = r.event_id
where r.dataset = %s and r.external_id = any(%s) and e.status in ('in_review', 'correction_review')
  and (select s.by_id is null and s.by_name = %s from events_workflowstep s
       where s.event_id = e.id order by s.at desc, s.id desc limit 1)
"""
PUBLISH_STEPS = """
insert into events_workflowstep (event_id, at, by_id, by_name, from_status, to_status, reason)
select id, %s, null, %s, status, 'published', %s from import_waiting
"""
PUBLISH = """
update events_event e set status = 'published', changed_at = %s, revision = e.revision + 1
from import_waiting w where e.id = w.id
"""


def record_steps(file: str, *, at: datetime, status: str) -> None:
    """Note how the staged events came to where they are."""
    with connection.cursor() as cursor:
        cursor.execute(STEPS, {"at": at, "by": BY, "status": status, "file": file})


def publish(dataset: str, external_ids: list[str], file: str, *, at: datetime) -> int:
    """Publish the staged events that are new, and those of the file that wait; returns how many."""
    reason = f"Updated from {file}"
    with connection.cursor() as cursor:
        cursor.execute("drop table if exists pg_temp.import_waiting")
        cursor.execute(WAITING, [dataset, external_ids, BY])
        cursor.execute(PUBLISH_STEPS, [at, BY, reason])
        cursor.execute(PUBLISH, [at])
        cursor.execute(
            "select event_id from now_event where was = '' union all "
            "select id from import_waiting where status = 'in_review'"
        )
        first = [row[0] for row in cursor.fetchall()]
        cursor.execute("select id from import_waiting where status = 'correction_review'")
        corrected = [row[0] for row in cursor.fetchall()]
    if first:
        publication.publish_rows(first)
    if corrected:
        publication.publish_rows(corrected, reason=reason)
    return len(first) + len(corrected)

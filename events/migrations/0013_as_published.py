"""The coding rows of an event as they were published, kept while a correction of it is under way."""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from events.names import search_key

# A point is kept as it is stored, for GeoJSON would round it. A retracted event that was in correction has its rows kept
# already, as they were published; when it is opened again, only where abandoning that leads to is noted.
# PostgreSQL keeps the plans of a function, made perhaps for one event: a nested loop over 10,000 would take minutes.
KEEP = """
create function events_keep_as_published() returns trigger language plpgsql
set enable_nestloop = off set plan_cache_mode = force_custom_plan as $$
declare
  opened bigint[] := array(
    select n.id from new_rows n join old_rows o on o.id = n.id
    where o.status in ('published', 'retracted') and n.status in ('correction', 'correction_review'));
  published bigint[] := array(
    select n.id from new_rows n join old_rows o on o.id = n.id where n.status = 'published' and o.status <> 'published');
begin
  if cardinality(opened) > 0 then
    insert into events_aspublished (event_id, rows)
    select o.id, jsonb_build_object(
      'event', to_jsonb(o) || jsonb_build_object('point', o.point::text),
      'participation', coalesce(participation.rows, '[]'), 'casualties', coalesce(casualties.rows, '[]'),
      'claim', coalesce(claim.rows, '[]'), 'eventlink', coalesce(eventlink.rows, '[]'),
      'importedrow', coalesce(importedrow.rows, '[]'))
    from old_rows o
    left join (select r.event_id, jsonb_agg(to_jsonb(r) order by r.id) as rows from events_participation r
               where r.event_id = any(opened) group by r.event_id) participation on participation.event_id = o.id
    left join (select r.event_id, jsonb_agg(to_jsonb(r) order by r.id) as rows from events_casualties r
               where r.event_id = any(opened) group by r.event_id) casualties on casualties.event_id = o.id
    left join (select r.event_id, jsonb_agg(to_jsonb(r) order by r.id) as rows from events_claim r
               where r.event_id = any(opened) group by r.event_id) claim on claim.event_id = o.id
    left join (select r.event_id, jsonb_agg(to_jsonb(r) order by r.id) as rows from events_eventlink r
               where r.event_id = any(opened) group by r.event_id) eventlink on eventlink.event_id = o.id
    left join (select r.event_id, jsonb_agg(to_jsonb(r) order by r.id) as rows from events_importedrow r
               where r.event_id = any(opened) group by r.event_id) importedrow on importedrow.event_id = o.id
    where o.id = any(opened)
    on conflict (event_id) do update set rows = events_aspublished.rows || jsonb_build_object(
      'event', events_aspublished.rows -> 'event' || jsonb_build_object(
        'status', excluded.rows #> '{event,status}', 'merged_into_id', excluded.rows #> '{event,merged_into_id}'));
  end if;
  delete from events_aspublished where event_id = any(published);
  return null;
end $$;
create trigger keep_as_published after update on events_event
  referencing old table as old_rows new table as new_rows
  for each statement execute function events_keep_as_published();
"""

# As before, and a retracted event changes by being opened again only. An account may go, whatever it has coded.
GUARD_EVENT = """
create or replace function events_guard_event() returns trigger language plpgsql as $$
declare silent text[] := array['coded_by_id', 'changed_by_id', 'changed_at', 'revision', 'search_key'];
begin
  if tg_op = 'DELETE' then
    if old.status not in ('draft', 'in_review') then
      raise exception 'Event % was published: retract it instead of deleting it.', old.code using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if old.status = 'published' and new.status = 'published' and to_jsonb(new) - silent <> to_jsonb(old) - silent then
    raise exception 'Event % is published: start a correction before changing it.', old.code using errcode = 'restrict_violation';
  end if;
  if old.status = 'retracted' and new.status <> 'correction' and to_jsonb(new) - silent <> to_jsonb(old) - silent then
    raise exception 'Event % is retracted: open it again before changing it.', old.code using errcode = 'restrict_violation';
  end if;
  if new.code <> old.code then
    raise exception 'Event %: a code never changes.', old.code using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
drop trigger guard_event_update on events_event;
create trigger guard_event_update before update on events_event
  for each row when (old.status in ('published', 'retracted') or old.code <> new.code) execute function events_guard_event();
"""

SILENT = "array['pgh_id', 'pgh_created_at', 'pgh_label', 'pgh_obj_id', 'pgh_context_id']"


def part_as_of_the_start(table: str) -> str:
    """SQL of the rows of one table as of `o.started`, with whether the history tells them all.

    What is not in the history at all was imported and stands as it was. What was there before the correction and is in
    the history only since was deleted (the history then holds the row) or changed (and its first state is lost).
    """
    return f"""
select coalesce(jsonb_agg(row order by row ->> 'id') filter (where row is not null), '[]') as rows,
       coalesce(bool_and(told), true) as told
from (
  select to_jsonb(r) as row, true as told from events_{table} r
  where r.event_id = o.id and not exists (select from events_{table}history h where h.pgh_obj_id = r.id)
  union all
  select case when before.pgh_label is null and first.pgh_label = 'delete' then to_jsonb(first) - {SILENT}
              when before.pgh_label <> 'delete' then to_jsonb(before) - {SILENT} end,
         before.pgh_label is not null or first.pgh_label <> 'update'
  from (select distinct h.pgh_obj_id as id from events_{table}history h where h.event_id = o.id) known
  left join lateral (select * from events_{table}history h where h.pgh_obj_id = known.id and h.pgh_created_at < o.started
                     order by h.pgh_id desc limit 1) before on true
  left join lateral (select * from events_{table}history h where h.pgh_obj_id = known.id and h.pgh_created_at >= o.started
                     order by h.pgh_id limit 1) first on true
) found"""


PARTS = ("participation", "casualties", "claim", "eventlink")

# Corrections under way: the last state of the event that was published, and the rows as of the time it ended.
REBUILD = f"""
insert into events_aspublished (event_id, rows, at)
select o.id, jsonb_build_object(
  'event', to_jsonb(was) - {SILENT} || jsonb_build_object('point', was.point::text),
  {", ".join(f"'{part}', {part}.rows" for part in PARTS)},
  'importedrow', coalesce((select jsonb_agg(to_jsonb(i)) from events_importedrow i where i.event_id = o.id), '[]')), o.started
from (
  select e.id, last.pgh_id, (select min(h.pgh_created_at) from events_eventhistory h
                             where h.pgh_obj_id = e.id and h.pgh_id > last.pgh_id) as started
  from events_event e
  join lateral (select h.pgh_id from events_eventhistory h where h.pgh_obj_id = e.id and h.status = 'published'
                order by h.pgh_id desc limit 1) last on true
  where e.status in ('correction', 'correction_review')
) o
join events_eventhistory was on was.pgh_id = o.pgh_id
{"".join(f"cross join lateral ({part_as_of_the_start(part)}) {part} " for part in PARTS)}
where o.started is not null and {" and ".join(f"{part}.told" for part in PARTS)}
  and not exists (select from events_importedrow i where i.event_id = o.id and i.imported_at >= o.started)
"""


def rebuild(apps: Any, schema_editor: Any) -> None:
    """Keep what the history tells of corrections under way; it leaves out the key by which events are found."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(REBUILD)
    for kept in apps.get_model("events", "AsPublished").objects.iterator():
        event = kept.rows["event"]
        event["search_key"] = search_key(f"{event['title']} {event['narrative']}")
        kept.save()


class Migration(migrations.Migration):
    dependencies = [("events", "0012_gate")]

    operations = [
        migrations.CreateModel(
            name="AsPublished",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="as_published",
                        serialize=False,
                        to="events.event",
                    ),
                ),
                ("rows", models.JSONField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={"verbose_name_plural": "as published"},
        ),
        migrations.RunSQL(KEEP + GUARD_EVENT, "drop function events_keep_as_published cascade"),
        migrations.RunPython(rebuild, migrations.RunPython.noop),
    ]

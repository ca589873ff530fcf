"""Who changed an event since it was last published, noted by triggers: four eyes leave its approval to others."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

PERSON = """
create function events_person() returns integer language sql stable as $$
  select id from auth_user
  where id = (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::integer
$$;
"""

# What an event says: the rest is who holds it and where it stands.
SILENT = "array['status', 'merged_into_id', 'coded_by_id', 'changed_by_id', 'changed_at', 'revision', 'search_key']"
# Moves by which somebody takes the event up or hands it in. To send back, to take back and to publish is not to change.
TAKEN_UP = """(('draft', 'in_review'), ('correction', 'correction_review'), ('published', 'correction'),
    ('published', 'correction_review'), ('retracted', 'correction'))"""

# As for what is kept: plans that were made for one event must do for 10,000.
NOTE = f"""
create function events_note_coder() returns trigger language plpgsql as $$
declare person integer := events_person();
begin
  insert into events_changer (event_id, person_id)
  select n.id, k.id from new_rows n cross join lateral (values (n.coded_by_id), (n.changed_by_id), (person)) k(id)
  where k.id is not null on conflict do nothing;
  return null;
end $$;
create function events_note_changer() returns trigger language plpgsql
set enable_nestloop = off set plan_cache_mode = force_custom_plan as $$
declare
  person integer := events_person();
  published bigint[] := array(
    select n.id from new_rows n join old_rows o on o.id = n.id where n.status = 'published' and o.status <> 'published');
begin
  insert into events_changer (event_id, person_id)
  select n.id, person from new_rows n join old_rows o on o.id = n.id
  where person is not null
    and ((o.status, n.status) in {TAKEN_UP} or to_jsonb(n) - {SILENT} <> to_jsonb(o) - {SILENT})
  union select n.id, n.coded_by_id from new_rows n join old_rows o on o.id = n.id where n.coded_by_id <> coalesce(o.coded_by_id, 0)
  union select n.id, n.changed_by_id from new_rows n join old_rows o on o.id = n.id where n.changed_by_id <> coalesce(o.changed_by_id, 0)
  on conflict do nothing;
  delete from events_changer where event_id = any(published);
  return null;
end $$;
create function events_note_changer_of_part() returns trigger language plpgsql as $$
declare person integer := events_person();
begin
  if person is not null then
    insert into events_changer (event_id, person_id) select distinct event_id, person from changed on conflict do nothing;
  end if;
  return null;
end $$;
create function events_forget_changers() returns trigger language plpgsql as $$
begin
  delete from events_changer c using old_rows o where c.event_id = o.id;
  return null;
end $$;
create trigger note_coder after insert on events_event
  referencing new table as new_rows for each statement execute function events_note_coder();
create trigger note_changer after update on events_event
  referencing old table as old_rows new table as new_rows for each statement execute function events_note_changer();
create trigger forget_changers after delete on events_event
  referencing old table as old_rows for each statement execute function events_forget_changers();
"""

PARTS = ("participation", "casualties", "claim", "eventlink")


def of_part(table: str) -> str:
    return "".join(
        f"create trigger note_{table}_{deed} after {deed} on events_{table} referencing {rows} table as changed "
        "for each statement execute function events_note_changer_of_part();"
        for deed, rows in (("insert", "new"), ("update", "new"), ("delete", "old"))
    )


# What is under way already: who the history and the steps name since the event was last published.
FILL = f"""
insert into events_changer (event_id, person_id)
with under_way as (
  select e.*, coalesce((select max(s.at) from events_workflowstep s where s.event_id = e.id and s.to_status = 'published'),
                       '-infinity') as since
  from events_event e where e.status in ('draft', 'in_review', 'correction', 'correction_review')
),
acts as (
  {"".join(f'''
  select h.event_id, h.pgh_context_id, h.pgh_created_at from events_{part}history h
  where h.event_id in (select id from under_way) union all''' for part in PARTS)}
  select id, pgh_context_id, pgh_created_at from (
    select h.id, h.pgh_context_id, h.pgh_created_at, to_jsonb(h) - {SILENT} - array['pgh_id', 'pgh_created_at', 'pgh_label', 'pgh_context_id'] as now,
           lag(to_jsonb(h) - {SILENT} - array['pgh_id', 'pgh_created_at', 'pgh_label', 'pgh_context_id'])
             over (partition by h.id order by h.pgh_id) as before
    from events_eventhistory h where h.pgh_obj_id in (select id from under_way)) states
  where now is distinct from before
)
select named.event_id, person.id
from (
  select a.event_id, (c.metadata ->> 'user')::integer as person_id
  from acts a join pghistory_context c on c.id = a.pgh_context_id join under_way u on u.id = a.event_id
  where a.pgh_created_at > u.since
  union select u.id, s.by_id from under_way u join events_workflowstep s on s.event_id = u.id
  where s.at > u.since and (s.to_status in ('in_review', 'correction_review') or s.from_status = 'published')
  union select id, coded_by_id from under_way where status in ('draft', 'in_review')
  union select id, changed_by_id from under_way where status in ('draft', 'in_review')
) named
join auth_user person on person.id = named.person_id
"""


UNDO = """
drop function events_note_coder, events_note_changer, events_note_changer_of_part, events_forget_changers cascade;
drop function events_person;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0013_as_published"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Changer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "event",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changers",
                        to="events.event",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("event", "person"), name="changer_once")]},
        ),
        migrations.RunSQL(PERSON + NOTE + "".join(map(of_part, PARTS)) + FILL, UNDO),
    ]

"""What models cannot declare: the code sequence, the guards by trigger, and the rights of the public side's role."""

from django.db import migrations

CODES = "create sequence events_event_code_seq"

# A published event changes only through a correction, so that nothing half done is ever published by a rename
# (events.publication.refresh_names); and what was once published is never deleted.
GUARD_EVENT = """
create function events_guard_event() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.status not in ('draft', 'in_review') then
      raise exception 'Event % was published: retract it instead of deleting it.', old.code using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if old.status = 'published' and new.status = 'published'
     and to_jsonb(new) - array['changed_by_id', 'changed_at', 'revision', 'search_key']
      <> to_jsonb(old) - array['changed_by_id', 'changed_at', 'revision', 'search_key'] then
    raise exception 'Event % is published: start a correction before changing it.', old.code using errcode = 'restrict_violation';
  end if;
  if new.code <> old.code then
    raise exception 'Event %: a code never changes.', old.code using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_event_update before update on events_event
  for each row when (old.status = 'published' or old.code <> new.code) execute function events_guard_event();
create trigger guard_event_delete before delete on events_event for each row execute function events_guard_event();
"""

GUARD_PART = """
create function events_guard_part() returns trigger language plpgsql as $$
declare held text;
begin
  select e.code into held from changed c join events_event e on e.id = c.event_id
   where e.status in ('published', 'retracted') limit 1;
  if held is not null then
    raise exception 'Event % is published or retracted: start a correction before changing it.', held
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
"""

PARTS = ("participation", "casualties", "claim", "eventlink")


def guard_triggers(table: str) -> str:
    """The guard of one child table, once a statement, so that a bulk import pays one join."""
    return f"""
create trigger guard_{table}_insert after insert on events_{table}
  referencing new table as changed for each statement execute function events_guard_part();
create trigger guard_{table}_update after update on events_{table}
  referencing new table as changed for each statement execute function events_guard_part();
create trigger guard_{table}_delete after delete on events_{table}
  referencing old table as changed for each statement execute function events_guard_part();
"""


# A version is written once. It may be closed, once; and its content may be withheld to protect people; nothing else.
APPEND_ONLY = """
create function events_guard_published() returns trigger language plpgsql as $$
declare closed events_publishedevent;
begin
  if tg_op = 'DELETE' then
    raise exception 'The public record is append-only: % version % cannot be deleted.', old.code, old.version
      using errcode = 'restrict_violation';
  end if;
  if new.withheld and old.valid_to is not null and (new.code, new.version) = (old.code, old.version) then
    return new;
  end if;
  closed := new;
  closed.valid_to := old.valid_to;
  closed.closed_by := old.closed_by;
  closed.closure := old.closure;
  closed.closure_reason := old.closure_reason;
  closed.merged_into := old.merged_into;
  if old.valid_to is not null or closed is distinct from old then
    raise exception 'The public record is append-only: % version % cannot change.', old.code, old.version
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_published before update or delete on events_publishedevent
  for each row execute function events_guard_published();
"""

# The place that may be shown for an event whose exact place is sensitive: the first that is more than a site.
COARSE_PLACE = """
create function events_coarse_place(start bigint) returns bigint language sql stable as $$
  with recursive up(id, parent_id, kind, step) as (
    select id, parent_id, kind, 0 from events_location where id = start
    union all
    select l.id, l.parent_id, l.kind, step + 1 from events_location l join up on l.id = up.parent_id where step < 10
  )
  select id from up where kind <> 'site' order by step limit 1
$$;
"""

# A name as words for the search column; names with keys of their own (events/names.py) bring those beside it.
WORDS = """
create function events_words(name text) returns text language sql stable as $$
  select btrim(regexp_replace(lower(unaccent(name)), '[^[:alnum:]]+', ' ', 'g'))
$$;
"""

READ_BY_PUBLIC = ("publication", "publishedevent", "publishedactor", "publishedplace", "publishedsource", "publishedeventtype")

GRANTS = """
do $$ begin
  if not exists (select from pg_roles where rolname = 'conflictdb_reader') then
    raise exception 'The role conflictdb_reader does not exist. As a superuser: create role conflictdb_reader login;';
  end if;
  execute format('revoke temporary on database %I from public', current_database());
end $$;
grant usage on schema public to conflictdb_reader;
""" + "".join(f"grant select on events_{table} to conflictdb_reader;\n" for table in READ_BY_PUBLIC)

UNDO = """
drop sequence events_event_code_seq;
drop function events_guard_event, events_guard_part, events_guard_published, events_coarse_place, events_words cascade;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunSQL(
            CODES + ";" + GUARD_EVENT + GUARD_PART + "".join(map(guard_triggers, PARTS)) + APPEND_ONLY + COARSE_PLACE + WORDS + GRANTS,
            UNDO,
        )
    ]

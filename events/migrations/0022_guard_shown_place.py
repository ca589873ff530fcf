"""Where a sensitive event is shown repeats what readers see, and goes only as the event itself is published."""

from django.db import migrations

GUARD = """
create function events_guard_shown_place() returns trigger language plpgsql as $$
begin
  if public.events_is_decided_by_maintainer() then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    if pg_trigger_depth() > 1 then
      return old;
    end if;
  elsif exists (
    select from public.events_event e
    join public.events_publishedevent p on p.code = e.code and p.valid_to is null
    left join public.events_location l on l.id = new.location_id
    where e.id = new.event_id and p.place = coalesce(l.slug, '') and p.precision = new.precision
      and p.point is not distinct from new.point) then
    return new;
  end if;
  raise exception 'Where event % is shown follows from its own publication.', coalesce(new.event_id, old.event_id)
    using errcode = 'restrict_violation';
end $$;
create trigger guard_shown_place before insert or update or delete on events_shownplace
  for each row execute function events_guard_shown_place();

-- The preview that an editor saw before showed where it would be; an import shows none.
create function events_forget_shown_place() returns trigger language plpgsql as $$
begin
  if not public.events_is_decided_by_maintainer() then
    delete from public.events_shownplace where event_id = new.id;
  end if;
  return null;
end $$;
create trigger forget_shown_place after update of status on events_event for each row
  when (old.status in ('in_review', 'correction_review') and new.status = 'published' and new.is_sensitive)
  execute function events_forget_shown_place();
"""
UNDO = "drop function events_guard_shown_place, events_forget_shown_place cascade"


class Migration(migrations.Migration):
    dependencies = [("events", "0021_locks")]

    operations = [migrations.RunSQL(GUARD, UNDO)]

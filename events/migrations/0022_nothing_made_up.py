"""Where a sensitive event is shown, and what is set aside, repeats what readers see or saw: nobody makes it up."""

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

# What is set aside is what a version held, or somebody could write a past of their own.
GUARD_SET_ASIDE = """
create function events_guard_set_aside() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' and exists (
       select from public.events_publishedevent p
       where p.id = new.version_id and p.valid_to is not null and not p.withheld
         and new.content = to_jsonb(p) || jsonb_build_object('point', p.point::text, 'search', p.search::text)) then
    return new;
  end if;
  raise exception 'Only what a past version holds can be set aside.' using errcode = 'restrict_violation';
end $$;
create trigger guard_set_aside before insert or update on events_setaside
  for each row execute function events_guard_set_aside();
"""
UNDO = """
drop function events_guard_shown_place, events_forget_shown_place, events_guard_set_aside cascade
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0021_locks")]

    operations = [migrations.RunSQL(GUARD + GUARD_SET_ASIDE, UNDO)]

"""A place stays that the gazetteer brought, or that an event or a claim uses or ever used."""

from django.db import migrations

# The gazetteer loads below the desk: the first that the history tells of its places is not a person's insert. What it
# brings has a GeoNames id, an ISO code or a boundary; the few places that have none of them, events.coding.deleting
# knows by name.
WHY = """
create function events_why_place_stays(place bigint) returns text language sql stable as $$
  select case
    when (l.geonames_id is not null or l.boundary is not null or (l.kind = 'country' and l.iso_a3 <> '')
          or (l.kind = 'admin1' and l.iso_3166_2 <> '')
          or exists (select from events_locationhistory h where h.pgh_obj_id = l.id and h.geonames_id is not null))
     and not coalesce((select h.pgh_label = 'insert' and c.metadata ? 'user'
                       from events_locationhistory h left join pghistory_context c on c.id = h.pgh_context_id
                       where h.pgh_obj_id = l.id order by h.pgh_id limit 1), false)
    then 'The gazetteer brought the place ' || l.name || ': switch it off instead of deleting it.'
    when exists (select from events_event e where e.location_id = l.id)
      or exists (select from events_claim c where c.location_id = l.id)
    then 'Events use the place ' || l.name || ': switch it off instead of deleting it.'
    when exists (select from events_eventhistory e where e.location_id = l.id)
      or exists (select from events_claimhistory c where c.location_id = l.id)
      or exists (select from events_publishedplace p where p.slug = l.slug)
    then 'Events used the place ' || l.name || ', and their history names it: switch it off instead of deleting it.'
  end
  from events_location l where l.id = place
$$;
"""
GUARD = """
create function events_guard_place() returns trigger language plpgsql as $$
declare why text := events_why_place_stays(old.id);
begin
  if why is not null then
    raise exception '%', why using errcode = 'restrict_violation';
  end if;
  return old;
end $$;
create trigger guard_location_delete before delete on events_location
  for each row execute function events_guard_place();
"""
UNDO = """
drop trigger guard_location_delete on events_location;
drop function events_guard_place, events_why_place_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0014_changers")]

    operations = [migrations.RunSQL(WHY + GUARD, UNDO)]

"""What readers see changes by an approved proposal or a maintainer's decision, whoever writes (docs/adr/0013)."""

from django.db import migrations

FUNCTIONS = """
-- Whether readers see anything of this row; of a name or a relation: of the actor or place it belongs to.
create function events_is_shown(model text, r jsonb) returns boolean language sql stable as $$
  select case model
    when 'Actor' then exists (select from public.events_publishedactor p where p.slug = r ->> 'slug')
    when 'Location' then exists (select from public.events_publishedplace p where p.slug = r ->> 'slug')
    when 'EventType' then (r ->> 'is_public')::boolean
      or exists (select from public.events_publishedeventtype p where p.code = r ->> 'code')
    when 'Source' then exists (select from public.events_builtfrom f
      where f.sources @> array[(r ->> 'id')::bigint] or f.unnamed_sources @> array[(r ->> 'id')::bigint])
    when 'Report' then exists (select from public.events_builtfrom f
      where f.reports @> array[(r ->> 'id')::bigint] or f.unshown_reports @> array[(r ->> 'id')::bigint])
    when 'ActorName' then exists (select from public.events_actor a
      join public.events_publishedactor p on p.slug = a.slug where a.id = (r ->> 'actor_id')::bigint)
    when 'LocationName' then exists (select from public.events_location l
      join public.events_publishedplace p on p.slug = l.slug where l.id = (r ->> 'location_id')::bigint)
    when 'ActorRelation' then exists (select from public.events_actor a
      join public.events_publishedactor p on p.slug = a.slug
      where a.id in ((r ->> 'actor_id')::bigint, (r ->> 'other_id')::bigint))
  end
$$;

create function events_is_decided_by_maintainer() returns boolean language sql stable as $$
  select exists (select from public.events_maintainerdecision d
                 where d.transaction = pg_current_xact_id()::text::bigint)
$$;

-- Whether this very transaction approves the change of all these columns (of none: that the row is taken away).
create function events_is_decided(model text, row_id bigint, columns text[]) returns boolean language sql stable as $$
  select public.events_is_decided_by_maintainer() or not exists (
    select from unnest(columns) c(name) where not exists (
      select from public.events_proposal p join public.events_proposedchange g on g.proposal_id = p.id
      where p.state = 'approved' and p.transaction = pg_current_xact_id()::text::bigint
        and g.model = $1 and g.object_id = row_id and g.field = c.name))
$$;

-- Arguments: the table's name, the columns always shown, and those shown unless the row is confidential.
create function events_guard_shown() returns trigger language plpgsql as $$
declare
  was jsonb := to_jsonb(old);
  now jsonb := case when tg_op = 'UPDATE' then to_jsonb(new) end;
  columns text[] := string_to_array(tg_argv[1], ' ');
  changed text[];
begin
  if tg_op = 'DELETE' then
    if (was ->> 'is_public')::boolean and public.events_is_shown(tg_argv[0], was)
       and not public.events_is_decided(tg_argv[0], old.id, array['']) then
      raise exception 'Readers see this % (%): another person has to approve that it goes.', tg_argv[0], old.id
        using errcode = 'restrict_violation';
    end if;
    return old;
  end if;
  if tg_argv[0] = 'Source' and (now ->> 'is_confidential')::boolean and not (was ->> 'is_confidential')::boolean
     and exists (select from public.events_builtfrom f where f.sources @> array[old.id]) then
    -- Old copies must not tell whom later events cite.
    new.pseudonym := left(replace(gen_random_uuid()::text, '-', ''), 8);
    now := to_jsonb(new);
    columns := array_remove(columns, 'pseudonym');
  end if;
  if not coalesce((was ->> 'is_confidential')::boolean, false)
     and not (tg_argv[0] = 'Report' and exists (
       select from public.events_source s where s.id = (was ->> 'source_id')::bigint and s.is_confidential)) then
    columns := columns || string_to_array(tg_argv[2], ' ');
  end if;
  select array_agg(c) into changed from unnest(columns) c
  where was -> c is distinct from now -> c
    and not (c = 'is_confidential' and (now ->> c)::boolean)
    and not (tg_argv[0] = 'Source' and c = 'kind' and now ->> c = 'person');
  if changed is null
     or (tg_argv[0] in ('ActorName', 'LocationName', 'ActorRelation')
         and not (was ->> 'is_public')::boolean and not (now ->> 'is_public')::boolean)
     or not (public.events_is_shown(tg_argv[0], was) or public.events_is_shown(tg_argv[0], now))
     or public.events_is_decided(tg_argv[0], old.id, changed) then
    return new;
  end if;
  raise exception 'Readers see % of this % (%): another person has to approve the change.',
    array_to_string(changed, ', '), tg_argv[0], old.id using errcode = 'restrict_violation';
end $$;

-- What is added to an actor or place that readers see is for the desk alone at first; its own shown name is no secret.
create function events_guard_added() returns trigger language plpgsql as $$
declare refused bigint;
begin
  if public.events_is_decided_by_maintainer() then
    return null;
  end if;
  if tg_argv[0] = 'ActorName' then
    select n.id into refused from added n join public.events_actor a on a.id = n.actor_id
    join public.events_publishedactor p on p.slug = a.slug where n.is_public and n.name <> a.name limit 1;
  elsif tg_argv[0] = 'LocationName' then
    select n.id into refused from added n join public.events_location l on l.id = n.location_id
    join public.events_publishedplace p on p.slug = l.slug where n.is_public and n.name <> l.name limit 1;
  elsif tg_argv[0] = 'ActorRelation' then
    select n.id into refused from added n join public.events_actor a on a.id in (n.actor_id, n.other_id)
    join public.events_publishedactor p on p.slug = a.slug where n.is_public limit 1;
  else
    select n.id into refused from added n where n.is_public limit 1;
  end if;
  if refused is not null then
    raise exception 'Readers would see this new % (%): another person has to approve it.', tg_argv[0], refused
      using errcode = 'restrict_violation';
  end if;
  return null;
end $$;

create function events_guard_proposal() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' then
    raise exception 'What was decided stays decided.' using errcode = 'restrict_violation';
  end if;
  if new.state = 'approved' and not new.is_own and (new.decided_by_id is null or exists (
       select from public.events_proposedchange c where c.proposal_id = new.id and c.by_id = new.decided_by_id)) then
    raise exception 'Another person than those who proposed it approves it.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_proposal before update on events_proposal for each row execute function events_guard_proposal();
"""

#: Table → its name in proposals, the columns that readers see always, and those they see unless it is confidential.
SHOWN = {
    "actor": ("Actor", "name slug kind description", ""),
    "actorname": ("ActorName", "name language kind is_public actor_id", ""),
    "actorrelation": ("ActorRelation", "actor_id kind other_id date_start date_end note is_public", ""),
    "eventtype": (
        "EventType",
        "code name name_ar parent_id order definition is_active is_public "
        "acled_event_type acled_sub_event_type acled_disorder_type ucdp_type_of_violence",
        "",
    ),
    "location": (
        "Location",
        "name slug kind parent_id country_id admin1_id point boundary extent_km iso_a3 iso_3166_2 geonames_id pcode",
        "",
    ),
    "locationname": ("LocationName", "name language kind is_public location_id", ""),
    "report": ("Report", "source_id is_confidential", "title author date url archive_url language"),
    "source": ("Source", "kind scale is_confidential pseudonym", "name slug reliability url"),
}
ADDED = ("actorname", "locationname", "actorrelation", "eventtype")


def trigger(table: str) -> str:
    model, always, named = SHOWN[table]
    columns = [f'"{column}"' for column in f"{always} {named}".split()]
    differs = " or ".join(f"old.{column} is distinct from new.{column}" for column in columns)
    arguments = f"'{model}', '{always}', '{named}'"
    made = f"""
create trigger guard_shown before update on events_{table} for each row when ({differs})
  execute function events_guard_shown({arguments});
"""
    if table in ADDED:
        made += f"""
create trigger guard_shown_delete before delete on events_{table} for each row when (old.is_public)
  execute function events_guard_shown({arguments});
create trigger guard_shown_insert after insert on events_{table} referencing new table as added
  for each statement execute function events_guard_added('{model}');
"""
    return made


UNDO = """
drop function events_guard_shown, events_guard_added, events_guard_proposal cascade;
drop function events_is_decided, events_is_decided_by_maintainer, events_is_shown;
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0011_proposals")]

    operations = [
        # Without a line in the history: nobody changed anything.
        migrations.RunSQL(
            "alter table events_eventtype disable trigger user; update events_eventtype set is_public = true; "
            "alter table events_eventtype enable trigger user",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(FUNCTIONS + "".join(map(trigger, SHOWN)), UNDO),
    ]

"""A source in danger can have one pseudonym for each event (docs/adr/0015)."""

import django.db.models.expressions
import events.models.source
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

SLUG = """
-- What the public record calls a source in the event with this code: the one place that says so. The pseudonyms of an
-- unlinkable source follow from its key, so that they stay, and without the key nobody can tell which are of one source.
create function events_public_slug(s events_source, code text) returns text language sql stable parallel safe as $$
  select case when not s.is_confidential then s.slug
              when not s.is_unlinkable then 'undisclosed-' || s.pseudonym
              else 'undisclosed-' ||
                   left(encode(sha256(convert_to(s.pseudonym_key || ':' || code, 'UTF8')), 'hex'), 12) end
$$;
"""

# As migration 0012 has it, and of `is_unlinkable` as well: ticking it protects, and who is named has no pseudonyms.
GUARD = """
create or replace function events_guard_shown() returns trigger language plpgsql as $$
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
  if tg_argv[0] = 'Source' and (was ->> 'is_unlinkable')::boolean and not (now ->> 'is_confidential')::boolean then
    -- That it is no longer confidential is what another person approves.
    new.is_unlinkable := false;
    now := to_jsonb(new);
    columns := array_remove(columns, 'is_unlinkable');
  end if;
  if not coalesce((was ->> 'is_confidential')::boolean, false)
     and not (tg_argv[0] = 'Report' and exists (
       select from public.events_source s where s.id = (was ->> 'source_id')::bigint and s.is_confidential)) then
    columns := columns || string_to_array(tg_argv[2], ' ');
  end if;
  select array_agg(c) into changed from unnest(columns) c
  where was -> c is distinct from now -> c
    and not (c in ('is_confidential', 'is_unlinkable') and (now ->> c)::boolean)
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

drop trigger guard_shown on events_source;
create trigger guard_shown before update on events_source for each row
  when (old.kind is distinct from new.kind or old.scale is distinct from new.scale
    or old.is_confidential is distinct from new.is_confidential or old.pseudonym is distinct from new.pseudonym
    or old.is_unlinkable is distinct from new.is_unlinkable
    or old.name is distinct from new.name or old.slug is distinct from new.slug
    or old.reliability is distinct from new.reliability or old.url is distinct from new.url)
  execute function events_guard_shown(
    'Source', 'kind scale is_confidential pseudonym is_unlinkable', 'name slug reliability url');
"""

# The trigger of migration 0012; its function says the same as before of a row without the new column.
UNGUARD = """
drop trigger guard_shown on events_source;
create trigger guard_shown before update on events_source for each row
  when (old.kind is distinct from new.kind or old.scale is distinct from new.scale
    or old.is_confidential is distinct from new.is_confidential or old.pseudonym is distinct from new.pseudonym
    or old.name is distinct from new.name or old.slug is distinct from new.slug
    or old.reliability is distinct from new.reliability or old.url is distinct from new.url)
  execute function events_guard_shown(
    'Source', 'kind scale is_confidential pseudonym', 'name slug reliability url');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0018_hiding'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='source',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='source',
            name='is_unlinkable',
            field=models.BooleanField(db_default=False, default=False, help_text='For a source in danger: nobody outside can tell which events it speaks of, nor count it as one.', verbose_name='one pseudonym for each event'),
        ),
        migrations.AddField(
            model_name='source',
            name='pseudonym_key',
            field=models.CharField(db_default=django.db.models.expressions.RawSQL("replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')", ()), default=events.models.source.new_pseudonym_key, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='sourcehistory',
            name='is_unlinkable',
            field=models.BooleanField(default=False, help_text='For a source in danger: nobody outside can tell which events it speaks of, nor count it as one.', verbose_name='one pseudonym for each event'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_sourcehistory" ("id", "is_confidential", "is_unlinkable", "kind", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pseudonym", "reliability", "scale", "slug", "url") SELECT new_values."id", new_values."is_confidential", new_values."is_unlinkable", new_values."kind", new_values."name", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pseudonym", new_values."reliability", new_values."scale", new_values."slug", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9fa7dace96d73e00360fc14d6476f8c4bf54ccde', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_25d6e', referencing='REFERENCING NEW TABLE AS new_values ', table='events_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_sourcehistory" ("id", "is_confidential", "is_unlinkable", "kind", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pseudonym", "reliability", "scale", "slug", "url") SELECT new_values."id", new_values."is_confidential", new_values."is_unlinkable", new_values."kind", new_values."name", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pseudonym", new_values."reliability", new_values."scale", new_values."slug", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_confidential" IS DISTINCT FROM (new_values."is_confidential") OR old_values."is_unlinkable" IS DISTINCT FROM (new_values."is_unlinkable") OR old_values."kind" IS DISTINCT FROM (new_values."kind") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."notes" IS DISTINCT FROM (new_values."notes") OR old_values."pseudonym" IS DISTINCT FROM (new_values."pseudonym") OR old_values."reliability" IS DISTINCT FROM (new_values."reliability") OR old_values."scale" IS DISTINCT FROM (new_values."scale") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."url" IS DISTINCT FROM (new_values."url")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='eff59649c278252c2bd27c9439c1ed7643f14f22', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_f4e93', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='events_source', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='source',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_sourcehistory" ("id", "is_confidential", "is_unlinkable", "kind", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pseudonym", "reliability", "scale", "slug", "url") SELECT old_values."id", old_values."is_confidential", old_values."is_unlinkable", old_values."kind", old_values."name", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."pseudonym", old_values."reliability", old_values."scale", old_values."slug", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='0ac0370f52331613eadf2836adff9236bd99da7f', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_d3815', referencing='REFERENCING OLD TABLE AS old_values ', table='events_source', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('is_unlinkable', False), ('is_confidential', True), _connector='OR'), name='source_unlinkable_is_confidential', violation_error_message='Only a confidential source has a pseudonym for each event: tick both.'),
        ),
        migrations.RunSQL(SLUG, "drop function events_public_slug"),
        migrations.RunSQL(GUARD, UNGUARD),
    ]

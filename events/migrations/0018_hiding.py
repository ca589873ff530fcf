"""Hide now, and retracting by two: rows of their own, read by whatever is published."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# Readers see that something is hidden, by its absence: so lifting it waits for another person, like any shown column.
IS_SHOWN = """
create or replace function events_is_shown(model text, r jsonb) returns boolean language sql stable as $$
  select case model
    when 'Hiding' then true
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
"""

GUARD_HIDING = """
create trigger guard_shown before update on events_hiding for each row
  when (old.kind is distinct from new.kind or old.object_id is distinct from new.object_id
        or old.is_lifted is distinct from new.is_lifted)
  execute function events_guard_shown('Hiding', 'kind object_id is_lifted', '');

create function events_guard_hiding() returns trigger language plpgsql as $$
begin
  raise exception 'A hiding is lifted, never deleted.' using errcode = 'restrict_violation';
end $$;
create trigger guard_hiding before delete on events_hiding for each row execute function events_guard_hiding();
"""

# What waits is decided by another person, once; an account may go, whatever it has decided.
GUARD_RETRACTION = """
create function events_guard_retraction() returns trigger language plpgsql as $$
declare people text[] := array['by_id', 'decided_by_id'];
begin
  if tg_op = 'DELETE' then
    raise exception 'A retraction is decided, never deleted.' using errcode = 'restrict_violation';
  end if;
  if to_jsonb(new) - people = to_jsonb(old) - people then
    return new;
  end if;
  if old.state <> 'open' then
    raise exception 'What was decided stays decided.' using errcode = 'restrict_violation';
  end if;
  if (new.event_id, new.deed, new.by_name, new.state) is distinct from (old.event_id, old.deed, old.by_name, old.state)
     and (new.state = 'open' or new.decided_by_id is null or new.decided_by_id = old.by_id
          or new.decided_by_name = old.by_name) then
    raise exception 'Another person than who asked for it decides it.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger guard_retraction before update or delete on events_retraction
  for each row execute function events_guard_retraction();
"""

# The first place that may be shown: above the highest hidden one of those that `start` lies in.
CLEAR_PLACE = """
create function events_clear_place(start bigint) returns bigint language sql stable as $$
  with recursive up(id, parent_id, step) as (
    select id, parent_id, 0 from public.events_location where id = start
    union all
    select l.id, l.parent_id, step + 1 from public.events_location l join up on l.id = up.parent_id where step < 10
  ),
  around(id, parent_id, step) as (
    select * from up
    union all
    select a.id, a.parent_id, 20 from public.events_location l join public.events_location a on a.id = l.admin1_id
    where l.id = start
    union all
    select c.id, c.parent_id, 30 from public.events_location l join public.events_location c on c.id = l.country_id
    where l.id = start
  )
  select (coalesce(
    (select array[parent_id] from around where id in (
       select object_id from public.events_hiding where kind = 'Location' and not is_lifted) order by step desc limit 1),
    array[start]))[1]
$$;
"""

# Events that readers see nothing of: hidden, or with a retraction that waits.
HIDDEN_EVENT = """
create view events_hidden_event as
select object_id as event_id from events_hiding where kind = 'Event' and not is_lifted
union
select event_id from events_retraction where state = 'open' and deed <> 'withhold'
"""

# A closed version may be emptied; what was set aside may come back as it was; what was hidden may end as retracted.
GUARD_PUBLISHED = """
create or replace function events_guard_published() returns trigger language plpgsql as $$
declare closed events_publishedevent;
begin
  if tg_op = 'DELETE' then
    raise exception 'The public record is append-only: % version % cannot be deleted.', old.code, old.version
      using errcode = 'restrict_violation';
  end if;
  if new.withheld and old.valid_to is not null and (new.code, new.version) = (old.code, old.version) then
    return new;
  end if;
  if old.withheld and exists (
       select from public.events_setaside s where s.version_id = old.id
         and s.content = to_jsonb(new) || jsonb_build_object('point', new.point::text, 'search', new.search::text)) then
    return new;
  end if;
  closed := new;
  closed.closure := old.closure;
  closed.closure_reason := old.closure_reason;
  closed.merged_into := old.merged_into;
  if old.closure = 'hidden' and new.closure in ('retracted', 'merged') and closed is not distinct from old then
    return new;
  end if;
  closed.valid_to := old.valid_to;
  closed.closed_by := old.closed_by;
  if old.valid_to is not null or closed is distinct from old then
    raise exception 'The public record is append-only: % version % cannot change.', old.code, old.version
      using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
"""

UNDO = """
drop view events_hidden_event;
drop function events_clear_place;
drop function events_guard_hiding, events_guard_retraction cascade;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0017_shown_place'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('version_id', models.BigIntegerField(help_text='Key of the PublishedEvent.', primary_key=True, serialize=False)),
                ('content', models.JSONField()),
            ],
        ),
        migrations.AlterField(
            model_name='proposal',
            name='subject',
            field=models.CharField(choices=[('Actor', 'Actor'), ('EventType', 'Event type'), ('Hiding', 'Hidden'), ('Location', 'Place'), ('Report', 'Report'), ('Source', 'Source')], max_length=12),
        ),
        migrations.AlterField(
            model_name='publishedevent',
            name='closure',
            field=models.TextField(blank=True, default='', help_text='Why it closed: corrected, retracted, merged or hidden; empty while it is current.'),
        ),
        migrations.CreateModel(
            name='Hiding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('Event', 'Event'), ('Source', 'Source'), ('Report', 'Report'), ('Claim', 'Claim'), ('Location', 'Place')], max_length=10)),
                ('object_id', models.BigIntegerField(help_text='No foreign key: what comes back from its history is still hidden.')),
                ('reason', models.TextField(help_text='Private: how it endangers somebody.')),
                ('by_name', models.CharField(db_default='', default='', help_text='As text, so that it outlives the account.', max_length=150)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now)),
                ('is_lifted', models.BooleanField(db_default=False, default=False, help_text='Readers may see it again.', verbose_name='lifted')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'hidden thing',
                'verbose_name_plural': 'Hidden from readers',
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_lifted', False)), fields=('kind', 'object_id'), name='hiding_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hiding_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Retraction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('deed', models.CharField(choices=[('retract', 'retract'), ('merge', 'merge into another'), ('withhold', 'empty the past versions')], max_length=10)),
                ('empties_past', models.BooleanField(db_default=False, default=False, help_text='Its past versions are emptied, for good.')),
                ('reason', models.TextField()),
                ('by_name', models.CharField(db_default='', default='', help_text='As text, so that it outlives the account.', max_length=150)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('open', 'Waits for another editor'), ('confirmed', 'Confirmed'), ('refused', 'Refused')], db_default='open', default='open', max_length=10)),
                ('decided_by_name', models.CharField(db_default='', default='', max_length=150)),
                ('decided_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(db_default='', default='', help_text='Why it was refused.')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='retractions', to='events.event')),
                ('into', models.ForeignKey(db_index=False, help_text='Merged into this.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='events.event')),
            ],
            options={
                'ordering': ['-at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('event',), name='retraction_one_open'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='retraction_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'refused'), _negated=True), models.Q(('answer', ''), _negated=True), _connector='OR'), name='retraction_refused_says_why'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('by__isnull', True), models.Q(('decided_by', models.F('by')), _negated=True), _connector='OR'), name='retraction_decided_by_another')],
            },
        ),
        migrations.RunSQL(IS_SHOWN + GUARD_HIDING + GUARD_RETRACTION + CLEAR_PLACE + HIDDEN_EVENT + ";" + GUARD_PUBLISHED, UNDO),
    ]

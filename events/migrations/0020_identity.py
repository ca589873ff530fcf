"""Who confidential sources are, what confidential reports hold and the notes of claims move to tables of their own."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# Whoever entered a thing, as its history tells; null for what an import or a command made.
ENTERED_BY = """
create function events_entered_by(metadata jsonb) returns integer language sql stable as $$
  select id from auth_user where id = (metadata ->> 'user')::integer
$$;
create function events_source_entered_by(source bigint) returns integer language sql stable as $$
  select events_entered_by(c.metadata) from events_sourcehistory h join pghistory_context c on c.id = h.pgh_context_id
  where h.pgh_obj_id = source and h.pgh_label = 'insert' order by h.pgh_id limit 1
$$;
create function events_report_entered_by(report bigint) returns integer language sql stable as $$
  select events_entered_by(c.metadata) from events_reporthistory h join pghistory_context c on c.id = h.pgh_context_id
  where h.pgh_obj_id = report and h.pgh_label = 'insert' order by h.pgh_id limit 1
$$;
"""

# What is kept of a thing in the open beside its row. The real values go to the history of its identity.
SCRUB = """
create function events_as_json(message text) returns text language plpgsql as $$
begin
  return message::jsonb::text;
exception when others then
  return message;
end $$;

create function events_scrub_source(source bigint, hidden_name text, hidden_slug text) returns void language plpgsql as $$
declare
  ignored text := coalesce(current_setting('pgtrigger.ignore', true), '');
  kinds integer[] := array(select id from django_content_type where app_label = 'events' and model in ('event', 'claim'));
  known text;
begin
  insert into public.events_sourceidentityhistory
    (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, source_id, name, slug, url, contact, notes)
  select h.pgh_created_at, h.pgh_label, h.id, h.pgh_context_id, h.id, h.name, h.slug, h.url, '', h.notes
  from events_sourcehistory h where h.pgh_obj_id = source and h.name !~ '^Undisclosed source [0-9a-f]{8}$' order by h.pgh_id;
  for known in
    select distinct name from (
      select h.name from events_sourceidentityhistory h where h.pgh_obj_id = source
      union select i.name from events_sourceidentity i where i.source_id = source) n
  loop
    -- Rows of an event's form: a claim is called by its source first.
    known := to_json(known)::text;
    known := '"object": ' || left(known, length(known) - 1) || ' ';
    update django_admin_log l
    set change_message = replace(events_as_json(change_message), known, '"object": "' || hidden_name || ' ')
    where content_type_id = any(kinds) and strpos(events_as_json(change_message), known) > 0;
  end loop;
  perform set_config('pgtrigger.ignore', '{pgtrigger_append_only_dcfdd}', true);
  update events_sourcehistory h set name = hidden_name, slug = hidden_slug, url = '', notes = ''
  where h.pgh_obj_id = source and h.name !~ '^Undisclosed source [0-9a-f]{8}$';
  perform set_config('pgtrigger.ignore', ignored, true);
  update django_admin_log l set object_repr = left(hidden_name, 200)
  where l.object_id = source::text
    and l.content_type_id in (select id from django_content_type where app_label = 'events' and model = 'source');
  update events_proposal p set title = hidden_name where p.subject = 'Source' and p.subject_id = source;
  update events_proposedchange c set before = hidden.value, after = hidden.value
  from (values ('name', to_jsonb(hidden_name)), ('slug', to_jsonb(hidden_slug)), ('url', '""'), ('notes', '""'))
    hidden(field, value)
  where c.model = 'Source' and c.object_id = source and c.field = hidden.field;
end $$;

create function events_scrub_report(report bigint, source bigint, published date) returns void language plpgsql as $$
declare
  ignored text := coalesce(current_setting('pgtrigger.ignore', true), '');
  hidden text := 'Undisclosed report ' || report;
  called text := hidden || coalesce((select ' (' || s.name || coalesce(', ' || published, '') || ')'
                                     from events_source s where s.id = source), '');
begin
  insert into public.events_reportidentityhistory
    (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, report_id, title, author, url, archive_url, content_hash,
     text, notes)
  select h.pgh_created_at, h.pgh_label, h.id, h.pgh_context_id, h.id, h.title, h.author, h.url, h.archive_url,
         h.content_hash, h.text, h.notes
  from events_reporthistory h where h.pgh_obj_id = report and h.title <> hidden order by h.pgh_id;
  perform set_config('pgtrigger.ignore', '{pgtrigger_append_only_290f5}', true);
  update events_reporthistory h
  set title = hidden, author = '', url = '', archive_url = '', content_hash = '', text = '', notes = ''
  where h.pgh_obj_id = report and h.title <> hidden;
  perform set_config('pgtrigger.ignore', ignored, true);
  update django_admin_log l set object_repr = left(called, 200)
  where l.object_id = report::text
    and l.content_type_id in (select id from django_content_type where app_label = 'events' and model = 'report');
  update events_proposal p set title = left(called, 500) where p.subject = 'Report' and p.subject_id = report;
  update events_proposedchange c set before = hidden_value, after = hidden_value
  from (select case f.field when 'title' then to_jsonb(hidden) else '""' end as hidden_value, f.field
        from unnest(array['title', 'author', 'url', 'archive_url', 'content_hash', 'text', 'notes']) f(field)) h
  where c.model = 'Report' and c.object_id = report and c.field = h.field;
end $$;

-- Reports that were deleted, and were of this source when they were.
create function events_scrub_deleted_reports(source bigint) returns void language sql as $$
  select events_scrub_report(h.id, h.source_id, h.date)
  from (select distinct on (h.pgh_obj_id) h.* from events_reporthistory h
        where h.pgh_obj_id in (select id from events_reporthistory k where k.source_id = source)
        order by h.pgh_obj_id, h.pgh_id desc) h
  where h.source_id = source and not exists (select from events_report r where r.id = h.id)
$$;
"""

# Named to come after guard_shown, which compares what is asked for with what readers see, and gives the new pseudonym.
# A key of the identity is checked at commit, so that it can be written before the row that it belongs to.
SOURCE = """
create function events_keep_source_apart() returns trigger language plpgsql as $$
declare
  hidden_name text := 'Undisclosed source ' || new.pseudonym;
  hidden_slug text := 'undisclosed-' || new.pseudonym;
  own events_sourceidentity;
  -- What is given that is no placeholder.
  new_name text := new.name;
  new_slug text := new.slug;
  person integer := events_person();
  entered integer := person;
  number integer := 1;
begin
  if new.name = hidden_name or tg_op = 'UPDATE' and new.name = 'Undisclosed source ' || old.pseudonym then
    new_name := null;
  end if;
  if new.slug = hidden_slug or tg_op = 'UPDATE' and new.slug = 'undisclosed-' || old.pseudonym then
    new_slug := null;
  end if;
  select * into own from events_sourceidentity i where i.source_id = new.id;
  if new.is_confidential then
    if own.source_id is not null then
      update events_sourceidentity i
      set name = coalesce(new_name, i.name), slug = coalesce(new_slug, i.slug),
          url = coalesce(nullif(new.url, ''), i.url), notes = coalesce(nullif(new.notes, ''), i.notes)
      where i.source_id = new.id and (coalesce(new_name, i.name), coalesce(new_slug, i.slug),
        coalesce(nullif(new.url, ''), i.url), coalesce(nullif(new.notes, ''), i.notes))
        is distinct from (i.name, i.slug, i.url, i.notes);
    elsif coalesce(new_name, new_slug, nullif(new.url, ''), nullif(new.notes, '')) is not null then
      if tg_op = 'UPDATE' then
        entered := coalesce(events_source_entered_by(new.id), person);
        if person <> entered then  -- who protects it knows it already
          insert into events_knower (source_id, person_id, added_by_id, at)
          values (new.id, person, person, now()) on conflict do nothing;
        end if;
      end if;
      insert into events_sourceidentity (source_id, name, slug, url, contact, notes, entered_by_id)
      values (new.id, coalesce(new_name, hidden_name), coalesce(new_slug, hidden_slug), new.url, '', new.notes, entered);
    end if;
    new.name := hidden_name;
    new.slug := hidden_slug;
    new.url := '';
    new.notes := '';
  elsif own.source_id is not null then
    new.name := coalesce(new_name, own.name);
    new.slug := coalesce(new_slug, own.slug);
    while exists (select from events_source s where s.slug = new.slug and s.id <> new.id) loop
      number := number + 1;
      new.slug := left(coalesce(new_slug, own.slug), 210) || '-' || number;
    end loop;
    new.url := coalesce(nullif(new.url, ''), own.url);
    new.notes := coalesce(nullif(new.notes, ''), own.notes);
    delete from events_sourceidentity i where i.source_id = new.id;
  end if;
  return new;
end $$;
create trigger keep_apart_insert before insert on events_source for each row when (new.is_confidential)
  execute function events_keep_source_apart();
create trigger keep_apart_update before update on events_source for each row
  when (new.is_confidential or old.is_confidential) execute function events_keep_source_apart();

-- Its reports follow, and what the desk keeps of it.
create function events_source_kept_apart() returns trigger language plpgsql as $$
begin
  if new.is_confidential and old.name <> new.name then
    perform events_scrub_source(new.id, new.name, new.slug);
  end if;
  update events_report r set is_confidential = r.is_confidential where r.source_id = new.id;
  if new.is_confidential then
    perform events_scrub_deleted_reports(new.id);
  end if;
  return null;
end $$;
create trigger kept_apart after update on events_source for each row
  when (new.is_confidential <> old.is_confidential or new.is_confidential and old.name <> new.name)
  execute function events_source_kept_apart();
alter table events_source add constraint source_stays_apart check (not is_confidential
  or (name, slug, url, notes) = ('Undisclosed source ' || pseudonym, 'undisclosed-' || pseudonym, '', '')) not valid;
"""

# To read the source with a lock on its key lets who makes it confidential wait for a report that is being entered, and
# the other way round.
REPORT = """
create function events_keep_report_apart() returns trigger language plpgsql as $$
declare
  hidden text := 'Undisclosed report ' || new.id;
  new_title text := nullif(new.title, hidden);
  is_private boolean := new.is_confidential;
  own events_reportidentity;
  person integer;
  entered integer;
begin
  if not is_private then
    select s.is_confidential into is_private from events_source s where s.id = new.source_id for key share;
    is_private := coalesce(is_private, false);
  end if;
  if tg_op = 'UPDATE' then
    select * into own from events_reportidentity i where i.report_id = new.id;
  end if;
  if is_private then
    if own.report_id is not null then
      update events_reportidentity i
      set title = coalesce(new_title, i.title), author = coalesce(nullif(new.author, ''), i.author),
          url = coalesce(nullif(new.url, ''), i.url), archive_url = coalesce(nullif(new.archive_url, ''), i.archive_url),
          content_hash = coalesce(nullif(new.content_hash, ''), i.content_hash),
          text = coalesce(nullif(new.text, ''), i.text), notes = coalesce(nullif(new.notes, ''), i.notes)
      where i.report_id = new.id and coalesce(new_title, nullif(new.author, ''), nullif(new.url, ''),
        nullif(new.archive_url, ''), nullif(new.content_hash, ''), nullif(new.text, ''), nullif(new.notes, ''))
        is not null;
    elsif new_title is not null or new.author || new.url || new.archive_url || new.content_hash || new.text || new.notes <> '' then
      person := events_person();
      entered := person;
      if tg_op = 'UPDATE' then
        entered := coalesce(events_report_entered_by(new.id), person);
        if person <> entered and new.is_confidential and not old.is_confidential then
          insert into events_knower (report_id, person_id, added_by_id, at)
          values (new.id, person, person, now()) on conflict do nothing;
        end if;
      end if;
      insert into events_reportidentity
        (report_id, title, author, url, archive_url, content_hash, text, notes, entered_by_id)
      values (new.id, coalesce(new_title, hidden), new.author, new.url, new.archive_url, new.content_hash, new.text,
              new.notes, entered);
    end if;
    new.title := hidden;
    new.author := '';
    new.url := '';
    new.archive_url := '';
    new.content_hash := '';
    new.text := '';
    new.notes := '';
  elsif own.report_id is not null then
    new.title := coalesce(new_title, own.title);
    new.author := coalesce(nullif(new.author, ''), own.author);
    new.url := coalesce(nullif(new.url, ''), own.url);
    new.archive_url := coalesce(nullif(new.archive_url, ''), own.archive_url);
    new.content_hash := coalesce(nullif(new.content_hash, ''), own.content_hash);
    new.text := coalesce(nullif(new.text, ''), own.text);
    new.notes := coalesce(nullif(new.notes, ''), own.notes);
    delete from events_reportidentity i where i.report_id = new.id;
  end if;
  return new;
end $$;
create trigger keep_apart_insert before insert on events_report for each row execute function events_keep_report_apart();
create trigger keep_apart_update before update on events_report for each row execute function events_keep_report_apart();

create function events_report_kept_apart() returns trigger language plpgsql as $$
begin
  perform events_scrub_report(new.id, new.source_id, new.date);
  return null;
end $$;
create trigger kept_apart after update on events_report for each row
  when (old.title <> new.title and new.title = 'Undisclosed report ' || new.id)
  execute function events_report_kept_apart();
alter table events_report add constraint report_stays_apart check (not is_confidential
  or (title, author, url, archive_url, content_hash, text, notes)
     = ('Undisclosed report ' || id, '', '', '', '', '', '')) not valid;
"""

REST = """
create function events_sign() returns trigger language plpgsql as $$
begin
  new.entered_by_id := coalesce(new.entered_by_id, events_person());
  return new;
end $$;
create trigger sign before insert on events_claimnote for each row execute function events_sign();

create function events_drop_notes() returns trigger language plpgsql as $$
begin
  delete from events_claimnote n using old_rows o where n.claim_id = o.id;
  return null;
end $$;
create trigger drop_notes after delete on events_claim
  referencing old table as old_rows for each statement execute function events_drop_notes();

create function events_guard_look() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.by_id is null and to_jsonb(new) - 'by_id' = to_jsonb(old) - 'by_id' then
    return new;  -- the account is gone
  end if;
  raise exception 'Who looked at what is confidential stays on record.' using errcode = 'restrict_violation';
end $$;
create trigger guard_look before update or delete on events_look for each row execute function events_guard_look();

-- As before, and what a proposal was about may lose its name.
create or replace function events_guard_proposal() returns trigger language plpgsql as $$
begin
  if old.state <> 'open'
     and not (new.title like 'Undisclosed %' and to_jsonb(new) - 'title' = to_jsonb(old) - 'title') then
    raise exception 'What was decided stays decided.' using errcode = 'restrict_violation';
  end if;
  if new.state = 'approved' and not new.is_own and (new.decided_by_id is null or exists (
       select from public.events_proposedchange c where c.proposal_id = new.id and c.by_id = new.decided_by_id)) then
    raise exception 'Another person than those who proposed it approves it.' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
"""

# What there is already. The rows themselves go by their triggers, without a line in the history: nobody changed anything.
# Of what was deleted the history is all there is.
MOVE = """
select set_config('pgtrigger.ignore', (select array_agg(tgname)::text from pg_trigger
  where tgrelid in ('events_source'::regclass, 'events_report'::regclass, 'events_sourceidentity'::regclass,
                    'events_reportidentity'::regclass, 'events_claimnote'::regclass) and tgname like 'pgtrigger%'), true);
update events_source set is_confidential = true where is_confidential;
update events_report r set is_confidential = r.is_confidential
where r.is_confidential or exists (select from events_source s where s.id = r.source_id and s.is_confidential);

select events_scrub_source(h.id, 'Undisclosed source ' || h.pseudonym, 'undisclosed-' || h.pseudonym),
       events_scrub_deleted_reports(h.id)
from (select distinct on (pgh_obj_id) * from events_sourcehistory order by pgh_obj_id, pgh_id desc) h
where h.is_confidential and not exists (select from events_source s where s.id = h.id);
select events_scrub_report(h.id, h.source_id, h.date)
from (select distinct on (pgh_obj_id) * from events_reporthistory order by pgh_obj_id, pgh_id desc) h
where h.is_confidential and not exists (select from events_report r where r.id = h.id);

insert into public.events_claimnotehistory
  (pgh_created_at, pgh_label, pgh_obj_id, pgh_context_id, claim_id, notes, entered_by_id)
select pgh_created_at, case when pgh_label = 'delete' or notes = '' then 'delete' when before = '' then 'insert'
                            else 'update' end,
       id, pgh_context_id, id, case when notes = '' then before else notes end, null
from (select h.*, coalesce(lag(h.notes) over (partition by h.id order by h.pgh_id), '') as before
      from events_claimhistory h) h
where notes <> before or pgh_label = 'delete' and notes <> ''
order by pgh_id;
insert into events_claimnote (claim_id, notes, entered_by_id)
select c.id, c.notes, events_entered_by((
  select x.metadata from events_claimhistory h join pghistory_context x on x.id = h.pgh_context_id
  where h.pgh_obj_id = c.id and h.notes <> '' and h.pgh_label <> 'delete' order by h.pgh_id limit 1))
from events_claim c where c.notes <> '';
update events_aspublished a set rows = a.rows || jsonb_build_object('claim', (
  select coalesce(jsonb_agg(c - 'notes' order by c -> 'id'), '[]') from jsonb_array_elements(a.rows -> 'claim') c));
set constraints all immediate;
set constraints all deferred;
select set_config('pgtrigger.ignore', '', true);
alter table events_source validate constraint source_stays_apart;
alter table events_report validate constraint report_stays_apart;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('events', '0019_unlinkable'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimNote',
            fields=[
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='note', serialize=False, to='events.claim')),
                ('notes', models.TextField(verbose_name='private notes')),
            ],
            options={
                'verbose_name': 'note of a claim',
                'verbose_name_plural': 'notes of claims',
            },
        ),
        migrations.CreateModel(
            name='ClaimNoteHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('notes', models.TextField(verbose_name='private notes')),
            ],
            options={
                'verbose_name': 'ClaimNoteHistory (history)',
                'ordering': ['-pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Knower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'person or group who may know',
                'verbose_name_plural': 'who may know',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='KnowerHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'KnowerHistory (history)',
                'ordering': ['-pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), default=django.utils.timezone.now)),
                ('by_name', models.CharField(max_length=150, verbose_name='person')),
                ('deed', models.CharField(choices=[('look', 'Looked at it'), ('search', 'Found it by searching'), ('export', 'Exported it')], max_length=6)),
                ('kind', models.CharField(choices=[('Source', 'Source'), ('Report', 'Report'), ('Claim', 'Note of a claim')], max_length=6, verbose_name='thing')),
                ('thing_id', models.BigIntegerField()),
                ('what', models.CharField(help_text='The pseudonym of the source, the number of the report.', max_length=100, verbose_name='called')),
            ],
            options={
                'verbose_name': 'look at what is confidential',
                'verbose_name_plural': 'looks at what is confidential',
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='ReportIdentity',
            fields=[
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='identity', serialize=False, to='events.report')),
                ('title', models.CharField(max_length=500)),
                ('author', models.CharField(blank=True, db_default='', default='', max_length=300)),
                ('url', models.URLField(blank=True, db_default='', default='', max_length=1000, verbose_name='web address')),
                ('archive_url', models.URLField(blank=True, db_default='', default='', max_length=1000, verbose_name='archived at')),
                ('content_hash', models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name='SHA-256 of the content')),
                ('text', models.TextField(blank=True, db_default='', default='')),
                ('notes', models.TextField(blank=True, db_default='', default='')),
            ],
            options={
                'verbose_name': 'content of a report',
                'verbose_name_plural': 'contents of reports',
            },
        ),
        migrations.CreateModel(
            name='ReportIdentityHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('title', models.CharField(max_length=500)),
                ('author', models.CharField(blank=True, default='', max_length=300)),
                ('url', models.URLField(blank=True, default='', max_length=1000, verbose_name='web address')),
                ('archive_url', models.URLField(blank=True, default='', max_length=1000, verbose_name='archived at')),
                ('content_hash', models.CharField(blank=True, default='', max_length=64, verbose_name='SHA-256 of the content')),
                ('text', models.TextField(blank=True, default='')),
                ('notes', models.TextField(blank=True, default='')),
            ],
            options={
                'verbose_name': 'ReportIdentityHistory (history)',
                'ordering': ['-pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SourceIdentity',
            fields=[
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='identity', serialize=False, to='events.source')),
                ('name', models.CharField(max_length=300)),
                ('slug', models.SlugField(db_index=False, max_length=220)),
                ('url', models.URLField(blank=True, db_default='', default='', max_length=500, verbose_name='web address')),
                ('contact', models.TextField(blank=True, db_default='', default='', help_text='How to reach the source.')),
                ('notes', models.TextField(blank=True, db_default='', default='')),
            ],
            options={
                'verbose_name': 'identity of a source',
                'verbose_name_plural': 'identities of sources',
            },
        ),
        migrations.CreateModel(
            name='SourceIdentityHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('name', models.CharField(max_length=300)),
                ('slug', models.SlugField(db_index=False, max_length=220)),
                ('url', models.URLField(blank=True, default='', max_length=500, verbose_name='web address')),
                ('contact', models.TextField(blank=True, default='', help_text='How to reach the source.')),
                ('notes', models.TextField(blank=True, default='')),
            ],
            options={
                'verbose_name': 'SourceIdentityHistory (history)',
                'ordering': ['-pgh_id'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='claimnote',
            name='entered_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claimnotehistory',
            name='claim',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='events.claim'),
        ),
        migrations.AddField(
            model_name='claimnotehistory',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='claimnotehistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='claimnotehistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.claimnote'),
        ),
        migrations.AddField(
            model_name='knower',
            name='added_by',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='knower',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='auth.group'),
        ),
        migrations.AddField(
            model_name='knower',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='knower',
            name='report',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='knowers', to='events.report'),
        ),
        migrations.AddField(
            model_name='knower',
            name='source',
            field=models.ForeignKey(db_index=False, blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='knowers', to='events.source'),
        ),
        migrations.AddField(
            model_name='knowerhistory',
            name='added_by',
            field=models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='knowerhistory',
            name='group',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='auth.group'),
        ),
        migrations.AddField(
            model_name='knowerhistory',
            name='person',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='knowerhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='knowerhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.knower'),
        ),
        migrations.AddField(
            model_name='knowerhistory',
            name='report',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.report'),
        ),
        migrations.AddField(
            model_name='knowerhistory',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.source'),
        ),
        migrations.AddField(
            model_name='look',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person'),
        ),
        migrations.AddField(
            model_name='reportidentity',
            name='entered_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportidentityhistory',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='reportidentityhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='reportidentityhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.reportidentity'),
        ),
        migrations.AddField(
            model_name='reportidentityhistory',
            name='report',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='events.report'),
        ),
        migrations.AddField(
            model_name='sourceidentity',
            name='entered_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourceidentityhistory',
            name='entered_by',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sourceidentityhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='sourceidentityhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.sourceidentity'),
        ),
        migrations.AddField(
            model_name='sourceidentityhistory',
            name='source',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', serialize=False, to='events.source'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimnote',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_claimnotehistory" ("claim_id", "entered_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."claim_id", new_values."entered_by_id", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."claim_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='572d58734c4a1f52341f57e6a5e975ac8aa8a7a8', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_581ca', referencing='REFERENCING NEW TABLE AS new_values ', table='events_claimnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimnote',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_claimnotehistory" ("claim_id", "entered_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT new_values."claim_id", new_values."entered_by_id", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."claim_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."claim_id") = (new_values."claim_id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='3621f0d7d6c49719f9e189f6fc7a05eae40c9b5d', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_26bdf', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='events_claimnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimnote',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_claimnotehistory" ("claim_id", "entered_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") SELECT old_values."claim_id", old_values."entered_by_id", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."claim_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='1175b0a7b96b010e128bd45bdc29675d9b80c2be', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_ec9f5', referencing='REFERENCING OLD TABLE AS old_values ', table='events_claimnote', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claimnotehistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='80998c3ef8bbfd5d4d000287bf080d9363acc0df', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_50173', table='events_claimnotehistory', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='knower',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('report__isnull', False), ('source__isnull', True)), models.Q(('report__isnull', True), ('source__isnull', False)), _connector='OR'), name='knower_of_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='knower',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group__isnull', False), ('person__isnull', True)), models.Q(('group__isnull', True), ('person__isnull', False)), _connector='OR'), name='knower_is_one', violation_error_message='Name a person or a group, one of the two.'),
        ),
        migrations.AddConstraint(
            model_name='knower',
            constraint=models.UniqueConstraint(fields=('source', 'report', 'person', 'group'), name='knower_once', nulls_distinct=False, violation_error_message='That person or group is named already.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='knower',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_knowerhistory" ("added_by_id", "at", "group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "source_id") SELECT new_values."added_by_id", new_values."at", new_values."group_id", new_values."id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."report_id", new_values."source_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='2e4567bcc2c19f533d42b78379fc01cefa00984a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_90b0c', referencing='REFERENCING NEW TABLE AS new_values ', table='events_knower', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='knower',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_knowerhistory" ("added_by_id", "at", "group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "source_id") SELECT new_values."added_by_id", new_values."at", new_values."group_id", new_values."id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."report_id", new_values."source_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='d37032a4f6b45a9318e64ceaf773be779b4735fe', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_d6ca2', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='events_knower', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='knower',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_knowerhistory" ("added_by_id", "at", "group_id", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "source_id") SELECT old_values."added_by_id", old_values."at", old_values."group_id", old_values."id", old_values."person_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."report_id", old_values."source_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='6f79110db178a88c929547d415e6a34a2fbe3619', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_01173', referencing='REFERENCING OLD TABLE AS old_values ', table='events_knower', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='knowerhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='6b23719901c8b5db7a8faab9e260837d61be243f', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_c22e2', table='events_knowerhistory', when='BEFORE')),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['-at', '-id'], name='look_newest'),
        ),
        migrations.AddIndex(
            model_name='look',
            index=models.Index(fields=['kind', 'thing_id'], name='look_thing'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportidentity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_reportidentityhistory" ("archive_url", "author", "content_hash", "entered_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "text", "title", "url") SELECT new_values."archive_url", new_values."author", new_values."content_hash", new_values."entered_by_id", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."report_id", new_values."report_id", new_values."text", new_values."title", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='c74bafcc3164f6f722a67559996eb428277e82c6', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_1b33d', referencing='REFERENCING NEW TABLE AS new_values ', table='events_reportidentity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportidentity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_reportidentityhistory" ("archive_url", "author", "content_hash", "entered_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "text", "title", "url") SELECT new_values."archive_url", new_values."author", new_values."content_hash", new_values."entered_by_id", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."report_id", new_values."report_id", new_values."text", new_values."title", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."report_id") = (new_values."report_id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='645d87094833bcd1163ff5856dc95b96690b9e80', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_24f19', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='events_reportidentity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportidentity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_reportidentityhistory" ("archive_url", "author", "content_hash", "entered_by_id", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "report_id", "text", "title", "url") SELECT old_values."archive_url", old_values."author", old_values."content_hash", old_values."entered_by_id", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."report_id", old_values."report_id", old_values."text", old_values."title", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='13d38ca9153c72eff8617b9dee0936adf8e4f43b', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_359f4', referencing='REFERENCING OLD TABLE AS old_values ', table='events_reportidentity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportidentityhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1b181fb251a8681e47ea2a21d75bf461e6f5ee83', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_63d2e', table='events_reportidentityhistory', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceidentity',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_sourceidentityhistory" ("contact", "entered_by_id", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "url") SELECT new_values."contact", new_values."entered_by_id", new_values."name", new_values."notes", _pgh_attached_context.value, NOW(), \'insert\', new_values."source_id", new_values."slug", new_values."source_id", new_values."url" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='1139f9b20190fecd22de1fcf3a44981afa12fd12', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b1d14', referencing='REFERENCING NEW TABLE AS new_values ', table='events_sourceidentity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceidentity',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_sourceidentityhistory" ("contact", "entered_by_id", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "url") SELECT new_values."contact", new_values."entered_by_id", new_values."name", new_values."notes", _pgh_attached_context.value, NOW(), \'update\', new_values."source_id", new_values."slug", new_values."source_id", new_values."url" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."source_id") = (new_values."source_id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='de45061ce3bd3adb8e4d0a1938f1bdc831112175', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_4ae06', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='events_sourceidentity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceidentity',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_sourceidentityhistory" ("contact", "entered_by_id", "name", "notes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "slug", "source_id", "url") SELECT old_values."contact", old_values."entered_by_id", old_values."name", old_values."notes", _pgh_attached_context.value, NOW(), \'delete\', old_values."source_id", old_values."slug", old_values."source_id", old_values."url" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='a9f1fdba58b4f7772b9677db4cfc99f9797f287d', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_1f7a5', referencing='REFERENCING OLD TABLE AS old_values ', table='events_sourceidentity', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='sourceidentityhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='1748c0c3155dc387b7540c7468aec705926c6c4d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_8a6b4', table='events_sourceidentityhistory', when='BEFORE')),
        ),
        migrations.RunSQL(ENTERED_BY + SCRUB + SOURCE + REPORT + REST + MOVE),  # no way back: it would open what is private
        pgtrigger.migrations.RemoveTrigger(
            model_name='claim',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='claim',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='claim',
            name='delete_delete',
        ),
        migrations.RemoveField(
            model_name='claim',
            name='notes',
        ),
        migrations.RemoveField(
            model_name='claimhistory',
            name='notes',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_claimhistory" ("actor_id", "best", "credibility", "date_end", "date_start", "event_id", "group", "high", "id", "is_confidential", "kind", "location_id", "low", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_note", "report_id", "speaker_id", "speaker_role", "stance", "statement", "status") SELECT new_values."actor_id", new_values."best", new_values."credibility", new_values."date_end", new_values."date_start", new_values."event_id", new_values."group", new_values."high", new_values."id", new_values."is_confidential", new_values."kind", new_values."location_id", new_values."low", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_note", new_values."report_id", new_values."speaker_id", new_values."speaker_role", new_values."stance", new_values."statement", new_values."status" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='9dc1e83361f644628c3b444fa2335bf4a610f527', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_566e6', referencing='REFERENCING NEW TABLE AS new_values ', table='events_claim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_claimhistory" ("actor_id", "best", "credibility", "date_end", "date_start", "event_id", "group", "high", "id", "is_confidential", "kind", "location_id", "low", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_note", "report_id", "speaker_id", "speaker_role", "stance", "statement", "status") SELECT new_values."actor_id", new_values."best", new_values."credibility", new_values."date_end", new_values."date_start", new_values."event_id", new_values."group", new_values."high", new_values."id", new_values."is_confidential", new_values."kind", new_values."location_id", new_values."low", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_note", new_values."report_id", new_values."speaker_id", new_values."speaker_role", new_values."stance", new_values."statement", new_values."status" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='38bbcaed575ab8fe98be70cf9edda54e34b299b1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_765bf', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='events_claim', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='claim',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_claimhistory" ("actor_id", "best", "credibility", "date_end", "date_start", "event_id", "group", "high", "id", "is_confidential", "kind", "location_id", "low", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_note", "report_id", "speaker_id", "speaker_role", "stance", "statement", "status") SELECT old_values."actor_id", old_values."best", old_values."credibility", old_values."date_end", old_values."date_start", old_values."event_id", old_values."group", old_values."high", old_values."id", old_values."is_confidential", old_values."kind", old_values."location_id", old_values."low", old_values."outcome", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."public_note", old_values."report_id", old_values."speaker_id", old_values."speaker_role", old_values."stance", old_values."statement", old_values."status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='fb3f68dee071e30a42f46508834153239519af71', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_738d0', referencing='REFERENCING OLD TABLE AS old_values ', table='events_claim', when='AFTER')),
        ),
    ]

"""What is deleted comes back: with the steps of its workflow, and with the row that it was imported from."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


# What was deleted, newest first, is looked for among all that ever happened.
KINDS = ("event", "actor", "location", "source", "report")
INDEXES = ";".join(
    f"create index events_{kind}history_deleted on events_{kind}history (pgh_created_at) where pgh_label = 'delete'"
    for kind in KINDS
)
NO_INDEXES = ";".join(f"drop index events_{kind}history_deleted" for kind in KINDS)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0015_deleting'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ImportedRowHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('dataset', models.CharField(max_length=40)),
                ('external_id', models.CharField(max_length=100)),
                ('digest', models.CharField(max_length=64)),
                ('raw', models.JSONField()),
                ('imported_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'ImportedRowHistory (history)',
                'ordering': ['-pgh_id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WorkflowStepHistory',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by_name', models.CharField(help_text='As text, so that it outlives the account.', max_length=150)),
                ('from_status', models.CharField(blank=True, choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('correction', 'Correction in preparation'), ('correction_review', 'Correction in review'), ('retracted', 'Retracted')], default='', max_length=20)),
                ('to_status', models.CharField(choices=[('draft', 'Draft'), ('in_review', 'In review'), ('published', 'Published'), ('correction', 'Correction in preparation'), ('correction_review', 'Correction in review'), ('retracted', 'Retracted')], max_length=20)),
                ('reason', models.TextField(blank=True, default='')),
            ],
            options={
                'verbose_name': 'WorkflowStepHistory (history)',
                'ordering': ['-pgh_id'],
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importedrow',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_importedrowhistory" ("dataset", "digest", "event_id", "external_id", "id", "imported_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "raw") SELECT old_values."dataset", old_values."digest", old_values."event_id", old_values."external_id", old_values."id", old_values."imported_at", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."raw" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='47ae4a7a2ffd08c6c02a78a772f76a6b888f89e5', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_0547f', referencing='REFERENCING OLD TABLE AS old_values ', table='events_importedrow', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workflowstep',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "events_workflowstephistory" ("at", "by_id", "by_name", "event_id", "from_status", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "to_status") SELECT old_values."at", old_values."by_id", old_values."by_name", old_values."event_id", old_values."from_status", old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."reason", old_values."to_status" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;', hash='3d4f08bf0a9117495a0ee3c9578ed6d00da090ff', level='STATEMENT', operation='DELETE', pgid='pgtrigger_delete_delete_dbb2f', referencing='REFERENCING OLD TABLE AS old_values ', table='events_workflowstep', when='AFTER')),
        ),
        migrations.AddField(
            model_name='importedrowhistory',
            name='event',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.event'),
        ),
        migrations.AddField(
            model_name='importedrowhistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='importedrowhistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.importedrow'),
        ),
        migrations.AddField(
            model_name='workflowstephistory',
            name='by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='workflowstephistory',
            name='event',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='events.event'),
        ),
        migrations.AddField(
            model_name='workflowstephistory',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='workflowstephistory',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='history', to='events.workflowstep'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='importedrowhistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='88c04378dbae4782bb5b853771761adacc994daf', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_eed6c', table='events_importedrowhistory', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='workflowstephistory',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='b280156e3bcd11c7f63f4586faf086169caa8a03', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_877cc', table='events_workflowstephistory', when='BEFORE')),
        ),
        migrations.RunSQL(INDEXES, NO_INDEXES),
    ]

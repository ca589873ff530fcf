"""Rows that whoever publishes, imports or loads holds: of a private table, so that no reader can."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0020_identity'),
    ]

    operations = [
        migrations.CreateModel(
            name='LockRow',
            fields=[
                ('name', models.CharField(choices=[('publishing', 'Publishing'), ('importing', 'Importing'), ('loading', 'Loading the gazetteer')], max_length=20, primary_key=True, serialize=False)),
            ],
        ),
        migrations.RunSQL(
            "insert into events_lockrow (name) values ('publishing'), ('importing'), ('loading')", migrations.RunSQL.noop
        ),
    ]

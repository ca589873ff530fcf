"""Indexes: names by their beginning, words of events by theirs; none where another one begins with the same column."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0006_no_digest'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='event',
            name='event_search_trgm',
        ),
        migrations.AlterField(
            model_name='casualties',
            name='event',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='casualties', to='events.event'),
        ),
        migrations.AlterField(
            model_name='participation',
            name='event',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='events.event'),
        ),
        migrations.AddIndex(
            model_name='actorname',
            index=models.Index(fields=['search_key'], name='actorname_key', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='event',
            index=django.contrib.postgres.indexes.GinIndex(models.Func(models.F('search_key'), output_field=django.contrib.postgres.search.SearchVectorField(), template="array_to_tsvector(string_to_array(%(expressions)s, ' '))"), name='event_words'),
        ),
        migrations.AddIndex(
            model_name='locationname',
            index=models.Index(fields=['search_key'], name='locationname_key', opclasses=['varchar_pattern_ops']),
        ),
    ]

"""Indexes: names by their beginning, words of events by theirs; none that nothing asks, or that another one holds."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0006_no_digest'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='event',
            name='event_search_trgm',
        ),
        migrations.AlterField(
            model_name='actorname',
            name='actor',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='events.actor'),
        ),
        migrations.AlterField(
            model_name='actorrelation',
            name='actor',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='events.actor'),
        ),
        migrations.AlterField(
            model_name='casualties',
            name='event',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='casualties', to='events.event'),
        ),
        migrations.AlterField(
            model_name='event',
            name='coded_by',
            field=models.ForeignKey(db_index=False, editable=False, help_text='Who wrote the draft, or the correction in preparation.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='event',
            name='point',
            field=django.contrib.gis.db.models.fields.PointField(blank=True, help_text='Needed for an exact spot or a settlement only.', null=True, spatial_index=False, srid=4326),
        ),
        migrations.AlterField(
            model_name='eventhistory',
            name='point',
            field=django.contrib.gis.db.models.fields.PointField(blank=True, help_text='Needed for an exact spot or a settlement only.', null=True, spatial_index=False, srid=4326),
        ),
        migrations.AlterField(
            model_name='eventlink',
            name='event',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='events.event'),
        ),
        migrations.AlterField(
            model_name='locationname',
            name='location',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='names', to='events.location'),
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

"""Which actor was on which side, as a list like the others, so that opponents can be counted and asked for.

It follows from `participants`, so versions that are there already get it too: nothing is said that they did not say.
The trigger that keeps versions as they are looks away meanwhile.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
alter table events_publishedevent disable trigger guard_published;
update events_publishedevent p set actor_sides = of_event.sides
from (select e.id, array_agg(distinct of_part.slug || '|' || (part ->> 'side')) as sides
      from events_publishedevent e
      cross join lateral jsonb_array_elements(e.participants) part
      cross join lateral (select part ->> 'slug' union select jsonb_array_elements_text(part -> 'parents')) of_part(slug)
      group by e.id) of_event
where of_event.id = p.id;
alter table events_publishedevent enable trigger guard_published
"""


class Migration(migrations.Migration):
    dependencies = [("events", "0003_names_in_the_catalogue")]

    operations = [
        migrations.AddField(
            model_name="publishedevent",
            name="actor_sides",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.TextField(),
                default=list,
                help_text="The same as slug|A or slug|B: who was on which side.",
                size=None,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]

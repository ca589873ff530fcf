"""Whether an event differs from what is public is asked of its columns; no digest of them is kept (docs/adr/0012)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0005_spellings")]

    operations = [migrations.RemoveField(model_name="publishedevent", name="digest")]

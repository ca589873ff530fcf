"""Trigrams of the catalogue's words, by which a misspelling finds what was meant (events/filters/spellings.py)."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models
from django.db.models.functions import Cast


class Migration(migrations.Migration):
    dependencies = [("events", "0004_sides")]

    operations = [
        migrations.AddIndex(
            model_name=f"published{kind}",
            index=GinIndex(OpClass(Cast("words", models.TextField()), "gin_trgm_ops"), name=f"{kind}_spellings"),
        )
        for kind in ("actor", "place", "source")
    ]

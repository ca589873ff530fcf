"""No statistics of the columns that hold JSON: to sample them takes seconds, and no plan follows from what they say."""

from django.db import migrations

COLUMNS = {
    "events_publishedevent": ["participants", "casualties", "claims", "source_list", "links", "search"],
    "events_importedrow": ["raw"],
}


def statements(target: int) -> str:
    """SQL that lets ANALYZE keep so many values of each of the columns; -1 is the server's default."""
    return ";".join(
        f"alter table {table} alter {column} set statistics {target}"
        for table, columns in COLUMNS.items()
        for column in columns
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0007_indexes")]

    operations = [migrations.RunSQL(statements(0), statements(-1))]

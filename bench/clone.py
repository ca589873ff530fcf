"""More events than are worth importing: public rows copied by SQL, with codes and dates of their own."""

from django.db import connection

from events.models import PublishedEvent

DAYS_APART = 200  # backwards, since events lie in the past
TABLE = PublishedEvent._meta.db_table
CHANGED = {
    "id": "nextval(pg_get_serial_sequence('{table}', 'id'))",
    "code": "code || '-' || copy",
    "date_start": "date_start - copy * {days}",
    "date_end": "date_end - copy * {days}",
}


def clone(events: int) -> None:
    """Copy the current public rows until there are `events`. Indexes are dropped for it and built again."""
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*), max(id) from {TABLE}")
        there, last = cursor.fetchone()
        print(f"Copying public rows to {events:,}")
        cursor.execute(
            "select indexname, indexdef from pg_indexes where tablename = %s and indexname not in "
            "(select conname from pg_constraint)",
            [TABLE],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f"drop index {name}")
        columns = [field.column for field in PublishedEvent._meta.concrete_fields]
        values = [CHANGED.get(column, column).format(table=TABLE, days=DAYS_APART) for column in columns]
        cursor.execute(
            f"insert into {TABLE} ({', '.join(columns)}) select {', '.join(values)} "
            f"from generate_series(1, %s) copy, {TABLE} where id <= %s order by copy, id limit %s",
            [-(-events // there), last, events - there],
        )
        for name, definition in indexes:
            print(f"  {name}")
            cursor.execute(definition)

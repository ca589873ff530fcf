"""Locks that only one transaction holds at a time: rows of a private table, so that no reader can hold one."""

from django.db import connection, models

LOCK = "select name from events_lockrow where name = %s for update"


class Lock(models.TextChoices):
    """What only one transaction does at a time."""

    PUBLISHING = "publishing", "Publishing"  # so that numbers become visible in their order
    IMPORTING = "importing", "Importing"  # two at once would both find the same rows missing
    LOADING = "loading", "Loading the gazetteer"  # as importing

    def hold(self) -> None:
        """Wait until no other transaction holds it, and hold it until this one ends."""
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [self.value])
            if not cursor.rowcount:
                cursor.execute("insert into events_lockrow (name) values (%s) on conflict do nothing", [self.value])
                cursor.execute(LOCK, [self.value])


class LockRow(models.Model):
    """A row to be locked; it says nothing."""

    name = models.CharField(max_length=20, primary_key=True, choices=Lock)

    def __str__(self) -> str:
        return self.name

"""Keys and indexes that are lifted while a large file is stored, and put back at its end.

A foreign key that is put back is checked for the whole table by one join instead of for each row, and an index is built
in one go instead of entry by entry: the same guarantees for a fifth of the time. The price is that nobody else can use
the coding tables until the import ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from events.models import Event

#: Rows of a file that are worth it. They have to be half as many again as the events there are, which are checked again
#: too; so a file that is imported a second time locks nobody out.
LARGE, MORE_THAN_THERE = 10_000, 1.5

# What an import fills; the first two while it still reads. Keys that refer to accounts stay, or nobody could log in
# meanwhile.
READ_INTO = ["events_casualties", "events_importedrow"]
TABLES = [*READ_INTO, "events_event", "events_participation", "events_claim", "events_report", "events_workflowstep"]
CONSTRAINTS = """
select format('alter table %%s drop constraint %%I', conrelid::regclass, conname),
       format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
from pg_constraint
where contype = any(%s) and conrelid = any(%s::regclass[]) and confrelid <> 'auth_user'::regclass
"""
INDEXES = """
select format('drop index %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
from pg_index where indrelid = any(%s::regclass[]) and not indisunique
"""


@contextmanager
def lifted(rows: int) -> Iterator[None]:
    """Store within this, in a transaction: if it fails, rolling back restores all that was lifted."""
    with _lifted(rows, f"{CONSTRAINTS} union all {INDEXES}", [["f"], TABLES, TABLES]):
        yield


@contextmanager
def lifted_uniqueness(rows: int) -> Iterator[None]:
    """Read a file within this, within `lifted`: what is unique in the tables it is read into is checked afterwards."""
    with _lifted(rows, CONSTRAINTS, [["p", "u"], READ_INTO]):
        yield


@contextmanager
def _lifted(rows: int, query: str, values: list[list[str]]) -> Iterator[None]:
    """`query` asks for pairs of statements: to lift something, and to put it back."""
    if rows < LARGE or rows < MORE_THAN_THERE * Event.objects.count():
        yield
        return
    connection.check_constraints()  # a table with checks yet to come cannot be altered
    with connection.cursor() as cursor:
        cursor.execute(f"lock table {', '.join(TABLES)}")  # at once, before anything is read that others may change
        cursor.execute(query, values)
        statements = cursor.fetchall()
        for lift, _ in statements:
            cursor.execute(lift)
        yield
        connection.check_constraints()
        for _, put_back in reversed(statements):
            cursor.execute(put_back)

"""Keys and indexes that are lifted while a large file is stored, and put back at its end.

A foreign key that is put back is checked for the whole table by one join instead of for each row, and an index, of what
has to be unique too, is built in one go instead of entry by entry: the same guarantees for a fifth of the time. The
price is that nobody else can use the coding tables until the import ends.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from events.models import Event

#: Rows of a file that are worth it. They have to be half as many again as the events there are, which are checked again
#: too; so a file that is imported a second time locks nobody out.
LARGE, MORE_THAN_THERE = 10_000, 1.5

# What an import fills. Of what others refer to, what makes it unique stays; and so do keys that refer to accounts, or
# nobody could log in meanwhile.
REFERRED_TO = ["events_event", "events_report"]
TABLES = [*REFERRED_TO, "events_participation", "events_casualties", "events_claim"]
TABLES += ["events_claimnote", "events_importedrow", "events_workflowstep"]  # the first refers to claims
# Foreign keys first, and put back last: what they refer to has to be unique.
CONSTRAINTS = """
(select format('alter table %%s drop constraint %%I', conrelid::regclass, conname),
       format('alter table %%s add constraint %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
from pg_constraint
where conrelid = any(%s::regclass[])
  and (contype = 'f' and confrelid <> 'auth_user'::regclass
       or contype in ('p', 'u') and conrelid <> all(%s::regclass[]))
order by contype)
"""
INDEXES = """
select format('drop index %%s', indexrelid::regclass), pg_get_indexdef(indexrelid)
from pg_index where indrelid = any(%s::regclass[]) and not indisunique
"""


@contextmanager
def lifted(rows: int) -> Iterator[None]:
    """Store within this, in a transaction: if it fails, rolling back restores all that was lifted."""
    if rows < LARGE or rows < MORE_THAN_THERE * Event.objects.count():
        yield
        return
    connection.check_constraints()  # a table with checks yet to come cannot be altered
    with connection.cursor() as cursor:
        cursor.execute(f"lock table {', '.join(TABLES)}")  # at once, before anything is read that others may change
        cursor.execute(f"{CONSTRAINTS} union all {INDEXES}", [TABLES, REFERRED_TO, TABLES])
        statements = cursor.fetchall()
        for lift, _ in statements:
            cursor.execute(lift)
        yield
        connection.check_constraints()
        for _, put_back in reversed(statements):
            cursor.execute(put_back)

"""Past versions of which it is being decided whether they are emptied for good: out of sight, and able to come back."""

from collections.abc import Collection

from django.db import connection, transaction

from events.models import Lock, SetAside
from events.publication.build import CONTENT_COLUMNS
from events.publication.publish import next_publication, withhold_past_versions, withhold_what_is_exposed

# A point and words of a search are kept as text, which reads back as they were.
KEEP = """
insert into events_setaside (version_id, content)
select p.id, to_jsonb(p) || jsonb_build_object('point', p.point::text, 'search', p.search::text)
from events_publishedevent p
where p.code = any(%s) and p.valid_to is not null and not p.withheld
"""
COLUMNS = [*CONTENT_COLUMNS, "withheld"]
BRING_BACK = f"""
update events_publishedevent p set {", ".join(f"{column} = c.{column}" for column in COLUMNS)}
from events_setaside s, jsonb_populate_record(null::events_publishedevent, s.content) c
where p.id = s.version_id and p.code = any(%s)
"""
FORGET = """
delete from events_setaside s using events_publishedevent p where p.id = s.version_id and p.code = any(%s)
"""


def set_aside(codes: Collection[str]) -> None:
    """Empty the past versions of these events, and keep what they held where nobody reads it."""
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        cursor.execute(KEEP, [list(codes)])
        withhold_past_versions(codes)


def bring_back(codes: Collection[str]) -> None:
    """Fill the past versions that were set aside, but for what has become confidential, sensitive or hidden since."""
    if not SetAside.objects.exists():
        return
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        next_publication(cursor)  # so that no page made before is shown again
        cursor.execute(BRING_BACK, [list(codes)])
        forget(codes)
        withhold_what_is_exposed(list(codes))


def forget(codes: Collection[str]) -> None:
    """Let what was set aside go, for good."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [list(codes)])

"""The one statement that says what a public row holds (build.sql), and the columns it yields."""

from collections.abc import Iterable
from pathlib import Path

from django.db.backends.utils import CursorWrapper

from events.models import PublishedEvent

BUILD = (Path(__file__).parent / "build.sql").read_text()

#: Columns of a version that the version itself, not the event, decides.
VERSION_COLUMNS = [
    "id",
    "version",
    "valid_from",
    "valid_to",
    "publication",
    "closed_by",
    "closure",
    "closure_reason",
    "merged_into",
    "change_reason",
    "withheld",
    "digest",
]
CONTENT_COLUMNS = [str(f.column) for f in PublishedEvent._meta.concrete_fields if f.column not in VERSION_COLUMNS]
#: Content that says nothing new, only otherwise. The digest leaves it out, so that such a column can be added without a
#: new version of every event: `actor_sides` follows from `participants` (migration 0004 computes it so).
DERIVED_COLUMNS = ["actor_sides"]
DIGESTED_COLUMNS = [column for column in CONTENT_COLUMNS if column not in DERIVED_COLUMNS]


def build(cursor: CursorWrapper, event_ids: Iterable[int]) -> None:
    """Fill the temporary table `built` with the public row of each event in `event_ids`, and its digest.

    The caller has a transaction open; the tables last as long as it does.
    """
    cursor.execute("drop table if exists publish_target, built")
    cursor.execute("create temporary table publish_target (event_id bigint primary key) on commit drop")
    cursor.execute("insert into publish_target select distinct unnest(%s::bigint[])", [list(event_ids)])
    cursor.execute("analyze publish_target")
    columns = ", ".join(CONTENT_COLUMNS)
    cursor.execute(
        f"create temporary table built on commit drop as "
        f"select {columns}, md5(row({', '.join(DIGESTED_COLUMNS)})::text) as digest from ({BUILD}) content"
    )
    cursor.execute("create unique index on built (code)")
    cursor.execute("analyze built (code)")  # what is joined on; sampling the JSON columns takes seconds

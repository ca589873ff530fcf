"""Whether the public record is what the coding tables say: a full rebuild, compared and thrown away."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from events.models import Lock, PublishedEvent, Status, hidden_events, public_events
from events.publication.build import build
from events.publication.catalogue import refresh_catalogue
from events.publication.publish import COMPARED_COLUMNS, DIFFERS

DIFFERING = """
select b.code, array_remove(array[{columns}], null)
from built b join events_publishedevent p on p.code = b.code and p.valid_to is null
where {differs}
order by b.code
""".format(
    columns=", ".join(f"case when p.{name} is distinct from b.{name} then '{name}' end" for name in COMPARED_COLUMNS),
    differs=DIFFERS,
)


@dataclass(frozen=True)
class Findings:
    """What is wrong with the public record; all of it empty where nothing is."""

    differing: dict[str, list[str]]  # code of an event → columns of its current version that a rebuild would change
    absent: list[str]  # codes of events that are published, not hidden, and have no current version
    unfounded: list[str]  # codes of current versions whose event is not public, or hidden
    catalogue: int  # rows of the catalogue that a rebuild would change

    @property
    def is_clean(self) -> bool:
        return not (self.differing or self.absent or self.unfounded or self.catalogue)


def verify() -> Findings:
    """Build every published event anew and compare. Nobody can publish meanwhile; nothing is changed.

    What is in correction is built as it was published; where that is not known, only that a version is there is asked.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        Lock.PUBLISHING.hold()
        public = set(public_events().exclude(pk__in=hidden_events()).values_list("code", flat=True))
        current = set(PublishedEvent.objects.filter(valid_to__isnull=True).values_list("code", flat=True))
        known = public_events().filter(Q(status=Status.PUBLISHED) | Q(as_published__isnull=False))
        build(cursor, known.values_list("pk", flat=True))
        cursor.execute(DIFFERING)
        differing = dict(cursor.fetchall())
        catalogue = len(refresh_catalogue(cursor))
        transaction.set_rollback(True)
    return Findings(differing, sorted(public - current), sorted(current - public), catalogue)

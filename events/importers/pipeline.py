"""From a file to the coding tables: the one way in for every format. All rows are stored, or none.

read ─► draft ─► compare with what was imported before ─► stage ─► resolve actors, places, sources ─► store ─► publish
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pghistory
import pgtrigger
from django.db import connection, transaction
from django.utils import timezone

from events import publication
from events.importers import keys, places, publishing, staging, store
from events.importers.actors import Actors
from events.importers.base import BadRowError, Format, NotReadyError, Row
from events.importers.bulk import made_beside
from events.importers.drafting import Drafted, Drafting, Known
from events.importers.reading import CsvFile, Problem
from events.importers.staging import Staging
from events.models import EventType, ImportedRow, Lock, Status, gate

NO_HISTORY_OF_INSERTS = [
    f"events.{model}:insert_insert"
    for model in (
        "Event", "Participation", "Casualties", "Claim", "Report", "Source", "Actor", "ActorName", "Location",
        "LocationName",
    )
]  # fmt: skip

# Of the rows as given and of the public record, where the server was built with it.
FAST_COMPRESSION = """
select set_config(name, 'lz4', true) from pg_settings where name = 'default_toast_compression' and 'lz4' = any(enumvals)
"""


class RefusedError(Exception):
    """The file was not imported; `problems` says why, row by row."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


class Progress(Protocol):
    """Is told how far an import is."""

    def read(self, position: int) -> None:
        """So many bytes of the file have been read."""

    def step(self, words: str) -> None:
        """Now this is being done."""


@dataclass
class Result:
    """What an import did, or would do."""

    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    retracted: int = 0
    published: int = 0
    unknown_columns: list[str] = field(default_factory=list)


def import_file(
    path: Path, form: Format, progress: Progress, *, publish: bool = False, dry_run: bool = False
) -> Result:
    """Import one file. RefusedError or NotReadyError if it cannot be, and then nothing has changed.

    `publish` also publishes the file's events that wait for review because of an import; `dry_run` does all of it and
    takes it back.
    """
    with transaction.atomic():
        run = _Import(form, path, progress)
        if publish:
            gate.decided_by_maintainer(f"import_events {form.name} {path.name} --publish")
        with keys.lifted(run.lines):
            run.read()
            run.store(publish=publish)
        if publish:
            run.publish()
        if dry_run:
            connection.check_constraints()  # which otherwise waits for the commit that never comes
            transaction.set_rollback(True)
    return run.result


class _Import:
    """One run of one file."""

    def __init__(self, form: Format, path: Path, progress: Progress) -> None:
        self._form, self._file, self._progress = form, CsvFile(path), progress
        self._title = f"{form.title} file {path.name}"
        self.lines = self._file.count_lines()
        Lock.IMPORTING.hold()
        with connection.cursor() as cursor:
            cursor.execute("set local work_mem = '128MB'")  # joins and sorts of whole data sets
            cursor.execute(FAST_COMPRESSION)
        self._at = timezone.now()
        self._known = _known(form.name)
        self._drafted = Drafted()
        self.result = Result()

    def read(self) -> None:
        """Draft and stage every row; RefusedError with all problems if there is any."""
        staging.make_tables()
        event_ids = _new_event_ids(self.lines)
        drafting = Drafting(self._form, self._file, self._known, event_ids, self._at)
        with _history("Imported"):
            for made in made_beside(drafting.batches):
                if isinstance(made, Drafted):
                    self._drafted = made
                else:
                    store.write(made.rows)
                    self._progress.read(made.position)
        if self._drafted.problems:
            raise RefusedError(sorted(self._drafted.problems))
        self._count()

    def store(self, *, publish: bool) -> None:
        """Write what is staged; new events are *published* or *in review*."""
        status = Status.PUBLISHED if publish else Status.IN_REVIEW
        registry = self._drafted.registry
        self._check_codebook()
        self._stage_before()
        actors = Actors(part.actor for parts in registry.parts for part in parts)
        with _history(f"Updated from {self._title}"):
            self._progress.step("finding actors, places and sources")
            actors.resolve(publish=publish)
            registry.sources.resolve()
            moved = places.resolve(registry.places.entries(), publish=publish)
        if moved and publish:
            publication.refresh_names(locations=moved)
        with _history(f"Updated from {self._title}"):
            self._progress.step("storing")
            store.store(self._form.name, status=status, at=self._at)
        publishing.record_steps(self._title, at=self._at, status=status)

    def publish(self) -> None:
        """Publish what is stored, and what waits for it since an earlier import."""
        self._progress.step("publishing")
        again = [external_id for external_id in self._drafted.lines if external_id in self._known]
        self.result.published = publishing.publish(self._form.name, again, self._title, at=self._at)

    def _count(self) -> None:
        drafted = self._drafted
        self.result = Result(
            rows=len(drafted.lines),
            new=drafted.new,
            changed=len(drafted.changed),
            unchanged=drafted.unchanged,
            retracted=drafted.retracted,
            unknown_columns=self._form.unknown(drafted.columns),
        )

    def _stage_before(self) -> None:
        """What the last import said of the events that change; a row that can no longer be read said nothing."""
        before = Staging("before", self._drafted.registry)
        rows = ImportedRow.objects.filter(event__in=self._drafted.changed).values_list("event_id", "raw")
        for event_id, raw in rows.iterator():
            with suppress(BadRowError):
                before.add(self._form.draft(Row(raw)), event_id=event_id, was="before")
        store.write(before.take())
        staging.analyze()

    def _check_codebook(self) -> None:
        wanted = self._drafted.event_types
        there = EventType.objects.filter(code__in=wanted, is_public=True).values_list("code", flat=True)
        if missing := sorted(wanted - set(there)):
            raise NotReadyError(
                f"The codebook lacks {', '.join(missing)}. Load the codebook first: manage.py load_codebook"
            )


@contextmanager
def _history(reason: str) -> Iterator[None]:
    """Changes are recorded with their reason, new rows not at all: the first state of a row is the row itself."""
    # In this order: pghistory looks at how a statement starts, which pgtrigger changes.
    with pghistory.context(reason=reason), pgtrigger.ignore(*NO_HISTORY_OF_INSERTS):
        yield


def _known(dataset: str) -> dict[str, Known]:
    rows = ImportedRow.objects.filter(dataset=dataset)
    fields = rows.values_list("external_id", "event_id", "digest", "event__status").iterator(chunk_size=10000)
    return {external_id: Known(event_id, digest, status) for external_id, event_id, digest, status in fields}


def _new_event_ids(most: int) -> list[int]:
    """As many ids for new events as a file of so many lines can need; those left over are never used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(s.id::regclass) from generate_series(1, %s), "
            "(select pg_get_serial_sequence('events_event', 'id') as id offset 0) s",
            [most],
        )
        return [row[0] for row in cursor.fetchall()][::-1]  # the last is taken first

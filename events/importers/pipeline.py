"""From a file to the coding tables: the one way in for every format. All rows are stored, or none.

read ─► draft ─► compare with what was imported before ─► stage ─► resolve actors, places, sources ─► store ─► publish
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple, Protocol

import pghistory
import pgtrigger
from django.db import connection, transaction
from django.utils import timezone

from events import publication
from events.importers import keys, places, publishing, store
from events.importers.actors import Actors
from events.importers.base import BadRowError, Format, NotReadyError, Row
from events.importers.bulk import Beside
from events.importers.draft import Draft
from events.importers.reading import CsvFile, Problem, Record
from events.importers.staging import Registry, Staging
from events.models import EventType, ImportedRow, Status

BATCH = 5000  # events written at once
LOCK = 0x696D706F  # any constant: two imports at once would both find the same rows missing
TO_JSON = json.JSONEncoder(ensure_ascii=False).encode  # json.dumps with an option makes one anew each time

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


class Known(NamedTuple):
    """What an earlier import left of a row."""

    event_id: int
    digest: str
    status: str


def import_file(
    path: Path, form: Format, progress: Progress, *, publish: bool = False, dry_run: bool = False
) -> Result:
    """Import one file. RefusedError or NotReadyError if it cannot be, and then nothing has changed.

    `publish` also publishes the file's events that wait for review because of an import; `dry_run` does all of it and
    takes it back.
    """
    with transaction.atomic():
        run = _Import(form, path, progress)
        with keys.lifted(CsvFile(path).count_lines()):
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
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
            cursor.execute("set local work_mem = '128MB'")  # joins and sorts of whole data sets
            cursor.execute(FAST_COMPRESSION)
        self._at = timezone.now()
        self._known = _known(form.name)
        self._lines: dict[str, int] = {}  # of each id in this file
        self._event_ids: list[int] = []
        self._event_types: set[str] = set()
        self._changed: list[int] = []
        self._registry = Registry()
        self._now, self._before = Staging("now", self._registry), Staging("before", self._registry)
        self.result = Result()

    def read(self) -> None:
        """Draft and stage every row; RefusedError with all problems if there is any."""
        problems = self._file.problems
        with _history("Imported"), Beside() as beside:
            for record in self._file.records(self._form.required, self._progress.read):
                draft = self._draft(record, problems)
                if draft and not problems:
                    if len(self._now) >= BATCH or not self._event_ids:
                        self._send(beside)
                    self._stage(draft, record)
            self._send(beside)
        if problems:
            raise RefusedError(sorted(problems))
        self.result.rows = len(self._lines)
        self.result.unknown_columns = self._form.unknown(self._file.columns)

    def store(self, *, publish: bool) -> None:
        """Write what is staged; new events are *published* or *in review*."""
        status = Status.PUBLISHED if publish else Status.IN_REVIEW
        actors = Actors(part.actor for parts in self._registry.parts for part in parts)
        self._finish_staging()
        with _history(f"Updated from {self._title}"):
            self._progress.step("finding actors, places and sources")
            actors.resolve()
            self._registry.sources.resolve()
            moved = places.resolve(self._registry.places.entries())
        if moved:
            publication.refresh_names(locations=moved)
        with _history(f"Updated from {self._title}"):
            self._progress.step("storing")
            store.store(self._form.name, status=status, at=self._at)
        publishing.record_steps(self._title, at=self._at, status=status)

    def publish(self) -> None:
        """Publish what is stored, and what waits for it since an earlier import."""
        self._progress.step("publishing")
        again = [external_id for external_id in self._lines if external_id in self._known]
        self.result.published = publishing.publish(self._form.name, again, self._title, at=self._at)

    def _finish_staging(self) -> None:
        self._check_codebook()
        self._stage_before()
        store.write(connection.connection, self._before.take())
        self._now.analyze()
        self._before.analyze()

    def _draft(self, record: Record, problems: list[Problem]) -> Draft | None:
        """The record in our terms; None if it cannot be, with the reasons among the problems."""
        try:
            draft = self._form.draft(Row(record.cells))
        except BadRowError as error:
            problems += [Problem(record.line, record.number, *cell) for cell in error.cells]
            return None
        first = self._lines.setdefault(draft.external_id, record.line)
        if first != record.line:
            why = f"the same id as in line {first}"
            problems.append(Problem(record.line, record.number, self._form.id_column, draft.external_id, why))
        return draft

    def _stage(self, draft: Draft, record: Record) -> None:
        digest = draft.digest()
        known = self._known.get(draft.external_id)
        if known and known.digest == digest:
            self.result.unchanged += 1
            return
        if known and known.status == Status.RETRACTED:
            self.result.retracted += 1
            return
        if known:
            self.result.changed += 1
            self._changed.append(known.event_id)
        else:
            self.result.new += 1
        self._event_types.add(draft.event_type)
        event_id = known.event_id if known else self._event_ids.pop()
        raw = TO_JSON(record.cells)
        kept = (self._form.name, draft.external_id, event_id, digest, raw, self._at)
        self._now.add_row(kept, is_new=known is None)
        self._now.add(draft, event_id=event_id, was=known.status if known else "", record=record.number)

    def _send(self, beside: Beside) -> None:
        """Let the batch be written while the file is read on."""
        beside.wait()
        if len(self._event_ids) < BATCH:
            self._event_ids = [*_new_event_ids(), *self._event_ids]
        beside.start(partial(store.write, connection.connection, self._now.take()))

    def _stage_before(self) -> None:
        """What the last import said of the events that change; a row that can no longer be read said nothing."""
        rows = ImportedRow.objects.filter(event__in=self._changed).values_list("event_id", "raw")
        for event_id, raw in rows.iterator():
            with suppress(BadRowError):
                self._before.add(self._form.draft(Row(raw)), event_id=event_id, was="before")

    def _check_codebook(self) -> None:
        there = EventType.objects.filter(code__in=self._event_types).values_list("code", flat=True)
        if missing := sorted(self._event_types - set(there)):
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


def _new_event_ids() -> list[int]:
    """As many ids for new events as a batch can need; those left over are never used. The last comes first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('events_event', 'id')) from generate_series(1, %s)", [BATCH]
        )
        return [row[0] for row in cursor.fetchall()][::-1]

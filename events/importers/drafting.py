"""From a file to rows for the staging tables: read ─► draft ─► compare with what was imported before.

All of it is done without the database, in a process of its own (events.importers.bulk.made_beside).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import orjson

from events.importers.base import BadRowError, Format, Row
from events.importers.bulk import Rows
from events.importers.draft import Draft
from events.importers.reading import CsvFile, Problem, Record
from events.importers.staging import Registry, Staging
from events.models import Status

BATCH = 5000  # events written at once


class Known(NamedTuple):
    """What an earlier import left of a row."""

    event_id: int
    digest: str
    status: str


class Batch(NamedTuple):
    """Rows to be written, and how many bytes of the file have been read."""

    rows: Rows
    position: int


@dataclass
class Drafted:
    """What is known of a file once all of it has been read."""

    columns: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    registry: Registry = field(default_factory=Registry)
    event_types: set[str] = field(default_factory=set)
    lines: dict[str, int] = field(default_factory=dict)  # of each id in this file
    changed: list[int] = field(default_factory=list)  # ids of events
    new: int = 0
    unchanged: int = 0
    retracted: int = 0


class Drafting:
    """One reading of one file. `event_ids` are for new events, as many as there can be; the last is taken first."""

    def __init__(
        self, form: Format, file: CsvFile, known: dict[str, Known], event_ids: list[int], at: datetime
    ) -> None:
        self._form, self._file, self._known, self._event_ids, self._at = form, file, known, event_ids, at
        self._position = 0
        self._done = Drafted()
        self._now = Staging("now", self._done.registry)

    def batches(self) -> Iterator[Batch | Drafted]:
        """What is to be written, batch by batch, and at last all else. After the first problem there are no batches."""
        done, problems = self._done, self._file.problems
        for record in self._file.records(self._form.required, self._note):
            draft = self._draft(record, problems)
            if draft and not problems:
                self._stage(draft, record)
                if len(self._now) >= BATCH:
                    yield Batch(self._now.take(), self._position)
        if not problems:
            yield Batch(self._now.take(), self._position)
        done.columns, done.problems = self._file.columns, problems
        yield done

    def _note(self, position: int) -> None:
        self._position = position

    def _draft(self, record: Record, problems: list[Problem]) -> Draft | None:
        """The record in our terms; None if it cannot be, with the reasons among the problems."""
        try:
            draft = self._form.draft(Row(record.cells))
        except BadRowError as error:
            problems += [Problem(record.line, record.number, *cell) for cell in error.cells]
            return None
        first = self._done.lines.setdefault(draft.external_id, record.line)
        if first != record.line:
            why = f"the same id as in line {first}"
            problems.append(Problem(record.line, record.number, self._form.id_column, draft.external_id, why))
        return draft

    def _stage(self, draft: Draft, record: Record) -> None:
        digest, done = draft.digest(), self._done
        known = self._known.get(draft.external_id)
        if known and known.digest == digest:
            done.unchanged += 1
            return
        if known and known.status == Status.RETRACTED:
            done.retracted += 1
            return
        if known:
            done.changed.append(known.event_id)
        else:
            done.new += 1
        done.event_types.add(draft.event_type)
        event_id = known.event_id if known else self._event_ids.pop()
        kept = (self._form.name, draft.external_id, event_id, digest, orjson.dumps(record.cells).decode(), self._at)
        self._now.add_row(kept, is_new=known is None)
        self._now.add(draft, event_id=event_id, was=known.status if known else "", record=record.number)

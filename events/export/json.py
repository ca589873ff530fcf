"""The selection as one JSON object, and one event as the same object that the list holds."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from events.export.about import about
from events.export.column import Column
from events.export.columns import COLUMNS
from events.export.layouts import EVENTS
from events.export.selection import Selection
from events.export.stream import AS_IT_IS, chunks, copied, separated
from events.models import PublishedEvent


def json_file(selection: Selection) -> Iterator[bytes]:
    """Yield {about the selection…, "count", "events": […]}. Errors are raised, never written."""
    return object_file(selection, {}, "events", as_object(COLUMNS))


def event_document(event: PublishedEvent) -> dict[str, Any]:
    """One event with the names and values that json_file gives it."""
    values = ((column.name, getattr(event, column.name)) for column in COLUMNS)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


def object_file(selection: Selection, first: dict[str, str], name: str, item: str) -> Iterator[bytes]:
    """Yield a JSON object: `first`, what is to be known about the selection, and the list `name` of `item` (SQL)."""
    with selection.opened() as events:
        members = {**first, **about(selection), "count": events.count()}
        start = f'{json.dumps(members, ensure_ascii=False)[:-1]}, "{name}": [\n'.encode()
        with copied(EVENTS.query(events, [item]), AS_IT_IS) as rows:
            rest = yield from chunks(chain([start], separated(rows, b",\n"), [b"\n]}\n"]))
    yield rest


def as_object(columns: tuple[Column, ...]) -> str:
    """SQL for a JSON object of these columns."""
    return f"(select row_to_json(event) from (select {', '.join(column.name for column in columns)}) event)"

"""The selection as one JSON object, and one event as the same object that the list holds."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from typing import Any

from events.datasets import DATASETS
from events.export.columns import COLUMNS, Column
from events.export.stream import chunks, copied, separated, snapshot
from events.filters import EventFilter
from events.models import PublishedEvent

# JSON holds no raw control character, so with these two COPY has nothing to quote and writes it as it is.
AS_IT_IS = r"format csv, quote E'\x01', delimiter E'\x02'"


def json_file(event_filter: EventFilter, url: str) -> Iterator[bytes]:
    """Yield {about the selection…, "count", "events": […]}; `url` is its address. Errors are raised, never written."""
    return object_file(event_filter, url, {}, "events", as_object(COLUMNS))


def event_document(event: PublishedEvent) -> dict[str, Any]:
    """One event with the names and values that json_file gives it."""
    values = ((column.name, getattr(event, column.name)) for column in COLUMNS)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values}


def object_file(event_filter: EventFilter, url: str, first: dict[str, str], name: str, item: str) -> Iterator[bytes]:
    """Yield a JSON object: `first`, what is to be known about the selection, and the list `name` of `item` (SQL)."""
    events = event_filter.queryset()
    with snapshot() as publication:
        members = {**first, **_about(event_filter, url, publication), "count": events.count()}
        start = f'{json.dumps(members, ensure_ascii=False)[:-1]}, "{name}": [\n'.encode()
        with copied(events, [item], AS_IT_IS) as rows:
            rest = yield from chunks(chain([start], separated(rows, b",\n"), [b"\n]}\n"]))
    yield rest


def as_object(columns: tuple[Column, ...]) -> str:
    """SQL for a JSON object of these columns."""
    return f"(select row_to_json(event) from (select {', '.join(column.name for column in columns)}) event)"


def _about(event_filter: EventFilter, url: str, publication: int) -> dict[str, Any]:
    """What was asked, which state of the record answers, how to cite it, and on which terms imported rows come."""
    where = f", {url}" if url else ""
    return {
        "publication": publication,
        "query": event_filter.querystring(),
        "query_in_words": event_filter.words,
        "url": url,
        "citation": f"conflictdb, “{event_filter.words}”, publication {publication}{where}",
        "datasets": {name: asdict(dataset) for name, dataset in DATASETS.items()},
    }

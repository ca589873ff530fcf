"""Put the codebook that ships (codebook.toml) into the database; called by `manage.py load_codebook` and by tests."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from events.models import EventType, gate

CODEBOOK = Path(__file__).with_name("codebook.toml")

# Ranks leave gaps, so that a project can put types of its own between ours: 100, 110, 120, … 200, 210, …
TYPE_STEP, SUB_TYPE_STEP = 100, 10


def load_codebook() -> int:
    """Add the rows whose code is missing and return how many; rows that are there stay as the project edited them."""
    shipped = tomllib.loads(CODEBOOK.read_text(encoding="utf-8"))["type"]
    with transaction.atomic():
        gate.decided_by_maintainer("load_codebook")
        added = _add_missing([_row(entry, order) for order, entry in _ranked(shipped, TYPE_STEP)])
        parents = EventType.objects.in_bulk([entry["code"] for entry in shipped], field_name="code")
        added += _add_missing(
            [
                _row(sub, rank + sub_rank, acled_event_type=entry["name"], parent=parents[entry["code"]])
                for rank, entry in _ranked(shipped, TYPE_STEP)
                for sub_rank, sub in _ranked(entry["sub_type"], SUB_TYPE_STEP)
            ]
        )
    return added


def _ranked(entries: list[dict[str, Any]], step: int) -> list[tuple[int, dict[str, Any]]]:
    return [(step * place, entry) for place, entry in enumerate(entries, start=1)]


def _row(entry: dict[str, Any], order: int, acled_event_type: str = "", parent: EventType | None = None) -> EventType:
    """An unsaved row. Shipped names are ACLED's, so they are the mapping too; later a project may rename, not remap."""
    return EventType(
        code=entry["code"],
        name=entry["name"],
        name_ar=entry["name_ar"],
        parent=parent,
        order=order,
        definition=entry["definition"],
        acled_event_type=acled_event_type or entry["name"],
        acled_sub_event_type=entry["name"] if parent else "",
        acled_disorder_type=entry.get("disorder", ""),
        ucdp_type_of_violence=entry.get("ucdp"),
        is_public=True,
    )


def _add_missing(rows: list[EventType]) -> int:
    there = set(EventType.objects.values_list("code", flat=True))
    missing = [row for row in rows if row.code not in there]
    EventType.objects.bulk_create(missing)
    return len(missing)

"""What publishing would change in the public record, in lines that a person can compare."""

from dataclasses import dataclass
from typing import Any

from events import publication
from events.coding.history import NOTHING, plain
from events.models import Event


@dataclass(frozen=True)
class Row:
    """One field of the public record, before and after, as lines of text."""

    label: str
    before: list[str]
    after: list[str]


def rows(event: Event) -> list[Row]:
    """The fields that publishing `event` would change; every filled one if it is not public yet."""
    return [Row(change.label, lines(change.before), lines(change.after)) for change in publication.preview(event)]


def lines(value: Any) -> list[str]:
    """A value of the public record: one line, or one for each entry of a list (a participant, a claim, a source)."""
    if value in (None, "", [], {}):
        return [NOTHING]
    if isinstance(value, list) and isinstance(value[0], dict):
        return [_entry(entry) for entry in value]
    return [plain(value)]


def _entry(entry: dict[str, Any]) -> str:
    said = {key.replace("_", " "): _part(value) for key, value in entry.items() if key != "slug"}
    return " · ".join(f"{key}: {value}" for key, value in said.items() if value)


def _part(value: Any) -> str:
    """One part of an entry; what it refers to is said by its name or title alone."""
    if isinstance(value, dict):
        return str(value.get("name") or value.get("title") or "")
    if isinstance(value, list):
        return "; ".join(filter(None, map(_part, value)))
    return "" if value in (None, "") else plain(value)

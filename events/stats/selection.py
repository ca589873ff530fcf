"""An EventFilter as a WHERE clause over the column copy."""

from collections.abc import Iterable
from typing import Any

from events.filters import EventFilter


def where(event_filter: EventFilter, *, without: Iterable[str] = ()) -> tuple[str, list[Any]]:
    """Return the clause and its values; parameters named in `without` are left out. Raises InvalidFilter."""
    left_out = set(without)
    clauses, values = ["true"], list[Any]()
    for condition in event_filter.conditions:
        if condition.parameter not in left_out:
            sql, bound = condition.for_copy
            clauses.append(f"({sql})")
            values += bound
    return " and ".join(clauses), values

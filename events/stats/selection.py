"""An EventFilter as a WHERE clause over the column copy."""

from collections.abc import Iterable
from typing import Any

from events.filters import EventFilter
from events.stats.copy import copy


def where(event_filter: EventFilter, *, without: Iterable[str] = ()) -> tuple[str, list[Any]]:
    """Return the clause and its values, for the copy as it is now; parameters named in `without` are left out.

    Brings the copy up to the public record first. Raises InvalidFilter.
    """
    asked = event_filter.conditions
    copy.follow()
    left_out = set(without)
    clauses, values = ["true"], list[Any]()
    for condition in asked:
        if condition.parameter not in left_out:
            sql, bound = condition.for_copy
            clauses.append(f"({sql})")
            values += copy.codes(bound) if condition.of_words else bound
    return " and ".join(clauses), values

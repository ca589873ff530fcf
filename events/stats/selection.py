"""An EventFilter as a WHERE clause over the column copy."""

from collections.abc import Iterable
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary, finalize

from events.filters import EventFilter
from events.filters.condition import Condition
from events.stats.copy import copy

Clause = tuple[str, list[Any]]

#: What is asked again and again for one page, and takes long to find: words, and circles on the globe.
COSTLY = {"q", "near"}
_found: WeakKeyDictionary[EventFilter, dict[str, Clause]] = WeakKeyDictionary()
_numbers = count()


def where(event_filter: EventFilter, *, without: Iterable[str] = ()) -> Clause:
    """Return the clause and its values, for the copy as it is now; parameters named in `without` are left out.

    Brings the copy up to the public record first. Raises InvalidFilter.
    """
    asked = event_filter.conditions
    copy.follow()
    left_out = set(without)
    clauses, values = ["true"], list[Any]()
    for condition in asked:
        if condition.parameter not in left_out:
            sql, bound = _found_once(event_filter, condition) if condition.parameter in COSTLY else _plain(condition)
            clauses.append(f"({sql})")
            values += bound
    return " and ".join(clauses), values


def _plain(condition: Condition) -> Clause:
    sql, bound = condition.for_copy
    return sql, copy.codes(bound) if condition.of_words else list(bound)


def _found_once(event_filter: EventFilter, condition: Condition) -> Clause:
    """The condition by the ids that answer it, found when it is first asked and kept as long as the filter is.

    One that most events answer is as quick by itself.
    """
    known = _found.setdefault(event_filter, {})
    if condition.parameter not in known:
        sql, values = _plain(condition)
        table = f"found_{next(_numbers)}"
        if copy.keep(table, f"select id from event where {sql}", values):
            finalize(event_filter, copy.drop, table).atexit = False
            known[condition.parameter] = f"id in (from memory.{table})", []
        else:
            known[condition.parameter] = sql, values
    return known[condition.parameter]

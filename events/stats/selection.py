"""An EventFilter as a WHERE clause over the column copy."""

from collections.abc import Iterable
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary, finalize

from events.filters import EventFilter
from events.filters.condition import Condition
from events.stats.copy import copy

Clause = tuple[str, list[Any]]

#: What may take long to find, and is asked again and again for one page: words, and circles on the globe.
COSTLY = {"q", "near"}
SEARCH = "select"  # words that all of the record says are one bit of each event, for which nothing has to be searched
#: By filter whose question was asked: what was found for its costly parameters.
_found: WeakKeyDictionary[EventFilter, dict[str, Clause]] = WeakKeyDictionary()
_numbers = count()


def where(event_filter: EventFilter, *, without: Iterable[str] = ()) -> Clause:
    """Return the clause and its values for the copy; parameters named in `without` are left out.

    Brings the copy up to the public record when a filter is asked for the first time. Raises InvalidFilter.
    """
    asked = event_filter.conditions
    if event_filter not in _found:
        copy.follow()
        _found[event_filter] = {}
    left_out = set(without)
    clauses, values = ["true"], list[Any]()
    for condition in asked:
        if condition.parameter not in left_out:
            sql, bound = _found_once(event_filter, condition) if condition.parameter in COSTLY else _plain(condition)
            clauses.append(f"({sql})")
            values += bound
    return " and ".join(clauses), values


def _plain(condition: Condition) -> Clause:
    sql, bound = condition.for_copy(copy.select)
    return sql, copy.codes(bound) if condition.of_words else bound


def _found_once(event_filter: EventFilter, condition: Condition) -> Clause:
    """The condition by the ids that answer it, found when it is first asked and kept as long as the filter is."""
    known = _found[event_filter]
    if condition.parameter not in known:
        sql, bound = _plain(condition)
        is_quick = condition.parameter == "q" and SEARCH not in sql
        known[condition.parameter] = (sql, bound) if is_quick else _kept(event_filter, sql, bound)
    return known[condition.parameter]


def _kept(event_filter: EventFilter, sql: str, bound: list[Any]) -> Clause:
    table = f"found_{next(_numbers)}"
    is_most = copy.keep(table, sql, bound)
    finalize(event_filter, copy.drop, table).atexit = False
    return f"id {'not in' if is_most else 'in'} (from memory.{table})", []

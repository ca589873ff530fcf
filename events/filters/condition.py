"""One condition of a filter, as PostgreSQL and the column copy (events/stats) both understand it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Ask = Callable[[str, list[Any]], list[tuple[Any, ...]]]  # a question to the copy, with %s for its values
SqlAndValues = tuple[str, list[Any]]


@dataclass(frozen=True)
class Condition:
    """One condition: SQL with %s for `values`. `copied` is the same for the column copy where that differs.

    `asked_of_copy` makes it of what the copy holds.
    """

    parameter: str
    sql: str
    values: tuple[Any, ...] = ()
    copied_sql: str = ""
    copied_values: tuple[Any, ...] | None = None
    of_words: bool = False  # every value is a word, which the copy holds as a code
    asked_of_copy: Callable[[Ask], SqlAndValues] | None = None

    def for_copy(self, select: Ask) -> SqlAndValues:
        """SQL with ? and its values, for the column copy, of which `select` returns rows."""
        if self.asked_of_copy:
            sql, found = self.asked_of_copy(lambda sql, values: select(sql.replace("%s", "?"), values))
            return sql.replace("%s", "?"), found
        values = self.values if self.copied_values is None else self.copied_values
        return (self.copied_sql or self.sql).replace("%s", "?"), list(values)

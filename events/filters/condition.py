"""One condition of a filter, as PostgreSQL and the column copy (events/stats) both understand it."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Condition:
    """One condition: SQL with %s for `values`. `copied` is the same for the column copy where that differs."""

    parameter: str
    sql: str
    values: tuple[Any, ...] = ()
    copied_sql: str = ""
    copied_values: tuple[Any, ...] | None = None
    of_words: bool = False  # every value is a word, which the copy holds as a code

    @property
    def for_copy(self) -> tuple[str, tuple[Any, ...]]:
        """SQL with ? and its values, for the column copy."""
        values = self.values if self.copied_values is None else self.copied_values
        return (self.copied_sql or self.sql).replace("%s", "?"), values

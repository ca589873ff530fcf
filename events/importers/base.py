"""What a foreign format is to the pipeline: its columns, and one function from a row to a draft.

A new format is one file with such an object, added to FORMATS in events/importers/__init__.py (docs/importing.md).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from events.importers.draft import Draft, DraftReport
from events.importers.fields import CellError


class NotReadyError(Exception):
    """The database lacks something that an import builds on; the message says what to do."""


class BadRowError(ValueError):
    """Cells of one row that cannot be used: `cells` holds (column, value, problem) for each of them."""

    def __init__(self, cells: list[tuple[str, str, str]]) -> None:
        super().__init__(f"{len(cells)} unusable cells")
        self.cells = cells


class Row:
    """The cells of one row, and what is wrong with them: that gathers, so that all of it is reported at once."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self.cells = cells
        self._bad: list[tuple[str, str, str]] = []

    def values(self, parsers: Mapping[str, Callable[[str], Any]]) -> dict[str, Any]:
        """What each parser makes of the cell of its column; BadRowError if any cell cannot be read."""
        values: dict[str, Any] = {}
        for column, parse in parsers.items():
            try:
                values[column] = parse(self.cells.get(column, ""))
            except CellError as error:
                self.refuse(column, str(error))
        self.check()
        return values

    def refuse(self, column: str, problem: str) -> None:
        self._bad.append((column, self.cells.get(column, ""), problem))

    def check(self) -> None:
        """Raise BadRowError if anything was refused."""
        if self._bad:
            raise BadRowError(self._bad)


@dataclass(frozen=True)
class Format:
    """A foreign format."""

    name: str  # as in `import_events NAME`; also the data set's name on every event
    title: str  # for people
    id_column: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    draft: Callable[[Row], Draft]  # raises BadRowError
    origin: DraftReport  # the data set itself, as a source to cite

    def unknown(self, columns: list[str]) -> list[str]:
        """Columns this format does not know; they are kept as given and used for nothing."""
        return [column for column in columns if column not in self.required and column not in self.optional]

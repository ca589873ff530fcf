"""The report of a refused file: a table for the terminal, a CSV file for a spreadsheet."""

import csv
from collections.abc import Iterator
from pathlib import Path

from events.importers.fields import shorten, text
from events.importers.reading import Problem

MOST_LINES = 1000  # of the table; beyond that a person reads a file
WIDEST = {"line": 9, "record": 9, "column": 20, "value": 32, "problem": 200}


def table(problems: list[Problem]) -> Iterator[str]:
    """The problems as lines of text under a heading."""
    cells = [[shorten(text(str(cell)), WIDEST[name]) for name, cell in _named(row)] for row in problems[:MOST_LINES]]
    cells.insert(0, list(Problem._fields))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    if len(problems) > MOST_LINES:
        yield f"… and {len(problems) - MOST_LINES:,} more; --report FILE writes all of them."


def write(problems: list[Problem], path: Path) -> None:
    """The problems as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(Problem._fields)
        writer.writerows(problems)


def _named(problem: Problem) -> Iterator[tuple[str, object]]:
    return zip(Problem._fields, problem, strict=True)

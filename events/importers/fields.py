"""Reading one cell. A value that cannot be read is a `CellError` that says what was expected, never None."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from html import unescape
from typing import TypeVar

Value = TypeVar("Value")

LONGEST_NAME = 500  # characters; nobody is called more
MANY = 65536  # cells to remember: files repeat themselves, and looking up is faster than reading again
LARGEST = 2**31 - 1  # what an integer column holds
_WHOLE = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})([ T]00:00(:00(\.0+)?)?Z?)?")


class CellError(ValueError):
    """A cell does not hold what its column should; the message is for a person."""


def text(cell: str) -> str:
    """The words of a cell on one line: HTML entities resolved, spaces and line breaks made one space each."""
    if "&" in cell:
        cell = unescape(cell)
    return " ".join(cell.split())


@lru_cache(maxsize=MANY)
def name(cell: str) -> str:
    """The words of a cell that many rows share: a name."""
    words = text(cell)
    return words if len(words) <= LONGEST_NAME else _refuse(f"longer than {LONGEST_NAME} characters")


@lru_cache(maxsize=MANY)
def needed(cell: str) -> str:
    """A name that no row may lack."""
    return name(cell) or _refuse("empty, but every row needs it")


@lru_cache(maxsize=MANY)
def whole_number(cell: str, smallest: int = 0) -> int:
    cell = cell.strip()
    if not _WHOLE.fullmatch(cell):
        _refuse("empty: a whole number is needed" if not cell else "not a whole number")
    if not smallest <= int(cell) <= LARGEST:
        _refuse(f"below {smallest}" if int(cell) < smallest else f"above {LARGEST}")
    return int(cell)


@lru_cache(maxsize=MANY)
def day(cell: str) -> date:
    """A date as YYYY-MM-DD; a time of day must be midnight."""
    found = _DAY.fullmatch(cell.strip())
    if not found:
        raise CellError("not a date as YYYY-MM-DD")
    try:
        return date(*map(int, found.group(1, 2, 3)))
    except ValueError:
        raise CellError("no such day in the calendar") from None


@lru_cache(maxsize=MANY)
def latitude(cell: str) -> float:
    return _coordinate(cell, "latitude", 90)


@lru_cache(maxsize=MANY)
def longitude(cell: str) -> float:
    return _coordinate(cell, "longitude", 180)


def one_of(values: Mapping[str, Value]) -> Callable[[str], Value]:
    """A parser for a code: the value that `values` gives for it."""

    def parse(cell: str) -> Value:
        try:
            return values[cell.strip()]
        except KeyError:
            raise CellError(f"unknown code: {', '.join(values)} expected") from None

    return parse


def shorten(words: str, limit: int) -> str:
    """`words` in at most `limit` characters, cut between two words where one ends in the second half."""
    if len(words) <= limit:
        return words
    cut = words[: limit - 1]
    between = cut.rfind(" ")
    return (cut[:between] if between > limit // 2 else cut).rstrip(" ,;") + "…"


def _coordinate(cell: str, axis: str, limit: int) -> float:
    cell = cell.strip()
    if not _DECIMAL.fullmatch(cell):
        _refuse("not a number of degrees")
    degrees = float(cell)
    if not math.fabs(degrees) <= limit:
        _refuse(f"not on the Earth: a {axis} lies between -{limit} and {limit}")
    return round(degrees, 6)  # a tenth of a metre; more is noise of the file's own making


def _refuse(problem: str) -> str:
    raise CellError(problem)

"""What a column of a file is: its name, meaning, type, unit and codes. Header, SQL and dictionary come from this."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What the cells hold."""

    TEXT = "text"
    LIST = "list"  # of texts
    NAMES = "names"  # a list of names that the record holds as one text, joined by SEPARATOR
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"
    NESTED = "nested"  # a list of objects, which only JSON can hold


SEPARATOR = "; "  # between the items of a list in one cell


@dataclass(frozen=True)
class Column:
    """One column. `sql` is its value over what the rows of its layout are made of, "" for a column of the record."""

    name: str
    doc: str
    kind: Kind = Kind.TEXT
    sql: str = ""
    unit: str = ""
    codes: tuple[str, ...] = ()  # all values there are

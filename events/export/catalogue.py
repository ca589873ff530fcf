"""Lists of actors, places and sources as CSV, with how many events name each. The form is that of events (csv.py)."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from events.export.column import SEPARATOR
from events.models import PublishedActor, PublishedPlace, PublishedSource

# What a spreadsheet would run as a formula, with apostrophes before it or without: as csv.py has it.
FORMULA = re.compile(r"'*[=+@\t\r-]")
ROWS = 200  # sent together


@dataclass(frozen=True)
class Field:
    """One column: its name, what it means, and its value for a row of the catalogue."""

    name: str
    doc: str
    value: Callable[[Any], Any]


def _plain(name: str, doc: str) -> Field:
    return Field(name, doc, lambda row: getattr(row, name))


NAMES = Field(
    "names", "Every other name, in any script; a list.", lambda row: _listed(one["name"] for one in row.names)
)
EVENTS = "events"

#: The columns of each list; `events` follows as the last: current public events that name the row.
FIELDS: dict[type[Model], tuple[Field, ...]] = {
    PublishedActor: (
        _plain("slug", "Public id."),
        _plain("name", "Name."),
        _plain("kind", "Kind of actor."),
        NAMES,
        Field(
            "part_of",
            "Slugs of what it is or was part of; a list.",
            lambda row: _listed(one["slug"] for one in row.relations if _is_part(one)),
        ),
        _plain("description", "What the actor is."),
    ),
    PublishedPlace: (
        _plain("slug", "Public id."),
        _plain("name", "Name."),
        _plain("kind", "Kind of place."),
        NAMES,
        _plain("country", "ISO 3166-1 alpha-3."),
        _plain("country_name", "Name of the country."),
        _plain("admin1", "First-order unit, ISO 3166-2."),
        _plain("admin1_name", "Name of the first-order unit."),
        Field(
            "path",
            "Slugs of all it lies in, from the country down to itself; a list.",
            lambda row: _listed(one["slug"] for one in row.path),
        ),
        _plain("latitude", "Degrees, WGS 84."),
        _plain("longitude", "Degrees, WGS 84."),
        _plain("geonames_id", "GeoNames id."),
        _plain("pcode", "P-code (OCHA)."),
    ),
    PublishedSource: (
        _plain("slug", "Public id; of an undisclosed source, a pseudonym."),
        _plain("name", "Name."),
        _plain("kind", "Kind of source."),
        _plain("scale", "Reach."),
        _plain("reliability", "Reliability A–F; empty if not published."),
        Field("undisclosed", "`true` if the name is kept back.", lambda row: "true" if row.is_undisclosed else "false"),
        _plain("url", "Address."),
    ),
}


def _is_part(relation: Mapping[str, Any]) -> bool:
    return (relation["kind"], relation["direction"]) == ("part_of", "to")


def _listed(items: Iterable[str]) -> str:
    return SEPARATOR.join(dict.fromkeys(items))


def catalogue_csv(rows: QuerySet[Any], events: Mapping[str, int]) -> Iterator[bytes]:
    """Yield the file: the rows with most events first, then by slug. The header comes also if there are none."""
    fields = FIELDS[rows.model]
    found = sorted(rows, key=lambda row: (-events.get(row.slug, 0), row.slug))
    yield _lines([[*(field.name for field in fields), EVENTS]])
    for start in range(0, len(found), ROWS):
        yield _lines(
            [*(_cell(field.value(row)) for field in fields), events.get(row.slug, 0)]
            for row in found[start : start + ROWS]
        )


def _cell(value: Any) -> Any:
    """Null is nothing at all; a text that a spreadsheet would run gets an apostrophe, a number never."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()

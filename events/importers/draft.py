"""What a row of any foreign file becomes before it is stored: one event in our terms, with who, where, harm, sources.

A format turns rows into drafts; the pipeline stores drafts and knows no format. All are plain tuples: they can be keys
of a dictionary, and there may be hundreds of thousands of them.
"""

import hashlib
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from events.importers.place_names import bare_key


class DraftActor(NamedTuple):
    """An actor by its UCDP id; `kind` is what this one row shows it to be."""

    ucdp_id: int
    name: str
    kind: str


class DraftPart(NamedTuple):
    """An actor's part in the event."""

    actor: DraftActor
    side: str
    role: str


class DraftPlace(NamedTuple):
    """A place by its name and what it lies in. A country's name is its ISO 3166-1 alpha-3 code; it lies in nothing."""

    kind: str
    name: str
    parent: "DraftPlace | None" = None

    @property
    def key(self) -> tuple[str, ...]:
        """The same for all spellings of the place: kind and folded name from the place itself up to the country."""
        return _place_key(self)

    @property
    def country(self) -> str:
        """ISO 3166-1 alpha-3."""
        return self.parent.country if self.parent else self.name

    def within(self, kind: str) -> "DraftPlace | None":
        """The place of that kind which this one is or lies in."""
        if self.kind == kind:
            return self
        return self.parent.within(kind) if self.parent else None


class DraftHarm(NamedTuple):
    """Harm to one group, as the file gives it; None is not known."""

    group: str
    outcome: str
    low: int | None = None
    best: int | None = None
    high: int | None = None


class DraftSource(NamedTuple):
    """Who publishes or speaks."""

    name: str
    kind: str = "other"
    scale: str = "unknown"
    url: str = ""
    notes: str = ""


class DraftReport(NamedTuple):
    """One document that says the event happened."""

    source: DraftSource
    title: str
    published: date | None = None
    author: str = ""


class Draft(NamedTuple):
    """One event. `place` is None only where the precision is `unknown` or `sea_air`."""

    external_id: str
    title: str
    event_type: str
    date_start: date
    date_end: date
    date_meaning: str
    place: DraftPlace | None
    longitude: float
    latitude: float
    precision: str
    clarity: str
    flags: tuple[str, ...]
    parts: tuple[DraftPart, ...]
    harm: tuple[DraftHarm, ...]
    reports: tuple[DraftReport, ...]
    ucdp_type_of_violence: int | None = None  # the public record takes it from the row as given

    def digest(self) -> str:
        """SHA-256 of what the row means: the same for other spellings of a name and for other layouts of the file."""
        meaning = (
            self.event_type,
            self.ucdp_type_of_violence,
            self.date_start.toordinal(),
            self.date_end.toordinal(),
            self.date_meaning,
            self.place and self.place.key,
            self.longitude,
            self.latitude,
            self.precision,
            self.clarity,
            self.flags,
            _meaning(self.parts, self.harm),
            [(report.source.name, report.title, str(report.published)) for report in self.reports],
        )
        return hashlib.sha256(ascii(meaning).encode()).hexdigest()


# Places, sides and figures come back in thousands of rows.
@lru_cache(maxsize=65536)
def _place_key(place: DraftPlace) -> tuple[str, ...]:
    own = place.name if place.parent is None else bare_key(place.name)
    return (place.kind, own, *(place.parent.key if place.parent else ()))


@lru_cache(maxsize=65536)
def _meaning(parts: tuple[DraftPart, ...], harm: tuple[DraftHarm, ...]) -> str:
    return ascii(([(part.actor.ucdp_id, part.side, part.role) for part in parts], [tuple(row) for row in harm]))

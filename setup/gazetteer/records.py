"""What the build passes from one step to the next."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Name(NamedTuple):
    """One spelling; `language` is an ISO 639 code or empty, `kind` as in the database."""

    name: str
    language: str
    kind: str


@dataclass
class Area:
    """A country, first-order unit or region, with its boundary (WGS 84)."""

    kind: str
    country: str  # ISO 3166-1 alpha-3; empty for a region that belongs to nobody
    name: str
    boundary: Any
    code: str = ""  # ISO 3166-2
    iso_a2: str = ""
    slug: str = ""
    geonames_id: int | None = None
    population: int | None = None
    names: list[Name] = field(default_factory=list)


@dataclass
class Settlement:
    """A populated place of GeoNames."""

    geonames_id: int
    country: str
    admin1: str  # ISO 3166-2, empty in a country without units
    name: str
    longitude: float
    latitude: float
    population: int | None
    names: list[Name]
    slug: str = ""

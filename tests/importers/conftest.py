"""A gazetteer of two countries, the codebook, and one call that imports rows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.gis.geos import Point, Polygon

from events.codebook.load import load_codebook
from events.importers import FORMATS, Result, import_file
from events.models import Location, LocationKind, LocationName
from tests.importers.files import write


class Silence:
    """Progress that nobody watches."""

    def read(self, position: int) -> None: ...

    def step(self, words: str) -> None: ...


def run(path: Path, *, publish: bool = False, dry_run: bool = False) -> Result:
    return import_file(path, FORMATS["ucdp-ged"], Silence(), publish=publish, dry_run=dry_run)


@pytest.fixture
def codebook(db: None) -> None:
    load_codebook()


def place(kind: str, name: str, *, box: tuple[float, ...] = (), **fields: object) -> Location:
    """A place of the gazetteer under one name, square where it has a boundary."""
    slug = name.lower().replace(" ", "-")
    location = Location.objects.create(
        kind=kind, name=name, slug=slug, boundary=Polygon.from_bbox(box) if box else None, **fields
    )
    LocationName.objects.create(location=location, name=name)
    return location


@pytest.fixture
def gazetteer(codebook: None) -> dict[str, Location]:
    """Iraq with Anbar and Nineveh, and the town of Fallujah; Syria, which has no units here."""
    iraq = place(LocationKind.COUNTRY, "Iraq", iso_a3="IRQ", box=(39, 29, 49, 38))
    syria = place(LocationKind.COUNTRY, "Syria", iso_a3="SYR", box=(35, 32, 42, 38))
    anbar = place(LocationKind.ADMIN1, "Anbar", country=iraq, parent=iraq, iso_3166_2="IQ-AN", box=(39, 31, 44, 35))
    nineveh = place(
        LocationKind.ADMIN1, "Nineveh", country=iraq, parent=iraq, iso_3166_2="IQ-NI", box=(41, 35, 44, 37.5)
    )
    fallujah = place(
        LocationKind.SETTLEMENT,
        "Fallujah",
        country=iraq,
        admin1=anbar,
        parent=anbar,
        point=Point(43.78, 33.35, srid=4326),
    )
    LocationName.objects.create(location=fallujah, name="الفلوجة", language="ar")
    return {"iraq": iraq, "syria": syria, "anbar": anbar, "nineveh": nineveh, "fallujah": fallujah}


Import = Callable[..., Result]


@pytest.fixture
def import_rows(tmp_path: Path, gazetteer: dict[str, Location]) -> Import:
    """Import rows as a file: `import_rows(row(), row(id="2"), publish=True)`."""

    def call(*rows: dict[str, str], **options: bool) -> Result:
        return run(write(tmp_path / "ged.csv", *rows), **options)

    return call

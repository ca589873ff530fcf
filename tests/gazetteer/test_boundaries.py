"""Boundaries of the whole world fit together; checked in PostGIS, without loading the settlements."""

from itertools import takewhile

import pytest
from django.db import connection

from events.gazetteer import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def areas() -> None:
    """A temporary table of all areas: slug, country, kind, boundary."""
    with connection.cursor() as cursor:
        raw = cursor.cursor
        raw.execute("create temporary table area (slug text, country text, kind text, geojson text) on commit drop")
        with raw.copy("copy area from stdin") as copy:
            for place, _ in takewhile(lambda row: row[0].boundary, rows.read()):  # areas come first
                copy.write_row((place.slug, place.country, place.kind, place.boundary))
        raw.execute("alter table area add boundary geometry")
        raw.execute("update area set boundary = st_setsrid(st_geomfromgeojson(geojson), 4326)")
        raw.execute("create index on area (slug)")


def ask(query: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [slug for (slug,) in cursor.fetchall()]


@pytest.mark.usefixtures("areas")
def test_boundaries_are_valid_and_each_unit_lies_in_its_country() -> None:
    assert not ask("select slug from area where not st_isvalid(boundary)")
    assert not ask(
        """
        select unit.slug from area unit join area country on country.slug = unit.country
         where unit.kind = 'admin1' and not st_coveredby(st_pointonsurface(unit.boundary), country.boundary)
        """
    )

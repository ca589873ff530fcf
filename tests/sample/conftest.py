"""The places of the sample, made by hand so that these tests need no gazetteer, and the sample itself."""

from collections.abc import Iterator

import pytest
from django.contrib.gis.geos import Point
from django.core.management import call_command
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from events.codebook.load import load_codebook
from events.models import Location


def place(slug: str, kind: str, lon: float, lat: float, parent: Location | None = None, **extra: str) -> Location:
    country = parent and (parent.country or parent)
    admin1 = parent if parent and parent.kind == "admin1" else None
    return Location.objects.create(
        slug=slug, name=slug, kind=kind, parent=parent, country=country, admin1=admin1, point=Point(lon, lat), **extra
    )


def make_places() -> None:
    iraq = place("iraq", "country", 43.7, 33.0, iso_a3="IRQ")
    syria = place("syria", "country", 38.5, 35.0, iso_a3="SYR")
    anbar = place("anbar", "admin1", 41.5, 32.8, iraq, iso_3166_2="IQ-AN")
    deir_ez_zor = place("deir-ez-zor", "admin1", 40.3, 35.0, syria, iso_3166_2="SY-DY")
    place("al-qaim-district", "admin2", 41.02, 34.24, anbar)
    place("al-qaim", "settlement", 41.09, 34.37, anbar)
    place("akkas-gas-field", "site", 41.3, 34.2, anbar)
    place("baghouz-iraqi-side", "site", 41.0, 34.43, anbar)
    place("al-baghuz-fawqani", "settlement", 40.95, 34.45, deir_ez_zor)
    place("hajin", "settlement", 40.83, 34.69, deir_ez_zor)
    place("susah", "settlement", 40.98, 34.51, deir_ez_zor)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The sample, loaded once for all tests of a module; what a test changes is undone after it as ever."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_places()
        load_codebook()
        call_command("load_sample")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def sample(loaded: None, db: None) -> None:
    """The loaded sample, for a test that may use the database."""

"""The gazetteer of Iraq and Syria, loaded once for the tests of a module; what a test changes is undone after it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from events.gazetteer.load import load


@pytest.fixture(scope="module")
def two_countries(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load(only=("IRQ", "SYR"))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def gazetteer(two_countries: None, db: None) -> None:
    """Iraq and Syria, for a test that may use the database."""

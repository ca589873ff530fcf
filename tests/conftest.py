"""Shared by all tests: people, and the two ways in which tests reach the public record.

Most tests run in a transaction that is rolled back; there the alias `public` shares the connection of `default`, else
it would not see the transaction. Tests that name both databases, and the browser's, use the real connection of the role
conflictdb_reader, which PostgreSQL confines to the published tables. To see what they wrote they need
`transaction=True`, and the tables are emptied after each of them.

Properties are tried with a few examples, the same in every run; `HYPOTHESIS_PROFILE=thorough` tries many new ones.
"""

import os
from collections.abc import Iterator
from functools import cache
from unittest import mock

import pytest
from django.contrib.auth.models import Group, User
from django.core.management.color import no_style
from django.db import connection, connections
from django.test import TransactionTestCase, override_settings
from hypothesis import HealthCheck, settings
from pytest_django.plugin import DjangoDbBlocker

from events.coding.groups import create_groups

COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}
settings.register_profile("small", max_examples=20, derandomize=True, **COMMON)
settings.register_profile("thorough", max_examples=200, **COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "small"))

#: Filled when the database is made, and the same ever after.
KEPT = {"django_migrations", "django_content_type", "auth_permission", "auth_group", "auth_group_permissions"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no worker is left alone with them in the end."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@cache
def _emptying() -> str:
    tables = {*connection.introspection.django_table_names(only_existing=True, include_views=False)} - KEPT
    return "".join(connection.ops.sql_flush(no_style(), sorted(tables)))


def empty_database(*_: object) -> None:
    """Leave the test database as it was made. Django's `flush` empties what is KEPT too, and spends most of its time
    on filling it again.
    """
    assert str(connection.settings_dict["NAME"]).startswith("test_")
    with connection.cursor() as cursor:
        cursor.execute(_emptying())


@pytest.fixture(scope="session", autouse=True)
def _passwords_hashed_quickly() -> Iterator[None]:
    """What makes a hash safe is that it takes long, and hundreds of accounts are made here."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied_after_tests_that_commit() -> Iterator[None]:
    with mock.patch.object(TransactionTestCase, "_fixture_teardown", empty_database):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, and nobody in it when it is dropped.

    Django closes the connection it drops the database by, and no other; pytest-django leaves that of `public` open
    after a test that named both databases and was rolled back. (tests/browser/conftest.py closes its own.)
    """
    yield
    with django_db_blocker.unblock():
        connections.close_all()


@pytest.fixture(autouse=True)
def public_sees_the_transaction(request: pytest.FixtureRequest) -> Iterator[None]:
    """Lend the connection of `default` to `public` in tests that are rolled back."""
    names = set(request.fixturenames)
    marker = request.node.get_closest_marker("django_db")
    asked = marker.kwargs if marker else {}
    real = bool(names & {"transactional_db", "live_server"}) or "public" in asked.get("databases", ())
    if real or not (names & {"db"} or marker):
        yield
        return
    request.getfixturevalue("db")
    own = connections["public"]
    connections["public"] = connections["default"]
    yield
    connections["public"] = own


def person(name: str, group: str) -> User:
    """Somebody with an account in `group`."""
    create_groups()
    user = User.objects.create_user(name, password="correct horse battery", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def analyst(db: None) -> User:
    return person("analyst", "Analyst")


@pytest.fixture
def editor(db: None) -> User:
    return person("editor", "Editor")


@pytest.fixture
def maintainer(db: None) -> User:
    return person("maintainer", "Maintainer")

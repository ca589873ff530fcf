"""Shared by all tests: people, and the two ways in which tests reach the public record.

Most tests run in a transaction that is rolled back; there the alias `public` shares the connection of `default`, else
it would not see the transaction. Tests that name both databases, and the browser's, use the real connection of the role
conflictdb_reader, which PostgreSQL confines to the published tables. To see what they wrote they need
`transaction=True`, and empty every table afterwards, which costs a second or two: keep them few.
"""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group, User
from django.db import connections

from events.coding.groups import create_groups


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

"""System checks: what they find in a database that was set up badly."""

import pytest
from django.core.checks import CheckMessage, run_checks
from django.db import connection


def found(*aliases: str) -> list[CheckMessage]:
    return [message for message in run_checks(databases=list(aliases)) if str(message.id).startswith("events.")]


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_a_migrated_database_passes() -> None:
    assert found("default", "public") == []


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_a_right_too_many_of_the_public_role_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("grant select (password) on auth_user to conflictdb_reader")
    try:
        messages = found("public")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("revoke select (password) on auth_user from conflictdb_reader")

    assert [(message.id, "auth_user" in message.msg) for message in messages] == [("events.E002", True)]

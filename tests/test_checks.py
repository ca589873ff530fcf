"""System checks: what they find in a database that was set up badly."""

import time
from contextlib import suppress
from unittest import mock

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import CheckMessage, run_checks
from django.db import IntegrityError, connection

from events import checks


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


@pytest.mark.django_db(transaction=True, databases=["default", "public"])
def test_a_log_that_would_name_somebody_is_found() -> None:
    with mock.patch.object(checks, "LOGGED", checks.LOGGED.replace("<> 'terse'", "<> 'verbose'")):
        (message,) = found("default")

    assert message.id == "events.W003"
    assert message.hint == "As a superuser: alter role conflictdb set log_error_verbosity = terse;"


@pytest.mark.django_db(transaction=True)
def test_a_refused_row_is_not_in_the_log_of_the_embedded_database() -> None:
    if not settings.EMBEDDED:
        pytest.skip("DATABASE_URL names another server, whose log is its own")
    for _ in range(2):
        with suppress(IntegrityError):
            User.objects.create(username="zqxlogged")
    log = settings.BASE_DIR / "var" / "pgdata" / "cluster" / "log"
    time.sleep(0.5)  # the collector writes beside us

    logged = "".join(file.read_text(errors="replace") for file in log.iterdir())
    assert "auth_user_username_key" in logged
    assert "zqxlogged" not in logged

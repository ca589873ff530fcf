"""Probes: alive, and ready only while both databases answer."""

from unittest import mock

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client


def test_alive_without_any_database_and_says_which_version(client: Client) -> None:
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.content.decode() == f"ok\nconflictdb {settings.VERSION}\n"
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db(databases=["default", "public"])
def test_not_ready_names_the_silent_database(client: Client) -> None:
    with mock.patch.object(connections["public"], "cursor", side_effect=OperationalError):
        response = client.get("/readyz")

    assert (response.status_code, response.content) == (503, b"no answer: public\n")

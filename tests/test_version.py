"""Whoever reports a fault can say of which version it is."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.test import Client


def test_the_command_line_says_its_own_version_not_django_s() -> None:
    said = subprocess.run(
        [sys.executable, "manage.py", "version"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert said.stdout == f"conflictdb {settings.VERSION}\n"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/ar"])
def test_the_page_about_the_site_says_it(client: Client, language: str) -> None:
    assert f">{settings.VERSION}</bdi>" in client.get(f"{language}/about/").content.decode()

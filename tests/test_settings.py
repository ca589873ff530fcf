"""The environment as settings read it: what is refused, what a deployment must state, what .env.example lists."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parent.parent
DEPLOYMENT = {
    "DATABASE_URL": "postgis://owner:secret@db.example.org/conflictdb",
    "PUBLIC_DATABASE_URL": "postgis://conflictdb_reader:secret@replica.example.org/conflictdb",
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "conflict.example.org, www.example.org",
}


def settings(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, Any]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "conflictdb" / "settings.py"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DJANGO_DEBUG", "yes"),
        ("FOUR_EYES", "2"),
        ("TRUSTED_PROXIES", "-1"),
        ("TRUSTED_PROXIES", "1.5"),
        ("ALLOWED_HOSTS", "a.example.org,,b.example.org"),
    ],
)
def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=name):
        settings(monkeypatch, **{name: value})


@pytest.mark.parametrize("forgotten", ["PUBLIC_DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_deployment_states_its_secrets(monkeypatch: pytest.MonkeyPatch, forgotten: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=forgotten):
        settings(monkeypatch, **{**DEPLOYMENT, forgotten: ""})


def test_a_deployment_uses_the_servers_that_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    deployment = settings(monkeypatch, **DEPLOYMENT)

    public = deployment["DATABASES"]["public"]
    assert deployment["DATABASES"]["default"]["HOST"] == "db.example.org"
    assert (public["HOST"], public["USER"]) == ("replica.example.org", "conflictdb_reader")
    assert "default_transaction_read_only=on" in public["OPTIONS"]["options"]
    assert deployment["ALLOWED_HOSTS"] == ["conflict.example.org", "www.example.org"]


def test_no_third_party_is_allowed_unless_a_tile_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = settings(monkeypatch)
    tiles = settings(monkeypatch, TILE_SERVER_URL="https://{s}.tile.example.org/{z}/{x}/{y}.png")

    assert not re.search("http|unsafe", str(alone["CONTENT_SECURITY_POLICY"]))
    assert tiles["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"][-1] == "https://*.tile.example.org"
    assert "http" not in str(tiles["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["script-src"])


def test_every_variable_is_in_env_example() -> None:
    read = set()
    for path in ("conflictdb/settings.py", "setup/gunicorn.conf.py"):
        read |= set(re.findall(r'(?:environ\.get|env_\w+)\(["\']([A-Z_]+)["\']', (ROOT / path).read_text()))

    documented = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

    assert documented == read

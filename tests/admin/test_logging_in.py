"""The desk's door: login, logout, and a second factor where it is set."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from pytest_django import Settings

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def log_in(client: Client, **more: str) -> bool:
    """Whether the desk's home page opens after logging in as the analyst."""
    client.post(reverse("admin:login"), {"username": "analyst", "password": PASSWORD, "next": "/admin/", **more})
    return client.get(reverse("admin:index")).status_code == 200


def test_login_and_logout(client: Client, analyst: User) -> None:
    assert "conflictdb coding desk" in client.get(reverse("admin:login")).content.decode()
    assert log_in(client)

    client.post(reverse("admin:logout"))

    assert client.get(reverse("admin:index")).status_code == 302


def test_a_wrong_password_does_not_open(client: Client, analyst: User) -> None:
    assert not log_in(client, password="wrong")


@pytest.mark.parametrize(
    ("wanted", "opened"),
    [
        ("/admin/events/event/", "/admin/events/event/"),
        ("/admin/events/event/?status__exact=draft", "/admin/events/event/?status__exact=draft"),
        ("/events/", "/events/"),
        *(
            (wanted, "/admin/")
            for wanted in ("", "/admin/nothing/", "/accounts/profile/", "/admin/logout/", "nonsense")
        ),
        *(
            (wanted, "/admin/")
            for wanted in ("https://example.org/", "//example.org/admin/", "http://[", "/admin/login/")
        ),
    ],
)
@pytest.mark.parametrize("is_in_address", [True, False])
def test_after_logging_in_a_page_opens_that_is_there(
    client: Client, analyst: User, wanted: str, opened: str, is_in_address: bool
) -> None:
    data = {"username": "analyst", "password": PASSWORD}
    address = reverse("admin:login")
    if is_in_address:
        response = client.post(f"{address}?{urlencode({'next': wanted})}", data, follow=True)
    else:
        response = client.post(address, data | {"next": wanted}, follow=True)

    assert response.redirect_chain[-1][0] == opened
    assert response.status_code == 200


def test_a_second_factor_is_asked_for_where_it_is_set(client: Client, analyst: User, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    device = StaticDevice.objects.create(user=analyst, name="paper")
    device.token_set.create(token="123456")

    assert "otp_token" in client.get(reverse("admin:login")).content.decode()
    assert not log_in(client)
    assert log_in(client, otp_device=device.persistent_id, otp_token="123456")


def test_nobody_raises_themselves_by_an_account(client: Client, maintainer: User, admin_user: User) -> None:
    client.force_login(maintainer)

    assert "is_superuser" not in client.get(reverse("admin:auth_user_change", args=[maintainer.pk])).content.decode()
    assert client.post(reverse("admin:auth_user_change", args=[admin_user.pk]), {"username": "mine"}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[admin_user.pk])).status_code == 403

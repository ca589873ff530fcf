"""A password is refused that somebody guesses who knows whose it is and what we work on."""

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories import ActorFactory, CountryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def amira() -> User:
    ActorFactory(name="Popular Mobilisation Units")
    CountryFactory()
    return User(username="analyst", first_name="Amira", last_name="Haddad", email="haddad@example.org")


@pytest.mark.parametrize(
    "password",
    [
        *("123456789012", "aaaaaaaaaaaa", "analystanalyst", "qwertyuiop12", "password2026!", "abcabcabcabc"),
        *("conflictdb2026", "mobilisation1", "iraqiraqiraq", "Mobilisation!", "x" * 500),
    ],
)
def test_what_is_easy_to_guess_is_refused(amira: User, password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, amira)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "dry8-452z-kg6v-vc8u", "zoll Birne 7 Teppich Uhu", "شمس بحر قلم جدار"]
)
def test_what_is_hard_to_guess_is_taken(amira: User, password: str) -> None:
    validate_password(password, amira)


def test_the_form_says_what_to_do(client: Client, admin_user: User) -> None:
    client.force_login(admin_user)
    data = {"username": "new", "usable_password": "true", "password1": "aaaabbbbcccc", "password2": "aaaabbbbcccc"}

    page = client.post(reverse("admin:auth_user_add"), data).content.decode()

    assert "Take four or more words" in page
    assert not User.objects.filter(username="new").exists()

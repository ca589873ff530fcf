"""Who asks for a page of the desk."""

from typing import cast

from django.contrib.auth.models import User
from django.http import HttpRequest


def person(request: HttpRequest) -> User:
    """Who asks: no page of the desk opens without an account."""
    return cast(User, request.user)

"""In whose name the database notes what changes."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.contrib.auth.models import User
from django.db import connection

# pghistory says at each statement who acts, but never that nobody does any more.
NOBODY = "select set_config('pghistory.context_metadata', '', true), set_config('pghistory.context_id', '', true)"


@contextmanager
def acting(by: User, reason: str = "") -> Iterator[None]:
    """Within this, history and four eyes take changes for those of `by`; after it, no longer."""
    with pghistory.context(user=by.pk, username=by.get_username(), reason=reason):
        yield
    with connection.cursor() as cursor:
        cursor.execute(NOBODY)

"""System checks of the database: what would otherwise fail late. Run by `migrate` and `check --database`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections


@register(Tags.database)
def postgis_is_installed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """events.E001: every table with a place needs PostGIS, and our role may not be allowed to create it."""
    missing = [alias for alias in databases or [] if not _has_postgis(alias)]
    return [
        Error(
            f"The database {alias!r} has no PostGIS.",
            hint="As a superuser of that database: CREATE EXTENSION postgis;",
            id="events.E001",
        )
        for alias in missing
    ]


def _has_postgis(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("select exists (select from pg_extension where extname = 'postgis')")
        return bool(cursor.fetchone()[0])

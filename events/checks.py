"""System checks of the database: what would otherwise fail late. Run by `migrate` and `check --database`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from events.models import PUBLIC_MODELS


@register(Tags.database)
def postgis_is_installed(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """events.E001: every table with a place needs PostGIS, which our role may not be allowed to create."""
    installed = "select exists (select from pg_extension where extname = 'postgis')"
    return [
        Error(
            f"The database {alias!r} has no PostGIS.",
            hint="As a superuser of that database: create extension postgis;",
            id="events.E001",
        )
        for alias in databases or []
        if _rows(alias, installed) == [(False,)]
    ]


# Whatever the public role can read, but for what an extension brought (spatial_ref_sys and the like).
READABLE = """
    select format('%I.%I', nspname, relname)
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind in ('r', 'p', 'v', 'm', 'f')
      and nspname not in ('pg_catalog', 'information_schema')
      and (has_table_privilege(pg_class.oid, 'select') or has_any_column_privilege(pg_class.oid, 'select'))
      and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
    order by 1
"""


@register(Tags.database)
def public_role_reads_no_more(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """events.E002: the role of the alias `public` may read the published tables and nothing else."""
    if "public" not in (databases or []):
        return []
    published = {f"public.{model._meta.db_table}" for model in PUBLIC_MODELS}
    return [
        Error(
            f"The role of the public side can read the table {table}, which is not published.",
            hint="Let PUBLIC_DATABASE_URL name the role conflictdb_reader, and revoke what it was granted by hand.",
            id="events.E002",
        )
        for (table,) in _rows("public", READABLE)
        if table not in published
    ]


# Statements, and the values of a row that is refused, hold names; as the server logs them for us.
LOGGED = """
    select array_remove(array[
      case when current_setting('log_min_error_statement') not in ('fatal', 'panic')
           then 'log_min_error_statement = panic' end,
      case when current_setting('log_error_verbosity') <> 'terse' then 'log_error_verbosity = terse' end,
      case when current_setting('log_statement') in ('mod', 'all') then 'log_statement = none' end,
      case when current_setting('log_min_duration_statement') <> '-1' then 'log_min_duration_statement = -1' end
    ], null), current_user
"""


@register(Tags.database)
def log_names_nobody(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """events.W003: what the server writes to its log names no source; changing that takes a superuser."""
    return [
        Warning(
            f"PostgreSQL may write names of sources, or what readers ask, to its log (database {alias!r}).",
            hint="As a superuser: " + " ".join(f"alter role {role} set {setting};" for setting in settings),
            id="events.W003",
        )
        for alias in databases or []
        for settings, role in _rows(alias, LOGGED)
        if settings
    ]


def _rows(alias: str, sql: str) -> list[Any]:
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()

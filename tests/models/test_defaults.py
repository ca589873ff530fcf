"""A column with a default has it in the database too, so that SQL which does not know the column still works."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

pytestmark = pytest.mark.django_db

#: Every act of publishing names all of their columns (events/publication/build.py, catalogue.py).
PUBLIC = "events_published"


def written_by_sql() -> list[type[models.Model]]:
    """The coding models that some statement in events/ inserts into."""
    code = "".join(file.read_text() for file in Path(settings.BASE_DIR, "events").rglob("*.py"))
    tables = set(re.findall(r"insert into (events_\w+)", code))
    found = [model for model in apps.get_app_config("events").get_models() if model._meta.db_table in tables]
    return [model for model in found if not model._meta.db_table.startswith(PUBLIC)]


def columns_without_default(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name from information_schema.columns "
            "where table_name = %s and column_default is null and is_nullable = 'NO' and is_identity = 'NO'",
            [table],
        )
        return {row[0] for row in cursor.fetchall()}


def test_what_sql_inserts_into_has_its_defaults_in_the_database() -> None:
    written = written_by_sql()

    assert {"Event", "Claim", "Report", "Casualties", "Participation"} <= {model.__name__ for model in written}
    for model in written:
        defaults = {str(field.column) for field in model._meta.concrete_fields if field.has_default()}
        assert not defaults & columns_without_default(model._meta.db_table), model

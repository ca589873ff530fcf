"""What is lifted for a large file is all back afterwards, and what it guards against is found."""

import pytest
from django.db import IntegrityError, connection

from events.importers import keys
from events.models import Claim, Event
from tests.importers.conftest import Import
from tests.importers.files import row

pytestmark = pytest.mark.django_db

DEFINITIONS = """
select pg_get_constraintdef(oid), conname, conrelid::regclass::text from pg_constraint
where conrelid = any(%s::regclass[])
union all
select pg_get_indexdef(indexrelid), '', '' from pg_index where indrelid = any(%s::regclass[])
"""


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "LARGE", 1)


def definitions() -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(DEFINITIONS, [keys.TABLES, keys.TABLES])
        return set(cursor.fetchall())


def test_keys_and_indexes_are_as_before(import_rows: Import) -> None:
    before = definitions()

    result = import_rows(row(), row(id="2"), publish=True)

    assert result.published == 2
    assert definitions() == before


def test_a_key_that_leads_nowhere_is_refused(import_rows: Import) -> None:
    import_rows(row())

    with pytest.raises(IntegrityError), keys.lifted(1000):
        Claim.objects.update(report_id=0)


def test_a_file_that_brings_little_new_lifts_nothing(import_rows: Import) -> None:
    import_rows(row(), row(id="2"))
    before = definitions()

    with keys.lifted(2 * Event.objects.count() - 2):
        assert definitions() == before

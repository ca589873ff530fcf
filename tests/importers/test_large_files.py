"""What is lifted for a large file is all back afterwards, and what it guards against is found."""

import pytest
from django.db import IntegrityError, connection

from events.importers import keys
from events.models import Casualties, Claim, Event
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


def test_a_figure_that_is_there_twice_is_refused(import_rows: Import) -> None:
    import_rows(row())
    twice = Casualties.objects.all()[:1].get()
    twice.pk = None

    with pytest.raises(IntegrityError, match="casualties_once"), keys.lifted(1000):
        twice.save(force_insert=True)


def test_a_large_file_changes_what_is_there(import_rows: Import) -> None:
    import_rows(row(deaths_a="1", best="1", high="1"))
    (before,) = Event.objects.all()
    Casualties.objects.filter(event=before, group="side_b").delete()  # as an analyst may; the file brings it back

    result = import_rows(row(deaths_a="2", deaths_b="3", best="5", high="5"), row(id="2"), row(id="3"))

    assert (result.changed, result.new) == (1, 2)
    figures = dict(Casualties.objects.filter(event=before).values_list("group", "best"))
    assert (figures["side_a"], figures["side_b"], figures["all"]) == (2, 3, 5)
    assert before.participations.count() == 2


def test_a_file_that_brings_little_new_lifts_nothing(import_rows: Import) -> None:
    import_rows(row(), row(id="2"))
    before = definitions()

    with keys.lifted(2 * Event.objects.count() - 2):
        assert definitions() == before

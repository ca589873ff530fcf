"""Indexes cost whoever writes, so none is there twice."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

# Of the same kind and order: btree, with all rows in it, of plain columns.
WITHIN_ANOTHER = """
select part.indexrelid::regclass::text, whole.indexrelid::regclass::text
from pg_index part
join pg_index whole on whole.indrelid = part.indrelid and whole.indexrelid <> part.indexrelid
where part.indrelid::regclass::text like 'events\\_%' and not part.indisunique
  and part.indpred is null and whole.indpred is null and part.indexprs is null and whole.indexprs is null
  and starts_with(whole.indkey::text || ' ', part.indkey::text || ' ')
  and starts_with(whole.indclass::text || ' ', part.indclass::text || ' ')
  and starts_with(whole.indoption::text || ' ', part.indoption::text || ' ')
"""


def test_no_index_is_the_beginning_of_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute(WITHIN_ANOTHER)
        assert cursor.fetchall() == []

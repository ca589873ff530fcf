"""A lock is held by one transaction at a time."""

import threading

import pytest
from django.db import connection, connections, transaction

from events.models import Lock

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_transaction_at_a_time_holds_it() -> None:
    order: list[str] = []

    def second() -> None:
        with transaction.atomic():
            Lock.PUBLISHING.hold()
            order.append("second")
        connections.close_all()

    other = threading.Thread(target=second)
    with transaction.atomic():
        Lock.PUBLISHING.hold()
        Lock.IMPORTING.hold()
        other.start()
        other.join(0.5)
        order.append("first")
    other.join(10)

    assert order == ["first", "second"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '1s'")
        Lock.PUBLISHING.hold()

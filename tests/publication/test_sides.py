"""The sides that actors are on: in the public row, and where an earlier version of conflictdb left them out."""

from importlib import import_module

import pytest
from django.db import connection

from events.models import ActorRelation, PublishedEvent
from events.publication import publish_rows
from tests.factories import ActorFactory, EventFactory, ParticipationFactory, published

pytestmark = pytest.mark.django_db


def test_the_migration_fills_what_publishing_would_and_makes_no_new_version() -> None:
    brigade, army = ActorFactory(), ActorFactory()
    ActorRelation.objects.create(actor=brigade, kind="part_of", other=army)
    event = EventFactory()
    ParticipationFactory(event=event, actor=brigade)
    ParticipationFactory(event=event, side="B", role="target")
    row = published(event)
    with connection.cursor() as cursor:
        cursor.execute("alter table events_publishedevent disable trigger guard_published")
        cursor.execute("update events_publishedevent set actor_sides = '{}'")
        cursor.execute(import_module("events.migrations.0004_sides").FILL)

    assert PublishedEvent.objects.get(pk=row.pk).actor_sides == row.actor_sides
    assert len(row.actor_sides) == 3
    assert publish_rows([event.pk]) is None  # nothing differs

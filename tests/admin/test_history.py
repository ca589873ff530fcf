"""The history page: who changed what, field by field, and why."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.coding import history, workflow
from events.models import Event
from tests.admin.posting import opened
from tests.factories import CasualtiesFactory, EventFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_save_says_who_and_what_before_and_after(client: Client, analyst: User) -> None:
    event = EventFactory(title="Attack", tags=["gas"])
    CasualtiesFactory(event=event, group="side_b", low=4)
    client.force_login(analyst)
    data = opened(client, event) | {"title": "Ambush", "tags": "gas, night", "casualties-0-low": "5"}
    client.post(reverse("admin:events_event_change", args=[event.pk]), data)

    last = history.saves(event)[0]

    assert last.who == "analyst"
    said = {(row.thing, row.deed, each.label): (each.before, each.after) for row in last.rows for each in row.fields}
    assert said == {
        ("event", "changed", "Title"): ("Attack", "Ambush"),
        ("event", "changed", "Tags"): ("gas", "gas, night"),
        ("casualties", "changed", "Low"): ("4", "5"),
    }
    page = client.get(reverse("admin:events_event_history", args=[event.pk])).content.decode()
    assert "Ambush" in page
    assert "analyst" in page


def test_a_row_that_was_removed_is_told_with_what_it_held(client: Client, analyst: User) -> None:
    event = EventFactory()
    CasualtiesFactory(event=event, group="side_b", low=4)
    event.casualties.all().delete()

    removed = history.saves(event)[0].rows[0]

    assert (removed.thing, removed.deed) == ("casualties", "removed")
    assert ("Low", "4", history.NOTHING) in [(each.label, each.before, each.after) for each in removed.fields]


def test_the_reason_of_a_move_is_kept(client: Client, analyst: User, editor: User) -> None:
    event = EventFactory(coded_by=analyst)
    workflow.submit(event, by=analyst)
    workflow.send_back(event, by=editor, reason="Which bridge?")

    last = history.saves(Event.objects.get(pk=event.pk))[0]

    assert (last.who, last.reason) == ("editor", "Which bridge?")

"""Two people edit one event: the second to save is told, sees both versions, and nothing of either is lost."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.coding import workflow
from events.models import Casualties, Event, Participation
from tests.admin.posting import opened, shown
from tests.factories import CasualtiesFactory, EventFactory, ParticipationFactory

# Each save is a transaction of its own: what it changed in several tables is told by its time.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event() -> Event:
    event = EventFactory(title="Attack", narrative="Two cars.")
    ParticipationFactory(event=event, side="A")
    CasualtiesFactory(event=event, group="side_b", low=4)
    return event


@pytest.fixture
def mine(analyst: User) -> Client:
    client = Client()
    client.force_login(analyst)
    return client


@pytest.fixture
def theirs(analyst: User) -> Client:
    other = User.objects.create_user("analyst2", is_staff=True)
    other.groups.add(Group.objects.get(name="Analyst"))
    client = Client()
    client.force_login(other)
    return client


def save(client: Client, event: Event, data: dict[str, str]) -> HttpResponse:
    return client.post(reverse("admin:events_event_change", args=[event.pk]), data)


def differences(response: Any) -> dict[str, tuple[str, str, str]]:
    sections = response.context["conflict"]
    return {each.label: (each.theirs, each.yours, each.now) for section in sections for each in section.differences}


def test_every_save_raises_the_revision(mine: Client, event: Event) -> None:
    data = opened(mine, event)
    data["participations-0-role"] = "associate"

    assert save(mine, event, data).status_code == 302

    event.refresh_from_db()
    assert event.revision == 2
    assert event.participations.get().role == "associate"


def test_the_second_to_save_sees_both_versions_and_loses_nothing(mine: Client, theirs: Client, event: Event) -> None:
    my_data, their_data = opened(mine, event), opened(theirs, event)
    save(theirs, event, their_data | {"title": "Ambush", "narrative": "Three cars."})

    response = save(mine, event, my_data | {"title": "Attack at night", "notes": "Call back."})

    event.refresh_from_db()
    assert (event.title, event.revision) == ("Ambush", 2)
    assert differences(response) == {
        "Title": ("Ambush", "Attack at night", "yours (both changed it)"),
        "Narrative": ("Three cars.", "Two cars.", "theirs"),
        "Notes": ("—", "Call back.", "yours"),
    }
    save(mine, event, shown(response))
    event.refresh_from_db()
    assert (event.title, event.narrative, event.notes) == ("Attack at night", "Three cars.", "Call back.")
    assert event.revision == 3


def test_rows_are_merged_too(mine: Client, theirs: Client, event: Event) -> None:
    ParticipationFactory(event=event, side="B")
    my_data, their_data = opened(mine, event), opened(theirs, event)
    # They remove side B, raise the figure, and add a group.
    their_data |= {"participations-1-DELETE": "on", "casualties-0-low": "5", "casualties-0-outcome": "killed"}
    their_data |= {"casualties-TOTAL_FORMS": "2", "casualties-1-group": "civilians", "casualties-1-outcome": "injured"}
    save(theirs, event, their_data)
    # I change the role of side A and give a best figure in the same row.
    my_data |= {"participations-0-role": "associate", "casualties-0-best": "6"}

    response = save(mine, event, my_data)
    assert Participation.objects.get(event=event).role == "lead"
    said = differences(response)
    assert {now for _, _, now in said.values()} == {"yours", "theirs"}
    assert any(label.startswith("Participation removed by them") for label in said)
    assert any(label.startswith("Casualties added") for label in said)

    assert save(mine, event, shown(response)).status_code == 302
    assert [row.role for row in event.participations.all()] == ["associate"]
    figures = Casualties.objects.filter(event=event).order_by("group").values_list("group", "low", "best")
    assert list(figures) == [("civilians", None, None), ("side_b", 5, 6)]


def test_a_row_they_removed_and_you_changed_stays_as_a_new_row(mine: Client, theirs: Client, event: Event) -> None:
    my_data, their_data = opened(mine, event), opened(theirs, event)
    save(theirs, event, their_data | {"casualties-0-DELETE": "on"})

    response = save(mine, event, my_data | {"casualties-0-high": "9"})
    assert not Casualties.objects.exists()

    save(mine, event, shown(response))
    assert Casualties.objects.get().high == 9


def test_a_third_save_in_between_is_noticed_again(mine: Client, theirs: Client, event: Event) -> None:
    my_data = opened(mine, event)
    save(theirs, event, opened(theirs, event) | {"title": "Ambush"})
    response = save(mine, event, my_data | {"title": "Mine"})
    save(theirs, event, opened(theirs, event) | {"title": "Raid"})

    again = save(mine, event, shown(response))

    assert differences(again)["Title"] == ("Raid", "Mine", "yours (both changed it)")


def test_an_event_that_moved_on_shows_what_was_typed(mine: Client, theirs: Client, event: Event) -> None:
    my_data = opened(mine, event)
    workflow.submit(event, by=User.objects.get(username="analyst2"))

    response = save(mine, event, my_data | {"title": "Typed for nothing?"})

    assert response.status_code == 403
    assert "Typed for nothing?" in response.content.decode()
    event.refresh_from_db()
    assert event.title == "Attack"

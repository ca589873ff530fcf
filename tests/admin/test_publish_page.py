"""The page that publishes an event shows the lists that change with it, and publishes exactly what was looked at."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events import publication
from events.coding import workflow
from events.models import (
    Actor,
    ActorName,
    ActorRelation,
    Event,
    EventLink,
    Location,
    LocationName,
    PublishedActor,
    PublishedEvent,
    PublishedSource,
    Source,
    Status,
)
from tests.factories import (
    ActorFactory,
    AttributionFactory,
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    SourceFactory,
    published,
)

pytestmark = pytest.mark.django_db

FIRST, CHANGE, LINKED = "Will be listed for the first time", "Lists that change", "Linked events that change"


def address(event: Event) -> str:
    return reverse("admin:events_event_publish", args=[event.pk])


def handed_in(event: Event, by: User) -> Event:
    workflow.submit(event, by=by)
    return Event.objects.get(pk=event.pk)


@pytest.fixture
def full(analyst: User) -> Event:
    """An event in review: place, actor and source are in no public event yet."""
    event = EventFactory(location=LocationFactory(name="Hajin", slug="hajin"), coded_by=None, claimed=False)
    LocationName.objects.create(location=event.location, name="Hadjine")
    ParticipationFactory(event=event, actor=ActorFactory(name="Brigade", description="Founded in 2004."))
    actor = Actor.objects.get()
    ActorName.objects.create(actor=actor, name="The Lions")
    source = SourceFactory(name="Zarqa Gazette", url="https://gazette.example/", reliability="B")
    ClaimFactory(event=event, report__source=source)
    return handed_in(event, analyst)


def look(client: Client, event: Event) -> tuple[str, dict[str, str]]:
    """The page, and what its form sends."""
    text = client.get(address(event)).content.decode()
    return text, dict(re.findall('type="hidden" name="(revision|digest)" value="([^"]*)"', text))


def part(text: str, title: str) -> str:
    """What stands under this heading; empty if the page has none such."""
    return text.partition(f"<h2>{title}</h2>")[2].partition("<h2>")[0].partition("<form")[0]


def current(event: Event) -> list[PublishedEvent]:
    return [*PublishedEvent.objects.filter(code=event.code, valid_to=None)]


def test_what_no_public_event_showed_so_far_is_shown(client: Client, editor: User, full: Event) -> None:
    client.force_login(editor)

    text, _ = look(client, full)

    first = part(text, FIRST)
    for word in ("Source Zarqa Gazette", "https://gazette.example/", "Actor Brigade", "Founded in 2004.", "The Lions",
                 "Place Hajin", "Hadjine", "Place Iraq", "Rebel group", "Newspaper or news site"):  # fmt: skip
        assert word in first
    assert "Published now" not in first
    assert CHANGE not in text
    assert LINKED not in text
    assert not PublishedSource.objects.exists()
    assert status(full) == Status.IN_REVIEW


def status(event: Event) -> str:
    return Event.objects.get(pk=event.pk).status


def test_a_confidential_source_is_shown_as_readers_will_see_it(client: Client, analyst: User, editor: User) -> None:
    source = PersonFactory(name="Canary", is_unlinkable=True)
    event = handed_in(ClaimFactory(event__claimed=False, report__source=source).event, analyst)
    client.force_login(editor)

    first = part(look(client, event)[0], FIRST)

    assert "Source Undisclosed source" in first
    assert "anary" not in first


def test_lists_that_change_are_told_from_new_ones(client: Client, editor: User, full: Event) -> None:
    corps = ActorFactory(name="Corps")
    event = EventFactory(location=full.location)
    ParticipationFactory(event=event, actor=corps)
    ActorRelation.objects.create(actor=Actor.objects.get(name="Brigade"), other=corps, kind="allied_with")
    published(event)
    client.force_login(editor)

    text, _ = look(client, full)

    assert "Actor Corps" in part(text, CHANGE)
    assert "Brigade" in part(text, CHANGE)
    assert "Actor Brigade" in part(text, FIRST)
    assert "Actor Corps" not in part(text, FIRST)
    assert "Place Hajin" not in text


def test_linked_events_that_change_are_shown(client: Client, editor: User, full: Event) -> None:
    other = EventFactory(title="Rockets land")
    published(other)
    EventLink.objects.create(event=full, other=other, kind="series", note="One offensive.")
    client.force_login(editor)

    assert "One offensive." in part(look(client, full)[0], LINKED)


def test_what_was_looked_at_is_published(client: Client, editor: User, full: Event) -> None:
    client.force_login(editor)
    _, sent = look(client, full)

    client.post(address(full), sent)

    assert status(full) == Status.PUBLISHED
    assert PublishedSource.objects.get().url == "https://gazette.example/"


@pytest.mark.parametrize("deed", ["source", "actor", "spelling", "place", "link"])
def test_nothing_is_published_that_was_not_looked_at(client: Client, editor: User, full: Event, deed: str) -> None:
    """None of these raises the revision of the event."""
    client.force_login(editor)
    _, sent = look(client, full)
    if deed == "source":
        Source.objects.update(url="https://elsewhere.example/")
    elif deed == "actor":
        Actor.objects.update(description="Founded by Canary.")
    elif deed == "spelling":
        ActorName.objects.create(actor=Actor.objects.get(), name="Canary")
    elif deed == "place":
        Location.objects.filter(slug="hajin").update(name="Canary")
    else:
        link = EventLink.objects.create(event=EventFactory(), other=full, kind="series", note="Canary")
        published(link.event)

    response = client.post(address(full), sent, follow=True)

    assert "What readers would see has changed since you looked: read it again." in response.content.decode()
    assert (status(full), current(full)) == (Status.IN_REVIEW, [])
    assert not PublishedActor.objects.filter(name="Brigade").exists()
    _, sent = look(client, full)
    client.post(address(full), sent)
    assert status(full) == Status.PUBLISHED


def test_a_page_that_sends_no_digest_publishes_nothing(client: Client, editor: User, full: Event) -> None:
    client.force_login(editor)
    _, sent = look(client, full)

    client.post(address(full), {"revision": sent["revision"]})

    assert status(full) == Status.IN_REVIEW


def test_a_sensitive_place_and_a_correction_are_published_as_looked_at(
    client: Client, analyst: User, editor: User
) -> None:
    site = LocationFactory(kind="site", name="Hideout", slug="hideout", parent=LocationFactory())
    event = EventFactory(location=site, precision="exact", is_sensitive=True, coded_by=None)
    AttributionFactory(event=event)
    published(event)
    workflow.start_correction(event, by=analyst)
    Location.objects.filter(pk=site.pk).update(kind="settlement")
    Event.objects.filter(pk=event.pk).update(title="Otherwise")
    event = handed_in(event, analyst)
    client.force_login(editor)
    text, sent = look(client, event)
    assert "Place Hideout" in part(text, FIRST)

    client.post(address(event), sent | {"reason": "It is a village."})

    assert [(row.place, row.title) for row in current(event)] == [("hideout", "Otherwise")]


def test_publishing_several_lists_the_names_that_are_new(client: Client, editor: User, full: Event) -> None:
    client.force_login(editor)
    url = reverse("admin:events_event_changelist")

    text = client.post(url, {"action": "publish_selected", "_selected_action": [str(full.pk)]}).content.decode()

    listed = text.partition("Listed for the first time:")[2].partition("</p>")[0]
    for name in ("Source Zarqa Gazette", "Actor Brigade", "Place Hajin"):
        assert name in listed
    assert "gazette.example" not in listed
    client.post(reverse("admin:events_event_confirmed", args=["publish"]), {"chosen": f"{full.code}:{full.revision}"})
    assert status(full) == Status.PUBLISHED
    assert publication.preview([full]).events == []

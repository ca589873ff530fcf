"""Hide now, as an analyst finds it: on every event, source, report, claim and place."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.coding import hiding, workflow
from events.models import Hiding, Proposal, PublishedEvent
from tests.factories import ClaimFactory, EventFactory, published

pytestmark = pytest.mark.django_db

KINDS = ["event", "source", "report", "claim", "place"]


@pytest.fixture
def things() -> dict[str, int]:
    claim = ClaimFactory(event=EventFactory(claimed=False), statement="Somebody saw it")
    published(claim.event)
    return {
        "event": claim.event.pk,
        "source": claim.report.source.pk,
        "report": claim.report.pk,
        "claim": claim.pk,
        "place": claim.event.location.pk,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_form_leads_to_it_and_it_works_at_once(
    client: Client, analyst: User, things: dict[str, int], kind: str
) -> None:
    client.force_login(analyst)
    form = {"place": "location", "claim": "event"}.get(kind, kind)
    address = reverse("admin:events_hiding_page", args=[kind, things[kind]])
    change = reverse(f"admin:events_{form}_change", args=[things["event" if kind == "claim" else kind]])

    assert address in client.get(change).content.decode()
    page = client.get(address).content.decode()
    assert "1 public event" in page
    done = client.post(address, {"deed": "hide", "reason": "It names somebody."}, follow=True).content.decode()

    assert "Readers see nothing of this" in done
    assert "It names somebody." in done
    assert Hiding.objects.get().by_name == "analyst"
    assert "Hidden from readers" in client.get(change).content.decode()
    current = PublishedEvent.objects.filter(valid_to=None).first()
    assert (current is None) == (kind == "event")
    assert "Hidden" in client.get(reverse("admin:events_hiding_changelist")).content.decode()


def test_showing_it_again_is_proposed_and_looked_at(
    client: Client, analyst: User, editor: User, things: dict[str, int]
) -> None:
    client.force_login(analyst)
    address = reverse("admin:events_hiding_page", args=["claim", things["claim"]])
    client.post(address, {"deed": "hide", "reason": "It names somebody."})
    client.post(address, {"deed": "show"})
    assert "what is proposed" in client.get(address).content.decode()

    client.force_login(editor)
    proposal = reverse("admin:events_proposal_change", args=[Proposal.objects.get().pk])
    assert proposal in client.get(reverse("admin:index")).content.decode()
    response = client.get(proposal)
    page = response.content.decode()
    assert "Somebody saw it" in page
    assert "1 event would change" in page
    client.post(proposal, {"deed": "approve", "seen": response.context["preview"]["digest"]})

    assert "Somebody saw it" in str(PublishedEvent.objects.get(valid_to=None).claims)


def test_the_page_that_publishes_says_that_it_stays_hidden(client: Client, analyst: User, editor: User) -> None:
    event = EventFactory(coded_by=analyst)
    workflow.submit(event, by=analyst)
    hiding.hide(event, by=analyst, reason="It names somebody.")
    client.force_login(editor)
    address = reverse("admin:events_event_publish", args=[event.pk])

    page = client.get(address)
    assert "whatever is published, until two people" in page.content.decode()
    event.refresh_from_db()
    client.post(address, {"revision": event.revision, "digest": page.context["digest"]})

    event.refresh_from_db()
    assert event.status == "published"
    assert not PublishedEvent.objects.exists()


def test_without_a_reason_nothing_is_hidden(client: Client, analyst: User, things: dict[str, int]) -> None:
    client.force_login(analyst)
    address = reverse("admin:events_hiding_page", args=["event", things["event"]])

    assert "Say how it endangers" in client.post(address, {"reason": ""}, follow=True).content.decode()
    assert not Hiding.objects.exists()
    assert client.get(reverse("admin:events_hiding_page", args=["event", 0])).status_code == 404
    assert client.get(reverse("admin:events_hiding_page", args=["actor", 1])).status_code == 404
    client.force_login(User.objects.create_user("stranger", is_staff=True))
    assert client.post(address, {"reason": "No."}).status_code == 403

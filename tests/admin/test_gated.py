"""What a form of something that readers see says after it was saved: what was changed, and what waits."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.forms import model_to_dict
from django.test import Client
from django.urls import reverse

from events.models import Actor, ActorName, Source
from tests.factories import ClaimFactory, EventFactory, ParticipationFactory, published

pytestmark = pytest.mark.django_db
SAVED, WAITS = "was changed successfully", "What readers would see of it waits"


@pytest.fixture
def source() -> Source:
    claim = ClaimFactory(event=EventFactory(claimed=False), report__source__name="Gazette")
    published(claim.event)
    source: Source = claim.report.source
    return source


@pytest.fixture
def actor() -> Actor:
    actor: Actor = ParticipationFactory(event=EventFactory(), actor__name="Brigade").actor
    ActorName.objects.create(actor=actor, name="Brigade")
    published(actor.participations.get().event)
    return actor


def said(client: Client, thing: Actor | Source, rows: dict[str, Any] | None = None, **changed: str) -> str:
    """The messages after the form of `thing` was saved with these values."""
    values = {name: value for name, value in model_to_dict(thing).items() if value not in (None, False)}
    for prefix in ("names", "relations", "relations_from"):
        values |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    address = reverse(f"admin:events_{thing._meta.model_name}_change", args=[thing.pk])
    response = client.post(address, values | (rows or {}) | changed)
    assert response.status_code == 302, response.context["errors"]
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


@pytest.mark.parametrize(
    ("changed", "saved", "waits"),
    [
        ({"name": "Post"}, False, True),
        ({"name": "Post", "notes": "Moved."}, True, True),
        ({"notes": "Moved."}, True, False),
        ({"name": "Post", "is_confidential": "on"}, True, False),  # nobody outside sees the name any more
        ({"scale": "local", "is_confidential": "on"}, True, True),
        ({"is_confidential": "on", "is_unlinkable": "on"}, True, False),
        ({}, True, False),
    ],
)
def test_changed_successfully_is_said_of_what_was_stored(
    client: Client, analyst: User, source: Source, changed: dict[str, str], saved: bool, waits: bool
) -> None:
    client.force_login(analyst)

    text = said(client, source, **changed)

    assert (SAVED in text, WAITS in text) == (saved, waits)


def test_a_new_spelling_is_stored_for_the_desk_and_said_so(client: Client, analyst: User, actor: Actor) -> None:
    client.force_login(analyst)
    row = {"names-TOTAL_FORMS": "1", "names-0-name": "The Lions", "names-0-kind": "alias", "names-0-is_public": "on"}

    text = said(client, actor, row)

    assert (SAVED in text, WAITS in text) == (True, True)


def test_a_spelling_whose_removal_waits_was_not_changed(client: Client, analyst: User, actor: Actor) -> None:
    name = actor.names.get()
    client.force_login(analyst)
    row = {
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "1",
        "names-0-id": str(name.pk),
        "names-0-actor": str(actor.pk),
        "names-0-name": name.name,
        "names-0-kind": name.kind,
        "names-0-is_public": "on",
        "names-0-DELETE": "on",
    }

    text = said(client, actor, row)

    assert (SAVED in text, WAITS in text) == (False, True)
    assert actor.names.filter(pk=name.pk).exists()


def test_the_box_is_on_the_form_and_wants_confidential_beside_it(client: Client, analyst: User, source: Source) -> None:
    client.force_login(analyst)
    address = reverse("admin:events_source_change", args=[source.pk])
    page = client.get(address).content.decode()
    assert 'name="is_unlinkable"' in page
    assert source.pseudonym_key not in page

    values = {"name": source.name, "kind": source.kind, "scale": "local", "reliability": "F", "is_unlinkable": "on"}

    assert "tick both" in client.post(address, values).content.decode()

"""Every list, empty form, filled form and history page of the desk, for each group."""

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from events.admin import site
from events.models import (
    Actor,
    Event,
    EventType,
    Hiding,
    Location,
    Look,
    MaintainerDecision,
    Proposal,
    Publication,
    Report,
    Retraction,
    Source,
)
from tests.factories import CasualtiesFactory, EventFactory, ParticipationFactory, published

pytestmark = pytest.mark.django_db

CODING = [Actor, Event, EventType, Hiding, Location, Proposal, Publication, Report, Retraction, Source]
NEVER_ADDED = {Hiding, Look, MaintainerDecision, Proposal, Publication, Retraction}
READ_ONLY = {"Analyst": {EventType, *NEVER_ADDED}, "Editor": NEVER_ADDED, "Maintainer": NEVER_ADDED}


@pytest.fixture
def event() -> Event:
    event = EventFactory()
    ParticipationFactory(event=event)
    CasualtiesFactory(event=event)
    published(EventFactory())
    Retraction.objects.create(event=event, deed="retract", reason="It did not happen.")
    Hiding.objects.create(kind="Event", object_id=event.pk, reason="It names somebody.")
    return event


def page(model: type[Model], name: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.mark.parametrize("model", CODING)
@pytest.mark.parametrize("who", ["analyst", "editor", "maintainer"])
def test_every_page_of_the_desk_opens(
    client: Client, request: pytest.FixtureRequest, event: Event, who: str, model: type[Model]
) -> None:
    user: User = request.getfixturevalue(who)
    client.force_login(user)
    is_read_only = model in READ_ONLY[user.groups.get().name]

    assert client.get(page(model, "changelist")).status_code == 200
    assert client.get(page(model, "changelist"), {"q": "al-Qa'im"}).status_code == 200
    assert client.get(page(model, "add")).status_code == (403 if is_read_only else 200)
    for row in model._default_manager.all():
        assert client.get(page(model, "change", row.pk)).status_code == 200
        assert client.get(page(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", [model for model in site._registry if model not in CODING])
def test_accounts_are_closed_to_analysts_and_editors(
    client: Client, analyst: User, editor: User, model: type[Model]
) -> None:
    for user in (analyst, editor):
        client.force_login(user)
        assert client.get(page(model, "changelist")).status_code == 403


@pytest.mark.parametrize("model", list(site._registry))
def test_every_page_opens_for_a_superuser(client: Client, admin_user: User, event: Event, model: type[Model]) -> None:
    client.force_login(admin_user)

    assert client.get(page(model, "changelist")).status_code == 200
    assert client.get(page(model, "add")).status_code == (403 if model in NEVER_ADDED else 200)
    for row in model._default_manager.all()[:3]:
        assert client.get(page(model, "change", row.pk)).status_code == 200


@pytest.mark.parametrize("who", ["analyst", "editor", "maintainer"])
def test_home_page_opens(client: Client, request: pytest.FixtureRequest, event: Event, who: str) -> None:
    client.force_login(request.getfixturevalue(who))

    assert "My drafts" in client.get(reverse("admin:index")).content.decode()


def test_a_visitor_is_sent_to_the_login_page(client: Client, event: Event) -> None:
    for url in (
        reverse("admin:index"),
        page(Event, "changelist"),
        page(Event, "change", event.pk),
        page(Event, "publish", event.pk),
    ):
        assert client.get(url).url.startswith(reverse("admin:login"))

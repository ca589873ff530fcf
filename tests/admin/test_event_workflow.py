"""The buttons, confirmation pages and actions that move events through the workflow."""

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.coding import workflow
from events.models import Event, PublishedEvent, Status
from tests.admin.posting import event_data, opened
from tests.factories import EventFactory, ParticipationFactory, published

pytestmark = pytest.mark.django_db


def change(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def page(event: Event, name: str) -> str:
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def move(client: Client, event: Event, name: str, **data: str) -> HttpResponse:
    return client.post(page(event, "move"), {"move": name, **data}, follow=True)


def messages(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def status(event: Event) -> str:
    return Event.objects.get(pk=event.pk).status


@pytest.fixture
def in_review(analyst: User) -> Event:
    event = EventFactory(coded_by=analyst, changed_by=analyst)
    ParticipationFactory(event=event)
    workflow.submit(event, by=analyst)
    return event


def test_from_an_empty_form_to_the_public_record(client: Client, analyst: User, editor: User) -> None:
    report = EventFactory().claims.get().report_id
    client.force_login(analyst)
    claim = {"kind": "occurred", "stance": "asserts", "status": "accepted", "credibility": "2", "report": str(report)}
    client.post(
        reverse("admin:events_event_add"), event_data(title="Rockets land", rows={"claims": [claim]}) | {"_submit": "1"}
    )
    event = Event.objects.get(title="Rockets land")
    assert (event.status, event.coded_by, event.revision) == (Status.IN_REVIEW, analyst, 2)

    client.force_login(editor)
    preview = client.get(page(event, "publish")).content.decode()
    assert "Rockets land" in preview
    response = client.post(page(event, "publish"), follow=True)

    assert "is published" in messages(response)
    assert PublishedEvent.objects.get(code=event.code).title == "Rockets land"


def test_what_cannot_be_submitted_stays_saved(client: Client, analyst: User) -> None:
    client.force_login(analyst)

    response = client.post(reverse("admin:events_event_add"), event_data() | {"_submit": "1"}, follow=True)

    assert "Saved, but not submitted" in response.content.decode()
    assert Event.objects.get().status == Status.DRAFT


def test_sending_back_needs_a_reason_and_shows_on_the_analyst_s_desk(
    client: Client, analyst: User, editor: User, in_review: Event
) -> None:
    client.force_login(editor)
    assert "Say what the analyst should change" in move(client, in_review, "send_back").content.decode()
    assert status(in_review) == Status.IN_REVIEW

    move(client, in_review, "send_back", reason="Which bridge?")

    assert status(in_review) == Status.DRAFT
    client.force_login(analyst)
    assert "Which bridge?" in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("name", ["publish", "retract"])
def test_an_analyst_can_neither_publish_nor_retract(client: Client, analyst: User, in_review: Event, name: str) -> None:
    client.force_login(analyst)

    assert client.get(page(in_review, name)).status_code == 403
    assert client.post(page(in_review, name), {"reason": "x"}).status_code == 403
    assert move(client, in_review, "send_back", reason="x").status_code == 403
    assert status(in_review) == Status.IN_REVIEW


def test_what_changed_since_the_editor_looked_is_not_published_unread(
    client: Client, editor: User, in_review: Event
) -> None:
    client.force_login(editor)
    asked = {"revision": str(in_review.revision)}
    assert f'name="revision" value="{in_review.revision}"' in client.get(page(in_review, "publish")).content.decode()
    Event.objects.filter(pk=in_review.pk).update(title="Another", revision=in_review.revision + 1)

    assert "changed since you looked" in messages(client.post(page(in_review, "publish"), asked))
    assert status(in_review) == Status.IN_REVIEW

    client.post(page(in_review, "publish"), {"revision": str(in_review.revision + 1)})
    assert status(in_review) == Status.PUBLISHED


def test_nobody_publishes_their_own_event(client: Client, editor: User) -> None:
    event = EventFactory(coded_by=editor, status=Status.IN_REVIEW)
    client.force_login(editor)

    assert "You cannot publish" in client.get(page(event, "publish")).content.decode()
    response = client.post(page(event, "publish"), follow=True)

    assert "another person" in response.content.decode()
    assert status(event) == Status.IN_REVIEW


@pytest.mark.parametrize("name", ["submit", "send_back", "start_correction", "publish", "retract", "nonsense"])
def test_nothing_moves_on_get(client: Client, admin_user: User, in_review: Event, name: str) -> None:
    client.force_login(admin_user)

    assert client.get(page(in_review, "move"), {"move": name}).status_code == 404
    assert status(in_review) == Status.IN_REVIEW


def test_moves_need_the_form_s_token(editor: User, in_review: Event) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post(page(in_review, "publish")).status_code == 403
    assert client.post(page(in_review, "move"), {"move": "send_back", "reason": "x"}).status_code == 403
    assert status(in_review) == Status.IN_REVIEW


def test_a_published_event_is_closed_until_a_correction_starts(client: Client, analyst: User, editor: User) -> None:
    event = EventFactory()
    published(event)
    client.force_login(analyst)
    assert 'name="_save"' not in client.get(change(event)).content.decode()
    assert client.post(change(event), event_data(event=event)).status_code == 403

    move(client, event, "start_correction")
    data = opened(client, Event.objects.get(pk=event.pk)) | {"title": "Two rockets land", "_submit": "1"}
    client.post(change(event), data)
    assert status(event) == Status.CORRECTION_REVIEW

    client.force_login(editor)
    response = client.post(page(event, "publish"), follow=True)
    assert "say what was corrected" in response.content.decode()
    client.post(page(event, "publish"), {"reason": "A second report"})
    current = PublishedEvent.objects.get(code=event.code, valid_to=None)
    assert (current.title, current.version, current.change_reason) == ("Two rockets land", 2, "A second report")


def test_retracting_asks_for_a_reason(client: Client, editor: User) -> None:
    event = EventFactory()
    published(event)
    client.force_login(editor)

    assert "Say why" in client.post(page(event, "retract"), follow=True).content.decode()
    client.post(page(event, "retract"), {"reason": "It was a drill"})

    assert status(event) == Status.RETRACTED
    assert PublishedEvent.objects.get(code=event.code).closure_reason == "It was a drill"


def test_a_draft_can_be_deleted_with_confirmation(client: Client, analyst: User) -> None:
    event = EventFactory(coded_by=analyst)
    client.force_login(analyst)
    url = reverse("admin:events_event_delete", args=[event.pk])

    assert "Are you sure" in client.get(url).content.decode()
    client.post(url, {"post": "yes"})

    assert not Event.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize("who", ["analyst", "editor", "maintainer", "admin_user"])
def test_what_was_published_is_never_deleted(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    event = EventFactory()
    published(event)
    client.force_login(request.getfixturevalue(who))

    response = client.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"}, follow=True)

    assert "retract it instead" in response.content.decode()
    assert Event.objects.filter(pk=event.pk).exists()
    for thing in (event.location, event.claims.get().report, event.claims.get().report.source):
        url = reverse(f"admin:events_{thing._meta.model_name}_delete", args=[thing.pk])
        client.post(url, {"post": "yes"})
        assert type(thing).objects.filter(pk=thing.pk).exists()


def test_analysts_edit_drafts_and_editors_what_is_in_review(
    client: Client, analyst: User, editor: User, in_review: Event
) -> None:
    client.force_login(analyst)
    assert 'name="_save"' not in client.get(change(in_review)).content.decode()

    client.force_login(editor)
    client.post(change(in_review), opened(client, in_review) | {"title": "Said more precisely"})
    in_review.refresh_from_db()
    assert (in_review.title, in_review.changed_by) == ("Said more precisely", editor)


# --- Several at once -------------------------------------------------------------------------------------------------


def act(client: Client, name: str, events: list[Event], **data: str) -> HttpResponse:
    keys = [str(event.pk) for event in events]
    url = reverse("admin:events_event_changelist")
    return client.post(url, {"action": name, "_selected_action": keys, **data}, follow=True)


def test_submitting_several_says_which_failed_and_why(client: Client, analyst: User) -> None:
    good, bad = EventFactory(), EventFactory(claimed=False)
    client.force_login(analyst)

    text = act(client, "submit_selected", [good, bad]).content.decode()

    assert "1 event submitted." in text
    assert f"{bad.code}: add an accepted claim" in text
    assert (status(good), status(bad)) == (Status.IN_REVIEW, Status.DRAFT)


def test_publishing_several_is_confirmed_first(client: Client, editor: User, in_review: Event) -> None:
    draft = EventFactory()
    client.force_login(editor)

    shown = act(client, "publish_selected", [in_review, draft]).content.decode()
    assert in_review.title in shown
    assert status(in_review) == Status.IN_REVIEW

    text = act(client, "publish_selected", [in_review, draft], confirmed="1").content.decode()
    assert "1 event published." in text
    assert f"{draft.code}: “Publish” is not possible" in text
    assert (status(in_review), status(draft)) == (Status.PUBLISHED, Status.DRAFT)


def test_retracting_several_needs_a_reason(client: Client, editor: User) -> None:
    event, draft = EventFactory(), EventFactory()
    published(event)
    client.force_login(editor)

    assert "Why are they retracted?" in act(client, "retract_selected", [event, draft]).content.decode()
    assert "Say why" in act(client, "retract_selected", [event, draft], confirmed="1").content.decode()
    assert status(event) == Status.PUBLISHED

    text = act(client, "retract_selected", [event, draft], confirmed="1", reason="Doubled").content.decode()
    assert "1 event retracted." in text
    assert draft.code in text
    assert status(event) == Status.RETRACTED


def test_an_analyst_is_offered_no_action_but_submitting(client: Client, analyst: User, in_review: Event) -> None:
    client.force_login(analyst)

    text = client.get(reverse("admin:events_event_changelist")).content.decode()
    assert "submit_selected" in text
    assert "publish_selected" not in text
    assert "delete_selected" not in text
    act(client, "publish_selected", [in_review], confirmed="1")
    assert status(in_review) == Status.IN_REVIEW

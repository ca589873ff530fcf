"""The buttons, confirmation pages and actions that move events through the workflow."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.admin import event_actions, event_moves, event_undo
from events.coding import workflow
from events.models import Event, PublishedEvent, Status
from tests.admin.posting import event_data, opened
from tests.conftest import person
from tests.factories import EventFactory, ParticipationFactory, published

pytestmark = pytest.mark.django_db


def change(event: Event) -> str:
    return reverse("admin:events_event_change", args=[event.pk])


def page(event: Event, name: str) -> str:
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def move(client: Client, event: Event, name: str, **data: str) -> HttpResponse:
    return client.post(page(event, "move"), {"move": name, **data}, follow=True)


def publish(client: Client, event: Event, **data: str) -> HttpResponse:
    """Publish what the page shows now."""
    revision = str(Event.objects.get(pk=event.pk).revision)
    return client.post(
        page(event, "publish"), {"revision": revision, "digest": looked(client, event), **data}, follow=True
    )


def looked(client: Client, event: Event) -> str:
    """The digest that the page of publishing `event` sends along; empty if it offers no such button."""
    found = re.search('name="digest" value="([0-9a-f]*)"', client.get(page(event, "publish")).content.decode())
    return found[1] if found else ""


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
    response = publish(client, event)

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

    publish(client, in_review)
    assert status(in_review) == Status.PUBLISHED


@pytest.mark.parametrize("revision", [{}, {"revision": ""}, {"revision": "two"}, {"revision": "-1"}])
def test_what_nobody_says_they_have_read_is_not_published(
    client: Client, editor: User, in_review: Event, revision: dict[str, str]
) -> None:
    client.force_login(editor)

    response = client.post(page(in_review, "publish"), revision, follow=True)

    assert "read it again here" in response.content.decode()
    assert status(in_review) == Status.IN_REVIEW


def test_nobody_publishes_their_own_event(client: Client, editor: User) -> None:
    event = EventFactory(coded_by=editor, status=Status.IN_REVIEW)
    client.force_login(editor)

    assert "You cannot publish" in client.get(page(event, "publish")).content.decode()
    response = publish(client, event)

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
    response = publish(client, event)
    assert "say what was corrected" in response.content.decode()
    publish(client, event, reason="A second report")
    current = PublishedEvent.objects.get(code=event.code, valid_to=None)
    assert (current.title, current.version, current.change_reason) == ("Two rockets land", 2, "A second report")


def test_retracting_asks_for_a_reason(client: Client, editor: User) -> None:
    event = EventFactory(coded_by=editor)
    published(event)
    client.force_login(editor)

    assert "Say why" in client.post(page(event, "retract"), follow=True).content.decode()
    client.post(page(event, "retract"), {"reason": "It was a drill"})

    assert status(event) == Status.RETRACTED
    assert PublishedEvent.objects.get(code=event.code).closure_reason == "It was a drill"


def test_another_editor_confirms_the_retraction_of_what_others_coded(
    client: Client, analyst: User, editor: User
) -> None:
    event = EventFactory(coded_by=analyst)
    published(event)
    client.force_login(editor)
    assert "another editor confirms" in " ".join(client.get(page(event, "retract")).content.decode().split())

    done = client.post(page(event, "retract"), {"reason": "It was a drill"}, follow=True)
    assert "until another editor has confirmed" in done.content.decode()
    decision = reverse("admin:events_retraction_change", args=[event.retractions.get().pk])
    assert decision in client.get(change(event)).content.decode()
    assert "another editor has to decide" in client.get(decision).content.decode()

    client.force_login(person("other", "Editor"))
    assert decision in client.get(reverse("admin:index")).content.decode()
    assert "It was a drill" in client.get(decision).content.decode()
    assert "Say why not" in client.post(decision, {"deed": "refuse"}, follow=True).content.decode()
    assert client.post(decision).status_code == 400
    client.post(decision, {"deed": "confirm"})

    assert status(event) == Status.RETRACTED
    assert "Confirmed by other" in client.get(decision).content.decode()


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


@pytest.mark.parametrize("name", ["move", "publish", "retract", "abandon"])
def test_a_move_of_an_event_deleted_meanwhile_leads_to_the_list_and_says_so(
    client: Client, admin_user: User, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = EventFactory()
    Event.objects.get(pk=event.pk).delete()
    for module in (event_moves, event_undo):
        monkeypatch.setattr(module, "found", lambda *_: event)  # it was there when the request began
    client.force_login(admin_user)

    sent = {"move": "submit", "reason": "x", "revision": "1", "digest": ""}
    response = client.post(page(event, name), sent, follow=True)

    assert response.redirect_chain[-1][0] == reverse("admin:events_event_changelist")
    assert re.search("was deleted meanwhile|is not there any more", messages(response))


# --- Moves back ------------------------------------------------------------------------------------------------------


def test_what_was_submitted_is_taken_back_by_a_button(
    client: Client, analyst: User, editor: User, in_review: Event
) -> None:
    client.force_login(editor)
    assert 'value="withdraw"' not in client.get(change(in_review)).content.decode()
    client.force_login(analyst)
    assert 'value="withdraw"' in client.get(change(in_review)).content.decode()

    assert "is yours again" in move(client, in_review, "withdraw").content.decode()
    assert status(in_review) == Status.DRAFT


def test_abandoning_a_correction_shows_first_what_is_lost(client: Client, analyst: User) -> None:
    event = EventFactory(title="As it was")
    published(event)
    client.force_login(analyst)
    move(client, event, "start_correction")
    client.post(change(event), opened(client, Event.objects.get(pk=event.pk)) | {"title": "Half done"})

    text = client.get(page(event, "abandon")).content.decode()
    assert "As it was" in text
    assert '<td dir="auto">Half done</td>' in text
    assert "Say why" in client.post(page(event, "abandon"), asked(event), follow=True).content.decode()
    assert "read it again" in client.post(page(event, "abandon"), {"reason": "x"}, follow=True).content.decode()

    response = client.post(page(event, "abandon"), asked(event) | {"reason": "By mistake"}, follow=True)

    assert "is abandoned" in messages(response)
    event.refresh_from_db()
    assert (event.status, event.title) == (Status.PUBLISHED, "As it was")
    assert "not possible while" in client.get(page(event, "abandon")).content.decode()


def asked(event: Event) -> dict[str, str]:
    return {"revision": str(Event.objects.get(pk=event.pk).revision)}


def test_an_undone_retraction_and_emptied_versions_are_asked_for_on_pages(
    client: Client, analyst: User, editor: User
) -> None:
    event = EventFactory(coded_by=editor)
    published(event)
    client.force_login(editor)
    client.post(page(event, "retract"), {"reason": "A drill"})
    shown = client.get(change(event)).content.decode()
    assert page(event, "reopen") in shown
    assert page(event, "withhold") in shown

    assert "cannot be undone" in client.get(page(event, "withhold")).content.decode()
    client.post(page(event, "withhold"), {"reason": "It names somebody"})
    assert PublishedEvent.objects.get(code=event.code).withheld
    client.force_login(person("other", "Editor"))
    client.post(reverse("admin:events_retraction_change", args=[event.retractions.get().pk]), {"deed": "confirm"})
    assert PublishedEvent.objects.get(code=event.code).withheld
    assert "no past version" in client.get(page(event, "withhold")).content.decode()

    client.force_login(analyst)
    assert client.get(page(event, "withhold")).status_code == 403
    assert "Say why" in client.post(page(event, "reopen"), follow=True).content.decode()
    client.post(page(event, "reopen"), {"reason": "It was none"})
    assert status(event) == Status.CORRECTION
    assert "Readers see that it was retracted until" in " ".join(client.get(change(event)).content.decode().split())


# --- Four eyes -------------------------------------------------------------------------------------------------------

WARNING = "If you save a change, another editor must publish this event."


def test_an_editor_s_change_in_review_is_said_to_cost_the_approval(
    client: Client, analyst: User, editor: User, in_review: Event
) -> None:
    person("other", "Editor")
    client.force_login(editor)
    assert WARNING in client.get(change(in_review)).content.decode()

    response = client.post(change(in_review), opened(client, in_review) | {"title": "A comma mended"}, follow=True)

    assert f"You saved {in_review.code}: another editor publishes it. other can publish it now." in messages(response)
    assert WARNING not in client.get(change(in_review)).content.decode()
    assert "other can publish it now" in client.get(page(in_review, "publish")).content.decode()
    desk = client.get(reverse("admin:index")).content.decode()
    assert "Can publish it now: other" in desk
    listed = client.get(reverse("admin:events_event_changelist"), {"whose": "to_others"})
    assert [event.code for event in listed.context["cl"].result_list] == [in_review.code]
    assert "who can publish" in listed.content.decode().lower()


def test_where_nobody_is_left_it_is_said_what_to_do(client: Client, editor: User, in_review: Event) -> None:
    client.force_login(editor)

    response = client.post(change(in_review), opened(client, in_review) | {"title": "A comma mended"}, follow=True)

    assert "Nobody can publish it now" in messages(response)
    assert "Can publish it now: nobody" in client.get(reverse("admin:index")).content.decode()


# --- Several at once -------------------------------------------------------------------------------------------------


def act(client: Client, name: str, events: list[Event], **data: str) -> HttpResponse:
    keys = [str(event.pk) for event in events]
    url = reverse("admin:events_event_changelist")
    return client.post(url, {"action": f"{name}_selected", "_selected_action": keys, **data}, follow=True)


def confirm(client: Client, name: str, events: list[Event], **data: str) -> HttpResponse:
    """Press the button of the page that lists these events as they are in hand."""
    chosen = [f"{event.code}:{event.revision}" for event in events]
    return client.post(reverse("admin:events_event_confirmed", args=[name]), {"chosen": chosen, **data}, follow=True)


def test_submitting_several_is_confirmed_and_says_which_failed_and_why(client: Client, analyst: User) -> None:
    good, bad = EventFactory(), EventFactory(claimed=False)
    client.force_login(analyst)
    shown = act(client, "submit", [good, bad]).content.decode()
    assert f'name="chosen" value="{good.code}:1"' in shown
    assert status(good) == Status.DRAFT

    text = confirm(client, "submit", [good, bad]).content.decode()

    assert "1 event submitted." in text
    assert f"{bad.code}: add an accepted claim" in text
    assert (status(good), status(bad)) == (Status.IN_REVIEW, Status.DRAFT)


def test_publishing_several_is_confirmed_first(client: Client, editor: User, in_review: Event) -> None:
    draft = EventFactory()
    client.force_login(editor)

    shown = act(client, "publish", [in_review, draft]).content.decode()
    assert in_review.title in shown
    assert status(in_review) == Status.IN_REVIEW

    text = confirm(client, "publish", [in_review, draft]).content.decode()
    assert "1 event published." in text
    assert f"{draft.code}: “Publish” is not possible" in text
    assert (status(in_review), status(draft)) == (Status.PUBLISHED, Status.DRAFT)


def test_retracting_several_needs_a_reason(client: Client, editor: User) -> None:
    event, draft, theirs = EventFactory(coded_by=editor), EventFactory(), EventFactory()
    published(event)
    published(theirs)
    client.force_login(editor)

    assert "Why are they retracted?" in act(client, "retract", [event, draft]).content.decode()
    assert "Say why" in confirm(client, "retract", [event, draft]).content.decode()
    assert status(event) == Status.PUBLISHED

    text = confirm(client, "retract", [event, draft, theirs], reason="Doubled").content.decode()
    assert "1 event retracted." in text
    assert "1 event hidden from readers until another editor confirms." in text
    assert draft.code in text
    assert (status(event), status(theirs)) == (Status.RETRACTED, Status.PUBLISHED)


@pytest.mark.parametrize("name", ["submit", "publish", "retract"])
def test_what_changed_since_it_was_listed_is_refused_by_name(
    client: Client, admin_user: User, in_review: Event, name: str
) -> None:
    event = {"submit": EventFactory(), "publish": in_review, "retract": EventFactory()}[name]
    if name == "retract":
        published(event)
    gone = EventFactory()
    client.force_login(admin_user)
    before = status(event)
    Event.objects.filter(pk=event.pk).update(revision=event.revision + 1)
    gone.delete()

    text = confirm(client, name, [event, gone], reason="Doubled").content.decode()

    assert f"{event.code} was changed since you looked" in text
    assert f"{gone.code} is not there any more" in text
    assert status(event) == before


@pytest.mark.parametrize("name", ["submit", "publish", "retract"])
def test_more_than_can_be_read_are_left_to_a_command(
    client: Client, admin_user: User, in_review: Event, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_actions, "MOST", 2)
    events = [in_review, EventFactory(), EventFactory()]
    client.force_login(admin_user)

    for response in (
        act(client, name, events),
        act(client, name, events[:1], select_across="1"),
        confirm(client, name, events, reason="Doubled"),
    ):
        assert "2" in messages(response)
        assert 'name="chosen"' not in response.content.decode()
    assert f"manage.py {name}" in messages(act(client, name, events))
    assert [status(event) for event in events] == [Status.IN_REVIEW, Status.DRAFT, Status.DRAFT]


def test_a_list_that_no_page_made_is_refused(client: Client, editor: User, in_review: Event) -> None:
    client.force_login(editor)
    url = reverse("admin:events_event_confirmed", args=["publish"])

    for chosen in ([], [in_review.code], [f"{in_review.code}:x"], [f"{in_review.code}:2", f"{in_review.code}:3"]):
        assert "not what a page listed" in messages(client.post(url, {"chosen": chosen}, follow=True))
    assert client.get(url).status_code == 404
    assert client.post(reverse("admin:events_event_confirmed", args=["merge"])).status_code == 404
    assert status(in_review) == Status.IN_REVIEW


def test_an_analyst_is_offered_no_action_but_submitting(client: Client, analyst: User, in_review: Event) -> None:
    client.force_login(analyst)

    text = client.get(reverse("admin:events_event_changelist")).content.decode()
    assert "submit_selected" in text
    assert "publish_selected" not in text
    assert "delete_selected" not in text
    act(client, "publish", [in_review])
    assert confirm(client, "publish", [in_review]).status_code == 403
    assert status(in_review) == Status.IN_REVIEW

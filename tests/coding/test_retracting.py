"""Retracting what others coded, and emptying past versions for good: by two, and hidden meanwhile."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from pytest_django import Settings

from events.coding import hiding, retracting, undoing, workflow
from events.coding.workflow import WorkflowError
from events.models import Claim, Event, PublishedEvent, Retraction, SetAside, Status
from events.publication.verifying import verify
from tests.conftest import person
from tests.factories import EventFactory, decided, published, reopened

pytestmark = pytest.mark.django_db
WHY = "It did not happen."
POINT = "SRID=4326;POINT (41.12345678901234567 34.00000000000001)"


@pytest.fixture
def other() -> User:
    return person("other", "Editor")


@pytest.fixture
def public(analyst: User) -> Event:
    """Public in two versions, and linked from another public event."""
    event: Event = EventFactory(coded_by=analyst, point=POINT, tags=["gas"])
    published(event)
    reopened(event)
    event.narrative = "More."
    event.save()
    published(event)
    linking = EventFactory(coded_by=analyst)
    linking.links.create(kind="series", other=event)
    published(linking)
    return event


def versions(event: Event) -> list[dict[str, Any]]:
    return list(PublishedEvent.objects.filter(code=event.code).order_by("version").values())


def test_another_editor_confirms_a_retraction(public: Event, editor: User, other: User) -> None:
    before = versions(public)

    waiting = retracting.retract(public, by=editor, reason=WHY)

    assert waiting is not None
    assert versions(public)[-1]["closure"] == "hidden"
    assert versions(public)[:-1] == before[:-1]
    assert not PublishedEvent.objects.filter(valid_to=None).exclude(links=[]).exists()
    assert verify().is_clean, verify()
    assert list(retracting.waiting_for(other)) == [waiting]
    assert not retracting.waiting_for(editor).exists()
    assert list(retracting.asked_by(editor)) == [waiting]

    retracting.confirm(waiting, by=other)

    public.refresh_from_db()
    last = versions(public)[-1]
    assert (public.status, last["closure"], last["closure_reason"]) == (Status.RETRACTED, "retracted", WHY)
    assert last["narrative"] == "More."  # readable as of then
    assert not retracting.waiting_for(other).exists()
    assert verify().is_clean, verify()


def test_refused_it_is_shown_again(public: Event, editor: User, other: User) -> None:
    waiting = retracting.retract(public, by=editor, reason=WHY)
    assert waiting is not None

    retracting.refuse(waiting, by=other, answer="It did.")

    public.refresh_from_db()
    assert public.status == Status.PUBLISHED
    row = PublishedEvent.objects.get(code=public.code, valid_to=None)
    assert row.narrative == "More."
    assert verify().is_clean, verify()
    retracting.retract(public, by=editor, reason="Really.")


def test_who_asks_does_not_decide(public: Event, analyst: User, editor: User, other: User) -> None:
    waiting = retracting.retract(public, by=editor, reason=WHY)
    assert waiting is not None

    for deed in (
        lambda by: retracting.confirm(waiting, by=by),
        lambda by: retracting.refuse(waiting, by=by, answer="No."),
    ):
        with pytest.raises(WorkflowError, match="another editor"):
            deed(editor)
        with pytest.raises(WorkflowError, match="no permission"):
            deed(analyst)
    with pytest.raises(WorkflowError, match="Say why not"):
        retracting.refuse(waiting, by=other, answer=" ")
    for values in ({"state": "refused", "answer": "No."}, {"state": "refused", "answer": "No.", "decided_by": editor},
                   {"deed": "withhold"}):  # fmt: skip
        with pytest.raises(DatabaseError, match="Another person"), transaction.atomic():
            Retraction.objects.update(**values)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        waiting.delete()
    retracting.confirm(waiting, by=other)
    with pytest.raises(DatabaseError, match="stays decided"), transaction.atomic():
        Retraction.objects.update(state="open")
    with pytest.raises(WorkflowError, match="decided already"):
        retracting.confirm(waiting, by=other)
    editor.delete()  # an account may go


def test_what_nobody_else_coded_is_retracted_by_one(editor: User, other: User) -> None:
    event = EventFactory(coded_by=editor)
    published(event)
    assert retracting.retract(event, by=editor, reason=WHY) is None

    event = EventFactory(coded_by=other)
    published(event)
    workflow.start_correction(event, by=editor)  # who corrects it counts as who codes it
    assert retracting.retract(event, by=editor, reason=WHY) is not None


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_team_of_one_and_a_command_retract_at_once(
    public: Event, editor: User, settings: Settings, is_alone: bool
) -> None:
    settings.FOUR_EYES = not is_alone
    if is_alone:
        assert retracting.retract(public, by=editor, reason=WHY, withhold=True) is None
    else:
        with decided():
            assert retracting.retract(public, by=editor, reason=WHY, withhold=True) is None
    assert all(version["withheld"] for version in versions(public))


def test_nothing_else_is_published_meanwhile(public: Event, analyst: User, editor: User, other: User) -> None:
    workflow.start_correction(public, by=analyst)
    workflow.submit(public, by=analyst)
    retracting.retract(public, by=editor, reason=WHY)

    with pytest.raises(WorkflowError, match="decide on its retraction first"):
        workflow.publish({public.pk: Event.objects.get(pk=public.pk).revision}, by=other, reason="Better.")
    with pytest.raises(WorkflowError, match="decide on its retraction first"):
        retracting.retract(public, by=other, reason=WHY)
    assert not PublishedEvent.objects.filter(code=public.code, valid_to=None).exists()


@pytest.mark.parametrize("is_retracted", [True, False])
def test_past_versions_are_set_aside_and_come_back_as_they_were(
    public: Event, editor: User, other: User, is_retracted: bool
) -> None:
    if is_retracted:
        with decided():
            retracting.retract(public, by=editor, reason=WHY)
    before = versions(public)

    if is_retracted:
        waiting = retracting.withhold(public, by=editor, reason="It names somebody.")
    else:
        waiting = retracting.retract(public, by=editor, reason=WHY, withhold=True)

    assert waiting is not None
    assert all(version["withheld"] and not version["title"] for version in versions(public))
    retracting.refuse(waiting, by=other, answer="It does not.")
    after = versions(public)
    if is_retracted:
        assert after == before
    else:
        assert after[:-2] == before[:-1]
        assert {**after[-2], "valid_to": None, "closed_by": None, "closure": "", "closure_reason": ""} == before[-1]
    assert not SetAside.objects.exists()
    assert verify().is_clean, verify()


def test_nobody_makes_up_what_is_set_aside(public: Event, editor: User) -> None:
    retracting.retract(public, by=editor, reason=WHY, withhold=True)
    kept = SetAside.objects.first()
    assert kept is not None
    for deed in (
        lambda: SetAside.objects.filter(pk=kept.pk).update(content=kept.content | {"title": "Made up"}),
        lambda: SetAside.objects.create(version_id=0, content=kept.content),
    ):
        with pytest.raises(DatabaseError, match="Only what a past version holds"), transaction.atomic():
            deed()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PublishedEvent.objects.filter(pk=kept.pk).update(withheld=False, title="Made up")


def test_confirmed_they_are_empty_for_good(public: Event, editor: User, other: User) -> None:
    waiting = retracting.retract(public, by=editor, reason=WHY, withhold=True)
    assert waiting is not None

    retracting.confirm(waiting, by=other)

    assert all(version["withheld"] for version in versions(public))
    assert versions(public)[-1]["closure"] == "retracted"
    assert not SetAside.objects.exists()


def test_past_versions_of_what_is_retracted_are_emptied_by_two(public: Event, editor: User, other: User) -> None:
    with decided():
        retracting.retract(public, by=editor, reason=WHY)
    waiting = retracting.withhold(public, by=editor, reason="It names somebody.")
    assert waiting is not None
    retracting.confirm(waiting, by=other)

    assert all(version["withheld"] for version in versions(public))
    assert not SetAside.objects.exists()


def test_what_became_confidential_meanwhile_does_not_come_back(public: Event, editor: User, other: User) -> None:
    with decided():
        retracting.retract(public, by=editor, reason=WHY)
    waiting = retracting.withhold(public, by=editor, reason="It names somebody.")
    assert waiting is not None
    claim = Claim.objects.get(event=public)
    hiding.hide(claim.report.source, by=editor, reason="It names somebody.")

    retracting.refuse(waiting, by=other, answer="It does not.")

    assert all(version["withheld"] for version in versions(public))


def test_merging_what_others_coded_takes_two(public: Event, analyst: User, editor: User, other: User) -> None:
    twin = EventFactory(coded_by=analyst)
    published(twin)

    waiting = retracting.merge(twin, into=public, by=editor, reason="Reported twice.")
    assert waiting is not None
    assert versions(twin)[-1]["closure"] == "hidden"
    hiding.hide(public, by=analyst, reason="It names somebody.")
    with pytest.raises(WorkflowError, match="not another public event"):
        retracting.confirm(waiting, by=other)
    assert Retraction.objects.get().state == "open"


def test_a_hidden_event_can_be_retracted(public: Event, analyst: User, editor: User, other: User) -> None:
    hiding.hide(public, by=analyst, reason="It names somebody.")
    waiting = retracting.retract(public, by=editor, reason=WHY)
    assert waiting is not None
    retracting.confirm(waiting, by=other)

    assert versions(public)[-1]["closure"] == "retracted"
    undoing.reopen(public, by=analyst, reason="It did happen.")
    workflow.submit(public, by=analyst)
    workflow.publish({public.pk: Event.objects.get(pk=public.pk).revision}, by=other, reason="It did happen.")
    assert not PublishedEvent.objects.filter(code=public.code, valid_to=None).exists()
    assert verify().is_clean, verify()

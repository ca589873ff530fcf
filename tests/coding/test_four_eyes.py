"""Everyone who changed an event since it was last published leaves its approval to others, not the last one only."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from events.coding import desk, editing, four_eyes, workflow
from events.coding.acting import acting
from events.coding.workflow import WorkflowError
from events.models import Changer, Event, Status
from tests.conftest import person
from tests.factories import (
    ActorFactory,
    CasualtiesFactory,
    ClaimFactory,
    EventFactory,
    ParticipationFactory,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(db: None) -> User:
    return person("other", "Editor")


@pytest.fixture
def in_review(analyst: User) -> Event:
    event = EventFactory(coded_by=analyst, changed_by=analyst)
    ParticipationFactory(event=event)
    CasualtiesFactory(event=event)
    event.links.create(kind="series", other=EventFactory())
    workflow.submit(event, by=analyst)
    return event


def save(event: Event, by: User) -> None:
    event.refresh_from_db()
    event.title += "!"
    editing.save(event, by=by)


def may_publish(event: Event, user: User) -> bool:
    allowed = "publish" in workflow.allowed_moves(event, user)
    assert allowed == desk.waiting_for(user).filter(pk=event.pk).exists()
    assert allowed != desk.left_to_others(user).filter(pk=event.pk).exists()
    assert allowed == (user.username in four_eyes.publishers(event))
    return allowed


def test_who_changed_it_before_the_last_one_does_not_publish_it_either(
    in_review: Event, editor: User, other: User
) -> None:
    save(in_review, editor)
    save(in_review, other)

    for user in (editor, other):
        assert not may_publish(in_review, user)
        with pytest.raises(WorkflowError, match="another person"):
            workflow.publish(workflow.as_read([in_review]), by=user)


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.participations.update(role="target"),
        lambda event: event.participations.all().delete(),
        lambda event: ParticipationFactory(event=event, actor=ActorFactory()),
        lambda event: event.casualties.update(low=1),
        lambda event: ClaimFactory(event=event),
        lambda event: event.links.update(note="Told so."),
        lambda event: Event.objects.filter(pk=event.pk).update(tags=["gas"]),
    ],
)
def test_a_change_of_any_row_counts_whatever_makes_it(
    change: Callable[[Event], object], in_review: Event, editor: User, other: User
) -> None:
    with acting(editor):
        change(in_review)

    assert not may_publish(in_review, editor)
    assert may_publish(in_review, other)


def test_sending_back_and_publishing_is_not_changing(in_review: Event, analyst: User, editor: User) -> None:
    workflow.send_back(in_review, by=editor, reason="Which bridge?")
    workflow.submit(in_review, by=analyst)
    assert may_publish(in_review, editor)
    workflow.publish(workflow.as_read([in_review]), by=editor)

    workflow.start_correction(in_review, by=analyst)
    workflow.submit(in_review, by=analyst)
    assert may_publish(in_review, editor)


def test_what_was_changed_before_the_last_publication_does_not_count(
    in_review: Event, analyst: User, editor: User, other: User
) -> None:
    save(in_review, editor)
    workflow.publish(workflow.as_read([in_review]), by=other)
    assert not Changer.objects.filter(event=in_review).exists()

    workflow.start_correction(in_review, by=analyst)
    workflow.submit(in_review, by=analyst)

    assert may_publish(in_review, editor)


def test_who_starts_a_correction_or_hands_in_counts(editor: User, other: User) -> None:
    event = EventFactory()
    published(event)
    workflow.start_correction(event, by=editor)
    workflow.submit(event, by=other)

    assert (may_publish(event, editor), may_publish(event, other)) == (False, False)
    assert four_eyes.publishers(event) == []


def test_an_account_that_is_gone_counts_for_nobody(in_review: Event, editor: User, other: User) -> None:
    save(in_review, other)
    other.delete()

    assert Changer.objects.filter(event=in_review).count() == 1
    assert may_publish(in_review, editor)


def test_an_account_may_go_whatever_it_coded(analyst: User, in_review: Event, editor: User) -> None:
    workflow.publish(workflow.as_read([in_review]), by=editor)

    analyst.delete()

    in_review.refresh_from_db()
    assert (in_review.status, in_review.coded_by) == (Status.PUBLISHED, None)


def test_a_draft_that_is_deleted_leaves_nothing(analyst: User, in_review: Event) -> None:
    with acting(analyst):
        in_review.delete()

    assert not Changer.objects.exclude(event__in=Event.objects.all()).exists()


def test_a_team_of_one_may_publish_what_it_wrote(in_review: Event, editor: User, settings: Settings) -> None:
    save(in_review, editor)
    settings.FOUR_EYES = False

    assert may_publish(in_review, editor)


def test_only_active_accounts_of_the_desk_can_publish(in_review: Event, editor: User, other: User) -> None:
    User.objects.filter(pk=other.pk).update(is_active=False)
    User.objects.create_superuser("root")

    assert four_eyes.publishers(in_review) == ["editor", "root"]

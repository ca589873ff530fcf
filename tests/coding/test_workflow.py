"""Who may move an event from which state to which, and what each move leaves behind."""

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from events.coding import retracting, undoing, workflow
from events.coding.workflow import WorkflowError
from events.models import Event, PublishedEvent, Status, WorkflowStep
from tests.factories import ClaimFactory, EventFactory, decided

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(analyst: User) -> Event:
    return EventFactory(coded_by=analyst, changed_by=analyst)


@pytest.fixture
def public(draft: Event, analyst: User, editor: User) -> Event:
    workflow.submit(draft, by=analyst)
    workflow.publish(workflow.as_read([draft]), by=editor)
    return draft


def current(event: Event) -> PublishedEvent | None:
    return PublishedEvent.objects.filter(code=event.code, valid_to__isnull=True).first()


def test_from_draft_to_published(public: Event) -> None:
    public.refresh_from_db()

    assert public.status == Status.PUBLISHED
    assert current(public)
    steps = WorkflowStep.objects.filter(event=public).order_by("id")
    assert [(step.by_name, step.to_status) for step in steps] == [("analyst", "in_review"), ("editor", "published")]


def test_a_correction_is_invisible_until_it_is_published(public: Event, analyst: User, editor: User) -> None:
    workflow.start_correction(public, by=analyst)
    public.title = "Corrected"
    public.save()
    assert current(public).title != "Corrected"

    workflow.submit(public, by=analyst)
    workflow.publish(workflow.as_read([public]), by=editor, reason="The title was wrong.")

    assert (current(public).title, current(public).change_reason) == ("Corrected", "The title was wrong.")


def test_a_correction_needs_a_reason(public: Event, analyst: User, editor: User) -> None:
    workflow.start_correction(public, by=analyst)
    workflow.submit(public, by=analyst)

    with pytest.raises(WorkflowError, match="say what was corrected"):
        workflow.publish(workflow.as_read([public]), by=editor, reason=" ")


def test_an_analyst_cannot_publish(draft: Event, analyst: User) -> None:
    other = EventFactory(coded_by=None)
    workflow.submit(other, by=analyst)

    with pytest.raises(WorkflowError, match="no permission"):
        workflow.publish(workflow.as_read([other]), by=analyst)


@pytest.mark.parametrize("column", ["coded_by", "changed_by"])
def test_nobody_publishes_what_they_coded_or_changed(column: str, editor: User) -> None:
    event = EventFactory(**{column: editor})
    workflow.submit(event, by=editor)

    with pytest.raises(WorkflowError, match="another person"):
        workflow.publish(workflow.as_read([event]), by=editor)
    assert "publish" not in workflow.allowed_moves(event, editor)


def test_a_team_of_one_may_be_allowed_to(editor: User, settings: Settings) -> None:
    settings.FOUR_EYES = False
    event = EventFactory(coded_by=editor)
    workflow.submit(event, by=editor)

    workflow.publish(workflow.as_read([event]), by=editor)

    assert current(event)


@pytest.mark.parametrize(
    "claim",
    [{"status": "rejected"}, {"stance": "denies"}, {"status": "conflicting", "public_note": "Another denies it."}],
)
def test_publishing_needs_an_accepted_claim_that_it_happened(claim: dict[str, str], analyst: User) -> None:
    event = EventFactory(claimed=False)
    ClaimFactory(event=event, **claim)

    with pytest.raises(WorkflowError, match="accepted claim"):
        workflow.submit(event, by=analyst)


def test_all_are_published_or_none_and_every_error_is_named(analyst: User, editor: User) -> None:
    good, own, draft = EventFactory(), EventFactory(coded_by=editor), EventFactory()
    workflow.submit(good, by=analyst)
    workflow.submit(own, by=analyst)

    with pytest.raises(WorkflowError) as error:
        workflow.publish(workflow.as_read([good, own, draft]), by=editor)

    assert len(error.value.messages) == 2
    assert {own.code, draft.code} == {message.split(":")[0] for message in error.value.messages}
    assert not PublishedEvent.objects.exists()
    good.refresh_from_db()
    assert good.status == Status.IN_REVIEW


def test_sent_back_with_a_reason(draft: Event, analyst: User, editor: User) -> None:
    workflow.submit(draft, by=analyst)

    with pytest.raises(WorkflowError, match="Say what"):
        workflow.send_back(draft, by=editor, reason="")
    workflow.send_back(draft, by=editor, reason="Which day?")

    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    assert WorkflowStep.objects.first().reason == "Which day?"


def test_a_retraction_takes_it_out_of_the_record_and_keeps_the_code(public: Event, editor: User) -> None:
    with decided():
        retracting.retract(public, by=editor, reason="It did not happen.")

    assert current(public) is None
    closed = PublishedEvent.objects.get(code=public.code)
    assert (closed.closure, closed.closure_reason) == ("retracted", "It did not happen.")
    public.refresh_from_db()
    assert workflow.allowed_moves(public, editor) == {"reopen", "withhold"}


def test_merging_leads_the_old_code_to_the_new(public: Event, analyst: User, editor: User) -> None:
    twin = EventFactory(coded_by=analyst)
    workflow.submit(twin, by=analyst)
    workflow.publish(workflow.as_read([twin]), by=editor)

    with decided():
        retracting.merge(twin, into=public, by=editor, reason="Reported twice.")

    twin.refresh_from_db()
    assert (twin.status, twin.merged_into) == (Status.RETRACTED, public)
    assert PublishedEvent.objects.get(code=twin.code).merged_into == public.code


def test_merging_into_what_is_not_public_is_refused(public: Event, editor: User) -> None:
    for other in (EventFactory(), public):
        with pytest.raises(WorkflowError, match="not another public event"):
            retracting.merge(public, into=other, by=editor, reason="Reported twice.")


MOVES = {
    "draft": {"submit"},
    "in_review": {"send_back", "publish"},
    "published": {"start_correction", "retract", "merge"},
    "correction": {"submit", "retract", "merge"},
    "correction_review": {"send_back", "publish", "retract", "merge"},
    "retracted": {"reopen"},
}


@pytest.mark.parametrize(("status", "moves"), MOVES.items())
def test_each_state_has_its_moves(status: str, moves: set[str], analyst: User, editor: User) -> None:
    event = EventFactory(claimed=False, status=status)

    assert workflow.allowed_moves(event, editor) == moves
    assert workflow.allowed_moves(event, analyst) == moves & {"submit", "start_correction", "reopen"}


def test_the_history_says_who_changed_what_and_why(public: Event, analyst: User) -> None:
    workflow.start_correction(public, by=analyst)
    public.title = "Corrected"
    public.save()

    states = list(public.history.order_by("pgh_id").values_list("title", "status"))

    assert states[-1] == ("Corrected", "correction")
    assert {context["username"] for context in _contexts(public)} == {"analyst", "editor"}


def _contexts(event: Event) -> list[dict[str, str]]:
    return [row.pgh_context.metadata for row in event.history.exclude(pgh_context=None)]


def test_a_retraction_can_empty_the_past_versions(public: Event, editor: User) -> None:
    with decided():
        retracting.retract(public, by=editor, reason="It puts somebody in danger.", withhold=True)

    (past,) = PublishedEvent.objects.filter(code=public.code)
    assert (past.withheld, past.title, past.claims) == (True, "", [])
    assert past.closure_reason == "It puts somebody in danger."


@pytest.mark.parametrize(
    "move", ["submit", "send_back", "start_correction", "retract", "withdraw", "abandon", "reopen"]
)
def test_a_move_of_an_event_deleted_a_moment_before_is_refused_in_a_sentence(
    draft: Event, maintainer: User, move: str
) -> None:
    Event.objects.get(pk=draft.pk).delete()
    module = next(module for module in (workflow, undoing, retracting) if hasattr(module, move))
    reason = {"reason": "Because."} if move in ("send_back", "retract", "abandon", "reopen") else {}

    with pytest.raises(WorkflowError, match=f"{draft.code} was deleted meanwhile."):
        getattr(module, move)(draft, by=maintainer, **reason)

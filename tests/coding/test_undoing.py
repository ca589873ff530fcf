"""Moves back: taking back, abandoning a correction, undoing a retraction, and withholding after it."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from events import publication
from events.coding import kept, retracting, undoing, workflow
from events.coding.workflow import WorkflowError
from events.models import (
    AsPublished,
    Casualties,
    Claim,
    Event,
    EventLink,
    Participation,
    Publication,
    PublishedEvent,
    Status,
)
from events.publication.verifying import verify
from tests.conftest import person
from tests.factories import (
    ActorFactory,
    CasualtiesFactory,
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    decided,
    published,
)

pytestmark = pytest.mark.django_db
POINT = "SRID=4326;POINT (41.12345678901234567 34.00000000000001)"
Rows = dict[str, list[dict[str, Any]]]


def rows(event: Event) -> Rows:
    """All coding rows of `event` as they are stored, but for what says when and how often it was saved."""
    found: Rows = {"event": list(Event.objects.filter(pk=event.pk).values())}
    for name in ("revision", "changed_at", "changed_by_id"):
        del found["event"][0][name]
    for model in (Participation, Casualties, Claim, EventLink):
        found[model.__name__] = list(model.objects.filter(event=event).order_by("pk").values())
    return found


@pytest.fixture
def public(analyst: User) -> Event:
    event = EventFactory(coded_by=analyst, point=POINT, tags=["gas"])
    first, second = ActorFactory(), ActorFactory()
    ParticipationFactory(event=event, actor=first)
    ParticipationFactory(event=event, actor=second)
    CasualtiesFactory(event=event, group="side_b", low=4)
    CasualtiesFactory(event=event, group="civilians", low=1)
    event.links.create(kind="series", other=EventFactory(), note="The day before.")
    published(event)
    event.refresh_from_db()
    return event


def change_everything(event: Event) -> None:
    """A row of each kind changed, removed and added; and two rows that exchange what may be there once only."""
    event.title, event.location, event.point, event.tags = "Otherwise", LocationFactory(), None, []
    event.precision = "admin1"
    event.save()
    one, two = event.participations.order_by("pk")
    event.participations.filter(pk=one.pk).update(side="B")
    event.participations.filter(pk=two.pk).update(actor=one.actor)
    event.participations.filter(pk=one.pk).update(actor=two.actor, side="A", role="target")
    event.casualties.filter(group="side_b").update(low=9)
    event.casualties.filter(group="civilians").delete()
    CasualtiesFactory(event=event, group="unknown", low=2)
    event.claims.update(statement="Reworded.")
    ClaimFactory(event=event)
    event.links.all().delete()


def test_an_abandoned_correction_leaves_all_as_it_was_published(public: Event, analyst: User) -> None:
    before, acts = rows(public), Publication.objects.count()
    workflow.start_correction(public, by=analyst)
    change_everything(public)
    assert rows(public) != before

    undoing.abandon(public, by=analyst, reason="Opened by mistake.")

    assert rows(public) == before
    assert (publication.preview([public]).events, verify().is_clean) == ([], True)
    assert Publication.objects.count() == acts
    assert not AsPublished.objects.exists()
    last = public.steps.first()
    assert last
    assert (last.from_status, last.to_status, last.reason) == ("correction", "published", "Opened by mistake.")
    assert public.history.order_by("-pgh_id")[0].pgh_context.metadata["reason"] == "Opened by mistake."


def test_what_is_lost_is_said_field_by_field(public: Event, analyst: User) -> None:
    workflow.start_correction(public, by=analyst)
    Event.objects.filter(pk=public.pk).update(title="Otherwise", search_key="otherwise")
    public.casualties.filter(group="civilians").delete()
    CasualtiesFactory(event=public, group="unknown", low=2)

    said = {(row.thing, row.deed, each.label): each.after for row in kept.lost(public) for each in row.fields}

    assert said["event", "changed", "Title"] == "Otherwise"
    assert said["casualties", "removed", "Group"] == "—"
    assert said["casualties", "added", "Low"] == "2"
    assert ("event", "changed", "Status") not in said
    assert ("event", "changed", "Search key") not in said


def test_a_name_that_changed_meanwhile_reaches_readers_when_the_correction_is_abandoned(
    public: Event, analyst: User
) -> None:
    workflow.start_correction(public, by=analyst)
    actor = public.participations.first().actor
    actor.name = "Renamed"
    with decided():
        actor.save()
    publication.refresh_names(actors=[actor.pk])

    undoing.abandon(public, by=analyst, reason="Opened by mistake.")

    assert verify().is_clean
    assert "Renamed" in str(PublishedEvent.objects.get(code=public.code, valid_to=None).participants)


def test_what_is_gone_cannot_come_back(public: Event, analyst: User) -> None:
    workflow.start_correction(public, by=analyst)
    gone = public.participations.first().actor
    public.participations.filter(actor=gone).delete()
    gone.delete()

    with pytest.raises(WorkflowError, match="was deleted since"):
        undoing.abandon(public, by=analyst, reason="Opened by mistake.")
    assert Event.objects.get(pk=public.pk).status == Status.CORRECTION


def test_an_account_that_is_gone_coded_nothing(public: Event, analyst: User, editor: User) -> None:
    workflow.start_correction(public, by=editor)
    analyst.delete()

    undoing.abandon(public, by=editor, reason="Opened by mistake.")

    assert Event.objects.get(pk=public.pk).coded_by is None


def test_a_correction_of_which_nothing_was_kept_cannot_be_abandoned(public: Event, analyst: User) -> None:
    workflow.start_correction(public, by=analyst)
    AsPublished.objects.all().delete()

    assert "abandon" not in workflow.allowed_moves(public, analyst)
    with pytest.raises(WorkflowError, match="was not kept"):
        undoing.abandon(public, by=analyst, reason="Opened by mistake.")


def test_publishing_again_forgets_what_was_kept(public: Event, analyst: User, editor: User) -> None:
    workflow.start_correction(public, by=analyst)
    workflow.submit(public, by=analyst)
    assert AsPublished.objects.filter(event=public).exists()

    workflow.publish(workflow.as_read([public]), by=editor, reason="Looked at again.")

    assert not AsPublished.objects.exists()


def test_what_was_handed_in_is_taken_back_by_who_did_it(public: Event, analyst: User, editor: User) -> None:
    draft = EventFactory()
    workflow.submit(draft, by=analyst)
    workflow.start_correction(public, by=analyst)
    workflow.submit(public, by=analyst)

    with pytest.raises(WorkflowError, match="only who coded it or handed it in"):
        undoing.withdraw(draft, by=editor)
    undoing.withdraw(draft, by=analyst)
    undoing.withdraw(public, by=analyst)

    assert (draft.status, public.status) == (Status.DRAFT, Status.CORRECTION)
    with pytest.raises(WorkflowError, match="not possible while"):
        undoing.withdraw(draft, by=analyst)


# --- Retractions -----------------------------------------------------------------------------------------------------


def test_an_undone_retraction_is_a_new_version_with_a_reason(public: Event, analyst: User, editor: User) -> None:
    twin = EventFactory(coded_by=analyst)
    published(twin)
    with decided():
        retracting.merge(twin, into=public, by=editor, reason="Reported twice.")

    undoing.reopen(twin, by=analyst, reason="Two events after all.")
    assert (twin.merged_into, twin.is_public, verify().is_clean) == (None, False, True)
    assert workflow.allowed_moves(twin, editor) == {"submit", "abandon"}
    workflow.submit(twin, by=analyst)
    workflow.publish(workflow.as_read([twin]), by=editor, reason="Two events after all.")

    versions = PublishedEvent.objects.filter(code=twin.code).order_by("version")
    assert [(v.version, v.valid_to is None, v.merged_into) for v in versions] == [
        (1, False, public.code),
        (2, True, ""),
    ]
    assert versions[1].change_reason == "Two events after all."
    assert verify().is_clean


def test_who_opened_a_retracted_event_does_not_publish_it(public: Event, analyst: User, editor: User) -> None:
    with decided():
        retracting.retract(public, by=person("another", "Editor"), reason="It did not happen.")
    undoing.reopen(public, by=editor, reason="It did.")
    workflow.submit(public, by=analyst)

    with pytest.raises(WorkflowError, match="another person"):
        workflow.publish(workflow.as_read([public]), by=editor, reason="It did.")


def test_abandoning_an_undone_retraction_leads_back_to_it(public: Event, analyst: User, editor: User) -> None:
    twin = EventFactory(coded_by=analyst)
    published(twin)
    with decided():
        retracting.merge(twin, into=public, by=editor, reason="Reported twice.")
    before = rows(twin)
    undoing.reopen(twin, by=analyst, reason="Two events after all.")
    change_title(twin)

    undoing.abandon(twin, by=analyst, reason="One event after all.")

    assert rows(twin) == before
    assert (twin.status, twin.merged_into) == (Status.RETRACTED, public)
    assert not AsPublished.objects.exists()
    assert verify().is_clean


def change_title(event: Event) -> None:
    event.title = "Half done"
    event.save()


def test_what_was_retracted_in_correction_can_still_go_back_to_what_was_published(
    public: Event, analyst: User, editor: User
) -> None:
    title = public.title
    workflow.start_correction(public, by=analyst)
    change_title(public)
    with decided():
        retracting.retract(public, by=editor, reason="It did not happen.")
    assert Event.objects.get(pk=public.pk).title == "Half done"
    undoing.reopen(public, by=analyst, reason="It did.")

    undoing.abandon(public, by=analyst, reason="It did not.")

    assert (public.status, Event.objects.get(pk=public.pk).title) == (Status.RETRACTED, title)


def test_reopening_and_withholding_need_a_reason(public: Event, editor: User) -> None:
    with decided():
        retracting.retract(public, by=editor, reason="It did not happen.")

    for move in (undoing.reopen, retracting.withhold):
        with pytest.raises(WorkflowError, match="Say "):
            move(public, by=editor, reason=" ")


def test_past_versions_can_be_withheld_after_a_retraction(public: Event, analyst: User, editor: User) -> None:
    with pytest.raises(WorkflowError, match="not possible while"):
        retracting.withhold(public, by=editor, reason="It names somebody.")
    with decided():
        retracting.retract(public, by=editor, reason="It did not happen.")
    assert "withhold" not in workflow.allowed_moves(public, analyst)

    with decided():
        retracting.withhold(public, by=editor, reason="It names somebody.")

    (past,) = PublishedEvent.objects.filter(code=public.code)
    assert (past.withheld, past.title, past.closure_reason) == (True, "", "It did not happen.")
    assert "withhold" not in workflow.allowed_moves(public, editor)
    assert public.steps.first().reason == "It names somebody."


@pytest.mark.parametrize("change", ["title = 'Otherwise'", "status = 'published'", "status = 'draft'"])
def test_the_database_refuses_to_change_what_is_retracted(public: Event, editor: User, change: str) -> None:
    with decided():
        retracting.retract(public, by=editor, reason="It did not happen.")

    with pytest.raises(DatabaseError, match="open it again"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"update events_event set {change} where id = %s", [public.pk])
    with pytest.raises(DatabaseError, match="published or retracted"), transaction.atomic():
        public.claims.update(statement="Otherwise")

"""One person protects, two disclose: what readers would see waits, and another person approves it."""

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from events.coding import finding, proposals, proposed
from events.coding.acting import acting
from events.coding.proposals import ProposalError
from events.models import (
    Actor,
    ActorName,
    ActorRelation,
    Proposal,
    PublishedActor,
    PublishedEvent,
    PublishedPlace,
    Report,
    Source,
)
from events.publication.verifying import verify
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    SourceFactory,
    decided,
    published,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(analyst: User) -> Source:
    """Somebody who spoke, in a public event; known to the analyst."""
    with acting(analyst):
        source: Source = PersonFactory(name="Canary Witness", slug="canary-witness")
    published(ClaimFactory(event=EventFactory(claimed=False), report__source=source, report__title="Canary tape").event)
    return source


@pytest.fixture
def actor() -> Actor:
    actor: Actor = ParticipationFactory(event=EventFactory(), actor__name="Brigade").actor
    published(actor.participations.get().event)
    return actor


def public_bytes() -> str:
    return (
        str([*PublishedEvent.objects.values()])
        + str([*PublishedActor.objects.values()])
        + str([*PublishedPlace.objects.values("slug", "name", "names", "keys", "words", "latitude")])
    )


def approve(proposal: Proposal, by: User) -> None:
    proposals.approve(proposal, by=by, seen=proposals.preview(proposal).digest)


def test_nobody_names_a_person_who_spoke_by_one_save(person: Source, analyst: User) -> None:
    person.kind, person.is_confidential = "other", False

    assert proposals.save(person, by=analyst) == ["kind", "is_confidential"]
    published(EventFactory())  # an unrelated publication takes nothing with it

    stored = Source.objects.get(pk=person.pk)
    assert (stored.kind, stored.is_confidential) == ("person", True)
    assert "anary" not in public_bytes()


def test_another_person_sees_what_would_be_shown_and_approves_it(person: Source, analyst: User, editor: User) -> None:
    person.kind, person.is_confidential = "other", False
    proposals.save(person, by=analyst)
    proposal = Proposal.objects.get()

    seen = proposals.preview(proposal)
    assert seen.codes == [*PublishedEvent.objects.values_list("code", flat=True)]
    assert "Canary Witness" in str(seen)
    assert "anary" not in public_bytes()
    assert Proposal.objects.get().state == "open"

    approve(proposal, editor)
    assert "Canary Witness" in public_bytes()
    assert verify().is_clean


def test_what_protects_is_stored_and_so_is_what_it_hides_though_one_save_does_both(actor: Actor, analyst: User) -> None:
    claim = ClaimFactory(event=EventFactory(claimed=False), report__title="Minutes")
    published(claim.event)
    report = claim.report
    report.is_confidential, report.title = True, "Other words"

    assert proposals.save(report, by=analyst) == []

    stored = Report.objects.get(pk=report.pk)
    assert (stored.is_confidential, stored.identity.title) == (True, "Other words")
    assert "Minutes" not in public_bytes()
    assert "Other words" not in public_bytes()


def test_who_wrote_any_of_it_does_not_approve_it(actor: Actor, analyst: User, editor: User, maintainer: User) -> None:
    actor.name = "Corps"
    proposals.save(actor, by=analyst)
    actor.description = "Founded in 2004."
    proposals.save(actor, by=editor)
    (proposal,) = Proposal.objects.all()

    with pytest.raises(ProposalError, match="another person"):
        approve(proposal, editor)
    assert proposals.waiting_for(editor).count() == 0
    with pytest.raises(ProposalError, match="no permission"):
        approve(proposal, analyst)
    approve(proposal, maintainer)
    assert [*PublishedActor.objects.values_list("name", "description")] == [("Corps", "Founded in 2004.")]


def test_the_database_too_wants_another_person(actor: Actor, editor: User) -> None:
    actor.name = "Corps"
    proposals.save(actor, by=editor)

    with pytest.raises(IntegrityError, match="Another person"), transaction.atomic():
        Proposal.objects.update(state="approved", decided_by=editor, decided_at="2026-01-01T00:00Z")


def test_what_changed_since_somebody_looked_is_not_approved(actor: Actor, analyst: User, editor: User) -> None:
    actor.name = "Corps"
    proposals.save(actor, by=analyst)
    proposal = Proposal.objects.get()
    seen = proposals.preview(proposal).digest
    actor.refresh_from_db()
    actor.description = "Added after the look."
    proposals.save(actor, by=analyst)

    with pytest.raises(ProposalError, match="read it again"):
        proposals.approve(proposal, by=editor, seen=seen)


def test_a_new_spelling_finds_at_the_desk_at_once_and_in_public_when_approved(
    actor: Actor, analyst: User, editor: User
) -> None:
    proposals.save(ActorName(actor=actor, name="Zarqawi Battalion"), by=analyst)
    published(EventFactory())

    assert actor in finding.actors(Actor.objects.all(), "Zarqawi Battalion")
    assert "zarqawi" not in public_bytes().lower()
    approve(Proposal.objects.get(), editor)
    assert "zarqawi battalion" in public_bytes()


def test_a_relation_waits_and_so_does_its_end(actor: Actor, analyst: User, editor: User) -> None:
    army = ActorFactory(name="Army", slug="army")
    proposals.save(ActorRelation(actor=actor, other=army, kind="part_of"), by=analyst)
    published(EventFactory())
    assert "army" not in public_bytes()

    approve(Proposal.objects.get(), editor)
    assert "army" in PublishedEvent.objects.exclude(actors=[]).get(valid_to=None).actors

    assert proposals.remove(ActorRelation.objects.get(), by=analyst)
    assert ActorRelation.objects.exists()
    approve(Proposal.objects.get(state="open"), editor)
    assert not ActorRelation.objects.exists()
    assert verify().is_clean


def test_a_place_that_becomes_a_settlement_moves_no_sensitive_event(analyst: User, editor: User) -> None:
    town = LocationFactory()
    hideout = LocationFactory(kind="site", slug="hideout", parent=town)
    event = EventFactory(location=hideout, precision="exact", is_sensitive=True)
    published(event)
    hideout.kind = "settlement"

    proposals.save(hideout, by=analyst)  # readers do not see it: nothing to approve
    published(EventFactory())

    assert "hideout" not in public_bytes()


def test_a_proposal_is_returned_with_a_reason_or_withdrawn(actor: Actor, analyst: User, editor: User) -> None:
    actor.name = "Corps"
    proposals.save(actor, by=analyst)
    proposal = Proposal.objects.get()

    with pytest.raises(ProposalError, match="Say why"):
        proposals.give_back(proposal, by=editor, reason=" ")
    proposals.give_back(proposal, by=editor, reason="Which source says so?")
    with pytest.raises(ProposalError, match="decided already"):
        proposals.approve(proposal, by=editor, seen="")
    assert proposals.of(analyst).get().reason == "Which source says so?"

    actor.name = "Corps"
    proposals.save(actor, by=analyst)
    proposals.withdraw(Proposal.objects.get(state="open"), by=analyst)
    assert Actor.objects.get(pk=actor.pk).name == "Brigade"


def test_a_row_that_changed_meanwhile_is_proposed_again(actor: Actor, analyst: User, editor: User) -> None:
    actor.name = "Corps"
    proposals.save(actor, by=analyst)
    with decided():
        Actor.objects.update(name="Army")

    with pytest.raises(ProposalError, match="The name of Army was changed since"):
        proposals.approve(Proposal.objects.get(), by=editor, seen="")


def test_a_team_of_one_says_so_twice(actor: Actor, editor: User, client: Client, settings: Settings) -> None:
    settings.FOUR_EYES = False
    editor.set_password("the password")
    editor.save()
    client.force_login(editor)
    actor.name = "Corps"
    proposals.save(actor, by=editor)
    page = reverse("admin:events_proposal_change", args=[Proposal.objects.get().pk])
    seen = client.get(page).context["preview"]["digest"]

    for missing in ({}, {"alone": "on"}, {"alone": "on", "password": "wrong"}, {"password": "the password"}):
        client.post(page, {"deed": "approve", "seen": seen, **missing})
        assert PublishedActor.objects.get().name == "Brigade"
    client.post(page, {"deed": "approve", "seen": seen, "alone": "on", "password": "the password"})

    assert PublishedActor.objects.get().name == "Corps"
    assert Proposal.objects.get().is_own


def test_the_form_says_before_saving_that_an_editor_approves(actor: Actor, analyst: User, client: Client) -> None:
    client.force_login(analyst)
    page = reverse("admin:events_actor_change", args=[actor.pk])

    assert "Shown in 1 public event." in client.get(page).content.decode()
    actor.name = "Corps"
    proposals.save(actor, by=analyst)
    assert "wait for approval" in client.get(page).content.decode()


def test_a_source_nobody_cites_in_public_changes_at_once(analyst: User) -> None:
    with acting(analyst):
        source = SourceFactory(is_confidential=True)
    source.is_confidential, source.name = False, "Gazette"

    assert proposals.save(source, by=analyst) == []
    assert Source.objects.get().name == "Gazette"


def test_a_proposal_is_said_in_words(actor: Actor, analyst: User) -> None:
    place = actor.participations.get().event.location
    place.point, place.parent = Point(41.5, 34.5, srid=4326), LocationFactory(name="Anbar")
    proposals.save(place, by=analyst)

    said = {line.what: (line.before, line.after) for line in proposed.lines(Proposal.objects.get())}

    assert said == {"Point": ("34.4, 41.1", "34.5, 41.5"), "Parent": ("Iraq", "Anbar (Iraq)")}

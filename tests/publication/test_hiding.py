"""Hide now: one person, at once, out of everything public; two to bring it back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from events import publication
from events.coding import hiding, proposals, undoing, workflow
from events.coding.acting import acting
from events.coding.hiding import HidingError
from events.models import PUBLIC_MODELS, Claim, Event, Hiding, Proposal, PublishedEvent, Report
from events.publication.verifying import verify
from tests.factories import (
    ClaimFactory,
    EventFactory,
    LocationFactory,
    PersonFactory,
    ReportFactory,
    SourceFactory,
    published,
    reopened,
)

pytestmark = pytest.mark.django_db
WHY = "It names somebody."


def everything_public() -> str:
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(f"select to_jsonb(r)::text from {m._meta.db_table} r" for m in PUBLIC_MODELS))
        return "\n".join(row[0] for row in cursor.fetchall())


def current(event: Event) -> PublishedEvent | None:
    return PublishedEvent.objects.filter(code=event.code, valid_to=None).first()


def approve(proposal: Proposal, by: User) -> None:
    proposals.approve(proposal, by=by, seen=proposals.preview(proposal).digest)


@pytest.fixture
def event(analyst: User) -> Event:
    """Public in two versions, and linked from another public event."""
    town = LocationFactory(slug="canary-town", name="Canary town")
    site = LocationFactory(kind="site", slug="canary-site", name="Canary site", parent=town)
    event: Event = EventFactory(title="Canary title", location=site, precision="exact", coded_by=analyst)
    report = ReportFactory(source=SourceFactory(slug="canary-paper", name="Canary paper"), title="Canary report")
    ClaimFactory(event=event, report=report, statement="Canary statement")
    ClaimFactory(event=event, report=ReportFactory(source=PersonFactory()), statement="Canary rumour", kind="place",
                 location=site, speaker=PersonFactory())  # fmt: skip
    published(event)
    reopened(event)
    event.narrative = "More."
    event.save()
    published(event)
    other = EventFactory()
    other.links.create(kind="series", other=event, note="Canary note")
    published(other)
    return event


def thing(event: Event, kind: str) -> Any:
    claim = event.claims.get(statement="Canary statement")
    return {
        "event": event,
        "claim": claim,
        "report": claim.report,
        "source": claim.report.source,
        "speaker": event.claims.get(statement="Canary rumour").speaker,
        "site": event.location,
        "town": event.location.parent,
    }[kind]


GONE = {
    "event": ["Canary title", "Canary statement", "Canary note", "Canary rumour"],
    "claim": ["Canary statement"],
    "report": ["Canary report", "Canary statement"],
    "source": ["Canary paper", "canary-paper", "Canary report", "Canary statement"],
    "speaker": ["Canary rumour"],
    "site": ["Canary site", "canary-site", "Canary rumour"],
    "town": ["Canary town", "canary-town", "Canary site", "canary-site", "Canary rumour"],
}


@pytest.mark.parametrize("kind", GONE)
def test_one_person_hides_at_once_and_two_bring_it_back(event: Event, analyst: User, editor: User, kind: str) -> None:
    before = everything_public()
    hidden = thing(event, kind)

    with acting(analyst):
        hiding.hide(hidden, by=analyst, reason=WHY)

    now = everything_public()
    for word in GONE[kind]:
        assert word in before
        assert word not in now
    assert verify().is_clean, verify()
    assert bool(current(event)) == (kind != "event")
    old = [row.pk for row in PublishedEvent.objects.filter(code=event.code).exclude(valid_to=None)]
    assert not PublishedEvent.objects.filter(pk__in=old, withheld=False).exists()

    hiding.propose_to_show(hidden, by=analyst)
    assert everything_public() == now
    approve(Proposal.objects.get(), by=editor)

    assert all(word in everything_public() for word in GONE[kind])
    assert not PublishedEvent.objects.filter(pk__in=old, withheld=False).exists()
    assert verify().is_clean, verify()


@pytest.mark.parametrize("kind", GONE)
def test_an_event_in_correction_is_hidden_as_well(event: Event, analyst: User, editor: User, kind: str) -> None:
    workflow.start_correction(event, by=analyst)
    hidden = thing(event, kind)

    hiding.hide(hidden, by=analyst, reason=WHY)

    now = everything_public()
    assert not [word for word in GONE[kind] if word in now]
    assert verify().is_clean, verify()
    undoing.abandon(event, by=analyst, reason="Not needed.")
    assert not [word for word in GONE[kind] if word in everything_public()]
    hiding.propose_to_show(hidden, by=analyst)
    approve(Proposal.objects.get(), by=editor)
    assert all(word in everything_public() for word in GONE[kind])
    assert verify().is_clean, verify()


def test_a_retracted_event_is_hidden_too(event: Event, analyst: User, editor: User) -> None:
    Event.objects.filter(pk=event.pk).update(status="retracted")
    publication.withdraw([event.pk], closure="retracted", reason="It did not happen.")

    hiding.hide(thing(event, "source"), by=analyst, reason=WHY)

    assert "Canary statement" not in everything_public()


def test_what_is_published_later_does_not_show_what_is_hidden(event: Event, analyst: User, editor: User) -> None:
    hiding.hide(thing(event, "source"), by=analyst, reason=WHY)
    later = EventFactory()
    ClaimFactory(event=later, report=Report.objects.get(title="Canary report"), statement="Canary again")
    published(later)
    hiding.hide(later, by=analyst, reason=WHY)
    publication.publish_rows([later.pk])

    assert "Canary again" not in everything_public()
    assert current(later) is None
    assert verify().is_clean, verify()


def test_a_place_shows_only_what_it_lies_in(event: Event, analyst: User) -> None:
    hiding.hide(thing(event, "town"), by=analyst, reason=WHY)

    row = current(event)
    assert row is not None
    assert (row.place, row.country, row.precision, row.point, row.latitude) == ("iraq", "IRQ", "country", None, None)


def test_who_hides_says_why_and_may_change_events(event: Event, analyst: User) -> None:
    with pytest.raises(HidingError, match="Say how"):
        hiding.hide(event, by=analyst, reason=" ")
    with pytest.raises(HidingError, match="may not hide"):
        hiding.hide(event, by=User.objects.create_user("nobody"), reason=WHY)
    with pytest.raises(HidingError, match="not hidden"):
        hiding.propose_to_show(event, by=analyst)
    assert not Hiding.objects.exists()


def test_hiding_twice_is_one_hiding(event: Event, analyst: User, editor: User) -> None:
    first = hiding.hide(event, by=analyst, reason=WHY)
    assert hiding.hide(event, by=editor, reason="Me too.") == first


@pytest.mark.parametrize("values", [{"is_lifted": True}, {"object_id": 0}, {"kind": "Claim"}])
def test_no_shell_lifts_a_hiding(event: Event, analyst: User, values: dict[str, Any]) -> None:
    hiding.hide(event, by=analyst, reason=WHY)
    with pytest.raises(DatabaseError, match="another person"), transaction.atomic():
        Hiding.objects.update(**values)
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        Hiding.objects.all().delete()


def test_nobody_approves_their_own_undoing(event: Event, editor: User) -> None:
    hiding.hide(event, by=editor, reason=WHY)
    hiding.propose_to_show(event, by=editor)
    with pytest.raises(proposals.ProposalError, match="another person"):
        approve(Proposal.objects.get(), by=editor)


def test_a_claim_that_comes_back_from_its_history_is_still_hidden(event: Event, analyst: User) -> None:
    claim = thing(event, "claim")
    hiding.hide(claim, by=analyst, reason=WHY)
    reopened(event)
    again = Claim.objects.get(pk=claim.pk)
    Claim.objects.filter(pk=claim.pk).delete()
    published(event)
    reopened(event)
    again.save(force_insert=True)
    published(event)

    assert "Canary statement" not in everything_public()
    assert verify().is_clean, verify()

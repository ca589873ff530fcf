"""Ways in which a colleague could try to learn who spoke, beside reading pages (tests/admin/test_need_to_know.py)."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from events import publication
from events.coding import deleting, hiding, identities, restoring
from events.coding.acting import acting
from events.models import Claim, Event, Knower, PublishedEvent, Report, Source, hiding_of
from tests.admin.posting import event_data, opened
from tests.conftest import person
from tests.factories import ClaimFactory, EventFactory, PersonFactory, ReportFactory

pytestmark = pytest.mark.django_db
CANARY = "zqxcanary"


@pytest.fixture
def witness(analyst: User) -> Source:
    with acting(analyst):
        source: Source = PersonFactory(name=f"{CANARY} witness", notes=f"{CANARY} street")
        ReportFactory(source=source, title=f"{CANARY} tape", text=f"{CANARY} words")
    source.refresh_from_db()
    return source


@pytest.fixture(params=["Analyst", "Editor", "Maintainer"])
def other(request: pytest.FixtureRequest) -> User:
    return person("other", request.param)


def form(client: Client, thing: Source | Report) -> str:
    return reverse(f"admin:events_{thing._meta.model_name}_change", args=[thing.pk])


def test_nobody_names_themselves(client: Client, witness: Source, other: User) -> None:
    client.force_login(other)
    group = other.groups.get()
    for values in ({"person": other.pk}, {"group": group.pk}):
        data = {"knowers-TOTAL_FORMS": "1", "knowers-INITIAL_FORMS": "0", "kind": "person", "scale": "local",
                "reliability": "F"} | {f"knowers-0-{name}": str(value) for name, value in values.items()}  # fmt: skip
        client.post(form(client, witness), data)

    assert not Knower.objects.exists()
    assert not identities.may_know(other, witness)


def test_no_forged_field_overwrites_or_discloses(client: Client, witness: Source, other: User) -> None:
    client.force_login(other)
    data = {"knowers-TOTAL_FORMS": "0", "knowers-INITIAL_FORMS": "0", "name": "Mine", "slug": "mine", "kind": "other",
            "scale": "local", "reliability": "F", "url": "https://mine.example/", "notes": "Mine", "contact": "Mine",
            "is_confidential": ""}  # fmt: skip
    client.post(form(client, witness), data)

    witness.refresh_from_db()
    assert witness.is_confidential
    held = identities.held(witness)
    assert (held.name, held.notes) == (f"{CANARY} witness", f"{CANARY} street")


def test_who_deletes_and_restores_it_learns_nothing(witness: Source, analyst: User, other: User) -> None:
    (report,) = witness.reports.all()
    keys = {"source": witness.pk, "report": report.pk}
    with acting(other):
        deleting.delete(report, by=other)
        deleting.delete(Source.objects.get(), by=other)
    for kind, pk in keys.items():
        found = restoring.find(kind, pk)
        assert found is not None
        assert CANARY not in f"{found}{restoring.contents(found)}"
        restoring.restore(found, by=other)

    again = Source.objects.get(pk=keys["source"])
    assert again.name == witness.name
    assert not identities.may_know(other, again)
    assert not identities.may_know(other, Report.objects.get())
    assert identities.held(again).name == f"{CANARY} witness"
    assert identities.may_know(analyst, again)


def test_nobody_moves_a_report_under_a_source_of_their_own(client: Client, witness: Source, other: User) -> None:
    with acting(other):
        own = PersonFactory()
    (report,) = witness.reports.all()
    client.force_login(other)
    data = {"knowers-TOTAL_FORMS": "0", "knowers-INITIAL_FORMS": "0", "source": str(own.pk), "language": ""}
    client.post(form(client, report), data)

    report.refresh_from_db()
    assert report.source_id == witness.pk
    assert not identities.may_know(other, report)


def test_a_claim_of_ones_own_on_a_private_report_tells_nothing(client: Client, witness: Source, other: User) -> None:
    client.force_login(other)
    claim = {"kind": "occurred", "stance": "asserts", "status": "accepted", "credibility": "6", "notes": "Mine",
             "report": str(witness.reports.get().pk), "speaker": str(witness.pk)}  # fmt: skip
    client.post(reverse("admin:events_event_add"), event_data(rows={"claims": [claim]}))
    event = Event.objects.get()

    for page in ("change", "history"):
        assert CANARY not in client.get(reverse(f"admin:events_event_{page}", args=[event.pk])).content.decode()
    client.post(reverse("admin:events_event_change", args=[event.pk]), opened(client, event) | {"title": "Again"})
    assert not identities.may_know(other, witness)
    assert not identities.may_know(other, witness.reports.get())


def test_a_group_that_somebody_is_not_in_is_no_key(witness: Source, analyst: User, other: User) -> None:
    named = Group.objects.create(name="Named")
    identities.share(Knower(source=witness, group=named), by=analyst)
    assert not identities.may_know(other, witness)


@pytest.mark.parametrize("kind", ["event", "claim", "report", "source"])
def test_what_is_deleted_and_restored_is_still_hidden(analyst: User, kind: str) -> None:
    with acting(analyst):
        claim = ClaimFactory(event=EventFactory(coded_by=analyst, claimed=False), statement=CANARY)
        things = {"source": claim.report.source, "report": claim.report, "event": claim.event, "claim": claim}
        keys = {name: thing.pk for name, thing in things.items()}
        hiding.hide(things[kind], by=analyst, reason="It names somebody.")
        for name in ("event", "report", "source"):
            deleting.delete(things[name], by=analyst)
        for name in ("source", "report", "event"):
            found = restoring.find(name, keys[name])
            assert found is not None
            restoring.restore(found, by=analyst)
    Event.objects.update(status="published")
    publication.publish_rows([keys["event"]])

    assert Claim.objects.get().statement == CANARY
    assert hiding_of(type(things[kind])._default_manager.get(pk=keys[kind]))
    assert not any(CANARY in str(row.claims) for row in PublishedEvent.objects.all())

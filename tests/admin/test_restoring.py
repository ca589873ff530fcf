"""What was deleted is listed, says who deleted it, and comes back as it was; so do single rows."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db.models import Model
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.coding import history, restoring, workflow
from events.models import (
    Actor,
    ActorName,
    Event,
    ImportedRow,
    Location,
    Report,
    Source,
    Status,
)
from tests.admin.posting import opened
from tests.conftest import person
from tests.factories import (
    ActorFactory,
    CasualtiesFactory,
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    ReportFactory,
    SourceFactory,
    decided,
    published,
)

# What goes in one act carries one time: each request is a transaction of its own.
pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/admin/deleted/"


def page(thing: Model, name: str) -> str:
    return reverse(f"admin:events_{thing._meta.model_name}_{name}", args=[thing.pk])


def way_back(thing: Model) -> str:
    return reverse("admin:deleted_one", args=[thing._meta.model_name, thing.pk])


def delete(client: Client, thing: Model) -> None:
    client.post(page(thing, "delete"), {"post": "yes"})
    assert not type(thing)._default_manager.filter(pk=thing.pk).exists()


def text(response: HttpResponse) -> str:
    return response.content.decode()


#: What the history leaves out, for nothing public was ever made with it: what was public is not deleted.
MADE_ANEW = {"pseudonym_key"}


def everything(thing: Any, *rows: str) -> dict[str, Any]:
    """All that a thing and its rows hold, ids included."""
    columns = {field.attname for field in thing._meta.concrete_fields} - MADE_ANEW
    found = {"own": {name: getattr(thing, name) for name in columns}}
    return found | {name: [model_to_dict(row) | {"id": row.pk} for row in getattr(thing, name).all()] for name in rows}


@pytest.fixture
def draft(analyst: User) -> Event:
    event = EventFactory(title="Attack at Hajin", narrative="Two cars.", coded_by=analyst, tags=["gas"])
    ParticipationFactory(event=event)
    CasualtiesFactory(event=event, group="side_b", low=4)
    ClaimFactory(event=event, statement="Four were killed")
    event.links.create(other=EventFactory(claimed=False), kind="series")
    return Event.objects.get(pk=event.pk)


ROWS = ("participations", "casualties", "claims", "links")


# --- An event --------------------------------------------------------------------------------------------------------


def test_an_event_comes_back_with_all_its_rows(client: Client, analyst: User, editor: User, draft: Event) -> None:
    workflow.submit(draft, by=analyst)
    workflow.send_back(draft, by=editor, reason="Which bridge?")
    draft = Event.objects.get(pk=draft.pk)
    ImportedRow.objects.create(dataset="x", external_id="1", event=draft, digest="d", raw={"a": 1})
    before = everything(draft, *ROWS)
    client.force_login(analyst)
    delete(client, draft)

    shown = text(client.get(way_back(draft)))
    for words in (
        "Attack at Hajin",
        "by\n    analyst",
        "Four were killed",
        "Participation",
        "Casualties",
        "Event link",
    ):
        assert words in shown
    response = client.post(way_back(draft), {"reason": "Deleted by mistake"}, follow=True)

    assert "is back, as a draft" in text(response)
    back = Event.objects.get(pk=draft.pk)
    after = everything(back, *ROWS)
    changed = {name for name, value in after["own"].items() if value != before["own"][name]}
    assert changed == {"revision", "changed_by_id", "changed_at"}
    assert {**after, "own": 0} == {**before, "own": 0}
    assert [step.reason for step in back.steps.all()] == ["Which bridge?", ""]
    assert back.imported_row.raw == {"a": 1}
    last = history.saves(back)[0]
    assert (last.who, last.reason) == ("analyst", "Deleted by mistake")


def test_what_was_in_review_comes_back_as_a_draft(editor: User) -> None:
    event = EventFactory(coded_by=editor, status=Status.IN_REVIEW)
    pk = event.pk
    event.delete()

    found = restoring.find("event", pk)
    assert found
    restoring.restore(found, by=editor)

    assert Event.objects.get(pk=pk).status == Status.DRAFT


def test_an_event_is_restored_by_who_deleted_it_or_an_editor(
    client: Client, analyst: User, editor: User, draft: Event
) -> None:
    client.force_login(analyst)
    delete(client, draft)
    client.force_login(person("colleague", "Analyst"))

    assert "is restored by the person who deleted it, or by an editor" in text(client.get(way_back(draft)))
    assert "is restored by the person" in text(client.post(way_back(draft)))
    assert not Event.objects.filter(pk=draft.pk).exists()

    client.force_login(editor)
    client.post(way_back(draft))
    assert Event.objects.filter(pk=draft.pk).exists()


def test_an_event_whose_place_is_gone_says_so_and_nothing_is_half_restored(
    client: Client, analyst: User, draft: Event
) -> None:
    client.force_login(analyst)
    claim = draft.claims.last()
    delete(client, draft)
    delete(client, claim.report)

    answer = text(client.post(way_back(draft)))

    assert (
        f"cannot come back: the report “{claim.report.title}” that it needs was deleted. Restore that first." in answer
    )
    assert not Event.objects.filter(pk=draft.pk).exists()
    client.post(way_back(claim.report))
    client.post(way_back(draft))
    assert Event.objects.filter(pk=draft.pk).exists()


# --- Actors, places, sources, reports --------------------------------------------------------------------------------


def test_an_actor_comes_back_with_names_that_find_it(client: Client, analyst: User) -> None:
    actor = ActorFactory(name="Desert Falcons", slug="desert-falcons", ucdp_id=7)
    actor.names.create(name="صقور الصحراء", language="ar")
    actor.relations.create(other=ActorFactory(), kind="allied_with")
    before = everything(actor, "names", "relations")
    keys = list(actor.names.values_list("search_key", "phonetic_key"))
    client.force_login(analyst)
    delete(client, actor)

    assert "صقور الصحراء" in text(client.get(way_back(actor)))
    client.post(way_back(actor))

    assert everything(Actor.objects.get(pk=actor.pk), "names", "relations") == before
    assert list(ActorName.objects.filter(actor_id=actor.pk).values_list("search_key", "phonetic_key")) == keys


@pytest.mark.parametrize("factory", [LocationFactory, SourceFactory, ReportFactory])
def test_others_come_back_as_they_were(client: Client, analyst: User, factory: Any) -> None:
    thing = factory()
    if isinstance(thing, Location):
        thing.names.create(name="Hajin")
    model = type(thing)
    before = everything(model.objects.get(pk=thing.pk))
    client.force_login(analyst)
    delete(client, thing)

    client.post(way_back(thing))

    assert everything(model.objects.get(pk=thing.pk)) == before
    assert not isinstance(thing, Location) or thing.names.get().search_key == "hajin"


@pytest.mark.parametrize(
    ("factory", "own", "words"),
    [
        (ActorFactory, {"slug": "falcons"}, "its slug “falcons” is taken by another actor now."),
        (ActorFactory, {"ucdp_id": 7}, "its UCDP actor id “7” is taken by another actor now."),
        (LocationFactory, {"slug": "own-town"}, "its slug “own-town” is taken by another location now."),
        (SourceFactory, {"slug": "paper"}, "its slug “paper” is taken by another source now."),
        (ReportFactory, {"url": "https://a.example/"}, "A report with this web address is already recorded"),
    ],
)
def test_what_is_taken_meanwhile_is_said(
    client: Client, analyst: User, factory: Any, own: dict[str, Any], words: str
) -> None:
    thing = factory(**own)
    client.force_login(analyst)
    delete(client, thing)
    factory(**own)

    assert words in text(client.post(way_back(thing)))
    assert not type(thing).objects.filter(pk=thing.pk).exists()


def test_what_is_back_is_not_restored_twice(analyst: User) -> None:
    actor = ActorFactory()
    pk = actor.pk
    actor.delete()
    found = restoring.find("actor", pk)
    assert found
    restoring.restore(found, by=analyst)

    with pytest.raises(restoring.RestoreError, match="is back already"):
        restoring.restore(found, by=analyst)
    assert restoring.find("actor", pk) is None


# --- Where it is found -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["change", "history", "delete"])
def test_the_address_of_what_was_deleted_says_so(client: Client, analyst: User, draft: Event, name: str) -> None:
    actor = ActorFactory()
    client.force_login(analyst)
    for thing in (draft, actor):
        delete(client, thing)

        answer = client.get(page(thing, name), follow=True)

        assert answer.redirect_chain[-1][0] == way_back(thing)
        assert "was deleted on" in text(answer)
        assert 'value="Restore' in text(answer)
        assert "Changes, newest first" in text(answer)


def test_what_never_was_is_not_there(client: Client, analyst: User) -> None:
    client.force_login(analyst)

    for address in ("/admin/events/event/999/change/", "/admin/events/actor/x/history/", "/admin/deleted/event/999/"):
        assert "Perhaps it was deleted?" in text(client.get(address, follow=True))
    assert client.get("/admin/deleted/user/1/").status_code == 404


def test_the_list_tells_what_was_deleted_newest_first(client: Client, analyst: User, draft: Event) -> None:
    actor, place = ActorFactory(name="Desert Falcons"), LocationFactory(name="Hajin")
    client.force_login(analyst)
    for thing in (draft, actor, place):
        delete(client, thing)

    assert LIST in text(client.get(reverse("admin:index")))
    found = client.get(LIST)
    assert [row.label for row in found.context["rows"]] == ["Hajin", "Desert Falcons", str(draft)]
    assert {row.who for row in found.context["rows"]} == {"analyst"}
    assert [row.label for row in client.get(LIST, {"q": "falcons desert"}).context["rows"]] == ["Desert Falcons"]
    assert [row.kind for row in client.get(LIST, {"q": "hajin"}).context["rows"]] == ["location", "event"]
    client.post(way_back(actor))
    assert [row.kind for row in client.get(LIST).context["rows"]] == ["location", "event"]


def test_the_list_is_cut_into_pages(client: Client, analyst: User) -> None:
    for _ in range(51):
        ActorFactory()
    Actor.objects.all().delete()
    client.force_login(analyst)

    assert len(client.get(LIST).context["rows"]) == 50
    assert len(client.get(LIST, {"p": "2"}).context["rows"]) == 1
    assert client.get(LIST, {"p": "x", "q": "\0"}).status_code == 200


def test_what_is_confidential_has_a_neutral_name_in_the_list(client: Client, analyst: User) -> None:
    witness = PersonFactory(name="Witness Name")
    spoken = ReportFactory(source=witness, title="Interview in Hajin")
    client.force_login(analyst)
    delete(client, spoken)
    delete(client, witness)

    client.get(LIST)  # has the messages of what was done
    shown = text(client.get(LIST))

    assert f"Undisclosed source {witness.pseudonym}" in shown
    assert f"Undisclosed report {spoken.pk}" in shown
    assert "Witness" not in shown
    assert "Interview" not in shown
    assert not client.get(LIST, {"q": "Witness"}).context["rows"]
    assert not client.get(LIST, {"q": "Interview"}).context["rows"]
    answer = text(client.post(way_back(spoken)))
    assert f"the source “Undisclosed source {witness.pseudonym}” that it needs was deleted" in answer


def test_who_may_not_see_is_shown_nothing(client: Client) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    actor = ActorFactory()
    actor_page = way_back(actor)
    actor.delete()

    assert client.get(LIST).status_code == 403
    assert client.get(actor_page).status_code == 403


# --- Single rows -----------------------------------------------------------------------------------------------------


def bring_back_address(client: Client, thing: Model) -> list[str]:
    shown = text(client.get(page(thing, "history")))
    return [part.partition('"')[0] for part in shown.split('action="') if part.startswith("/admin/deleted/rows/")]


def test_a_row_that_was_removed_from_a_draft_comes_back(client: Client, analyst: User, draft: Event) -> None:
    client.force_login(analyst)
    claim = draft.claims.last()
    number = list(draft.claims.all()).index(claim)
    client.post(page(draft, "change"), opened(client, draft) | {f"claims-{number}-DELETE": "on"})
    assert draft.claims.count() == 1
    (address,) = bring_back_address(client, draft)

    assert "The row is back." in text(client.post(address, follow=True))

    assert draft.claims.get(pk=claim.pk).statement == "Four were killed"
    assert Event.objects.get(pk=draft.pk).revision == 3
    assert bring_back_address(client, draft) == []
    assert "is back already" in text(client.post(address, follow=True))
    assert client.get(address).status_code == 404


def test_a_row_of_what_is_closed_stays_away(client: Client, analyst: User, draft: Event) -> None:
    draft.casualties.all().delete()
    client.force_login(analyst)
    (address,) = bring_back_address(client, draft)
    workflow.submit(draft, by=analyst)

    assert bring_back_address(client, draft) == []
    assert "is not open to you" in text(client.post(address, follow=True))
    assert not draft.casualties.exists()


def test_a_row_of_an_event_deleted_a_moment_before_stays_away(analyst: User, draft: Event) -> None:
    draft.casualties.all().delete()
    state = apps.get_model("events", "CasualtiesHistory").objects.filter(pgh_label="delete").get().pgh_id
    Event.objects.get(pk=draft.pk).delete()

    with pytest.raises(restoring.RestoreError, match=f"{draft.code} was deleted meanwhile"):
        restoring.bring_back("CasualtiesHistory", state, draft, by=analyst)


def test_a_row_whose_place_is_taken_says_so(client: Client, analyst: User, draft: Event) -> None:
    draft.casualties.all().delete()
    client.force_login(analyst)
    (address,) = bring_back_address(client, draft)
    CasualtiesFactory(event=draft, group="side_b")

    assert "This group already has a row for this outcome." in text(client.post(address, follow=True))


def test_a_name_of_an_actor_comes_back_from_its_history(client: Client, analyst: User) -> None:
    part = ParticipationFactory(event=EventFactory())
    name = part.actor.names.create(name="Hawks", language="en")
    published(part.event)
    with decided():
        name.delete()
    client.force_login(analyst)
    (address,) = bring_back_address(client, part.actor)

    client.post(address)

    back = part.actor.names.get(name="Hawks")
    assert (back.search_key, back.is_public) == ("hawks", False)  # readers see it when it is approved


@pytest.mark.parametrize("factory", [ActorFactory, LocationFactory, SourceFactory, ReportFactory])
def test_the_history_of_others_tells_each_field(client: Client, analyst: User, factory: Any) -> None:
    thing = factory(notes="Before")
    type(thing).objects.filter(pk=thing.pk).update(notes="After")
    client.force_login(analyst)

    shown = text(client.get(page(thing, "history")))

    assert "Before" in shown
    assert "After" in shown


def test_models_that_are_deleted_are_those_that_come_back() -> None:
    assert set(restoring.KINDS.values()) == set(history.TABLES) == {Event, Actor, Location, Source, Report}

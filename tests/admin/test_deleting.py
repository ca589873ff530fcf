"""Nobody deletes a colleague's draft, or a place that the gazetteer brought or an event used; a page says why."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.coding import deleting, workflow
from events.models import Actor, Event, Location, Status
from tests.admin.posting import opened
from tests.conftest import person
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    CountryFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    ReportFactory,
    SourceFactory,
    published,
)

pytestmark = pytest.mark.django_db


def page(thing: Model, name: str) -> str:
    return reverse(f"admin:events_{thing._meta.model_name}_{name}", args=[thing.pk])


def delete(client: Client, thing: Model) -> HttpResponse:
    return client.post(page(thing, "delete"), {"post": "yes"}, follow=True)


def is_there(thing: Model) -> bool:
    return type(thing)._default_manager.filter(pk=thing.pk).exists()


def refused(client: Client, thing: Model, sentence: str) -> bool:
    """Whether the thing stays, its page says so before, and the sentence comes after trying."""
    before = client.get(page(thing, "change")).content.decode()
    after = delete(client, thing).content.decode()
    return is_there(thing) and sentence in before and sentence in after and 'class="deletelink"' not in before


# --- Events ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["analyst", "editor", "maintainer", "admin_user"])
def test_a_draft_is_deleted_by_who_coded_it_alone(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    colleague = person("colleague", "Analyst")
    event = EventFactory(coded_by=colleague)
    client.force_login(request.getfixturevalue(who))

    assert refused(client, event, f"{event.code} is a draft of colleague: ask them to delete it.")

    client.force_login(colleague)
    delete(client, event)
    assert not is_there(event)


@pytest.mark.parametrize("left", ["gone", "switched off", "import"])
def test_a_draft_that_nobody_codes_is_deleted_by_an_editor(
    client: Client, analyst: User, editor: User, left: str
) -> None:
    colleague = person("colleague", "Analyst")
    event = EventFactory(coded_by=colleague, dataset="ucdp-ged" if left == "import" else "")
    if left == "gone":
        colleague.delete()
    if left == "switched off":
        User.objects.filter(pk=colleague.pk).update(is_active=False)
    client.force_login(analyst)
    assert refused(client, event, "ask an editor to delete it.")

    client.force_login(editor)
    delete(client, event)
    assert not is_there(event)


def test_what_is_in_review_is_sent_back_before_it_is_deleted(client: Client, analyst: User, editor: User) -> None:
    event = EventFactory(coded_by=analyst)
    workflow.submit(event, by=analyst)

    client.force_login(editor)
    assert refused(client, event, "is a draft of analyst: ask them")
    client.force_login(analyst)
    assert refused(client, event, f"{event.code} is in review: ask an editor to send it back first.")


def test_a_draft_that_another_links_to_stays(client: Client, analyst: User) -> None:
    event, other = EventFactory(coded_by=analyst), EventFactory()
    other.links.create(other=event, kind="series")
    client.force_login(analyst)

    assert refused(client, event, f"is used by {other.code}: change that first.")


def test_rows_of_a_colleague_s_draft_may_be_removed(client: Client, analyst: User) -> None:
    event = EventFactory(coded_by=person("colleague", "Analyst"))
    ParticipationFactory(event=event)
    client.force_login(analyst)

    client.post(page(event, "change"), opened(client, event) | {"participations-0-DELETE": "on"})

    assert not event.participations.exists()


def test_an_event_that_moved_on_meanwhile_stays(analyst: User) -> None:
    event = EventFactory(coded_by=analyst)
    Event.objects.filter(pk=event.pk).update(status=Status.IN_REVIEW)

    with pytest.raises(deleting.DeletionError, match="in review"):
        deleting.delete(event, by=analyst)


# --- Places ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def own_place(client: Client, analyst: User) -> Location:
    """A place that an analyst added at the desk."""
    client.force_login(analyst)
    data = {"name": "Own", "kind": "region", "is_active": "on", "geonames_id": "5", "slug": ""}
    client.post(reverse("admin:events_location_add"), data | {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"})
    return Location.objects.get()


def test_a_place_that_a_person_added_and_nothing_used_is_deleted(client: Client, own_place: Location) -> None:
    delete(client, own_place)

    assert not is_there(own_place)


@pytest.mark.parametrize(
    "marks",
    [
        {"geonames_id": 92138},
        {"kind": "country", "iso_a3": "SYR", "country": None},
        {"kind": "admin1", "iso_3166_2": "IQ-AN"},
        {"boundary": "POLYGON ((0 0, 1 0, 1 1, 0 0))"},
        {"slug": "akkas-gas-field"},
    ],
)
def test_a_place_of_the_gazetteer_stays(client: Client, analyst: User, marks: dict[str, str]) -> None:
    place = LocationFactory(**marks)
    client.force_login(analyst)

    assert refused(
        client, place, f"The gazetteer brought the place {place.name}: switch it off instead of deleting it."
    )


def test_a_place_of_the_gazetteer_stays_without_its_id(analyst: User) -> None:
    place = LocationFactory(geonames_id=92138)
    Location.objects.update(geonames_id=None)

    assert "The gazetteer brought" in deleting.why_not(place, analyst)
    with pytest.raises(IntegrityError, match="The gazetteer brought"):
        Location.objects.filter(pk=place.pk).delete()


def test_a_place_that_anything_uses_or_used_stays(client: Client, own_place: Location) -> None:
    event = EventFactory(location=own_place, precision="region")
    assert refused(client, own_place, "Events use the place Own: switch it off")

    Event.objects.update(location=LocationFactory())
    assert refused(client, own_place, "Events used the place Own")
    event.delete()
    with pytest.raises(IntegrityError, match="Events used the place Own"):
        own_place.delete()


def test_a_place_that_a_deleted_claim_named_stays(client: Client, own_place: Location) -> None:
    ClaimFactory(kind="place", location=own_place).delete()

    assert refused(client, own_place, "Events used the place Own")


def test_a_place_with_others_in_it_stays(client: Client, own_place: Location) -> None:
    LocationFactory(name="Inner", parent=own_place)

    assert refused(client, own_place, "Own is used by Inner (Iraq): change that first.")


# --- What others use -------------------------------------------------------------------------------------------------


def test_what_a_draft_uses_stays(client: Client, analyst: User) -> None:
    event = ParticipationFactory(event=EventFactory()).event
    report = event.claims.get().report
    client.force_login(analyst)

    for thing, user in [
        (Actor.objects.get(), event.code),
        (report, event.code),
        (report.source, report.title),
    ]:
        assert refused(client, thing, f"is used by {user}")


def test_what_the_public_record_names_stays(client: Client, analyst: User) -> None:
    event = EventFactory()
    published(event)
    spare = ReportFactory(source=event.claims.get().report.source)
    client.force_login(analyst)

    assert refused(client, spare, "The public record names")


@pytest.mark.parametrize("factory", [ActorFactory, SourceFactory, ReportFactory])
def test_what_nothing_uses_is_deleted(client: Client, analyst: User, factory: type) -> None:
    thing = factory()
    client.force_login(analyst)
    assert 'class="deletelink"' in client.get(page(thing, "change")).content.decode()

    delete(client, thing)

    assert not is_there(thing)


@pytest.mark.parametrize("model", ["actor", "location", "source", "report", "eventtype", "event"])
def test_several_are_never_deleted_at_once(client: Client, admin_user: User, model: str) -> None:
    thing = {"location": CountryFactory, "actor": ActorFactory, "source": SourceFactory, "report": ReportFactory}.get(
        model, EventFactory
    )()
    client.force_login(admin_user)
    url = reverse(f"admin:events_{model}_changelist")

    assert "delete_selected" not in client.get(url).content.decode()
    client.post(url, {"action": "delete_selected", "_selected_action": [str(thing.pk)], "post": "yes"})
    assert is_there(thing)

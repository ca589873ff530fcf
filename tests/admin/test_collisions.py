"""Two people store the same at once: one sentence beside the field, or the next free address; never an error page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Barrier, Thread
from typing import Any
from unittest import mock

import psycopg
import pytest
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import Group, User
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from events.admin import collisions, site
from events.admin.accounts import AccountAdmin
from events.coding import deleting, editing
from events.models import Actor, Event, EventType, Location, Participation, Report, Source
from tests.admin.posting import event_data, opened
from tests.factories import (
    ActorFactory,
    CasualtiesFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    ReportFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)

NO_NAMES = {"names-TOTAL_FORMS": "0", "names-INITIAL_FORMS": "0"}
NO_ROWS = NO_NAMES | {"relations-TOTAL_FORMS": "0", "relations-INITIAL_FORMS": "0"}
SOURCE = {"name": "Paper", "kind": "newspaper", "scale": "local", "reliability": "F"}


def elsewhere(deed: Callable[[], Any]) -> None:
    """Do it on another connection, and commit."""

    def work() -> None:
        deed()
        connection.close()

    thread = Thread(target=work)
    thread.start()
    thread.join()


@contextmanager
def meanwhile(deed: Callable[[], Any]) -> Iterator[None]:
    """Somebody does `deed` between the check of a form and the first attempt to store it."""
    save, done = ModelAdmin.save_form, []

    def save_form(self: Any, *args: Any, **kwargs: Any) -> Any:
        if not done:
            done.append(1)
            elsewhere(deed)
        return save(self, *args, **kwargs)

    with mock.patch.object(ModelAdmin, "save_form", save_form):
        yield
    assert done


def errors(response: HttpResponse) -> dict[str, Any]:
    """Errors of the form and of its rows, by field."""
    found = dict(response.context["adminform"].form.errors)
    for inline in response.context["inline_admin_formsets"]:
        for row in inline.formset.errors:
            found |= row
    return found


# --- The same name at once -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "factory", "data"),
    [
        (Actor, ActorFactory, {"name": "Falcons", "kind": "rebel_group", **NO_ROWS}),
        (Location, LocationFactory, {"name": "Falcons", "kind": "region", "is_active": "on", **NO_NAMES}),
        (Source, SourceFactory, SOURCE | {"name": "Falcons"}),
    ],
)
def test_the_next_free_address_is_taken(client: Client, analyst: User, model: Any, factory: Any, data: Any) -> None:
    client.force_login(analyst)

    with meanwhile(lambda: factory(name="Falcons", slug="falcons")):
        response = client.post(reverse(f"admin:events_{model._meta.model_name}_add"), {**data, "slug": ""})

    assert response.status_code == 302
    assert set(model.objects.filter(name="Falcons").values_list("slug", flat=True)) == {"falcons", "falcons-2"}


def test_many_people_choose_one_name(analyst: User) -> None:
    barrier, answers = Barrier(6), []
    cookies = []
    for _ in range(6):
        client = Client()
        client.force_login(analyst)
        cookies.append(client)

    def add(client: Client) -> None:
        barrier.wait()
        data = {"name": "Falcons", "kind": "rebel_group", "slug": "", **NO_ROWS}
        answers.append(client.post(reverse("admin:events_actor_add"), data).status_code)
        connection.close()

    threads = [Thread(target=add, args=[client]) for client in cookies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302] * 6
    assert Actor.objects.values("slug").distinct().count() == 6


# --- Something else that is there once -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "data", "rival", "field"),
    [
        ("events_actor", {"name": "A", "kind": "rebel_group", "slug": "own", **NO_ROWS},
         lambda: ActorFactory(slug="own"), "slug"),
        ("events_actor", {"name": "A", "kind": "rebel_group", "ucdp_id": "7", **NO_ROWS},
         lambda: ActorFactory(ucdp_id=7), "ucdp_id"),
        ("events_location", {"name": "A", "kind": "region", "geonames_id": "7", **NO_NAMES},
         lambda: LocationFactory(geonames_id=7), "geonames_id"),
        ("events_location", {"name": "A", "kind": "country", "iso_a3": "SYR", **NO_NAMES},
         lambda: LocationFactory(kind="country", iso_a3="SYR", country=None), "iso_a3"),
        ("events_source", SOURCE | {"slug": "own"}, lambda: SourceFactory(slug="own"), "slug"),
        ("events_eventtype", {"code": "raid", "name": "Raid", "order": "0"},
         lambda: EventType.objects.create(code="raid", name="Another"), "code"),
        ("auth_user", {"username": "twin", "usable_password": "false"},
         lambda: User.objects.create_user("twin"), "username"),
        ("auth_group", {"name": "Twins"}, lambda: Group.objects.create(name="Twins"), "name"),
    ],
)  # fmt: skip
def test_the_form_is_shown_again_with_the_sentence_beside_its_field(
    client: Client, admin_user: User, address: str, data: dict[str, str], rival: Callable[[], Any], field: str
) -> None:
    client.force_login(admin_user)

    with meanwhile(rival):
        response = client.post(reverse(f"admin:{address}_add"), data)

    assert response.status_code == 200
    assert list(errors(response)) == [field]
    for name in {"name", "username"} & set(data):
        assert f'value="{data[name]}"' in response.content.decode()


def test_a_report_of_the_same_address(client: Client, analyst: User) -> None:
    source = SourceFactory()
    client.force_login(analyst)
    data = {"source": str(source.pk), "title": "Mine", "url": "https://a.example/1"}

    with meanwhile(lambda: ReportFactory(url="https://a.example/1")):
        response = client.post(reverse("admin:events_report_add"), data)

    assert errors(response)["url"] == ["A report with this web address is already recorded: choose it instead."]
    assert not Report.objects.filter(title="Mine").exists()


@pytest.mark.parametrize(
    ("prefix", "row", "field"),
    [
        ("names", {"name": "Hawks", "language": "en", "kind": "alias"}, "name"),
        ("relations", {"kind": "allied_with"}, "other"),
    ],
)
def test_a_row_of_an_actor(client: Client, analyst: User, prefix: str, row: dict[str, str], field: str) -> None:
    actor, other = ActorFactory(), ActorFactory()
    row = row | ({"other": str(other.pk)} if prefix == "relations" else {})
    data = {"name": "Renamed", "kind": actor.kind, **NO_ROWS, f"{prefix}-TOTAL_FORMS": "1"}
    data |= {f"{prefix}-0-{name}": value for name, value in row.items()}
    fields = {f"{name}_id" if name == "other" else name: value for name, value in row.items()}
    client.force_login(analyst)

    with meanwhile(lambda: getattr(actor, prefix).create(**fields)):
        response = client.post(reverse("admin:events_actor_change", args=[actor.pk]), data)

    assert response.status_code == 200
    assert list(errors(response)) == [field]
    assert "already" in errors(response)[field][0]
    assert Actor.objects.get(pk=actor.pk).name == actor.name


def test_a_name_of_a_place(client: Client, analyst: User) -> None:
    place = LocationFactory(kind="region")
    data = {"name": place.name, "kind": "region", "is_active": "on", **NO_NAMES, "names-TOTAL_FORMS": "1"}
    client.force_login(analyst)

    with meanwhile(lambda: place.names.create(name="Hawks", language="en")):
        response = client.post(
            reverse("admin:events_location_change", args=[place.pk]),
            data | {"names-0-name": "Hawks", "names-0-language": "en", "names-0-kind": "alias"},
        )

    assert errors(response) == {"name": ["This place already has this name in this language."]}


def test_rows_of_an_event_wait_for_who_saves_it(client: Client, analyst: User) -> None:
    event, actor = EventFactory(claimed=False, coded_by=analyst), ActorFactory()
    row = {"actor": str(actor.pk), "side": "A", "role": "lead", "certainty": "confirmed"}
    client.force_login(analyst)
    rival = Thread(target=lambda: _without_error(lambda: ParticipationFactory(event=event, actor=actor)))
    save = ModelAdmin.save_form

    def save_form(self: Any, *args: Any, **kwargs: Any) -> Any:
        rival.start()
        rival.join(timeout=0.3)
        return save(self, *args, **kwargs)

    with mock.patch.object(ModelAdmin, "save_form", save_form):
        response = client.post(
            reverse("admin:events_event_change", args=[event.pk]),
            event_data(event=event, rows={"participations": [row]}),
        )
    rival.join()

    assert response.status_code in (200, 302)
    assert Participation.objects.count() == 1


def _without_error(deed: Callable[[], Any]) -> None:
    with suppress(IntegrityError, OperationalError):  # whoever of the two has to give way
        deed()
    connection.close()


# --- What is gone meanwhile ------------------------------------------------------------------------------------------


def test_a_place_that_was_deleted_meanwhile(client: Client, analyst: User) -> None:
    place = LocationFactory()
    client.force_login(analyst)

    with meanwhile(lambda: Location.objects.filter(pk=place.pk).delete()):
        response = client.post(reverse("admin:events_event_add"), event_data(location=str(place.pk)))

    assert response.status_code == 200
    assert "location" in errors(response)
    assert not Event.objects.exists()


def test_a_thing_that_was_deleted_meanwhile_is_not_made_anew(client: Client, analyst: User) -> None:
    actor = ActorFactory()
    client.force_login(analyst)

    with meanwhile(lambda: Actor.objects.filter(pk=actor.pk).delete()):
        data = {"name": "Renamed", "kind": actor.kind, **NO_ROWS}
        response = client.post(reverse("admin:events_actor_change", args=[actor.pk]), data)

    assert response.status_code == 302
    assert not Actor.objects.exists()


@pytest.mark.parametrize("name", ["otp_totp_totpdevice", "otp_static_staticdevice"])
def test_an_account_that_was_deleted_meanwhile(client: Client, admin_user: User, name: str) -> None:
    owner = User.objects.create_user("owner")
    client.force_login(admin_user)
    data = {"user": str(owner.pk), "name": "phone", "confirmed": "on", "key": "00" * 20, "step": "30", "t0": "0"}
    data |= {"digits": "6", "tolerance": "1", "drift": "0", "throttling_failure_count": "0", "last_t": "-1"}
    data |= {"token_set-TOTAL_FORMS": "0", "token_set-INITIAL_FORMS": "0"}

    with meanwhile(lambda: User.objects.filter(pk=owner.pk).delete()):
        response = client.post(reverse(f"admin:{name}_add"), data)

    assert response.status_code == 200
    assert "user" in errors(response)
    assert not TOTPDevice.objects.exists()
    assert not StaticDevice.objects.exists()


def test_an_event_that_was_deleted_meanwhile(client: Client, analyst: User) -> None:
    event = EventFactory(claimed=False, coded_by=analyst)
    client.force_login(analyst)
    data = opened(client, event)

    def gone(found: Event) -> None:
        elsewhere(Event.objects.filter(pk=event.pk).delete)
        Event.objects.get(pk=event.pk)

    with mock.patch.object(editing, "lock", gone):
        assert client.post(reverse("admin:events_event_change", args=[event.pk]), data).status_code == 302

    assert not Event.objects.exists()


def test_a_thing_that_is_used_in_the_moment_it_is_deleted(client: Client, analyst: User) -> None:
    actor, event = ActorFactory(), EventFactory(claimed=False)
    client.force_login(analyst)
    why_not, calls = deleting.why_not, []

    def used_after(thing: Any, by: User) -> str:
        found = why_not(thing, by)
        if not calls:
            calls.append(1)
            elsewhere(lambda: ParticipationFactory(event=event, actor=actor))
        return found

    with mock.patch.object(deleting, "why_not", used_after):
        response = client.post(reverse("admin:events_actor_delete", args=[actor.pk]), {"post": "yes"}, follow=True)

    assert f"is used by {event.code}: change that first." in response.content.decode()
    assert Actor.objects.filter(pk=actor.pk).exists()


# --- What no check can see -------------------------------------------------------------------------------------------


def failing(kind: type[DatabaseError], cause: psycopg.Error) -> Callable[..., None]:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise kind(str(cause)) from cause

    return fail


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.errors.DeadlockDetected("deadlock detected"),
        psycopg.errors.LockNotAvailable("lock timeout"),
        psycopg.errors.SerializationFailure("could not serialize"),
    ],
)
def test_who_waits_for_each_other_is_asked_to_save_again(client: Client, analyst: User, cause: psycopg.Error) -> None:
    client.force_login(analyst)

    with mock.patch.object(editing, "save", failing(OperationalError, cause)):
        response = client.post(reverse("admin:events_event_add"), event_data(title="As typed"))

    assert response.status_code == 200
    assert errors(response) == {"__all__": [collisions.BUSY]}
    assert "As typed" in response.content.decode()


def test_a_deadlock_that_passes_is_not_even_seen(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    deadlock = OperationalError("deadlock")
    deadlock.__cause__ = psycopg.errors.DeadlockDetected("deadlock detected")

    with mock.patch.object(ModelAdmin, "log_addition", side_effect=[deadlock, None]):
        response = client.post(reverse("admin:events_event_add"), event_data())

    assert response.status_code == 302
    assert Event.objects.count() == 1


def test_what_a_guard_of_the_database_refuses_is_its_sentence(client: Client, analyst: User) -> None:
    event = EventFactory(claimed=False, coded_by=analyst)
    client.force_login(analyst)
    data = opened(client, event)

    def late(event: Event, *, by: User) -> None:
        Event.objects.filter(pk=event.pk).update(status="published")
        event.participations.create(actor=ActorFactory(), side="A")

    with mock.patch.object(editing, "save", late):
        response = client.post(reverse("admin:events_event_change", args=[event.pk]), data)

    assert response.status_code == 200
    assert "is published or retracted: start a correction" in errors(response)["__all__"][0]


def test_a_rule_that_only_the_database_sees_broken_is_beside_its_field(client: Client, analyst: User) -> None:
    event = EventFactory(claimed=False, coded_by=analyst)
    CasualtiesFactory(event=event, group="side_b", low=4)
    client.force_login(analyst)
    data = opened(client, event)

    def wrong(event: Event, *, by: User) -> None:
        Event.objects.filter(pk=event.pk).update(incidents=3)

    with mock.patch.object(editing, "save", wrong):
        response = client.post(reverse("admin:events_event_change", args=[event.pk]), data)

    assert errors(response)["incidents"] == ["Only a summary of several incidents has a number of incidents."]


def test_a_move_that_collides_says_so(client: Client, analyst: User) -> None:
    event = EventFactory(coded_by=analyst)
    client.force_login(analyst)
    deadlock = failing(OperationalError, psycopg.errors.DeadlockDetected("deadlock detected"))

    with mock.patch("events.coding.workflow.submit", deadlock):
        response = client.post(reverse("admin:events_event_move", args=[event.pk]), {"move": "submit"})

    assert response.status_code == 409
    assert collisions.BUSY in response.content.decode()


def test_an_error_that_is_no_collision_is_not_hidden(client: Client, analyst: User) -> None:
    client.force_login(analyst)
    broken = failing(IntegrityError, psycopg.errors.NotNullViolation("null value"))

    with mock.patch.object(editing, "save", broken), pytest.raises(IntegrityError):
        client.post(reverse("admin:events_event_add"), event_data())


def test_every_page_that_stores_bears_collisions() -> None:
    assert AccountAdmin in {type(one) for one in site._registry.values()}
    assert all(isinstance(one, collisions.Collisions) for one in site._registry.values())

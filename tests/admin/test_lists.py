"""The lists: what is found, what a filter keeps, and no query for each row."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.coding import workflow
from events.models import Event, EventType, Status
from tests.factories import (
    ActorFactory,
    CountryFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    ReportFactory,
    published,
)

pytestmark = pytest.mark.django_db
LISTS = ["event", "actor", "location", "source", "report", "eventtype", "publication"]


def count_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def add_row_everywhere(number: int) -> None:
    """One event, published, with a place in a unit, an actor, a claim, a report, a source and a type of its own."""
    unit = LocationFactory(kind="admin1", iso_3166_2=f"IQ-{number}")
    parent = EventType.objects.create(code=f"type-{number}", name=f"Type {number}")
    kind = EventType.objects.create(code=f"subtype-{number}", name=f"Subtype {number}", parent=parent)
    event = EventFactory(location=LocationFactory(admin1=unit, parent=unit), event_type=kind)
    ParticipationFactory(event=event)
    published(event)


@pytest.mark.slow
@pytest.mark.parametrize("model", LISTS)
def test_fifty_rows_take_as_many_queries_as_one(client: Client, admin_user: User, model: str) -> None:
    client.force_login(admin_user)
    url = reverse(f"admin:events_{model}_changelist")
    add_row_everywhere(0)
    client.get(url)  # what is asked once for a process, such as content types
    few = count_queries(client, url)

    for number in range(1, 50):
        add_row_everywhere(number)

    assert count_queries(client, url) == few


def test_the_home_page_takes_as_many_queries_for_many_events(client: Client, editor: User, analyst: User) -> None:
    client.force_login(editor)
    url = reverse("admin:index")

    def hand_in() -> None:
        workflow.submit(EventFactory(coded_by=analyst), by=analyst)
        workflow.publish(workflow.as_read(Event.objects.filter(status=Status.IN_REVIEW)[:1]), by=editor)
        workflow.submit(EventFactory(coded_by=analyst), by=analyst)

    hand_in()
    client.get(url)
    few = count_queries(client, url)
    for _ in range(5):
        hand_in()

    assert count_queries(client, url) == few


def shown(client: Client, **query: str) -> set[str]:
    response = client.get(reverse("admin:events_event_changelist"), query)
    return {event.code for event in response.context["cl"].result_list}


@pytest.mark.parametrize(
    "words",
    ["ambush", "AMBUSH", "convoy west", "al-Qa'im", "Qaim", "القائم", "Qa'em", "Daesh", "داعش", "{code}", "{lower}"],
)
def test_search_finds_code_words_actors_and_places(client: Client, analyst: User, words: str) -> None:
    place = LocationFactory(name="Al-Qaim")
    place.names.create(name="القائم", language="ar")
    actor = ActorFactory(name="Islamic State")
    actor.names.create(name="داعش", language="ar")
    actor.names.create(name="Daesh")
    wanted = EventFactory(title="Ambush", narrative="A convoy in the west.", location=place)
    place.names.create(name="Al-Qaim")
    ParticipationFactory(event=wanted, actor=actor)
    EventFactory(title="Something else")
    client.force_login(analyst)

    assert shown(client, q=words.format(code=wanted.code, lower=wanted.code.lower())) == {wanted.code}


def test_filters(client: Client, analyst: User, editor: User) -> None:
    syria = CountryFactory(slug="syria", name="Syria", iso_a3="SYR")
    battle = EventType.objects.create(code="battles", name="Battles")
    clash = EventType.objects.create(code="clash", name="Clash", parent=battle)
    draft = EventFactory(coded_by=editor)
    waiting = EventFactory(coded_by=analyst, changed_by=analyst, event_type=clash)
    workflow.submit(waiting, by=analyst)
    own = EventFactory(coded_by=editor, status=Status.IN_REVIEW)
    imported = EventFactory(dataset="ucdp-ged", location=LocationFactory(country=syria, parent=syria))
    client.force_login(editor)

    assert shown(client, status__exact="draft") == {draft.code, imported.code}
    assert shown(client, whose="drafts") == {draft.code}
    assert shown(client, whose="coded") == {draft.code, own.code}
    assert shown(client, whose="to_review") == {waiting.code}
    assert shown(client, type="battles") == shown(client, type="clash") == {waiting.code}
    assert shown(client, country="SYR") == {imported.code}
    assert shown(client, origin="imported") == {imported.code}
    assert shown(client, date_start__year="2018") == {draft.code, waiting.code, own.code, imported.code}
    assert shown(client, date_start__year="2017") == set()


def test_what_was_sent_back_is_listed_until_it_is_handed_in_again(client: Client, analyst: User, editor: User) -> None:
    event = EventFactory(coded_by=analyst)
    workflow.submit(event, by=analyst)
    workflow.send_back(event, by=editor, reason="Which bridge?")
    client.force_login(analyst)
    assert shown(client, whose="sent_back") == {event.code}

    workflow.submit(event, by=analyst)

    assert shown(client, whose="sent_back") == set()


def test_confidential_sources_and_reports_are_marked(client: Client, analyst: User) -> None:
    ReportFactory(source=PersonFactory())
    client.force_login(analyst)

    for model in ("source", "report"):
        assert "confidential</span>" in client.get(reverse(f"admin:events_{model}_changelist")).content.decode()

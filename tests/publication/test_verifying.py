"""A rebuild of the whole record changes nothing, whatever was done before; and where it would, that is said."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from events import publication
from events.models import Actor, ActorRelation, Event, Location, PublishedActor, PublishedEvent, Source, Status
from events.publication.verifying import Findings, verify
from tests.factories import (
    ActorFactory,
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    ReportFactory,
    SourceFactory,
    decided,
    published,
    reopened,
)

pytestmark = pytest.mark.django_db
CLEAN = Findings({}, [], [], 0)


def join(part: Actor, whole: Actor) -> None:
    """As approving does: add a relation, then publish again what shows the actor."""
    with decided():
        ActorRelation.objects.create(actor=part, kind="part_of", other=whole)
    publication.refresh_names(actors=[part.pk])


def event_of(actor: Actor, **values: object) -> Event:
    event: Event = EventFactory(**values)
    ParticipationFactory(event=event, actor=actor)
    published(event)
    return event


def test_a_parent_s_new_parent_reaches_the_events_of_its_parts() -> None:
    brigade, corps, army, alliance = (ActorFactory(name=name) for name in ("Brigade", "Corps", "Army", "Alliance"))
    join(brigade, corps)
    join(army, alliance)
    event = event_of(brigade)

    join(corps, army)

    current = PublishedEvent.objects.get(code=event.code, valid_to=None)
    assert {*current.actors} == {one.slug for one in (brigade, corps, army, alliance)}
    assert brigade.slug in PublishedActor.objects.get(slug=alliance.slug).parts
    assert verify() == CLEAN


def test_what_a_parent_leaves_leaves_the_events_of_its_parts() -> None:
    brigade, corps, army = (ActorFactory(name=name) for name in ("Brigade", "Corps", "Army"))
    join(brigade, corps)
    join(corps, army)
    event = event_of(brigade)

    with decided():
        corps.relations.all().delete()
    publication.refresh_names(actors=[corps.pk])

    assert {*PublishedEvent.objects.get(code=event.code, valid_to=None).actors} == {brigade.slug, corps.slug}


def test_what_was_changed_behind_the_record_s_back_is_found() -> None:
    renamed, absent, unfounded, correcting = (event_of(ActorFactory()) for _ in range(4))
    reopened(correcting)
    Event.objects.filter(pk=correcting.pk).update(title="Being corrected")
    assert verify() == CLEAN

    with decided():
        Actor.objects.filter(participations__event=renamed).update(name="Otherwise")
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table events_event disable trigger user")
        cursor.execute("alter table events_publishedevent disable trigger user")
        cursor.execute("delete from events_publishedevent where code = %s", [absent.code])
        cursor.execute("update events_event set status = %s where code = %s", [Status.DRAFT, unfounded.code])
        cursor.execute("alter table events_event enable trigger user")
        cursor.execute("alter table events_publishedevent enable trigger user")
    before = [*PublishedEvent.objects.order_by("pk").values()]

    found = verify()

    assert found.absent == [absent.code]
    assert found.unfounded == [unfounded.code]
    assert found.differing[renamed.code] == ["attributed_to", "side_a", "participants"]
    assert found.catalogue == 1
    assert [*PublishedEvent.objects.order_by("pk").values()] == before
    with pytest.raises(
        CommandError, match=f"{renamed.code}: a rebuild would change attributed_to, side_a, participants."
    ):
        call_command("verify_record")


def test_the_command_says_that_all_is_well() -> None:
    said = StringIO()
    event_of(ActorFactory())

    call_command("verify_record", stdout=said)

    assert said.getvalue() == "The public record is what the coding tables say.\n"


ACTORS, PLACES, SOURCES, EVENTS = range(4), range(3), range(2), range(4)
deeds = st.one_of(
    st.tuples(st.just("join"), st.sampled_from(ACTORS), st.sampled_from(ACTORS)),
    st.tuples(st.just("ally"), st.sampled_from(ACTORS), st.sampled_from(ACTORS)),
    st.tuples(st.just("leave"), st.sampled_from(ACTORS), st.none()),
    st.tuples(st.just("rename actor"), st.sampled_from(ACTORS), st.sampled_from("abc")),
    st.tuples(st.just("rename place"), st.sampled_from(PLACES), st.sampled_from("abc")),
    st.tuples(st.just("rename source"), st.sampled_from(SOURCES), st.sampled_from("abc")),
    st.tuples(st.just("hide source"), st.sampled_from(SOURCES), st.booleans()),
    st.tuples(st.just("correct"), st.sampled_from(EVENTS), st.none()),
    st.tuples(st.just("publish"), st.sampled_from(EVENTS), st.none()),
)


class World:
    """A few events, and what they name: actors that may be part of each other, places in places, sources."""

    def __init__(self) -> None:
        self.actors: list[Actor] = [ActorFactory() for _ in ACTORS]
        self.places: list[Location] = [LocationFactory()]
        for _ in PLACES[1:]:
            self.places.append(LocationFactory(parent=self.places[-1]))
        self.sources: list[Source] = [SourceFactory() for _ in SOURCES]
        self.events: list[Event] = [
            event_of(self.actors[number], location=self.places[number % len(self.places)]) for number in EVENTS
        ]
        for number, event in enumerate(self.events):
            reopened(event)
            ClaimFactory(event=event, report=ReportFactory(source=self.sources[number % len(self.sources)]))
            published(event)

    def do(self, deed: str, number: int, value: object) -> None:
        getattr(self, deed.replace(" ", "_"))(number, value)

    def join(self, number: int, other: int) -> None:
        if (
            number != other
            and not ActorRelation.objects.filter(actor=self.actors[number], other=self.actors[other]).exists()
        ):
            join(self.actors[number], self.actors[other])

    def ally(self, number: int, other: int) -> None:
        if number != other:
            with decided():
                allied = {"actor": self.actors[number], "other": self.actors[other], "kind": "allied_with"}
                ActorRelation.objects.get_or_create(**allied)
            publication.refresh_names(actors=[self.actors[number].pk])

    def leave(self, number: int, _: None) -> None:
        with decided():
            self.actors[number].relations.all().delete()
        publication.refresh_names(actors=[self.actors[number].pk])

    def rename_actor(self, number: int, name: str) -> None:
        self._rename(self.actors[number], name)

    def rename_place(self, number: int, name: str) -> None:
        self._rename(self.places[number], name)

    def rename_source(self, number: int, name: str) -> None:
        self._rename(self.sources[number], f"{name}{number}")

    def hide_source(self, number: int, is_hidden: bool) -> None:
        self.sources[number].is_confidential = is_hidden
        self._rename(self.sources[number], self.sources[number].name)

    def correct(self, number: int, _: None) -> None:
        reopened(self.events[number])

    def publish(self, number: int, _: None) -> None:
        published(self.events[number])

    def _rename(self, named: Actor | Location | Source, name: str) -> None:
        named.name = name
        with decided():
            named.save()
        named.refresh_from_db()
        publication.refresh_names(**{f"{named._meta.model_name}s": [named.pk]})


@given(done=st.lists(deeds, max_size=12))
def test_after_any_deeds_a_rebuild_equals_the_record(done: list[tuple[str, int, object]]) -> None:
    with transaction.atomic():  # each world by itself
        world = World()
        for deed in done:
            world.do(*deed)
        found = verify()
        transaction.set_rollback(True)

    assert found == CLEAN

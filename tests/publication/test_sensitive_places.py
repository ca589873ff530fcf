"""A sensitive event is never shown at a finer place, point or precision but by a publication of its own."""

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from events import publication
from events.coding import editing, retracting, undoing, workflow
from events.models import Claim, Event, Location, LocationKind, PlacePrecision, PublishedEvent, ShownPlace
from events.publication.verifying import verify
from tests.factories import ClaimFactory, EventFactory, LocationFactory, decided, published, reopened

pytestmark = pytest.mark.django_db


def where(event: Event) -> tuple[object, ...]:
    row = PublishedEvent.objects.get(code=event.code, valid_to=None)
    return row.place, row.precision, row.precision_rank, row.latitude, row.longitude


@pytest.fixture
def hideout() -> Location:
    town = LocationFactory(slug="town", point=Point(41.0, 34.0, srid=4326))
    found: Location = LocationFactory(kind="site", slug="hideout", parent=town, point=Point(41.5, 34.5, srid=4326))
    return found


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "settlement"},
        {"parent": None, "kind": "settlement"},
        {"point": Point(41.6, 34.6, srid=4326)},
    ],
)
def test_no_change_of_a_place_moves_a_sensitive_event(hideout: Location, change: dict[str, object]) -> None:
    event = EventFactory(location=hideout, precision="exact", is_sensitive=True)
    published(event)
    before = where(event)

    for pk in (hideout.pk, hideout.parent_id):
        with decided():
            Location.objects.filter(pk=pk).update(**change)
        publication.refresh_names(locations=[pk])
        publication.publish_rows([event.pk])

    assert where(event) == before
    assert verify().is_clean


def test_no_shell_moves_a_sensitive_event(hideout: Location) -> None:
    event = EventFactory(location=hideout, precision="exact", is_sensitive=True)
    published(event)
    before = where(event)
    shown = ShownPlace.objects.filter(event=event)

    for deed in (
        lambda: shown.update(location=hideout),
        lambda: shown.update(point=hideout.point),
        lambda: shown.update(precision="exact"),
        shown.delete,
        lambda: ShownPlace.objects.create(event=EventFactory(is_sensitive=True), location=hideout, precision="exact"),
    ):
        with pytest.raises(DatabaseError, match="follows from its own publication"), transaction.atomic():
            deed()
    publication.publish_rows([event.pk])

    assert where(event) == before


def test_its_own_publication_moves_it_as_the_preview_said(hideout: Location, analyst: User, editor: User) -> None:
    event = EventFactory(location=hideout, precision="exact", is_sensitive=True, coded_by=None)
    published(event)
    Location.objects.filter(pk=hideout.pk).update(kind="settlement")
    workflow.start_correction(event, by=analyst)
    workflow.submit(event, by=analyst)

    (place,) = [change for change in publication.preview([event]).events[0].changes if change.field == "place_name"]
    assert place.after == hideout.name
    assert where(event)[0] == "town"  # looking moves nothing
    workflow.publish(workflow.as_read([event]), by=editor, reason="The place is a settlement now.")

    assert where(event)[0] == "hideout"


@given(
    precision=st.sampled_from(PlacePrecision.values),
    kind=st.sampled_from([kind for kind in LocationKind.values if kind != "country"]),
)
def test_becoming_sensitive_shows_nothing_finer(precision: str, kind: str) -> None:
    area = LocationFactory(kind="admin2")
    place = LocationFactory(kind=kind, parent=area)
    event = EventFactory(location=place, precision=precision, point=Point(41.2, 34.2, srid=4326))
    published(event)
    _, _, rank, latitude, _ = where(event)

    editing.lock(reopened(event))
    event.is_sensitive = True
    event.save()
    editing.saved(event)

    _, _, later_rank, *point = where(event)
    assert later_rank >= rank
    assert point == [None, None] or latitude is not None
    assert point != [34.2, 41.2]


def test_ticking_sensitive_in_a_correction_protects_at_once(hideout: Location, analyst: User) -> None:
    event = EventFactory(location=hideout, precision="exact", title="As published", coded_by=None)
    published(event)
    workflow.start_correction(event, by=analyst)
    event.is_sensitive, event.title = True, "Half done"
    event.save()

    editing.saved(event)

    assert where(event)[0] == "town"
    now = PublishedEvent.objects.get(code=event.code, valid_to=None)
    assert now.title == "As published"
    assert PublishedEvent.objects.get(code=event.code, version=1).withheld
    undoing.abandon(event, by=analyst, reason="Only the place mattered.")
    assert Event.objects.get(pk=event.pk).is_sensitive


def test_ticking_confidential_on_a_claim_in_a_correction_protects_at_once(analyst: User) -> None:
    event = EventFactory(coded_by=None)
    claim = ClaimFactory(event=event, statement="He saw who fired.")
    published(event)
    workflow.start_correction(event, by=analyst)
    Claim.objects.filter(pk=claim.pk).update(is_confidential=True)

    editing.saved(event)

    assert "He saw" not in str([*PublishedEvent.objects.values()])
    assert verify().is_clean


def test_what_protects_in_an_event_opened_after_its_retraction_empties_its_past(analyst: User, editor: User) -> None:
    event = EventFactory(coded_by=None)
    claim = ClaimFactory(event=event, statement="He saw who fired.")
    published(event)
    with decided():
        retracting.retract(event, by=editor, reason="It did not happen.")
    undoing.reopen(event, by=analyst, reason="It did.")
    Claim.objects.filter(pk=claim.pk).update(is_confidential=True)

    editing.saved(event)

    assert "He saw" not in str([*PublishedEvent.objects.values()])
    assert not PublishedEvent.objects.filter(valid_to=None).exists()

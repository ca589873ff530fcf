"""Versions: opened, closed, numbered, withheld; and what can never happen to them."""

import pytest
from django.db import IntegrityError, connection, transaction

from events import publication
from events.models import (
    Event,
    EventLink,
    Publication,
    PublishedActor,
    PublishedEvent,
    PublishedPlace,
    PublishedSource,
    Report,
    Source,
    Status,
)
from events.publication.publish import COMPARED_COLUMNS
from tests.factories import (
    AttributionFactory,
    CasualtiesFactory,
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    SourceFactory,
    decided,
    published,
    reopened,
)

pytestmark = pytest.mark.django_db


#: By the kind of a column, what no event of the factories holds in it.
OTHER = {
    "TextField": "'other'", "CharField": "'other'", "ArrayField": "'{other}'", "JSONField": """'["other"]'""",
    "DateField": "'1999-01-01'", "PointField": "'srid=4326;point(1 1)'", "SearchVectorField": "'other'",
    "BooleanField": "true", "FloatField": "77", "IntegerField": "77", "SmallIntegerField": "77",
}  # fmt: skip


def versions(event: Event) -> list[PublishedEvent]:
    return list(PublishedEvent.objects.filter(code=event.code).order_by("version"))


def test_publishing_again_without_a_change_writes_nothing() -> None:
    event = EventFactory()
    published(event)

    assert publication.publish_rows([event.pk]) is None

    assert len(versions(event)) == 1
    assert Publication.objects.count() == 1


@pytest.mark.parametrize("column", COMPARED_COLUMNS)
def test_any_column_that_differs_makes_a_new_version(column: str) -> None:
    event = EventFactory()
    published(event)
    other = "'X'" if column == "code" else OTHER[PublishedEvent._meta.get_field(column).get_internal_type()]
    with connection.cursor() as cursor:
        cursor.execute("alter table events_publishedevent disable trigger guard_published")
        cursor.execute(f"update events_publishedevent set {column} = {other}")

    assert publication.publish_rows([event.pk]) is not None


def test_a_correction_closes_one_version_and_opens_the_next_at_the_same_instant() -> None:
    event = EventFactory()
    published(event)
    CasualtiesFactory(event=reopened(event), low=4)

    published(event, reason="Hospital figures came in.")

    first, second = versions(event)
    assert (first.closure, first.closure_reason) == ("corrected", "Hospital figures came in.")
    assert (second.version, second.change_reason, second.deaths_low) == (2, "Hospital figures came in.", 4)
    assert first.valid_to == second.valid_from
    assert first.closed_by == second.publication == 2


def test_numbers_and_instants_rise() -> None:
    for _ in range(5):
        published(EventFactory())

    rows = list(Publication.objects.order_by("number").values_list("number", "at"))
    assert [number for number, _ in rows] == [1, 2, 3, 4, 5]
    assert sorted(rows) == sorted(rows, key=lambda row: row[1])


def test_a_set_is_one_publication() -> None:
    events = EventFactory.create_batch(3)

    publication.publish_rows([event.pk for event in events])

    assert set(PublishedEvent.objects.values_list("publication", flat=True)) == {1}


def test_withdrawing_closes_without_a_successor() -> None:
    event = EventFactory()
    published(event)

    publication.withdraw([event.pk], closure="retracted", reason="It did not happen.")

    (row,) = versions(event)
    assert (row.closure, row.closure_reason) == ("retracted", "It did not happen.")
    assert row.valid_to is not None


@pytest.mark.parametrize(
    "sql",
    [
        "update events_publishedevent set title = 'Another'",
        "update events_publishedevent set deaths_best = 0",
        "update events_publishedevent set point = null",
        "update events_publishedevent set withheld = true",
        "delete from events_publishedevent",
    ],
)
def test_a_version_cannot_be_changed_or_deleted(sql: str) -> None:
    published(EventFactory())

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_closed_version_cannot_be_opened_again() -> None:
    event = EventFactory()
    published(event)
    publication.withdraw([event.pk], closure="retracted", reason="It did not happen.")

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PublishedEvent.objects.update(valid_to=None, closure="")


def test_the_rows_of_a_published_event_are_locked() -> None:
    event = EventFactory()
    part = ParticipationFactory(event=event)
    published(event)

    for change in (
        lambda: Event.objects.filter(pk=event.pk).update(title="Another"),
        lambda: CasualtiesFactory(event=event),
        lambda: part.delete(),
        lambda: ClaimFactory(event=event),
        lambda: event.delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_what_was_once_published_is_never_deleted() -> None:
    event = EventFactory(status=Status.RETRACTED, claimed=False)

    with pytest.raises(IntegrityError, match="retract it instead"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from events_event where id = %s", [event.pk])


# --- Names -----------------------------------------------------------------------------------------------------------


def test_renaming_an_actor_publishes_its_events_again() -> None:
    event = EventFactory()
    actor = ParticipationFactory(event=event, actor__name="ISIL").actor
    published(event)

    actor.name = "Islamic State"
    with decided():
        actor.save()
    publication.refresh_names(actors=[actor.pk])

    assert [row.side_a for row in versions(event)] == ["ISIL", "Islamic State"]


def test_renaming_a_country_publishes_the_events_in_its_towns_again() -> None:
    event = EventFactory(location=LocationFactory())
    published(event)
    country = event.location.country

    country.name = "Republic of Iraq"
    with decided():
        country.save()
    publication.refresh_names(locations=[country.pk])

    assert versions(event)[-1].country_name == "Republic of Iraq"


def test_a_rename_reaches_an_event_in_correction_as_it_was_published() -> None:
    event = EventFactory(title="As published")
    actor = ParticipationFactory(event=event, actor__name="ISIL").actor
    published(event)
    reopened(event)
    Event.objects.filter(pk=event.pk).update(title="Half done")

    actor.name = "Islamic State"
    with decided():
        actor.save()
    publication.refresh_names(actors=[actor.pk])

    rows = versions(event)
    assert [(row.title, row.side_a) for row in rows] == [("As published", "ISIL"), ("As published", "Islamic State")]
    assert Event.objects.get(pk=event.pk).title == "Half done"


# --- Protection after the fact ---------------------------------------------------------------------------------------


def test_a_source_that_becomes_confidential_disappears_from_past_versions() -> None:
    event = EventFactory(claimed=False)
    source = SourceFactory(name="Known Name", slug="known-name")
    ClaimFactory(event=event, report__source=source)
    published(event)

    source.is_confidential = True
    source.save()
    source.refresh_from_db()
    publication.refresh_names(sources=[source.pk])

    past, now = versions(event)
    assert past.withheld
    assert "Known Name" not in str(past.__dict__)
    assert "known-name" not in str(past.__dict__)
    assert now.sources == [f"undisclosed-{source.pseudonym}"]


def cited(name: str) -> tuple[Event, Source]:
    """A published event that rests on the source `name` alone."""
    event = EventFactory(claimed=False)
    source = SourceFactory(name=name, slug="zarqa-gazette")
    ClaimFactory(event=event, report__source=source, report__title="Minutes", speaker=source)
    published(event)
    return event, source


def everything_public(event: Event) -> str:
    return str([row.__dict__ for row in versions(event)]).lower()


def test_a_source_that_becomes_confidential_leaves_an_event_under_correction_at_once() -> None:
    event, source = cited("Zarqa Gazette")
    reopened(event)
    Event.objects.filter(pk=event.pk).update(title="Half done")

    source.is_confidential = True
    source.save()
    source.refresh_from_db()
    act = publication.refresh_names(sources=[source.pk])

    past, now = versions(event)
    assert past.withheld
    assert (now.title, now.publication) == (event.title, act and act.number)
    assert now.sources == [f"undisclosed-{source.pseudonym}"]
    assert PublishedSource.objects.get().slug == f"undisclosed-{source.pseudonym}"
    for word in ("zarqa", "half done", "minutes"):
        assert word not in everything_public(event)
    assert publication.refresh_names(sources=[source.pk]) is None


def test_a_report_that_becomes_confidential_leaves_an_event_under_correction_at_once() -> None:
    event, source = cited("Zarqa Gazette")
    reopened(event)
    Report.objects.update(is_confidential=True)

    publication.refresh_names(sources=[source.pk])

    assert "minutes" not in everything_public(event)
    assert versions(event)[-1].sources == ["zarqa-gazette"]


def test_a_source_that_becomes_confidential_leaves_retracted_events_and_dropped_claims() -> None:
    retracted, source = cited("Zarqa Gazette")
    publication.withdraw([retracted.pk], closure="retracted", reason="It did not happen.")
    Event.objects.filter(pk=retracted.pk).update(status=Status.RETRACTED)
    corrected = EventFactory()
    claim = ClaimFactory(event=corrected, report__source=source)
    published(corrected)
    reopened(corrected)
    claim.delete()
    published(corrected, reason="It did not say so.")

    source.is_confidential = True
    source.save()
    source.refresh_from_db()
    publication.refresh_names(sources=[source.pk])

    assert "zarqa" not in everything_public(retracted) + everything_public(corrected)


def test_a_site_that_becomes_sensitive_leaves_the_catalogue() -> None:
    event = EventFactory(location=LocationFactory(kind="site", parent=LocationFactory(slug="town")), precision="exact")
    other = LocationFactory(kind="site")
    published(EventFactory(location=other))
    published(event)
    reopened(event)
    Event.objects.filter(pk=event.pk).update(is_sensitive=True)

    published(event, reason="The place was too exact.")

    assert {*PublishedPlace.objects.values_list("slug", flat=True)} == {"iraq", "town", other.slug}


def test_an_event_that_becomes_sensitive_loses_what_was_said_of_its_place() -> None:
    event = EventFactory()
    site = LocationFactory(kind="site", name="Hideout", slug="hideout")
    ClaimFactory(event=event, kind="place", location=site)
    published(event)
    reopened(event)
    Event.objects.filter(pk=event.pk).update(is_sensitive=True)

    published(event, reason="The place was too exact.")

    assert "hideout" not in everything_public(event)
    assert not PublishedPlace.objects.filter(slug="hideout").exists()


def test_a_link_of_a_correction_in_preparation_stays_private() -> None:
    event, other = EventFactory(), EventFactory()
    published(event)
    EventLink.objects.create(event=other, other=event, kind="retaliation", note="As published.")
    published(other)
    reopened(other)
    EventLink.objects.update(note="Half done.")

    publication.publish_rows([event.pk])
    assert [link["note"] for link in versions(event)[-1].links] == ["As published."]

    published(other, reason="The note was wrong.")
    assert [link["note"] for link in versions(event)[-1].links] == ["Half done."]


def test_an_event_that_becomes_sensitive_loses_its_past_points() -> None:
    event = EventFactory(precision="exact")
    published(event)
    reopened(event)
    Event.objects.filter(pk=event.pk).update(is_sensitive=True)

    published(event, reason="The place was too exact.")

    past, _now = versions(event)
    assert past.withheld
    assert (past.point, past.latitude, past.title) == (None, None, "")


# --- Preview ---------------------------------------------------------------------------------------------------------


def test_the_preview_names_what_would_change_and_nothing_else() -> None:
    event = EventFactory(title="Before")
    published(event)
    reopened(event)
    Event.objects.filter(pk=event.pk).update(title="After")
    event.refresh_from_db()

    changes = publication.preview([event]).events[0].changes

    assert [(change.field, change.before, change.after) for change in changes] == [("title", "Before", "After")]


def test_the_preview_of_a_first_publication_shows_what_readers_will_see() -> None:
    event = EventFactory(title="First")
    AttributionFactory(event=event, actor__name="IS")

    changes = {change.field: change.after for change in publication.preview([event]).events[0].changes}

    assert changes["title"] == "First"
    assert changes["attributed_to"] == "IS"
    assert not PublishedEvent.objects.exists()


def test_a_new_spelling_is_a_publication_though_no_event_changes() -> None:
    """Pages are kept by publication number, so whatever they show must raise it."""
    event = EventFactory()
    actor = ParticipationFactory(event=event).actor
    published(event)
    actor.description = "Founded in 2004."
    with decided():
        actor.save()

    act = publication.refresh_names(actors=[actor.pk])

    assert act is not None
    assert PublishedActor.objects.get(slug=actor.slug).description == "Founded in 2004."
    assert len(versions(event)) == 1


def test_renaming_a_type_publishes_its_events_again() -> None:
    event = EventFactory()
    published(event)
    kind = event.event_type
    kind.name = "Assault"
    with decided():
        kind.save()

    publication.refresh_names(event_types=[kind.pk])

    assert versions(event)[-1].event_type_name == "Assault"


def test_a_claim_that_becomes_confidential_disappears_from_past_versions() -> None:
    event = EventFactory()
    claim = AttributionFactory(event=event, statement="He saw who fired.", speaker_role="a neighbour")
    published(event)
    reopened(event)
    claim.is_confidential = True
    claim.save()

    published(event, reason="A claim was withdrawn.")

    past, now = versions(event)
    assert past.withheld
    assert "He saw who fired." not in str(past.claims) + str(now.claims)


def test_a_report_that_becomes_confidential_disappears_from_past_versions() -> None:
    event = EventFactory(claimed=False)
    report = ClaimFactory(event=event, report__title="Minutes of the council").report
    published(event)
    report.is_confidential = True
    report.save()

    publication.refresh_names(sources=[report.source_id])

    past, now = versions(event)
    assert past.withheld
    assert "Minutes of the council" not in str(past.__dict__) + str(now.__dict__)


@pytest.mark.django_db(transaction=True)  # the history tells edits apart by their transactions
@pytest.mark.parametrize("what", ["claim", "report"])
def test_what_is_reworded_as_it_becomes_confidential_disappears_from_past_versions_too(what: str) -> None:
    event = EventFactory()
    claim = AttributionFactory(event=event, statement="He saw who fired.", report__title="Minutes of the council")
    published(event)
    reopened(event)
    row = claim if what == "claim" else claim.report
    row.is_confidential = True
    row.statement = row.title = "Other words."  # each has one of the two
    with decided():
        row.save()

    published(event, reason="A claim was withdrawn.")
    CasualtiesFactory(event=reopened(event), low=1)
    published(event, reason="A figure came in.")

    first, second, _now = versions(event)
    assert first.withheld
    assert "He saw" not in str(first.__dict__)
    assert "Minutes" not in str(first.__dict__)
    assert not second.withheld  # it never held what is confidential


def test_a_correction_withholds_nothing() -> None:
    event = EventFactory()
    AttributionFactory(event=event, statement="Heard it on the radio.", is_confidential=True)
    published(event)
    CasualtiesFactory(event=reopened(event), low=1)

    published(event, reason="A figure came in.")

    past, _now = versions(event)
    assert not past.withheld

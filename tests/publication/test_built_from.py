"""What a version was built from is known by identity, so that words which changed since hide nothing."""

import pytest

from events.models import AsPublished, BuiltFrom, Claim, Event, PublishedEvent, PublishedPlace, Report, Source
from events.publication import refresh_names, withdraw
from tests.factories import (
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    ReportFactory,
    SourceFactory,
    decided,
    published,
    reopened,
)

pytestmark = pytest.mark.django_db


def basis(row: PublishedEvent) -> BuiltFrom:
    return BuiltFrom.objects.get(version_id=row.pk)


def test_a_version_knows_the_rows_it_was_built_from() -> None:
    town = LocationFactory()
    event = EventFactory(location=town, claimed=False)
    actor = ParticipationFactory(event=event).actor
    named, unnamed = ClaimFactory(event=event), ClaimFactory(event=event, report__source=PersonFactory())
    kept = ClaimFactory(event=event, is_confidential=True)

    found = basis(published(event))

    assert {*found.claims} == {named.pk, unnamed.pk}
    assert (found.reports, found.unshown_reports) == ([named.report_id], [unnamed.report_id])
    assert (found.sources, found.unnamed_sources) == ([named.report.source_id], [unnamed.report.source_id])
    assert (found.actors, {*found.places}) == ([actor.pk], {town.pk, town.country_id})
    assert kept.report_id not in found.reports


def test_a_version_that_stays_keeps_what_it_was_built_from_and_what_it_rests_on_now() -> None:
    event = EventFactory(claimed=False)
    report = ReportFactory()
    first = ClaimFactory(event=event, report=report, statement="It burned.").pk
    row = published(event)
    reopened(event)
    Claim.objects.filter(pk=first).delete()
    second = ClaimFactory(event=event, report=report, statement="It burned.")

    assert published(event).pk == row.pk
    assert {*basis(row).claims} == {first, second.pk}


def test_a_claim_whose_words_changed_before_it_became_confidential_leaves_past_versions() -> None:
    event = EventFactory()
    claim = ClaimFactory(event=event, statement="He saw it.")
    published(event)
    reopened(event)
    claim.statement, claim.is_confidential = "Nobody saw it.", True
    claim.save()

    published(event, reason="A claim was withdrawn.")

    past = PublishedEvent.objects.get(code=event.code, version=1)
    assert (past.withheld, past.claims) == (True, [])


def test_an_event_that_was_coarse_before_it_became_sensitive_loses_its_exact_past() -> None:
    town = LocationFactory(slug="town")
    site = LocationFactory(kind="site", slug="hideout", parent=town)
    event = EventFactory(location=site, precision="exact")
    published(event)
    reopened(event)
    Event.objects.filter(pk=event.pk).update(location=town, point=town.point, precision="settlement")
    coarse = published(event, reason="Less exact.")
    reopened(event)
    Event.objects.filter(pk=event.pk).update(is_sensitive=True)

    assert published(event).pk == coarse.pk  # the public row says the same
    past = PublishedEvent.objects.get(code=event.code, version=1)
    assert (past.withheld, past.point) == (True, None)
    assert not PublishedPlace.objects.filter(slug="hideout").exists()


def test_what_became_confidential_leaves_an_event_whose_published_state_nobody_kept() -> None:
    event = EventFactory(claimed=False)
    source = ClaimFactory(event=event, report__source__name="Zarqa Gazette").report.source
    published(event)
    reopened(event)
    AsPublished.objects.all().delete()  # a correction opened before that was kept
    Source.objects.filter(pk=source.pk).update(is_confidential=True)

    refresh_names(sources=[source.pk])

    assert "Zarqa" not in str([*PublishedEvent.objects.values()])
    assert not PublishedEvent.objects.filter(valid_to=None).exists()
    published(event, reason="The correction is ready.")
    assert PublishedEvent.objects.get(valid_to=None).source_names == "Undisclosed source"


def test_a_report_retitled_by_hand_leaves_retracted_events_too() -> None:
    event = EventFactory(claimed=False)
    report = ClaimFactory(event=event, report__title="Minutes of the council").report
    published(event)
    withdraw([event.pk], closure="retracted", reason="It did not happen.")
    with decided():
        Report.objects.filter(pk=report.pk).update(title="Other words", is_confidential=True, source=SourceFactory())

    refresh_names(reports=[report.pk])

    assert "Minutes" not in str([*PublishedEvent.objects.values()])

"""What a version was built from is known by identity, so that words which changed since hide nothing."""

import pytest

from events.models import BuiltFrom, Claim, Event, PublishedEvent, PublishedPlace
from tests.factories import (
    ClaimFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    PersonFactory,
    ReportFactory,
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

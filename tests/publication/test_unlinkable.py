"""A source in danger has one pseudonym for each event, and nothing public tells which are of one source."""

import csv
import hashlib
import re
from collections.abc import Iterable
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from events import publication
from events.coding import proposals
from events.coding.acting import acting
from events.models import PUBLIC_MODELS, Event, Proposal, PublishedEvent, PublishedSource, Source, Status
from events.publication import build
from events.publication.verifying import verify
from tests.factories import (
    ClaimFactory,
    PersonFactory,
    ReportFactory,
    SourceFactory,
    decided,
    published,
    reopened,
)

pytestmark = pytest.mark.django_db


def spoke_in(source: Source, count: int = 2) -> list[Event]:
    """Published events whose only report and speaker is `source`."""
    report = ReportFactory(source=source)
    events = [ClaimFactory(event__claimed=False, report=report, speaker=source).event for _ in range(count)]
    for event in events:
        published(event)
    return events


def current(event: Event) -> PublishedEvent:
    return PublishedEvent.objects.get(code=event.code, valid_to=None)


def own(source: Source, event: Event) -> str:
    """The pseudonym that the rule gives, worked out by other means."""
    source = Source.objects.get(pk=source.pk)
    return "undisclosed-" + hashlib.sha256(f"{source.pseudonym_key}:{event.code}".encode()).hexdigest()[:12]


def joint(source: Source) -> str:
    return f"undisclosed-{Source.objects.get(pk=source.pk).pseudonym}"


def tick(source: Source, by: User) -> None:
    source = Source.objects.get(pk=source.pk)
    source.is_confidential = source.is_unlinkable = True
    assert proposals.save(source, by=by) == []


def everything_public() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            " union all ".join(f"select to_jsonb(r)::text from {model._meta.db_table} r" for model in PUBLIC_MODELS)
        )
        return "\n".join(row[0] for row in cursor.fetchall())


def listed() -> set[str]:
    return {*PublishedSource.objects.filter(is_undisclosed=True).values_list("slug", flat=True)}


def in_the_file(client: Client) -> set[str]:
    response = client.get("/sources.csv")
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    return {row["slug"] for row in csv.DictReader(StringIO(text, newline=""))}


def slugs_in(version: PublishedEvent) -> set[str]:
    """Everything in one version that names a source by a pseudonym."""
    return {*re.findall("undisclosed-[0-9a-f]+", str(version.__dict__))}


def test_the_pseudonym_is_another_in_each_event_and_stays() -> None:
    source = PersonFactory(is_unlinkable=True, scale="local", reliability="A")
    first, second = spoke_in(source)

    assert slugs_in(current(first)) == {own(source, first)}
    assert slugs_in(current(second)) == {own(source, second)}
    assert own(source, first) != own(source, second)
    assert listed() == {own(source, first), own(source, second)}
    assert {(row.name, row.kind, row.scale, row.reliability) for row in PublishedSource.objects.all()} == {
        ("Undisclosed source", "person", "local", "")
    }
    assert publication.publish_rows([first.pk, second.pk]) is None
    assert verify().is_clean


def test_the_source_list_and_every_claim_say_the_same() -> None:
    source, other = PersonFactory(is_unlinkable=True), PersonFactory()
    claim = ClaimFactory(event__claimed=False, report__source=source, speaker=other)
    ClaimFactory(event=claim.event, report__source=other, speaker=source)
    ClaimFactory(event=claim.event, report__source=SourceFactory(slug="paper"))

    version = published(claim.event)

    here = own(source, claim.event)
    assert sorted(version.sources) == sorted([here, joint(other), "paper"])
    assert sorted(one["slug"] for one in version.source_list) == sorted(version.sources)
    said = [(one["source"]["slug"], one["speaker"] and one["speaker"]["slug"]) for one in version.claims]
    assert said == [(here, joint(other)), (joint(other), here), ("paper", None)]


def test_an_event_built_in_parts_has_the_same_pseudonyms(monkeypatch: pytest.MonkeyPatch) -> None:
    source = PersonFactory(is_unlinkable=True)
    events = spoke_in(source, 3)
    monkeypatch.setattr(build, "PART", 1)

    assert publication.publish_rows([event.pk for event in events]) is None


def test_nobody_without_the_key_can_tell_and_the_key_is_not_public() -> None:
    source = PersonFactory(is_unlinkable=True)
    spoke_in(source)
    source = Source.objects.get(pk=source.pk)

    assert re.fullmatch("[0-9a-f]{64}", source.pseudonym_key)
    assert source.pseudonym_key not in everything_public()
    assert source.pseudonym not in everything_public()


def test_the_database_makes_a_key_for_each_source_too() -> None:
    with connection.cursor() as cursor:
        for slug in ("one", "two"):
            cursor.execute(
                "insert into events_source (name, slug, kind, pseudonym) values (%s, %s, 'ngo', %s) "
                "returning pseudonym_key",
                [slug, slug, slug],
            )
            assert re.fullmatch("[0-9a-f]{64}", cursor.fetchone()[0])
    assert Source.objects.values("pseudonym_key").distinct().count() == 2


def test_ticking_it_protects_at_once_past_versions_and_lists_too(analyst: User, client: Client) -> None:
    source = PersonFactory()
    events = corrected, retracted, _ = spoke_in(source, 3)
    reopened(corrected)
    Event.objects.filter(pk=corrected.pk).update(title="Otherwise")
    published(corrected, reason="The title.")
    publication.withdraw([retracted.pk], closure="retracted", reason="No.")
    Event.objects.filter(pk=retracted.pk).update(status=Status.RETRACTED)
    assert joint(source) in listed() & in_the_file(client)

    tick(source, analyst)

    assert source.pseudonym not in everything_public()
    public = [event for event in events if event != retracted]
    assert {slug for event in public for slug in slugs_in(current(event))} == {own(source, event) for event in public}
    assert listed() == in_the_file(client) == {own(source, event) for event in public}
    assert {*PublishedEvent.objects.filter(valid_to__isnull=False).values_list("withheld", flat=True)} == {True}
    assert verify().is_clean


def test_what_was_shown_under_an_older_pseudonym_is_emptied_too(analyst: User) -> None:
    source = SourceFactory(is_confidential=True)
    event = spoke_in(source, 1)[0]
    older = joint(source)
    with decided():
        Source.objects.filter(pk=source.pk).update(is_confidential=False)
        publication.refresh_names(sources=[source.pk])
    Source.objects.filter(pk=source.pk).update(is_confidential=True)
    publication.refresh_names(sources=[source.pk])
    assert joint(source) != older
    assert older in everything_public()

    tick(source, analyst)

    assert older not in everything_public()
    assert listed() == {own(source, event)}


def test_ticking_it_reaches_an_event_in_correction(analyst: User) -> None:
    source = PersonFactory()
    event, _ = spoke_in(source)
    reopened(event)
    Event.objects.filter(pk=event.pk).update(title="Half done")

    tick(source, analyst)

    assert current(event).sources == [own(source, event)]
    assert "Half done" not in everything_public()
    assert source.pseudonym not in everything_public()


def test_it_is_ticked_together_with_confidential(analyst: User) -> None:
    source = SourceFactory(name="Zarqa Gazette", slug="zarqa-gazette")
    first, second = spoke_in(source)

    tick(source, analyst)

    assert "arqa" not in everything_public()
    assert listed() == {own(source, first), own(source, second)}


def approve(by: User) -> None:
    proposal = Proposal.objects.get(state="open")
    proposals.approve(proposal, by=by, seen=proposals.preview(proposal).digest)


def test_unticking_it_waits_for_another_person(analyst: User, editor: User) -> None:
    source = PersonFactory(is_unlinkable=True)
    events = spoke_in(source)
    before = listed()
    source.is_unlinkable = False

    assert proposals.save(source, by=analyst) == ["is_unlinkable"]
    assert Source.objects.get(pk=source.pk).is_unlinkable
    assert {event.code for event in events} == {*proposals.preview(Proposal.objects.get()).codes}
    assert listed() == before
    with pytest.raises(IntegrityError, match="another person"), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(is_unlinkable=False)

    approve(editor)
    assert [current(event).sources for event in events] == [[joint(source)]] * 2
    assert listed() == before | {joint(source)}  # versions that can be read carry the others
    assert verify().is_clean


def test_a_source_that_is_named_has_no_pseudonyms_any_more(analyst: User, editor: User) -> None:
    with acting(analyst):  # who knows who it is
        source = SourceFactory(is_confidential=True, is_unlinkable=True)
    event = spoke_in(source, 1)[0]
    source.is_confidential = False
    assert proposals.save(source, by=analyst) == ["is_confidential"]

    approve(editor)

    source.refresh_from_db()
    assert (source.is_confidential, source.is_unlinkable) == (False, False)
    assert current(event).sources == [source.slug]
    assert verify().is_clean


def test_only_a_confidential_source_can_be_unlinkable() -> None:
    source = SourceFactory.build(is_unlinkable=True)

    with pytest.raises(ValidationError, match="tick both"):
        source.full_clean()
    with pytest.raises(IntegrityError, match="source_unlinkable_is_confidential"), transaction.atomic():
        source.save()


def test_a_pseudonym_leaves_with_the_last_version_that_shows_it() -> None:
    source = PersonFactory(is_unlinkable=True)
    gone, stays = spoke_in(source)
    reopened(gone)
    gone.claims.update(is_confidential=True)
    ClaimFactory(event=gone)
    published(gone, reason="No longer said.")
    assert listed() == {own(source, stays)}

    publication.withdraw([stays.pk], closure="retracted", reason="No.")
    assert listed() == {own(source, stays)}
    publication.withhold_past_versions([stays.code])
    assert listed() == set()


def test_a_pseudonym_that_no_version_shows_leaves_too(analyst: User) -> None:
    source = PersonFactory()
    event = spoke_in(source, 1)[0]
    publication.withdraw([event.pk], closure="retracted", reason="No.")
    publication.withhold_past_versions([event.code])
    assert listed() == {joint(source)}  # it may come back under it

    tick(source, analyst)

    assert listed() == set()


def readers(slugs: Iterable[str], client: Client) -> list[int]:
    return [client.get(f"/sources/{slug}/").status_code for slug in slugs]


def test_readers_find_each_by_itself_and_the_joint_one_no_more(analyst: User, client: Client) -> None:
    source = PersonFactory()
    first, second = spoke_in(source)
    tick(source, analyst)

    page = client.get(f"/events/?source={own(source, first)}").content.decode()
    assert first.code in page
    assert second.code not in page
    assert readers([own(source, first), own(source, second), joint(source)], client) == [200, 200, 404]

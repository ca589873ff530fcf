"""Actors, places, sources and reports: made on the way, found by their names, and renamed in public."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events.models import Actor, Location, Proposal, PublishedEvent, Report, Source
from tests.factories import EventFactory, ParticipationFactory, ReportFactory, published

pytestmark = pytest.mark.django_db


def no_rows(*prefixes: str) -> dict[str, str]:
    return {f"{prefix}-{name}_FORMS": "0" for prefix in prefixes for name in ("TOTAL", "INITIAL")}


ACTOR_ROWS = no_rows("names", "relations")


def test_a_new_actor_gets_an_address_and_is_found_by_its_name(client: Client, analyst: User) -> None:
    client.force_login(analyst)

    for _ in range(2):
        data = {"name": "Desert Falcons", "kind": "rebel_group", "slug": "", **ACTOR_ROWS}
        client.post(reverse("admin:events_actor_add"), data)

    assert list(Actor.objects.order_by("pk").values_list("slug", flat=True)) == ["desert-falcons", "desert-falcons-2"]
    assert Actor.objects.filter(names__search_key="desert falcons").count() == 2


def test_a_name_without_latin_letters_gets_an_address_too(client: Client, analyst: User) -> None:
    client.force_login(analyst)

    client.post(
        reverse("admin:events_location_add"), {"name": "القائم", "kind": "region", "is_active": "on"} | no_rows("names")
    )

    assert Location.objects.get().slug.startswith("location-")


def test_a_report_made_in_a_popup_goes_back_to_the_form(client: Client, analyst: User) -> None:
    source = ReportFactory().source
    client.force_login(analyst)

    response = client.post(
        reverse("admin:events_report_add") + "?_to_field=id&_popup=1",
        {"_popup": "1", "_to_field": "id", "source": str(source.pk), "title": "Two attacks in a week"},
    )

    report = Report.objects.get(title="Two attacks in a week")
    assert "popup_response.js" in response.content.decode()
    assert f"&quot;value&quot;: &quot;{report.pk}&quot;" in response.content.decode()


def test_a_new_name_of_an_actor_reaches_readers_when_it_is_approved(
    client: Client, analyst: User, editor: User
) -> None:
    part = ParticipationFactory(event=EventFactory(claimed=True))
    published(part.event)
    client.force_login(analyst)
    url = reverse("admin:events_actor_change", args=[part.actor.pk])

    client.post(url, {"name": "Renamed Brigade", "kind": part.actor.kind, **ACTOR_ROWS, "slug": "ignored"})

    def current() -> tuple[str, int]:
        row = PublishedEvent.objects.get(code=part.event.code, valid_to=None)
        return row.side_a, row.version

    assert current() == (part.actor.name, 1)
    proposal = Proposal.objects.get()
    client.force_login(editor)
    page = reverse("admin:events_proposal_change", args=[proposal.pk])
    client.post(page, {"deed": "approve", "seen": client.get(page).context["preview"]["digest"]})
    assert current() == ("Renamed Brigade", 2)
    assert Actor.objects.get(pk=part.actor.pk).slug == part.actor.slug


def test_a_source_that_becomes_confidential_leaves_the_public_record(client: Client, analyst: User) -> None:
    event = EventFactory()
    source = event.claims.get().report.source
    published(event)
    client.force_login(analyst)
    url = reverse("admin:events_source_change", args=[source.pk])

    client.post(
        url, {"name": source.name, "kind": "newspaper", "scale": "local", "reliability": "F", "is_confidential": "on"}
    )

    assert Source.objects.get(pk=source.pk).is_confidential
    assert PublishedEvent.objects.get(code=event.code, valid_to=None).source_names == "Undisclosed source"


def test_a_report_that_becomes_confidential_leaves_the_public_record(client: Client, analyst: User) -> None:
    event = EventFactory()
    report = event.claims.get().report
    published(event)
    client.force_login(analyst)
    url = reverse("admin:events_report_change", args=[report.pk])

    client.post(url, {"source": str(report.source_id), "title": report.title, "is_confidential": "on"})

    assert report.title not in str(PublishedEvent.objects.get(code=event.code, valid_to=None).claims)

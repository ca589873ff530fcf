"""Names in the language of the page follow the record; the language follows the path and nothing else."""

import pytest
from django.test import Client

from events.models import PublishedActor, PublishedEventType
from tests.views import record

pytestmark = pytest.mark.django_db


def test_the_browser_is_not_asked_for_its_language(client: Client) -> None:
    record.event()

    response = client.get("/about/", headers={"Accept-Language": "ar"})

    assert 'lang="en"' in response.content.decode()
    assert "Accept-Language" not in response["Vary"]
    assert not response.cookies


def test_a_name_that_is_new_is_shown_at_once(client: Client) -> None:
    """Names in other languages are remembered with the state of the record, which the next publication changes."""
    record.event_type(name_ar="معارك")
    record.actor(names=[{"name": "داعش", "language": "ar", "kind": "acronym"}])
    record.event(event_type="battles", event_type_name="Battles", side_a="Islamic State", actors=["islamic-state"])
    assert "داعش" in client.get("/ar/events/").content.decode()

    PublishedActor.objects.update(names=[{"name": "تنظيم الدولة", "language": "ar", "kind": "official"}])
    PublishedEventType.objects.update(name_ar="قتال")
    record.event(event_type="battles", event_type_name="Battles")
    html = client.get("/ar/events/").content.decode()

    assert "تنظيم الدولة" in html
    assert "قتال" in html
    assert "داعش" not in html

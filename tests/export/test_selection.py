"""A file is of the publication that it names, whatever is published while it is made."""

import re
from typing import Any

import pytest
from django.test import Client

from events.export import Selection
from events.models import PublishedEvent
from events.stats import selected as finding
from tests.export.reading import selection
from tests.views import record

pytestmark = pytest.mark.django_db


def codes(of: Selection) -> list[str]:
    with of.opened() as events:
        return [event.code for event in events]


def correct(event: PublishedEvent, **values: Any) -> PublishedEvent:
    """A new version of a current event."""
    act = record.publish()
    PublishedEvent.objects.filter(pk=event.pk).update(valid_to=act.at, closed_by=act.number, closure="corrected")
    return record.event(code=event.code, version=event.version + 1, **values)


@pytest.mark.parametrize("query", ["", "country=IRQ"])
def test_the_publication_is_known_when_the_events_are(query: str) -> None:
    event = record.event(country="IRQ")
    asked = selection(query)

    assert codes(asked) == [event.code]
    assert asked.publication == event.publication


def test_a_correction_while_the_file_is_made_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    event = record.event(code="IRQ1", country="IRQ", title="First")
    found = finding.selected(selection("country=IRQ").event_filter)
    correct(event, country="SYR", title="Second")
    monkeypatch.setattr("events.export.selection.selected", lambda _filter: found)

    asked = selection("country=IRQ")
    with asked.opened() as events:
        titles = [version.title for version in events]

    assert (asked.publication, titles) == (event.publication, ["First"])


def test_what_was_withheld_since_is_not_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    event = record.event(country="IRQ")
    found = finding.selected(selection("country=IRQ").event_filter)
    act = record.publish()
    PublishedEvent.objects.filter(pk=event.pk).update(valid_to=act.at, closed_by=act.number, closure="retracted")
    PublishedEvent.objects.filter(pk=event.pk).update(withheld=True, narrative="")
    monkeypatch.setattr("events.export.selection.selected", lambda _filter: found)

    assert codes(selection("country=IRQ")) == []


def test_it_asks_again_if_somebody_publishes_between_names_and_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    record.event(code="IRQ1", country="IRQ")
    where, asked = finding.where, []

    def interrupted(event_filter: Any) -> Any:
        asked.append(event_filter)
        if len(asked) == 1:
            record.event(code="IRQ2", country="IRQ")
        return where(event_filter)

    monkeypatch.setattr(finding, "where", interrupted)
    wanted = selection("country=IRQ")

    assert codes(wanted) == ["IRQ2", "IRQ1"]
    assert len(asked) == 2
    assert wanted.publication == PublishedEvent.objects.get(code="IRQ2").publication


@pytest.mark.parametrize("query", ["", "country=IRQ"])
def test_the_name_of_a_file_says_its_publication(client: Client, query: str) -> None:
    event = record.event(country="IRQ")

    name = client.get(f"/events.csv?{query}")["Content-Disposition"]

    assert re.search(rf"-publication-{event.publication}\.csv", name)

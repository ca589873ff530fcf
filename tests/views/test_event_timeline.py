"""A selection over time."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.views import record

pytestmark = pytest.mark.django_db


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/events/timeline/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_bars_link_to_the_events_they_count(client: Client) -> None:
    record.event(date_start=date(2018, 10, 16))
    record.event(date_start=date(2018, 10, 18))

    html = page(client)

    assert html.count('class="reach"') == 3  # days without a gap
    assert 'href="/events/?date_from=2018-10-16&amp;date_to=2018-10-16"' in html
    assert "16 October 2018: 1 event" in html


def test_an_imprecise_event_is_spread_and_no_spike(client: Client) -> None:
    record.event(date_start=date(2018, 10, 1), date_end=date(2018, 10, 10), date_meaning="within")

    html = page(client)

    assert html.count('class="spread"') == 10
    assert "1 October 2018: 0 events, and a share of 0.1 of events not dated closer" in html


def test_the_table_says_the_same(client: Client) -> None:
    record.event(deaths_best=7)

    assert re.search(
        r'16 October 2018</a></th><td class="num">1</td><td class="num">0.0</td><td class="num">7</td>', page(client)
    )


def test_an_empty_selection_is_said(client: Client) -> None:
    record.event()

    assert "No event in the public record answers this." in page(client, "?deaths_min=5")


def test_a_bad_value_is_refused(client: Client) -> None:
    assert client.get("/events/timeline/?when=never").status_code == 400

"""The list of a selection: rows, facets, pages, and the answer to a bad question."""

import base64
import re
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.export import FORMATS
from events.views import event_list
from tests.views import record

pytestmark = pytest.mark.django_db


def shown(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/events/(\w+)/">', html)


def get(client: Client, query: str = "", status: int = 200) -> str:
    response = client.get(f"/events/{query}")
    assert response.status_code == status
    return response.content.decode()


def test_it_lists_events_newest_first_with_totals(client: Client) -> None:
    old = record.event(date_start=date(2018, 1, 1), deaths_low=4, deaths_best=5, deaths_high=9)
    new = record.event(date_start=date(2018, 2, 1))

    html = get(client)

    assert shown(html) == [new.code, old.code]
    assert "All events" in html
    assert "4 to 9; 1 event gives no figure" in html


def test_facets_are_links_with_counts(client: Client) -> None:
    record.place("iraq", "Iraq", "country")
    record.event()
    record.event()

    html = get(client)

    assert re.search(r'href="\?country=IRQ">Iraq</a>\s*<span class="num">2</span>', html)


def test_the_other_views_and_files_keep_the_question(client: Client) -> None:
    record.event()

    html = get(client, "?deaths_min=3&utm_source=elsewhere")

    for url in ("/events/map/", "/events/timeline/", *(f"/events.{suffix}" for suffix in FORMATS)):
        assert f'href="{url}?deaths_min=3"' in html
    assert 'href="/events.parquet?deaths_min=3&amp;layout=claims"' in html


def test_a_bad_value_shows_no_rows_and_a_sentence_beside_the_field(client: Client) -> None:
    event = record.event()

    html = get(client, "?date_from=2018-99-99", status=400)

    assert event.code not in html
    assert 'aria-invalid="true" aria-describedby="date_from-error"' in html
    assert "Enter a day as year-month-day" in html


def test_a_page_link_of_another_order_is_refused(client: Client) -> None:
    record.event()

    nested = base64.urlsafe_b64encode(b"[" * 3000).decode()
    for token in ("nonsense", nested):
        assert "start again from the first page" in get(client, f"?after={token}", status=400)


def test_empty_fields_of_the_form_leave_the_address(client: Client) -> None:
    response = client.get("/events/?q=&deaths_min=2&country=&place=%20")

    assert response.status_code == 302
    assert response["Location"] == "/events/?deaths_min=2"


def test_nothing_found_is_said(client: Client) -> None:
    record.event()

    assert "No event in the public record answers this." in get(client, "?deaths_min=1000")


def test_an_empty_record_is_said(client: Client) -> None:
    assert "Nothing has been published yet." in get(client)


def test_pages_lead_through_all_events_and_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_list, "PAGE_SIZE", 2)
    codes = [record.event(date_start=date(2018, 1, 1) - timedelta(days=n)).code for n in range(5)]

    seen, html = [], get(client)
    while True:
        seen += shown(html)
        following = re.search(r'rel="next" href="([^"]*)"', html)
        if not following:
            break
        html = get(client, following[1])
    previous = re.search(r'rel="prev" href="([^"]*)"', html)

    assert seen == codes
    assert previous
    assert shown(get(client, previous[1])) == codes[2:4]


def test_an_order_can_be_chosen(client: Client) -> None:
    few, many = record.event(deaths_best=1), record.event(deaths_best=100)

    assert shown(get(client, "?sort=-deaths")) == [many.code, few.code]
    assert shown(get(client, "?sort=deaths")) == [few.code, many.code]


def test_at_least_four_is_deadlier_than_three_and_than_what_nobody_knows(client: Client) -> None:
    four, three = record.event(deaths_low=4), record.event(deaths_low=3, deaths_best=3, deaths_high=9)
    unknown = record.event()

    assert shown(get(client, "?sort=-deaths")) == [four.code, three.code, unknown.code]
    assert shown(get(client, "?sort=deaths")) == [three.code, four.code, unknown.code]


def test_what_is_chosen_can_be_dropped_in_the_form(client: Client) -> None:
    record.actor()
    record.event(actors=["islamic-state"], actor_roles=["islamic-state|lead"])

    html = get(client, "?actor=islamic-state")

    assert re.search(r'name="actor" value="islamic-state" checked> <bdi>Islamic State', html)


def test_the_number_of_queries_does_not_grow_with_the_rows(client: Client) -> None:
    record.event()
    get(client)  # the first request fills the column copy, the later ones only follow
    record.event()
    with CaptureQueriesContext(connections["public"]) as one:
        get(client)
    for _ in range(30):
        record.event()
    with CaptureQueriesContext(connections["public"]) as many:
        get(client)

    assert len(many) == len(one)

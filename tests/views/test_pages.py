"""The start page, the codebook, what this is, robots, and pages that are not there."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.views import record

pytestmark = pytest.mark.django_db


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_the_start_page_has_figures_map_timeline_and_latest(client: Client) -> None:
    event = record.event(latitude=34.37, longitude=41.1)

    html = page(client, "/")

    assert 'data-events-map="/events/map.json"' in html
    assert 'class="chart"' in html
    assert f"/events/{event.code}/" in html
    assert "All 1 event" in html


def test_the_start_page_of_an_empty_record(client: Client) -> None:
    assert "Nothing has been published yet." in page(client, "/")


def test_the_codebook_has_both_levels_and_both_mappings(client: Client) -> None:
    record.event_type(definition="Armed sides fight.", name_ar="معارك")
    record.event_type(
        "armed-clash", "Armed clash", parent="battles", acled_sub_event_type="Armed clash", ucdp_type_of_violence=1
    )

    html = page(client, "/codebook/")

    assert "Armed sides fight." in html
    assert "معارك" in html
    assert "/events/?event_type=armed-clash" in html
    assert '<td data-label="ACLED: "><bdi>Armed clash</bdi></td>' in html
    assert ">1</td>" in html


def test_about_cites_what_was_imported(client: Client) -> None:
    html = page(client, "/about/")

    assert "Sundberg" in html
    assert "What is unknown is said, not guessed" in html


def test_robots_are_kept_from_endless_filters(client: Client) -> None:
    assert "Disallow: /events/?" in page(client, "/robots.txt")


def test_a_page_that_is_not_there(client: Client) -> None:
    response = client.get("/nothing-here/")

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.parametrize("status", ["400", "403", "404", "500"])
def test_pages_for_errors_need_nothing(status: str) -> None:
    assert "<h1>" in render_to_string(f"{status}.html")


@pytest.mark.parametrize("url", ["/", "/events/", "/codebook/", "/about/", "/nothing-here/"])
def test_no_style_or_script_is_inside_a_page(client: Client, url: str) -> None:
    record.event()
    html = client.get(url).content.decode()

    assert " style=" not in html
    assert "<style" not in html
    assert " onclick=" not in html
    assert html.count("<script") == html.count("<script src=") + html.count('<script type="module" src=')

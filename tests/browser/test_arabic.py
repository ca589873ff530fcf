"""Arabic pages in a real browser: mirrored, with the letters they need, and the way to the other language."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.views import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]

NEEDED = {f"conflictdb-sans-{script}-{weight}.woff2" for script in ("arabic", "latin") for weight in (400, 600)}
ARABIC = [{"name": "القائم", "language": "ar", "kind": "official"}]


@pytest.fixture(autouse=True)
def _record(transactional_db: None) -> None:
    """Names in both scripts and in one script only."""
    cache.clear()
    record.event_type("explosions-remote-violence", "Explosions/Remote violence", name_ar="تفجيرات")
    record.place(names=ARABIC, latitude=34.37, longitude=41.1)
    record.actor("pmu", "PMU (local)", names=[])
    record.source()
    record.event(
        latitude=34.37,
        longitude=41.1,
        deaths_low=4,
        side_a="PMU (local)",
        actors=["pmu"],
        participants=[record.participant("pmu", "PMU (local)")],
        attribution="contested",
        attributed_to="PMU (local); Islamic State",
        claims=[record.claim(public_note="Others disagree.")],
    )


def test_the_filter_stands_at_the_right_and_time_starts_at_the_left(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/ar/events/")

    side, head = page.locator(".side").bounding_box(), page.locator("h1").bounding_box()

    assert side
    assert head
    assert side["x"] > head["x"]
    assert page.evaluate("getComputedStyle(document.querySelector('.chart-axis')).direction") == "ltr"


def test_a_name_in_latin_letters_keeps_its_brackets(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/ar/actors/pmu/")

    closing = page.evaluate(
        """() => {
            const text = document.querySelector("h1").firstChild;
            const box = (place) => {
                const range = document.createRange();
                range.setStart(text, place);
                range.setEnd(text, place + 1);
                return range.getBoundingClientRect().left;
            };
            return [box(text.data.indexOf("P")), box(text.data.indexOf(")"))];
        }"""
    )

    assert closing[0] < closing[1]


def test_the_other_language_asks_the_same_question(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/ar/events/")
    page.locator("#filter-q").fill("checkpoint")
    page.locator("#filter-q").press("Enter")
    page.wait_for_url("**/ar/events/?q=checkpoint*")

    page.get_by_role("link", name="English").click()

    page.wait_for_url("**/events/?q=checkpoint*")
    assert "/ar/" not in page.url
    expect(page.locator("html")).to_have_attribute("lang", "en")


def letters(browser: Browser, address: str) -> set[str]:
    """The files of type that a first visit fetches. On a second one a browser asks for all that it still remembers."""
    page = browser.new_page()
    fetched: list[str] = []
    page.on("request", lambda one: fetched.append(one.url.rpartition("/")[2]) if one.url.endswith(".woff2") else None)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.context.close()
    return {*fetched}


def test_a_page_fetches_the_letters_that_it_needs_and_no_more(browser: Browser, live_server: LiveServer) -> None:
    english = letters(browser, f"{live_server.url}/events/")

    assert letters(browser, f"{live_server.url}/ar/events/timeline/") == NEEDED
    assert {name for name in NEEDED if "latin" in name} <= english
    assert not any("arabic" in name for name in english)

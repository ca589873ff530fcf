"""Arabic pages in a real browser: mirrored, within the screen, accessible, and the way to the other language."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.views import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]

SCREENS = pytest.mark.parametrize("context", [(1440, 900), (390, 844)], ids=["desktop", "phone"], indirect=True)
NEEDED = {f"conflictdb-sans-{script}-{weight}.woff2" for script in ("arabic", "latin") for weight in (400, 600)}
ARABIC = [{"name": "القائم", "language": "ar", "kind": "official"}]


@pytest.fixture
def addresses(transactional_db: None) -> list[str]:
    """A page of each kind, over a record with names in both scripts and with one script only."""
    cache.clear()
    record.event_type("explosions-remote-violence", "Explosions/Remote violence", name_ar="تفجيرات")
    record.place(names=ARABIC, latitude=34.37, longitude=41.1)
    record.actor("pmu", "PMU (local)", names=[])
    record.source()
    event = record.event(
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
    pages = ["", "events/", "events/map/", "events/timeline/", f"events/{event.code}/", "actors/", "actors/pmu/"]
    return [f"/ar/{page}" for page in (*pages, "places/", "places/al-qaim/", "sources/", "codebook/", "about/")]


@SCREENS
def test_no_page_scrolls_sideways(page: Page, live_server: LiveServer, addresses: list[str]) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for address in addresses:
            page.goto(live_server.url + address)
            page.wait_for_load_state("networkidle")
            width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert width <= window, address


def test_pages_are_accessible(browser: Browser, live_server: LiveServer, addresses: list[str]) -> None:
    page = browser.new_page(bypass_csp=True)  # axe-core writes styles of its own into the page

    for address in addresses:
        page.goto(live_server.url + address)
        violations = Axe().run(page).response["violations"]
        assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == [], address


def test_the_filter_stands_at_the_right_and_time_starts_at_the_left(
    page: Page, live_server: LiveServer, addresses: list[str]
) -> None:
    page.goto(f"{live_server.url}/ar/events/")

    side, head = page.locator(".side").bounding_box(), page.locator("h1").bounding_box()

    assert side
    assert head
    assert side["x"] > head["x"]
    assert page.evaluate("getComputedStyle(document.querySelector('.chart-axis')).direction") == "ltr"


def test_a_name_in_latin_letters_keeps_its_brackets(page: Page, live_server: LiveServer, addresses: list[str]) -> None:
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


def test_the_other_language_asks_the_same_question(page: Page, live_server: LiveServer, addresses: list[str]) -> None:
    page.goto(f"{live_server.url}/ar/events/")
    page.locator("#filter-q").fill("checkpoint")
    page.locator("#filter-q").press("Enter")
    page.wait_for_url("**/ar/events/?q=checkpoint*")

    page.get_by_role("link", name="English").click()

    page.wait_for_url("**/events/?q=checkpoint*")
    assert "/ar/" not in page.url
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_an_arabic_page_fetches_the_letters_that_it_needs_and_no_more(
    page: Page, live_server: LiveServer, addresses: list[str]
) -> None:
    fonts: list[str] = []
    page.context.on("request", lambda request: fonts.append(request.url) if request.url.endswith(".woff2") else None)

    page.goto(f"{live_server.url}/ar/events/timeline/")
    page.wait_for_load_state("networkidle")
    assert {url.rpartition("/")[2] for url in fonts} == NEEDED
    fonts.clear()
    page.goto(f"{live_server.url}/events/")
    page.wait_for_load_state("networkidle")
    assert not any("arabic" in url for url in fonts)

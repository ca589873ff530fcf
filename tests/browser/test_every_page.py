"""A walk over every kind of public page of the sample, as a reader sees it: in both languages, on a wide screen and on
a phone, light and dark, and on paper. Pictures of all of them are kept in var/browser/.
"""

import gzip
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from io import StringIO
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.test.utils import modify_settings
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, Route, expect
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from events.codebook.load import load_codebook
from events.models import PublishedEvent
from tests.browser.conftest import PATIENCE
from tests.conftest import empty_database
from tests.sample.conftest import make_places

# Not `transaction=True`, which empties the database after each test: `site` fills it once, and the tests only read.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(databases=["default", "public"])]

PAGES = {
    "home": "",
    "events": "events/",
    "events-filtered": "events/?event_type=battles&country=SYR&attribution=undisputed&date_from=2018-10-01",
    "events-nothing": "events/?q=bahgouz&country=IRQ&civilians=1",
    "events-refused": "events/?country=1&date_from=x&near=1&deaths_min=a&nonsense=1",
    "map": "events/map/",
    "timeline": "events/timeline/",
    "event": "events/{contested}/",
    "event-gone": "events/{retracted}/",
    "actors": "actors/",
    "actor": "actors/islamic-state/",
    "places": "places/",
    "place": "places/al-qaim/",
    "sources": "sources/",
    "source": "sources/al-monitor/",
    "compare": "compare/?actor=islamic-state&actor=popular-mobilisation-units",
    "compare-periods": "compare/?period=2018-09&period=2018-10&actor=islamic-state",
    "compare-nothing": "compare/",
    "compare-refused": "compare/?actor=islamic-state&actor=nobody",
    "codebook": "codebook/",
    "about": "about/",
    "not-found": "nothing-here/",
}
STATUS = {"events-refused": 400, "compare-refused": 400, "not-found": 404, "event-gone": 410}
LANGUAGES = {"en": "", "ar": "ar/"}
FIRST_LOAD = 150_000  # bytes
MAP_DATA = ("/static/basemap/", "/events/map.json")
# The map has its data and its words when it has drawn land and says what is in sight.
MAPS_STAND = """
    () => {
        const all = (selector, isRight) => [...document.querySelectorAll(selector)].every(isRight);
        return all("[data-events-map], [data-place-map]", (map) => map.querySelector(".land"))
            && all("[data-map-status]", (status) => status.textContent);
    }
"""


# How far what is in sight has moved by itself; https://web.dev/articles/cls calls 0.1 good.
MOVED_AT_MOST = 0.01
WATCH_MOVES = """
    window.moved = 0;
    new PerformanceObserver((list) => {
        for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.moved += value;
    }).observe({ type: "layout-shift", buffered: true });
"""


@dataclass(frozen=True)
class Site:
    """A server over the sample, and which events play a part here."""

    url: str
    codes: dict[str, str]

    def addresses(self, language: str) -> Iterator[tuple[str, str]]:
        """What each page is called here, and where it is."""
        for name, path in PAGES.items():
            yield name, f"{self.url}/{LANGUAGES[language]}{path.format(**self.codes)}"


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The sample, of which one event was retracted, until the tests of this module are through."""
    with django_db_blocker.unblock(), modify_settings(ALLOWED_HOSTS={"append": "localhost"}):
        cache.clear()
        make_places()
        load_codebook()
        call_command("load_sample")
        public = PublishedEvent.objects.values_list("code", flat=True)
        codes = {
            "contested": public.get(title__startswith="First of two attacks"),
            "retracted": public.get(title__startswith="Mortar rounds"),
        }
        User.objects.create_superuser("editor-of-this-module")
        call_command(
            "retract",
            codes["retracted"],
            by="editor-of-this-module",
            reason="It is the same as another.",
            stdout=StringIO(),
        )
        server = LiveServer("localhost")
        yield Site(server.url, codes)
        server.stop()
        empty_database()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader who comes for the first time."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def moved(browser: Browser, width: int, address: str) -> float:
    """How far things move on a first visit without letters: when those come is the network's matter."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.add_init_script(WATCH_MOVES)
    page.route("**/*.woff2", lambda route: route.abort())
    visit(page, address)
    found: float = page.evaluate("window.moved")
    page.context.close()
    return found


def visit(page: Page, address: str) -> Response:
    """Go there, and wait until letters and maps stand."""
    response = page.goto(address)
    assert response
    for drawing in page.locator("[data-events-map]").all():
        drawing.scroll_into_view_if_needed()  # a map comes when it is nearly in sight
    page.wait_for_function(MAPS_STAND)
    page.evaluate("scrollTo(0, 0); document.fonts.ready")
    return response


class Reader:
    """Somebody who was never here looks at one page; `faults` says what is wrong with it, a sentence each."""

    def __init__(self, browser: Browser, site: Site, width: int) -> None:
        self.faults: list[str] = []
        self._said: list[str] = []
        self._host = site.url
        context = browser.new_context(viewport={"width": width, "height": 844}, locale="en-GB", timezone_id="UTC")
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: self._said.append(f"uncaught: {error.error}"))
        context.on("console", lambda line: self._said.append(line.text) if line.type == "error" else None)
        context.on("request", self._asked)
        self.page = context.new_page()

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self._host, "data:")):
            self._said.append(f"request to {request.url}")

    def _note(self, is_fault: bool, fault: str) -> None:
        if is_fault:
            self.faults.append(fault)

    def look(self, look: str, address: str, status: int) -> None:
        """Make every check of the page at `address`, and keep pictures of it under the name `look`."""
        answer = visit(self.page, address).status
        self._note(answer != status, f"answers {answer}")
        for complaint in self._said:
            self._note(f"responded with a status of {status}" not in complaint, complaint)
        self._note(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"), "scrolls sideways")
        self.page.evaluate(Axe().axe_script)
        # Nothing but colours differs in the dark.
        for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            self.page.screenshot(path=settings.VAR_DIR / "browser" / f"{look}-{scheme}.png", full_page=True)
            self.faults += [f"{scheme}: {one}" for one in self._violations(rules)]
        self.page.context.close()

    def _violations(self, rules: Mapping[str, object]) -> list[str]:
        """The rules of axe-core that the page breaks, each with the first place where it does."""
        found = self.page.evaluate("axe.run", {"resultTypes": ["violations"], **rules})["violations"]
        return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found]


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_answers_stands_still_fits_and_is_accessible(
    browser: Browser, site: Site, language: str, width: int
) -> None:
    trouble = {}

    for name, address in site.addresses(language):
        reader = Reader(browser, site, width)
        reader.look(f"{name}-{language}-{width}", address, STATUS.get(name, 200))
        if (far := moved(browser, width, address)) > MOVED_AT_MOST:
            reader.faults.append(f"moves by {far}")
        if reader.faults:
            trouble[name] = reader.faults

    assert trouble == {}


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "events", "map", "actor"])
def test_a_map_finds_its_place_kept(browser: Browser, site: Site, name: str, language: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 844})
    held: list[Route] = []
    page.route("**/leaflet.js", lambda route: held.append(route))
    with page.expect_request("**/leaflet.js"):
        page.goto(dict(site.addresses(language))[name])
        page.locator("[data-events-map]").scroll_into_view_if_needed()
    page.evaluate("document.fonts.ready")
    height = "document.documentElement.scrollHeight"
    before = page.evaluate(height)
    expect(page.locator("[data-map-status]")).to_be_hidden()

    with page.expect_response("**/leaflet.js"):
        held[0].continue_()
    page.wait_for_function(MAPS_STAND)

    assert page.evaluate(height) == before
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_has_a_card_for_those_who_pass_it_on(context: BrowserContext, site: Site, language: str) -> None:
    cards = set()

    for name, address in site.addresses(language):
        if name in STATUS:
            continue
        page = context.request.get(address).text()
        said = dict(re.findall('property="og:(title|description|image)" content="([^"]+)"', page))
        assert said.keys() == {"title", "description", "image"}, name
        cards.add(unescape(said["image"]))

    for card in cards:
        answer = context.request.get(card)
        assert (answer.status, answer.headers["content-type"]) == (200, "image/png"), card


def weights(page: Page, address: str) -> dict[str, int]:
    """The bytes of each file that a visit brings, by path.

    Files of ours come from their folders in tests, uncompressed. Servers of the site compress them, as gzip at least:
    its level 6 stands in for that. What the application compresses itself counts as it came.
    """
    arrived: list[Response] = []
    page.on("response", lambda response: arrived.append(response))
    visit(page, address)
    page.wait_for_load_state("networkidle")
    found = {}
    for response in arrived:
        path = urlsplit(response.url).path
        is_file = path.startswith("/static/")
        packed = len(gzip.compress(response.body(), 6)) if is_file else response.request.sizes()["responseBodySize"]
        found[path] = min(packed, len(response.body()))
    return found


def test_a_first_visit_to_the_list_is_light(context: BrowserContext, site: Site) -> None:
    found = weights(context.new_page(), f"{site.url}/events/")

    own = {path: weight for path, weight in found.items() if not path.startswith(MAP_DATA)}
    assert {"/events/", "/static/site/site.css", "/static/site/events_map.js", "/events/map.json"} <= found.keys()
    assert sum(own.values()) <= FIRST_LOAD, own


def test_on_paper_a_selection_is_a_list_with_its_address(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    visit(page, f"{site.url}/events/?country=IRQ")
    address = page.get_by_text(f"{site.url}/events/?country=IRQ")
    expect(address).to_be_hidden()
    page.emulate_media(media="print")
    page.screenshot(path=settings.VAR_DIR / "browser" / "events-paper.png", full_page=True)

    for part in (".nav", ".side", ".tabs", ".take", ".sorts", ".events-map", "form", "button", ".chosen"):
        for one in page.locator(part).all():
            expect(one).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".event").first).to_be_visible()
    expect(address).to_be_visible()


def test_on_paper_an_event_says_how_to_cite_it(context: BrowserContext, site: Site) -> None:
    page = context.new_page()
    visit(page, f"{site.url}/events/{site.codes['contested']}/")
    page.emulate_media(media="print")
    page.screenshot(path=settings.VAR_DIR / "browser" / "event-paper.png", full_page=True)

    expect(page.locator("#citation")).to_be_visible()
    expect(page.locator("#citation")).to_contain_text(f"{site.url}/events/{site.codes['contested']}/")
    expect(page.get_by_role("button")).to_have_count(0)

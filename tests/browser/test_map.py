"""The map of a selection in a real browser: what is drawn, what is said of it, and how far it leads."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.views import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]
SIZES = pytest.mark.parametrize("context", [(1440, 900), (390, 844)], ids=["desktop", "phone"], indirect=True)

#: Gives a canvas what it shows: `signs`, the middles of shapes from left to right, where a reader would click; how many
#: they are; and which is the widest. A page's own policy would not let such a script in later.
SEE = """
Object.defineProperties(HTMLCanvasElement.prototype, {
  signs: { get() {
    const FAINT = 60; // of 255; what is cleared may leave a trace that nobody sees
    const { width, height } = this;
    const { data } = this.getContext("2d").getImageData(0, 0, width, height);
    const corner = this.getBoundingClientRect();
    const isSeen = new Uint8Array(width * height);
    const found = [];
    const isNew = (at) => at >= 0 && at < isSeen.length && !isSeen[at] && data[4 * at + 3] >= FAINT;
    for (let start = 0; start < isSeen.length; start++) {
      if (!isNew(start)) continue;
      let [west, east, north, south] = [width, 0, height, 0];
      const open = [start];
      isSeen[start] = 1;
      while (open.length) {
        const at = open.pop();
        const [x, y] = [at % width, Math.floor(at / width)];
        [west, east, north, south] = [Math.min(west, x), Math.max(east, x), Math.min(north, y), Math.max(south, y)];
        for (const next of [at - 1, at + 1, at - width, at + width].filter(isNew)) {
          isSeen[next] = 1;
          open.push(next);
        }
      }
      const [x, y] = [corner.left + (west + east + 1) / 2, corner.top + (north + south + 1) / 2];
      found.push({ x, y, width: east - west + 1 });
    }
    return found.sort((one, other) => one.x - other.x);
  } },
  signsDrawn: { get() { return this.signs.length; } },
  widest: { get() {
    const widths = this.signs.map((sign) => sign.width);
    return widths.indexOf(Math.max(...widths));
  } },
});
"""


def at(latitude: float, longitude: float, **values: Any) -> dict[str, Any]:
    """Columns of an event on this spot."""
    point = Point(longitude, latitude, srid=4326)
    return {"latitude": latitude, "longitude": longitude, "point": point, "radius_km": 2.0, **values}


QAIM = at(34.4, 41.0)
RAMADI = at(34.4, 43.0, place="ramadi", place_name="Ramadi")
IN_ANBAR = {"place": "anbar", "place_name": "Anbar", "precision": "admin1", "precision_rank": 5}
NOWHERE = {"place": "", "place_name": "", "place_path": [], "precision": "unknown", "precision_rank": 9}


@pytest.fixture(autouse=True)
def _sight(context: BrowserContext) -> None:
    context.add_init_script(SEE)


@pytest.fixture(autouse=True)
def _places(transactional_db: None) -> None:
    record.event_type()
    record.event_type("explosions-remote-violence", "Explosions/Remote violence")
    record.place("anbar", "Anbar", "admin1")
    record.place("al-qaim", "al-Qaim")
    record.place("ramadi", "Ramadi")


@pytest.fixture
def _two_towns(_places: None) -> None:
    """Two events in al-Qaim, one of which gives a figure, and a deadly one in Ramadi, farther east."""
    battle = {"event_type": "battles", "event_type_name": "Battles"}
    record.event(title="Raid", date_start=date(2018, 10, 1), deaths_low=1, deaths_best=1, **QAIM, **battle)
    record.event(title="Car bomb", date_start=date(2018, 10, 3), **QAIM)
    record.event(title="Battle", date_start=date(2018, 10, 4), deaths_low=40, deaths_best=40, **RAMADI, **battle)


def status(page: Page) -> Locator:
    return page.locator("[data-map-status]")


def titles(page: Page) -> Locator:
    return page.locator("#results h3")


def look(page: Page, live_server: LiveServer, path: str = "/events/map/") -> None:
    """Open a page and wait until its map stands and is in sight."""
    page.goto(live_server.url + path)
    page.locator("[data-events-map]").scroll_into_view_if_needed()
    expect(status(page)).not_to_be_empty()


def canvas(page: Page) -> Locator:
    return page.locator(".leaflet-signs-pane canvas")


def signs(page: Page, number: int) -> list[dict[str, float]]:
    """What is drawn, from left to right, as soon as it is `number` signs."""
    expect(canvas(page)).to_have_js_property("signsDrawn", number)
    return list(canvas(page).evaluate("canvas => canvas.signs"))


def click(page: Page, sign: dict[str, float]) -> None:
    page.mouse.click(sign["x"], sign["y"])


@SIZES
@pytest.mark.usefixtures("_two_towns")
def test_signs_are_drawn_and_the_events_in_sight_are_counted(page: Page, live_server: LiveServer) -> None:
    record.event(title="Somewhere", **IN_ANBAR)
    look(page, live_server)

    expect(status(page)).to_have_text("3 events in sight.")
    west, east = signs(page, 2)
    expect(canvas(page)).to_have_js_property("widest", 0)  # two events, one event
    page.mouse.move(east["x"], east["y"])
    expect(page.locator(".leaflet-tooltip")).to_have_text("Ramadi: 1 event; 40 killed")
    click(page, west)
    expect(page.locator(".spot-words")).to_have_text("al-Qaim: 2 events; 1 killed (1 event gives no figure)")


@SIZES
def test_many_events_on_one_spot_open_as_a_list_that_leads_to_all_of_them(page: Page, live_server: LiveServer) -> None:
    for number in range(1, 11):
        record.event(title=f"Event {number}", date_start=date(2018, 10, number), **QAIM)
    look(page, live_server)
    click(page, *signs(page, 1))

    spot = page.locator(".leaflet-popup .spot")
    expect(spot.locator(".spot-words")).to_have_text("al-Qaim: 10 events; number killed not known")
    expect(spot.get_by_role("link")).to_have_text(
        [*(f"Event {number}" for number in range(10, 2, -1)), "All 10 events"]
    )
    expect(spot.get_by_role("listitem").first).to_contain_text("10 October 2018. Number killed not known.")
    expect(spot).to_be_focused()
    spot.get_by_role("link", name="All 10 events").click()
    expect(titles(page)).to_have_count(10)


def test_a_line_of_a_spot_leads_to_its_event(page: Page, live_server: LiveServer) -> None:
    event = record.event(**QAIM)
    look(page, live_server)
    click(page, *signs(page, 1))
    page.locator(".spot").get_by_role("link", name="Bomb at a checkpoint").click()

    expect(page).to_have_url(f"{live_server.url}/events/{event.code}/")


def test_many_spots_are_one_sign_and_a_click_goes_closer(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.stats.cells.SPOTS", 3)
    for number in range(6):
        record.event(title=f"Event {number}", **at(34.48 + 0.015 * number, 41.0 + 0.015 * number))
    look(page, live_server)
    expect(status(page)).to_have_text("6 events in sight. Choose a sign to look closer.")
    (sign,) = signs(page, 1)
    page.mouse.move(sign["x"], sign["y"])
    expect(page.locator(".leaflet-tooltip")).to_have_text("al-Qaim and around: 6 events; number killed not known")
    click(page, sign)

    expect(status(page)).to_have_text("6 events in sight.")
    signs(page, 6)
    expect(page.locator(".spot")).to_have_count(0)


@pytest.mark.usefixtures("_two_towns")
def test_what_size_stands_for_is_in_the_address_and_stays(page: Page, live_server: LiveServer) -> None:
    look(page, live_server)
    deaths = page.get_by_role("radio", name="People killed")
    expect(page.get_by_text("A hollow sign")).to_be_hidden()
    deaths.check()

    expect(page).to_have_url(f"{live_server.url}/events/map/?size=deaths")
    expect(status(page)).to_have_text("3 events in sight. 41 killed (1 event gives no figure).")
    expect(page.get_by_text("A hollow sign")).to_be_visible()
    expect(canvas(page)).to_have_js_property("widest", 1)
    page.reload()
    expect(deaths).to_be_checked()
    expect(status(page)).to_contain_text("41 killed")

    page.locator("summary", has_text="What and to whom").click()
    page.get_by_label("Type", exact=True).select_option("battles")  # which brings another map
    expect(status(page)).to_have_text("2 events in sight. 41 killed.")
    expect(page).to_have_url(f"{live_server.url}/events/map/?event_type=battles&size=deaths")
    expect(deaths).to_be_checked()
    page.get_by_role("radio", name="Events", exact=True).check()
    expect(page).to_have_url(f"{live_server.url}/events/map/?event_type=battles")


@pytest.mark.usefixtures("_two_towns")
def test_the_start_page_keeps_what_size_stands_for_too(page: Page, live_server: LiveServer) -> None:
    look(page, live_server, "/?size=deaths")

    expect(page.get_by_role("radio", name="People killed")).to_be_checked()
    expect(status(page)).to_have_text("3 events in sight. 41 killed (1 event gives no figure).")


@SIZES
@pytest.mark.usefixtures("_two_towns")
def test_the_map_beside_the_list_follows_the_filter_and_stays_where_it_is(page: Page, live_server: LiveServer) -> None:
    look(page, live_server, "/events/?sort=date")
    signs(page, 2)
    page.evaluate("document.querySelector('[data-events-map]').isTheSameMap = true")
    side = page.locator(".side > details")
    if not page.locator("#facets").is_visible():
        side.last.locator("> summary").click()
    page.locator("#facets").get_by_role("link", name="Battles").click()

    expect(status(page)).to_have_text("2 events in sight.")
    signs(page, 2)
    assert page.evaluate("document.querySelector('[data-events-map]').isTheSameMap")
    expect(page.get_by_role("radio", name="Events", exact=True)).to_be_checked()
    page.get_by_role("radio", name="People killed").check()
    expect(page).to_have_url(re.compile("size=deaths"))


@pytest.mark.usefixtures("_two_towns")
def test_a_filter_changed_while_the_map_is_on_its_way_brings_one_map(page: Page, live_server: LiveServer) -> None:
    waiting: list[Route] = []
    page.route("**/leaflet.js", lambda route: waiting.append(route))
    with page.expect_request("**/leaflet.js"):
        page.goto(f"{live_server.url}/events/")
    page.locator("#facets").get_by_role("link", name="Battles").click()
    expect(titles(page)).to_have_text(["Battle", "Raid"])
    for route in waiting:
        route.continue_()

    expect(status(page)).to_have_text("2 events in sight.")
    expect(page.get_by_role("radio", name="Events", exact=True)).to_be_checked()


@SIZES
def test_what_is_known_by_an_area_is_counted_beside_the_map_and_leads_to_those_events(
    page: Page, live_server: LiveServer
) -> None:
    record.event(title="On a spot", **QAIM)
    for title in ("In Anbar", "In Anbar too"):
        record.event(title=title, **IN_ANBAR)
    record.event(title="Nowhere", **NOWHERE)
    look(page, live_server)
    areas = page.get_by_role("region", name="Not on the map as a spot")
    expect(areas).to_contain_text("3 events are known only by an area, or not even that.")
    expect(areas.locator("li .num")).to_have_text(["2", "1"])
    for area, shown in (("Somewhere in Anbar", ["In Anbar too", "In Anbar"]), ("Place not known", ["Nowhere"])):
        areas.get_by_role("link", name=area).click()

        expect(titles(page)).to_have_text(shown)
        page.go_back()


@SIZES
@pytest.mark.usefixtures("_two_towns")
def test_time_is_stepped_through_by_hand_and_each_step_leads_to_its_events(page: Page, live_server: LiveServer) -> None:
    look(page, live_server)
    page.get_by_role("button", name="Through time").click()
    player = page.get_by_role("group", name="Through time")
    words, events = player.locator("[data-play-words]"), player.get_by_role("link", name="List of these events")
    expect(words).to_have_text("1 October 2018: 1 event")
    signs(page, 1)
    on, back = player.get_by_role("button", name="One step on"), player.get_by_role("button", name="One step back")
    on.click()
    expect(words).to_have_text("2 October 2018: 0 events")
    signs(page, 0)
    on.click()
    on.click()
    on.click()  # there is no further step
    expect(words).to_have_text("4 October 2018: 1 event")
    back.click()
    expect(words).to_have_text("3 October 2018: 1 event")
    expect(player.get_by_role("slider", name="Time")).to_have_attribute("aria-valuetext", "3 October 2018: 1 event")
    expect(events).to_have_attribute("href", f"{live_server.url}/events/?date_from=2018-10-03&date_to=2018-10-03")

    player.get_by_role("button", name="All of it").click()
    expect(status(page)).to_have_text("3 events in sight.")
    expect(page.get_by_role("button", name="Through time")).to_be_focused()
    page.get_by_role("button", name="Through time").click()
    expect(words).to_have_text("3 October 2018: 1 event")
    events.click()
    expect(titles(page)).to_have_text(["Car bomb"])


@pytest.mark.usefixtures("_two_towns")
def test_time_plays_by_itself_until_its_end(page: Page, live_server: LiveServer) -> None:
    page.clock.install()
    look(page, live_server)
    page.get_by_role("button", name="Through time").click()
    player = page.get_by_role("group", name="Through time")
    words = player.locator("[data-play-words]")
    expect(words).to_have_text("1 October 2018: 1 event")  # the steps are there
    player.get_by_role("button", name="Play").click()
    pause = player.get_by_role("button", name="Pause")
    page.clock.run_for(850)
    expect(words).to_have_text("2 October 2018: 0 events")
    pause.click()
    page.clock.run_for(3000)
    expect(words).to_have_text("2 October 2018: 0 events")
    player.get_by_role("button", name="Play").click()
    page.clock.run_for(5000)

    expect(words).to_have_text("4 October 2018: 1 event")
    expect(pause).to_have_count(0)


@pytest.mark.usefixtures("_two_towns")
def test_the_keyboard_moves_the_map_and_opens_what_the_list_names(page: Page, live_server: LiveServer) -> None:
    look(page, live_server)
    page.get_by_text("The largest in sight, as a list").click()
    expect(page.locator("[data-map-list] li")).to_have_text(
        [re.compile(r"al-Qaim 2 events; 1 killed \(1 event gives no figure\)"), re.compile("Ramadi 1 event; 40 killed")]
    )
    ramadi = page.get_by_role("button", name="Ramadi")
    ramadi.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".spot")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Battle", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".spot")).to_have_count(0)
    expect(ramadi).to_be_focused()

    page.get_by_role("region", name="Map of the events").focus()
    with page.expect_response("**/map.json*"):
        page.keyboard.press("+")
    expect(status(page)).to_have_text("3 events in sight.")
    page.keyboard.press("ArrowRight")
    expect(status(page)).to_have_text("1 event in sight.")  # though the other is still drawn, beyond the edge
    expect(page.locator("[data-map-list] li")).to_have_text([re.compile("Ramadi")])
    page.keyboard.press("-")
    expect(status(page)).to_have_text("3 events in sight.")


def test_the_keyboard_goes_closer_by_the_list_and_stays_in_it(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.stats.cells.SPOTS", 1)
    for number in range(3):
        record.event(**at(34.401 + number / 1000, 41.001 + number / 1000))
    look(page, live_server)
    page.get_by_text("The largest in sight, as a list").click()
    page.get_by_role("button", name="al-Qaim and around").focus()
    with page.expect_response(re.compile(r"map\.json.*zoom=12")):
        page.keyboard.press("Enter")

    expect(page.locator("[data-map-list] button").first).to_be_focused()
    page.keyboard.press("Enter")  # nothing is closer than this
    expect(page.locator(".spot").get_by_role("link")).to_have_text(["Bomb at a checkpoint"] * 3)


@pytest.mark.usefixtures("_two_towns")
def test_in_arabic_west_is_still_left(page: Page, live_server: LiveServer) -> None:
    look(page, live_server, "/ar/events/map/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(status(page)).to_have_text(re.compile("3 [\u0621-\u064a]"))
    west, east = signs(page, 2)
    page.mouse.move(east["x"], east["y"])
    expect(page.locator(".leaflet-tooltip")).to_contain_text("Ramadi")
    click(page, west)
    page.locator(".spot").get_by_role("link", name="Raid").click()

    expect(page).to_have_url(re.compile(r"/ar/events/IRQ\d+/$"))


@pytest.mark.usefixtures("_two_towns")
def test_without_a_script_the_lists_say_the_same(browser: Browser, live_server: LiveServer) -> None:
    record.event(title="Nowhere", **NOWHERE)
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/events/map/?event_type=explosions-remote-violence")
    note = page.locator("noscript .note")
    expect(note).to_have_text(re.compile("The map needs JavaScript. The lists say the same in words"))
    expect(page.get_by_role("radio", name="People killed")).to_be_hidden()
    expect(page.get_by_role("region", name="Map of the events")).to_be_hidden()
    expect(page.get_by_role("link", name="Place not known")).to_be_visible()
    note.locator("a").click()

    expect(page).to_have_url(f"{live_server.url}/events/timeline/?event_type=explosions-remote-violence")
    context.close()


@pytest.fixture
def asked(context: BrowserContext, live_server: LiveServer) -> list[str]:
    """Every address of another host that the browser asked for."""
    found: list[str] = []
    context.on(
        "request", lambda request: None if request.url.startswith(live_server.url) else found.append(request.url)
    )
    return found


@pytest.mark.usefixtures("_two_towns")
def test_a_tile_server_is_asked_if_the_maintainer_names_one_and_not_else(
    context: BrowserContext, live_server: LiveServer, settings: Settings, asked: list[str]
) -> None:
    page = context.new_page()
    look(page, live_server)
    expect(page.locator("path.land").first).to_be_attached()
    assert asked == []

    settings.TILE_SERVER_URL = "https://tiles.example/{z}/{x}/{y}.png"
    settings.TILE_SERVER_ATTRIBUTION = "Tiles of ours"
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy, "img-src": [*policy["img-src"], "https://tiles.example"]}
    }
    tile = '<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256"/>'
    context.route("https://tiles.example/**", lambda route: route.fulfill(body=tile, content_type="image/svg+xml"))
    look(page, live_server, "/events/map/?sort=date")
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
    expect(page.locator(".leaflet-control-attribution")).to_have_text("Tiles of ours")
    expect(page.locator("path.land")).to_have_count(0)
    signs(page, 2)
    assert asked
    assert all(re.fullmatch(r"https://tiles\.example/\d+/\d+/\d+\.png", url) for url in asked)


@pytest.mark.parametrize("context", [(390, 844)], ids=["phone"], indirect=True)
def test_a_reader_new_to_the_site_finds_on_a_phone_who_is_blamed_for_what(page: Page, live_server: LiveServer) -> None:
    keys = {"keys": ["akkas gas field"], "words": "akkas gas field"}
    record.place("akkas", "Akkas gas field", "site", names=[{"name": "Akkas gas field", "language": "en"}], **keys)
    militia = {"slug": "a-militia", "name": "A militia"}
    record.actor()
    record.actor(*militia.values())
    event = record.event(
        title="Two attacks near the gas field",
        place="akkas",
        place_name="Akkas gas field",
        place_path=["akkas", "anbar", "iraq"],
        attribution="contested",
        attributed_to="A militia; Islamic State",
        participants=[
            record.participant("islamic-state", "Islamic State", certainty="disputed"),
            record.participant("a-militia", "A militia", certainty="disputed"),
            record.participant("police", "Police", "B", role="target", certainty="confirmed"),
        ],
        claims=[
            record.claim(speaker_role="a police officer"),
            record.claim(actor=militia, status="conflicting", public_note="Residents say otherwise."),
        ],
    )
    record.event(title="Elsewhere")
    page.goto(f"{live_server.url}/")
    page.get_by_role("combobox", name="Search events").press_sequentially("Akkas")
    page.get_by_role("option", name="Akkas gas field").click()

    expect(titles(page)).to_have_text(["Two attacks near the gas field"])
    expect(page.locator("#results .event")).to_contain_text("Contested")
    page.get_by_role("link", name="Two attacks near the gas field").click()
    expect(page).to_have_url(f"{live_server.url}/events/{event.code}/")
    expect(page.locator(".facts")).to_contain_text("Who did it is contested")
    page.get_by_role("link", name="Who is blamed by whom").click()
    blamed = page.get_by_role("region", name="Who is blamed, and by whom")
    expect(blamed).to_be_in_viewport()
    expect(blamed.get_by_role("heading", level=3)).to_have_text(["A militia", "Islamic State"])
    for said in ("The sources disagree.", "Blamed by 1", "A police officer", "Conflicts with other claims."):
        expect(blamed).to_contain_text(said)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

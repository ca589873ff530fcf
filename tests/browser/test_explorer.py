"""The explorer as a reader uses it: list, filter, facets, timeline, files; with a script and without."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from events.views import event_list
from tests.views import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]
SIZES = pytest.mark.parametrize("context", [(1440, 900), (390, 844)], ids=["desktop", "phone"], indirect=True)
EVERYTHING = ["Shelling", "Car bomb", "Ambush", "Raid"]  # newest first
SYRIA = {"country": "SYR", "country_name": "Syria", "place": "mayadin", "place_name": "Mayadin"}


@pytest.fixture(autouse=True)
def codes(transactional_db: None) -> dict[str, str]:
    """Four events of two kinds in two countries within eight days; the code of each by its title."""
    record.event_type()
    record.event_type("explosions-remote-violence", "Explosions/Remote violence")
    record.place("iraq", "Iraq", "country")
    record.place("syria", "Syria", "country", country="SYR", country_name="Syria")
    battle = {"event_type": "battles", "event_type_name": "Battles"}
    rows = [
        record.event(title="Raid", date_start=date(2018, 10, 1), deaths_low=3, deaths_best=3, deaths_high=3, **battle),
        record.event(title="Ambush", date_start=date(2018, 10, 3), deaths_low=5, deaths_best=5, **SYRIA, **battle),
        record.event(title="Car bomb", date_start=date(2018, 10, 5)),
        record.event(title="Shelling", date_start=date(2018, 10, 8), deaths_low=10, deaths_best=10, **SYRIA),
    ]
    return {row.title: row.code for row in rows}


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()


def visit(page: Page, live_server: LiveServer, path: str = "/events/") -> None:
    """Open a page and leave a mark that only this document has."""
    page.goto(live_server.url + path)
    page.evaluate("window.isTheSamePage = true")


def is_the_same_page(page: Page) -> bool:
    return bool(page.evaluate("window.isTheSamePage === true"))


def titles(page: Page) -> Locator:
    return page.locator("#results h3")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def number_of_events(page: Page) -> Locator:
    return page.locator(".totals dt", has_text="Events").locator("+ dd")


def bars(page: Page) -> Locator:
    return page.locator("[data-brush] a[data-first]")


def conditions(page: Page) -> Locator:
    return page.get_by_role("list", name="Conditions").get_by_role("link")


def settled(page: Page) -> None:
    """Wait until the page, or what came in place of a part of it, answers to whoever changes something."""
    page.wait_for_load_state()
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)


def unfold(page: Page, *summaries: str) -> None:
    """Open what is closed, as a reader does before it can be used."""
    for words in summaries:
        details = page.locator("details", has=page.get_by_text(words, exact=True)).last
        if details.get_attribute("open") is None:
            details.locator("> summary").click()


def facet(page: Page, name: str) -> Locator:
    return page.locator("#facets li").filter(has_text=name)


def drag(page: Page, first: int, last: int) -> None:
    """Press on the bar `first` and let go on the bar `last`."""
    ends = [bars(page).nth(place).bounding_box() for place in (first, last)]
    (x, y), (to_x, to_y) = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in ends if box]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=4)
    page.mouse.up()


@SIZES
def test_a_choice_in_the_filter_changes_every_part_without_loading_the_page(
    page: Page, live_server: LiveServer
) -> None:
    visit(page, live_server)
    expect(titles(page)).to_have_text(EVERYTHING)
    expect(bars(page)).to_have_count(8)
    unfold(page, "Filter", "What and to whom", "Narrow down")
    expect(facet(page, "Iraq").locator(".num")).to_have_text("2")

    page.get_by_label("Type", exact=True).select_option("battles")

    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    expect(page).to_have_url(f"{live_server.url}/events/?event_type=battles")
    expect(page).to_have_title("Battles · conflictdb")
    expect(heading(page)).to_have_text("Battles")
    expect(number_of_events(page)).to_have_text("2")
    expect(page.locator(".totals")).to_contain_text("every event gives a figure")
    expect(conditions(page)).to_have_text([re.compile("Type: Battles")])
    expect(facet(page, "Iraq").locator(".num")).to_have_text("1")
    expect(bars(page)).to_have_count(3)
    expect(page.locator(".chart-axis")).to_have_text(re.compile(r"1 October 2018\s*3 October 2018"))
    expect(page.locator("[data-announce]")).to_have_text("Battles: 2 events")
    assert is_the_same_page(page)


def ask_for_battles_then_for_words(page: Page, live_server: LiveServer) -> Locator:
    """Two selections after that of all events; returns the field of words."""
    visit(page, live_server)
    unfold(page, "What and to whom")
    page.get_by_label("Type", exact=True).select_option("battles")
    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    words = page.get_by_role("combobox", name="Words")
    words.fill("raid")
    words.press("Enter")
    expect(page).to_have_url(re.compile("q=raid"))
    expect(heading(page)).to_have_text("Battles, with the words “raid”")
    return words


def test_words_are_searched_on_enter_and_one_step_back_shows_the_selection_before(
    page: Page, live_server: LiveServer
) -> None:
    words = ask_for_battles_then_for_words(page, live_server)

    page.go_back()

    expect(page).to_have_url(f"{live_server.url}/events/?event_type=battles")
    expect(heading(page)).to_have_text("Battles")
    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    expect(words).to_have_value("")
    expect(page.get_by_role("checkbox", name="Battles")).to_be_checked()
    page.go_back()
    expect(titles(page)).to_have_text(EVERYTHING)
    expect(page.get_by_role("checkbox", name="Battles")).to_have_count(0)
    expect(page.locator("#filter-event_type")).to_have_value("")


def test_two_steps_back_are_two_even_before_the_scripts_have_come(page: Page, live_server: LiveServer) -> None:
    ask_for_battles_then_for_words(page, live_server)
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route))

    page.evaluate("history.back()")
    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    page.evaluate("history.back()")
    expect(page).to_have_url(f"{live_server.url}/events/")
    assert held
    held[0].continue_()
    page.unroute("**/htmx.min.js")

    expect(titles(page)).to_have_text(EVERYTHING)
    expect(page).to_have_url(f"{live_server.url}/events/")


@SIZES
def test_a_facet_narrows_when_chosen_and_widens_when_chosen_again(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    unfold(page, "Narrow down")
    facet(page, "Syria").get_by_role("link").click()

    expect(titles(page)).to_have_text(["Shelling", "Ambush"])
    expect(page).to_have_url(f"{live_server.url}/events/?country=SYR")
    expect(heading(page)).to_have_text("All events in Syria")
    unfold(page, "Filter", "Narrow down")
    expect(facet(page, "Syria").get_by_role("link")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("checkbox", name="Syria")).to_be_checked()

    facet(page, "Syria").get_by_role("link").click()

    expect(titles(page)).to_have_text(EVERYTHING)
    expect(page).to_have_url(f"{live_server.url}/events/")
    assert is_the_same_page(page)


def test_a_facet_and_the_filter_add_up(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    facet(page, "Syria").get_by_role("link").click()
    expect(titles(page)).to_have_text(["Shelling", "Ambush"])
    unfold(page, "What and to whom")
    page.get_by_label("Killed, at least").fill("6")
    page.get_by_label("Killed, at least").press("Tab")

    expect(titles(page)).to_have_text(["Shelling"])
    expect(heading(page)).to_have_text("All events in Syria, 6 or more killed")
    assert set(page.url.partition("?")[2].split("&")) == {"country=SYR", "deaths_min=6"}


@SIZES
def test_a_condition_is_taken_away_by_its_link(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "/events/?event_type=battles&country=IRQ")
    expect(titles(page)).to_have_text(["Raid"])
    expect(conditions(page)).to_have_count(2)

    conditions(page).filter(has_text="Country: Iraq").click()

    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    expect(page).to_have_url(f"{live_server.url}/events/?event_type=battles")
    expect(conditions(page)).to_have_text([re.compile("Type: Battles")])


@SIZES
def test_the_other_views_show_the_same_selection(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    unfold(page, "Filter", "What and to whom")
    page.get_by_label("Type", exact=True).select_option("battles")
    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    tabs = page.get_by_role("navigation", name="This selection as")
    for name, path in (("Map", "/events/map/"), ("Timeline", "/events/timeline/"), ("Overview", "/events/")):
        tabs.get_by_role("link", name=name).click()

        expect(page).to_have_url(f"{live_server.url}{path}?event_type=battles")
        expect(heading(page)).to_have_text("Battles")
        expect(tabs.locator("[aria-current=page]")).to_have_text(name)


def test_links_to_copy_are_whole_addresses_of_what_is_shown(page: Page, live_server: LiveServer) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install()
    visit(page, live_server)
    facet(page, "Syria").get_by_role("link").click()
    expect(titles(page)).to_have_text(["Shelling", "Ambush"])
    copied = page.get_by_role("button", name="Copied")
    for name, path in (("Copy link", "/events/?country=SYR"), ("Copy API call", "/events.json?country=SYR")):
        page.get_by_role("button", name=name).click()
        expect(copied).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == live_server.url + path
        copied.click()  # once more, while it still says so
        assert page.evaluate("navigator.clipboard.readText()") == live_server.url + path
        page.clock.run_for(5000)
        expect(page.get_by_role("button", name=name)).to_be_visible()
        expect(copied).to_have_count(0)


def test_a_file_says_what_to_expect_and_has_the_selected_events_and_no_others(
    page: Page, live_server: LiveServer, codes: dict[str, str], tmp_path: Path
) -> None:
    visit(page, live_server)
    facet(page, "Syria").get_by_role("link").click()
    take = page.locator(".take")
    expect(take).to_contain_text("Take 2 events away: CSV about 2 kB, XLSX about 10 kB, Parquet about 10 kB")
    with page.expect_download() as download:
        take.get_by_role("link", name="CSV").first.click()
    path = tmp_path / "events.csv"
    download.value.save_as(path)

    with path.open(newline="", encoding="utf-8") as file:
        rows = [*csv.DictReader(file)]
    assert [row["code"] for row in rows] == [codes["Shelling"], codes["Ambush"]]
    assert [row["deaths_best"] for row in rows] == ["10", "5"]


@SIZES
def test_dragging_across_the_bars_chooses_their_time(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    expect(page.get_by_text("Drag across the bars to choose a period")).to_be_visible()
    drag(page, 5, 1)  # backwards, which means the same

    expect(titles(page)).to_have_text(["Car bomb", "Ambush"])
    expect(page).to_have_url(f"{live_server.url}/events/?date_from=2018-10-02&date_to=2018-10-06")
    expect(heading(page)).to_have_text("All events, 2–6 October 2018")
    expect(page.locator("#filter-date_from")).to_have_value("2018-10-02")
    expect(bars(page)).to_have_count(3)
    assert is_the_same_page(page)
    page.get_by_role("link", name="The whole time").click()
    expect(titles(page)).to_have_text(EVERYTHING)


@SIZES
def test_a_bar_is_a_link_to_its_day(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "/events/timeline/?event_type=battles")
    bars(page).nth(2).click()

    expect(page).to_have_url(f"{live_server.url}/events/?date_from=2018-10-03&date_to=2018-10-03&event_type=battles")
    expect(titles(page)).to_have_text(["Ambush"])


def test_the_keyboard_chooses_a_time_on_the_chart(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    bars(page).first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Escape")
    expect(page.locator(".brushed")).to_have_count(0)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".brushed")).to_have_count(3)
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_server.url}/events/?date_from=2018-10-03&date_to=2018-10-05")
    expect(titles(page)).to_have_text(["Car bomb", "Ambush"])
    expect(bars(page)).to_have_count(3)
    expect(bars(page).first).to_be_focused()
    assert is_the_same_page(page)


def test_the_chart_has_one_stop_of_the_tab_key_and_enter_follows_its_bar(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    expect(page.locator("[data-brush] a[tabindex='0']")).to_have_count(1)
    bars(page).first.focus()
    page.keyboard.press("Tab")
    expect(page.locator("[data-brush] a:focus")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(bars(page).first).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{live_server.url}/events/?date_from=2018-10-03&date_to=2018-10-03")


def test_after_a_drag_the_keyboard_still_follows_a_bar(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    drag(page, 0, 4)
    expect(titles(page)).to_have_text(["Car bomb", "Ambush", "Raid"])
    bars(page).nth(2).focus()
    page.keyboard.press("Enter")

    expect(titles(page)).to_have_text(["Ambush"])


def test_the_timeline_says_the_same_as_a_table_and_can_be_dragged_across_too(
    page: Page, live_server: LiveServer
) -> None:
    visit(page, live_server, "/events/timeline/")
    drag(page, 2, 7)
    expect(page).to_have_url(f"{live_server.url}/events/timeline/?date_from=2018-10-03&date_to=2018-10-08")
    expect(bars(page)).to_have_count(6)
    assert is_the_same_page(page)
    page.get_by_text("The same as a table").click()
    rows = page.locator("#results tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.filter(has_text="8 October 2018").locator("td")).to_have_text(["1", "0.0", "10"])
    rows.get_by_role("link", name="3 October 2018").click()

    expect(titles(page)).to_have_text(["Ambush"])


@SIZES
def test_pages_lead_on_and_back_and_keep_the_question(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_list, "PAGE_SIZE", 1)
    visit(page, live_server, "/events/?event_type=battles")
    expect(titles(page)).to_have_text(["Ambush"])
    page.get_by_role("link", name="After these").click()

    expect(titles(page)).to_have_text(["Raid"])
    expect(page).to_have_url(re.compile(r"/events/\?event_type=battles&after="))
    expect(number_of_events(page)).to_have_text("2")
    expect(page.get_by_role("link", name="After these")).to_have_count(0)
    page.get_by_role("link", name="Before these").click()
    expect(titles(page)).to_have_text(["Ambush"])
    expect(page.get_by_role("link", name="Before these")).to_have_count(0)


def test_a_changed_filter_starts_again_at_the_first_page(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_list, "PAGE_SIZE", 1)
    visit(page, live_server)
    page.get_by_role("link", name="After these").click()
    expect(titles(page)).to_have_text(["Car bomb"])
    settled(page)
    unfold(page, "What and to whom")
    page.get_by_label("Type", exact=True).select_option("battles")

    expect(titles(page)).to_have_text(["Ambush"])
    expect(page).to_have_url(f"{live_server.url}/events/?event_type=battles")


def test_an_order_stays_when_the_filter_changes(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    page.get_by_role("link", name="Deadliest first").click()
    expect(titles(page)).to_have_text(["Shelling", "Ambush", "Raid", "Car bomb"])
    unfold(page, "What and to whom")
    page.get_by_label("Type", exact=True).select_option("explosions-remote-violence")

    expect(titles(page)).to_have_text(["Shelling", "Car bomb"])
    expect(page.locator(".sorts [aria-current]")).to_have_text("Deadliest first")


@SIZES
def test_a_wrong_value_is_said_beside_its_field_and_can_be_put_right(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    unfold(page, "Filter", "Where")
    page.get_by_label("Near").fill("somewhere")
    page.get_by_label("Near").press("Enter")

    expect(heading(page)).to_have_text("This question cannot be answered")
    near = page.get_by_label("Near")
    expect(near).to_be_visible()
    expect(near).to_have_value("somewhere")
    expect(near).to_have_attribute("aria-invalid", "true")
    expect(near).to_have_accessible_description(re.compile("latitude"))
    expect(titles(page)).to_have_count(0)

    near.fill("")
    near.press("Enter")

    expect(titles(page)).to_have_text(EVERYTHING)
    expect(bars(page)).to_have_count(8)
    expect(page.locator(".error")).to_have_count(0)
    expect(page.locator("[aria-invalid]")).to_have_count(0)


@pytest.mark.parametrize("path", ["/events/", "/events/map/", "/events/timeline/"])
def test_a_wrong_address_shows_the_sentence_and_no_events(page: Page, live_server: LiveServer, path: str) -> None:
    page.goto(f"{live_server.url}{path}?date_from=2018-10-09&date_to=2018-10-01")

    expect(page.locator("#filter-date_to")).to_have_accessible_description("The period ends before it starts.")
    expect(page.get_by_role("alert")).to_contain_text("Nothing is shown")
    for shown in (titles(page), bars(page), page.locator("[data-events-map]"), page.locator(".totals")):
        expect(shown).to_have_count(0)


@SIZES
def test_an_empty_answer_offers_ways_out(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server)
    unfold(page, "Filter", "What and to whom")
    page.get_by_label("Type", exact=True).select_option("battles")
    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    page.get_by_label("Killed, at least").fill("6")
    page.get_by_label("Killed, at least").press("Enter")

    results = page.locator("#results")
    expect(results).to_contain_text("No event in the public record answers this.")
    expect(page.locator("[data-announce]")).to_have_text(re.compile(": 0 events"))
    expect(bars(page)).to_have_count(0)
    expect(results.locator(".meant li")).to_have_text(
        [re.compile(r"Whatever the number killed\W+2 events"), re.compile(r"Without the type\W+1 event")]
    )
    results.get_by_role("link", name="Without the type").click()
    expect(titles(page)).to_have_text(["Shelling"])
    expect(page).to_have_url(f"{live_server.url}/events/?deaths_min=6")


def test_the_arabic_explorer_is_filtered_in_arabic(page: Page, live_server: LiveServer) -> None:
    visit(page, live_server, "/ar/events/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.locator("details", has=page.locator("#filter-event_type")).last.locator("> summary").click()
    page.locator("#filter-event_type").select_option("battles")

    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    expect(page).to_have_url(f"{live_server.url}/ar/events/?event_type=battles")
    expect(page.locator("[data-announce]")).to_have_text(re.compile("[\u0621-\u064a]"))
    expect(bars(page)).to_have_count(3)
    first, last = bars(page).first.bounding_box(), bars(page).last.bounding_box()
    assert first
    assert last
    assert first["x"] < last["x"]  # time starts at the left
    drag(page, 0, 1)
    expect(titles(page)).to_have_text(["Raid"])
    expect(page).to_have_url(re.compile(r"/ar/events/\?date_from=2018-10-01&date_to=2018-10-02&event_type=battles$"))


def test_without_a_script_the_form_asks_and_facets_narrow(plain: Page, live_server: LiveServer) -> None:
    plain.goto(f"{live_server.url}/events/")
    plain.locator("summary", has_text="What and to whom").click()
    plain.get_by_label("Type", exact=True).select_option("explosions-remote-violence")
    plain.get_by_role("button", name="Show events").click()

    expect(titles(plain)).to_have_text(["Shelling", "Car bomb"])
    expect(plain).to_have_url(f"{live_server.url}/events/?event_type=explosions-remote-violence")
    facet(plain, "Iraq").get_by_role("link").click()
    expect(titles(plain)).to_have_text(["Car bomb"])
    expect(heading(plain)).to_have_text("Explosions/Remote violence in Iraq")
    conditions(plain).filter(has_text="Type").click()
    expect(titles(plain)).to_have_text(["Car bomb", "Raid"])


def test_without_a_script_a_phone_unfolds_the_filter(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server.url}/events/")
    expect(page.get_by_label("Words")).to_be_hidden()
    page.locator("summary", has_text="Filter").click()
    page.get_by_label("Words").fill("raid")
    page.get_by_role("button", name="Show events").click()

    expect(heading(page)).to_contain_text("with the words “raid”")
    context.close()


def test_without_a_script_pages_lead_on_and_wrong_values_are_said(
    plain: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_list, "PAGE_SIZE", 3)
    plain.goto(f"{live_server.url}/events/")
    plain.get_by_role("link", name="After these").click()
    expect(titles(plain)).to_have_text(["Raid"])

    plain.locator("summary", has_text=re.compile("^Where$")).click()
    plain.get_by_label("Near").fill("somewhere")
    plain.get_by_role("button", name="Show events").click()
    expect(plain.get_by_label("Near")).to_have_accessible_description(re.compile("latitude"))
    expect(titles(plain)).to_have_count(0)


def test_without_a_script_the_chart_is_made_of_links_and_told_as_a_table(plain: Page, live_server: LiveServer) -> None:
    plain.goto(f"{live_server.url}/events/timeline/")
    plain.get_by_text("The same as a table").click()
    expect(plain.locator("#results tbody tr")).to_have_count(4)
    expect(plain.get_by_text("Drag across the bars")).to_be_hidden()
    expect(plain.get_by_role("button", name="Copy link")).to_have_count(0)
    bars(plain).nth(7).click()

    expect(titles(plain)).to_have_text(["Shelling"])

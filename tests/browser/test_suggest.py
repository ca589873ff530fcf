"""Names as one types, in a real browser: by keyboard, by touch, in both scripts, on a wide screen and on a phone."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from events.names import phonetic_key, search_key
from tests.views import record

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]
SIZES = pytest.mark.parametrize("context", [(1440, 900), (390, 844)], ids=["desktop", "phone"], indirect=True)


def names(*spellings: str) -> dict[str, object]:
    keys = [search_key(one) for one in spellings]
    sounds = [f"~{sound}" for one in spellings for sound in phonetic_key(one).split()]
    return {
        "names": [
            {"name": one, "language": "ar" if ord(one[0]) > 999 else "", "kind": "official"} for one in spellings
        ],
        "keys": keys,
        "words": " ".join([*keys, *sounds]),
    }


@pytest.fixture(autouse=True)
def _record(transactional_db: None) -> None:
    for country, province in (("Iraq", "Anbar"), ("Syria", "Deir ez-Zor")):
        path = [{"slug": name.lower(), "name": name, "kind": ""} for name in (country, province)]
        record.place(f"baghouz-{country.lower()}", "Baghouz", path=path, **names("Baghouz", "الباغوز"))
    record.actor("islamic-state", "Islamic State", **names("Islamic State", "داعش"))
    record.event(title="Raid", place_path=["baghouz-iraq"], actors=["islamic-state"])
    record.event(title="Ambush", place_path=["baghouz-syria"], date_start=date(2019, 3, 1), search="ambush")


def open_filter(page: Page, url: str) -> None:
    page.goto(url)
    summary = page.locator(".side > details > summary").first
    if not page.locator("#filter-q").is_visible():
        summary.click()


def options(page: Page) -> Locator:
    return page.locator("[role=listbox]:visible [role=option]")


def titles(page: Page) -> Locator:
    return page.locator("#results h3")


@SIZES
def test_a_place_is_chosen_by_keyboard_and_becomes_a_condition(page: Page, live_server: LiveServer) -> None:
    open_filter(page, f"{live_server.url}/events/")
    words = page.get_by_role("combobox", name="Words")
    words.press_sequentially("bag")

    expect(options(page)).to_have_text(
        [re.compile("Baghouz.*Anbar, Iraq · 1 event"), re.compile("Deir ez-Zor, Syria"), "Search the words “bag”"]
    )
    expect(words).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="2 suggestions")).to_be_attached()
    words.press("ArrowDown")
    words.press("ArrowDown")
    chosen = options(page).nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(words).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    words.press("Enter")

    expect(titles(page)).to_have_text(["Ambush"])
    expect(page).to_have_url(re.compile(r"\?place=baghouz-syria$"))
    expect(words).to_have_value("")
    expect(words).to_be_focused()
    expect(options(page)).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Baghouz, Deir ez-Zor, Syria")).to_be_checked()


@SIZES
def test_an_actor_is_chosen_by_pointer_in_another_script(page: Page, live_server: LiveServer) -> None:
    open_filter(page, f"{live_server.url}/events/")
    page.get_by_role("combobox", name="Actor").press_sequentially("داع")
    options(page).filter(has_text="Islamic State").click()

    expect(titles(page)).to_have_text(["Raid"])
    expect(page).to_have_url(re.compile(r"\?actor=islamic-state$"))


def test_escape_and_leaving_close_the_list_and_enter_searches_what_was_typed(
    page: Page, live_server: LiveServer
) -> None:
    open_filter(page, f"{live_server.url}/events/")
    words = page.get_by_role("combobox", name="Words")
    words.press_sequentially("ambu")
    expect(options(page)).to_have_count(1)
    words.press("Escape")
    expect(options(page)).to_have_count(0)
    expect(words).to_have_value("ambu")
    words.press("ArrowDown")
    expect(options(page)).to_have_count(1)
    words.press("ArrowUp")  # beyond the first stands the last
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    words.press("ArrowDown")
    expect(words).not_to_have_attribute("aria-activedescendant", re.compile("."))
    words.press("Enter")

    expect(titles(page)).to_have_text(["Ambush"])
    expect(page).to_have_url(re.compile(r"\?q=ambu$"))
    expect(options(page)).to_have_count(0)


def test_stale_answers_are_given_up_and_each_pause_asks_once(page: Page, live_server: LiveServer) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "suggest.json" in request.url else None)
    open_filter(page, f"{live_server.url}/events/")
    page.get_by_role("combobox", name="Place").press_sequentially("bagho", delay=10)
    expect(options(page)).to_have_count(2)

    assert [url.rpartition("?")[2] for url in asked] == ["kind=place&q=bagho"]


@SIZES
def test_the_start_page_leads_to_what_is_chosen(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/")
    search = page.get_by_role("combobox", name="Search events")
    search.press_sequentially("isla")
    expect(options(page)).to_have_count(2)
    search.press("ArrowDown")
    search.press("Enter")

    expect(page).to_have_url(f"{live_server.url}/events/?actor=islamic-state")


def test_arabic_pages_suggest_arabic_names(page: Page, live_server: LiveServer) -> None:
    open_filter(page, f"{live_server.url}/ar/events/")
    words = page.locator("#filter-q")
    words.press_sequentially("bag")

    expect(options(page).first).to_contain_text("الباغوز")
    box, listed = words.bounding_box(), page.locator("[role=listbox]:visible").bounding_box()
    assert box
    assert listed
    assert abs(box["x"] - listed["x"]) < 1
    assert abs(box["width"] - listed["width"]) < 1


def test_a_question_without_events_leads_on_by_links(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/events/?q=bahgouz&country=IRQ")
    page.get_by_role("link", name="Baghouz", exact=True).click()
    expect(titles(page)).to_have_text(["Ambush", "Raid"])

    page.goto(f"{live_server.url}/events/?place=Bahgouz")
    page.get_by_role("link", name="Baghouz, Anbar, Iraq").click()
    expect(titles(page)).to_have_text(["Raid"])


def test_without_a_script_the_form_takes_any_spelling(browser: object, live_server: LiveServer) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{live_server.url}/events/")
    page.get_by_label("Words").fill("باغوز")
    page.get_by_role("button", name="Show events").click()

    expect(titles(page)).to_have_text(["Ambush", "Raid"])
    context.close()

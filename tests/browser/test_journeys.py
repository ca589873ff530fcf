"""An event's way from an empty form to a spreadsheet, in a real browser: analyst, editor, reader."""

import csv
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from events.coding.acting import acting
from events.models import Actor, ActorName, ActorRelation, Event, EventType, Report, Source, Status
from tests.browser.conftest import log_in
from tests.conftest import person
from tests.factories import PersonFactory, SourceFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]

SECRET = "Zebulon Hidden"  # the name of the officer who spoke


@pytest.fixture
def people(reference: None) -> dict[str, User]:
    return {"analyst": person("analyst", "Analyst"), "editor": person("editor", "Editor")}


@pytest.fixture
def known(reference: None, people: dict[str, User]) -> None:
    """What the desk knows before this report: the actors, the outlet, and, to the analyst alone, the officer."""
    actors = {
        name: Actor.objects.create(name=name, slug=slug, kind=kind)
        for name, slug, kind in (
            ("Islamic State", "islamic-state", "rebel_group"),
            ("Popular Mobilisation Units", "pmu", "political_militia"),
            ("Non-local PMU", "non-local-pmu", "political_militia"),
            ("Iraqi police", "iraqi-police", "state_forces"),
        )
    }
    for name, actor in actors.items():
        ActorName.objects.create(actor=actor, name=name, language="en")
    ActorName.objects.create(actor=actors["Islamic State"], name="داعش", language="ar")
    ActorRelation.objects.create(
        actor=actors["Non-local PMU"], kind="part_of", other=actors["Popular Mobilisation Units"]
    )
    SourceFactory(name="Border Gazette", slug="border-gazette")
    with acting(people["analyst"]):
        PersonFactory(name=SECRET, slug="zebulon-hidden")


def choose(page: Page, field: Locator, typed: str, option: str) -> None:
    """Pick from one of the admin's autocompletes, as a person does: open, type, click."""
    field.locator("xpath=following-sibling::span//span[contains(@class, 'select2-selection')]").first.click()
    page.locator(".select2-search__field").last.fill(typed)
    page.locator(".select2-results__option", has_text=option).first.click()


def add_row(page: Page, prefix: str) -> None:
    page.locator(f"#{prefix}-group .add-row a, #{prefix}-group tr.add-row a").first.click()


def add_report_without_leaving_the_form(page: Page, number: int) -> None:
    with page.expect_popup() as opened:
        page.locator(f"#add_id_claims-{number}-report").click()
    popup = opened.value
    choose(popup, popup.locator("#id_source"), "Border", "Border Gazette")
    popup.get_by_label("Title").fill("Two attacks in a week")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save", exact=True).click()


def code_the_akkas_attacks(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/admin/events/event/add/")
    page.get_by_label("Title").fill("Two attacks near the Akkas gas field")
    page.locator("#id_event_type").select_option(label=_type_label())
    page.locator("#id_date_start").fill("2018-10-01")
    page.locator("#id_date_end").fill("2018-10-29")
    page.locator("#id_date_meaning").select_option("within")
    choose(page, page.locator("#id_location"), "عكاز", "Akkas")
    page.locator("#id_precision").select_option("near_settlement")
    page.locator("#id_clarity").select_option("summary")
    page.locator("#id_incidents").fill("2")
    for number, (typed, name, side, role, certainty) in enumerate(
        (
            ("داعش", "Islamic State", "A", "lead", "disputed"),
            ("non-local", "Non-local PMU", "A", "lead", "disputed"),
            ("police", "Iraqi police", "B", "target", "confirmed"),
        )
    ):
        if number:
            add_row(page, "participations")
        choose(page, page.locator(f"#id_participations-{number}-actor"), typed, name)
        page.locator(f"#id_participations-{number}-side").select_option(side)
        page.locator(f"#id_participations-{number}-role").select_option(role)
        page.locator(f"#id_participations-{number}-certainty").select_option(certainty)
    page.locator("#id_casualties-0-group").select_option("side_b")
    page.locator("#id_casualties-0-low").fill("4")
    add_report_without_leaving_the_form(page, 0)
    for number, actor in ((1, "Islamic State"), (2, "Non-local PMU")):
        add_row(page, "claims")
        page.locator(f"#id_claims-{number}-kind").select_option("attribution")
        page.locator(f"#id_claims-{number}-status").select_option("conflicting")
        choose(page, page.locator(f"#id_claims-{number}-report"), "attacks", "Two attacks in a week")
        choose(page, page.locator(f"#id_claims-{number}-actor"), actor, actor)
        page.locator(f"#id_claims-{number}-public_note").fill("Sources disagree about who was behind it.")
    page.locator("#claims-2 summary").first.click()
    choose(page, page.locator("#id_claims-2-speaker"), "Zebulon", SECRET)
    page.locator("#id_claims-2-speaker_role").fill("a police officer")


def _type_label() -> str:
    """How the form calls the sub-type “Attack”."""
    return str(EventType.objects.get(code="armed-clash").name)


def test_from_an_empty_form_to_a_spreadsheet(
    page: Page, live_server: LiveServer, people: dict[str, User], known: None, tmp_path: Path
) -> None:
    # An analyst codes the attacks and hands them in.
    log_in(page, live_server, people["analyst"])
    code_the_akkas_attacks(page, live_server)
    page.get_by_role("button", name="Save and submit for review").click()
    expect(page.locator(".messagelist")).to_contain_text("review")
    event = Event.objects.get()
    assert (event.status, event.code[:3], event.coded_by) == (Status.IN_REVIEW, "IRQ", people["analyst"])
    assert (event.date_start, event.date_end) == (date(2018, 10, 1), date(2018, 10, 29))
    assert Report.objects.get().source == Source.objects.get(slug="border-gazette")

    # The public does not see it yet.
    page.goto(f"{live_server.url}/events/?q=Akkas")
    expect(page.get_by_text("Two attacks near the Akkas gas field")).to_have_count(0)

    # An editor sees what would change, and publishes.
    log_in(page, live_server, people["editor"])
    page.get_by_role("link", name=event.code).first.click()
    page.get_by_role("link", name="Publish").or_(page.get_by_role("button", name="Publish")).first.click()
    expect(page.locator("#content")).to_contain_text("contested")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("ublished")

    # A reader finds it by word, by place and by actor, opens it and takes it away.
    page.context.clear_cookies()
    visited: set[str] = set()
    page.context.on("request", lambda request: visited.add(request.url))
    for query in ("q=Akkas", "q=عكاز", "place=akkas-gas-field", "place=Anbar", "actor=islamic-state", "actor=pmu"):
        page.goto(f"{live_server.url}/events/?{query}")
        expect(page.get_by_role("link", name="Two attacks near the Akkas gas field")).to_be_visible()
    page.get_by_role("link", name="Two attacks near the Akkas gas field").click()
    main = page.locator("main")
    for said in ("4 or more killed", "1–29 October 2018", "contested", "Non-local PMU", "a police officer"):
        expect(main).to_contain_text(said, ignore_case=True)
    expect(main).to_contain_text("Undisclosed source")

    page.goto(f"{live_server.url}/events/?q=Akkas")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    path = tmp_path / "akkas.csv"
    download.value.save_as(path)
    with path.open(newline="", encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert (row["code"], row["deaths_low"], row["deaths_best"]) == (event.code, "4", "")
    assert row["attribution"] == "contested"

    # The officer's name is in nothing that the reader's browser asked for.
    assert len(visited) > 10
    for url in visited:
        body = page.context.request.get(url).body()
        assert SECRET.encode() not in body, url
        assert b"zebulon" not in body.lower(), url

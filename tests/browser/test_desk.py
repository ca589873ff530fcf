"""The coding desk in a real browser: no page breaks the content security policy, and the form's comforts work."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from events.admin import site
from events.coding import retracting, workflow
from events.models import Event, Publication, Status
from tests.browser.conftest import log_in
from tests.conftest import person
from tests.factories import (
    ActorFactory,
    CasualtiesFactory,
    EventFactory,
    LocationFactory,
    ParticipationFactory,
    ReportFactory,
    decided,
    published,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]

#: Rules that pages of Django's own break: the search box is labelled by a picture.
OF_DJANGO = ["label-title-only"]

MAPS_STAND = """
    () => [...document.querySelectorAll(".point-map")].every((map) => map.hidden || map.querySelector(".map-land"))
"""


@pytest.fixture
def event(transactional_db: None) -> Event:
    """A published event with a row of everything; others wait for review, are retracted, are in correction."""
    analyst = person("analyst", "Analyst")
    event = EventFactory()
    ParticipationFactory(event=event)
    CasualtiesFactory(event=event, group="side_b", low=4)
    published(event)
    workflow.submit(EventFactory(coded_by=analyst), by=analyst)
    retracted, corrected = EventFactory(), EventFactory()
    published(retracted)
    published(corrected)
    with decided():
        retracting.retract(retracted, by=person("retracting", "Editor"), reason="A drill.")
    workflow.start_correction(corrected, by=analyst)
    Event.objects.filter(pk=corrected.pk).update(title="Half done")
    return event


@pytest.fixture
def maintainer(event: Event) -> User:
    user = person("maintainer", "Maintainer")
    User.objects.filter(pk=user.pk).update(is_superuser=True)
    return user


def addresses(event: Event) -> list[str]:
    """Every kind of page of the desk."""
    found = [reverse("admin:index"), reverse("admin:password_change"), reverse("admin:app_list", args=["events"])]
    for model in site._registry:
        stem = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{stem}_changelist"))
        if model is not Publication:
            found.append(reverse(f"{stem}_add"))
        if row := model._default_manager.last():
            found += [reverse(f"{stem}_change", args=[row.pk]), reverse(f"{stem}_history", args=[row.pk])]
            if model is not Publication:
                found.append(reverse(f"{stem}_delete", args=[row.pk]))
    waiting = Event.objects.get(status=Status.IN_REVIEW)
    retracted, corrected = (Event.objects.filter(status=status)[0] for status in (Status.RETRACTED, Status.CORRECTION))
    pages = [("change", event), ("history", event), ("retract", event), ("publish", waiting), ("change", waiting)]
    pages += [("change", retracted), ("reopen", retracted), ("withhold", retracted), ("abandon", corrected)]
    return found + [reverse(f"admin:events_event_{name}", args=[row.pk]) for name, row in pages]


def test_no_page_breaks_the_policy_or_scrolls_sideways_on_a_desk_or_a_phone(
    page: Page, live_server: LiveServer, event: Event, maintainer: User
) -> None:
    log_in(page, live_server, maintainer)

    for address in addresses(event):
        page.goto(live_server.url + address)
        page.wait_for_function(MAPS_STAND)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 844})
            width, window = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert width <= window, address


def test_the_pages_of_events_are_accessible(
    browser: Browser, live_server: LiveServer, event: Event, maintainer: User
) -> None:
    page = browser.new_page(bypass_csp=True)  # axe-core writes styles of its own into the page
    log_in(page, live_server, maintainer)

    names = [("changelist", []), ("add", []), ("change", [event.pk]), ("history", [event.pk]), ("retract", [event.pk])]
    names += [("abandon", [Event.objects.get(status=Status.CORRECTION).pk])]
    names += [(name, [Event.objects.get(status=Status.RETRACTED).pk]) for name in ("reopen", "withhold")]
    for name, args in names:
        page.goto(live_server.url + reverse(f"admin:events_event_{name}", args=args))
        results = Axe().run(page, options={"rules": {rule: {"enabled": False} for rule in OF_DJANGO}})
        serious = [found for found in results.response["violations"] if found["impact"] in ("serious", "critical")]
        assert [(found["id"], found["nodes"][0]["html"]) for found in serious] == [], name


def choose(page: Page, inside: str, typed: str) -> None:
    page.locator(f"{inside} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(typed)
    page.locator(".select2-results__option", has_text=typed).first.click()


def test_the_map_follows_the_place_until_the_point_is_set_by_hand(
    page: Page, live_server: LiveServer, event: Event, maintainer: User
) -> None:
    LocationFactory(name="Hereville", point="POINT (41 34)").names.create(name="Hereville")
    LocationFactory(name="Theretown", point="POINT (42 35)").names.create(name="Theretown")
    LocationFactory(name="Anyland", kind="region").names.create(name="Anyland")
    log_in(page, live_server, maintainer)
    page.goto(live_server.url + reverse("admin:events_event_add"))
    latitude, longitude = page.get_by_label("Latitude"), page.get_by_label("Longitude")

    choose(page, "#event_form > div > fieldset .field-location", "Hereville")
    expect(latitude).to_have_value("34")
    choose(page, "#event_form > div > fieldset .field-location", "Theretown")
    expect(longitude).to_have_value("42")
    choose(page, "#event_form > div > fieldset .field-location", "Anyland")
    expect(page.locator("#id_precision")).to_have_value("region")
    expect(latitude).to_have_value("")

    page.locator(".point-map").click(position={"x": 100, "y": 100})
    set_by_hand = latitude.input_value()
    choose(page, "#event_form > div > fieldset .field-location", "Hereville")
    expect(page.locator("#id_precision")).to_have_value("settlement")
    expect(latitude).to_have_value(set_by_hand)
    page.get_by_role("button", name="Put the point on the place").click()
    expect(latitude).to_have_value("34")


def test_opening_the_form_makes_nothing_more_exact(
    page: Page, live_server: LiveServer, event: Event, maintainer: User
) -> None:
    site = LocationFactory(kind="site", name="Gas field", point="POINT (41 34)")
    vague = EventFactory(location=site, point=None, precision="near_settlement", coded_by=maintainer)
    log_in(page, live_server, maintainer)
    page.goto(live_server.url + reverse("admin:events_event_change", args=[vague.pk]))

    # As the admin does itself while the page is made ready, before or after our own script.
    page.evaluate("django.jQuery('#id_location').trigger('change')")
    page.evaluate(f"fetch('{reverse('admin:events_location_whereabouts', args=[site.pk])}').then((it) => it.text())")

    expect(page.locator("#id_precision")).to_have_value("near_settlement")
    expect(page.get_by_label("Latitude")).to_have_value("")
    page.locator("[name=_save]").click()
    page.wait_for_url("**/admin/events/event/")
    vague.refresh_from_db()
    assert (vague.precision, vague.point) == ("near_settlement", None)


def test_the_point_can_be_set_with_the_keyboard_alone(
    page: Page, live_server: LiveServer, event: Event, maintainer: User
) -> None:
    log_in(page, live_server, maintainer)
    page.goto(live_server.url + reverse("admin:events_event_add"))
    latitude, longitude = page.get_by_label("Latitude"), page.get_by_label("Longitude")
    latitude.fill("34")
    longitude.fill("41")
    longitude.press("Tab")

    page.locator(".point-map").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".leaflet-pan-anim")).to_have_count(0)
    page.get_by_role("button", name="Put it in the middle of the map").press("Enter")

    assert float(latitude.input_value()) > 34
    expect(page.locator(".point-map .map-pin")).to_be_visible()
    page.get_by_role("button", name="Remove the point").press("Enter")
    expect(latitude).to_have_value("")


def test_a_claim_shows_the_fields_of_its_kind(
    page: Page, live_server: LiveServer, event: Event, maintainer: User
) -> None:
    log_in(page, live_server, maintainer)
    page.goto(live_server.url + reverse("admin:events_event_add"))
    page.get_by_text("Add another Claim").click()
    claim = page.locator("#claims-1")

    expect(claim.locator(".field-actor")).to_be_hidden()
    claim.locator("#id_claims-1-kind").select_option("attribution")
    expect(claim.locator(".form-row.field-actor")).to_be_visible()
    claim.locator("#id_claims-1-kind").select_option("casualties")
    expect(claim.locator("#id_claims-1-low")).to_be_visible()
    expect(claim.locator(".form-row.field-actor")).to_be_hidden()
    # What holds something stays in sight, whatever the kind.
    claim.locator("#id_claims-1-low").fill("4")
    claim.locator("#id_claims-1-kind").select_option("date")
    expect(claim.locator("#id_claims-1-low")).to_be_visible()


def test_an_actor_is_made_without_leaving_the_form(
    page: Page, live_server: LiveServer, event: Event, maintainer: User
) -> None:
    ActorFactory()
    log_in(page, live_server, maintainer)
    page.goto(live_server.url + reverse("admin:events_event_add"))
    page.get_by_label("Title").fill("Kept while a window is open")

    with page.expect_popup() as opened:
        page.locator("#add_id_participations-0-actor").click()
    popup = opened.value
    popup.get_by_label("Name", exact=True).or_(popup.locator("#id_name")).first.fill("Desert Falcons")
    popup.locator("#id_kind").select_option("rebel_group")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#participations-0 .select2-selection__rendered")).to_contain_text("Desert Falcons")
    expect(page.get_by_label("Title")).to_have_value("Kept while a window is open")


def test_leaving_with_something_typed_asks_first(
    page: Page, live_server: LiveServer, event: Event, maintainer: User
) -> None:
    ReportFactory()
    log_in(page, live_server, maintainer)
    page.goto(live_server.url + reverse("admin:events_event_add"))
    page.get_by_label("Title").fill("Not saved")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    page.get_by_role("link", name="Home").click()

    page.wait_for_url(live_server.url + reverse("admin:index"))
    assert asked == ["beforeunload"]

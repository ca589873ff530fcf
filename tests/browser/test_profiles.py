"""Ways through profiles and comparisons in a real browser; test_every_page.py looks at the pages themselves."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import (
    ActorFactory,
    AttributionFactory,
    CasualtiesFactory,
    EventFactory,
    ParticipationFactory,
    published,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "public"])]

WIDTHS = pytest.mark.parametrize("context", [(1440, 900), (390, 844)], ids=["desktop", "phone"], indirect=True)


@pytest.fixture
def record(reference: None) -> str:
    """Two fights between an army and a brigade, of which one is contested; the slug of their place."""
    army, brigade = ActorFactory(name="Army", slug="army"), ActorFactory(name="Brigade of the West", slug="brigade")
    for contested in (False, True):
        event = EventFactory()
        ParticipationFactory(event=event, actor=army)
        ParticipationFactory(event=event, actor=brigade, side="B")
        CasualtiesFactory(event=event, group="side_b", low=2, best=3, high=9)
        AttributionFactory(event=event, actor=army)
        if contested:
            AttributionFactory(event=event, actor=brigade)
        row = published(event)
    return str(row.place)


def test_from_the_list_to_a_comparison_without_javascript(
    browser: Browser, live_server: LiveServer, record: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/actors/")
    page.get_by_label("Choose Army").check()
    page.get_by_label("Choose Brigade of the West").check()
    page.get_by_role("button", name="Compare those chosen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Army and Brigade of the West")
    expect(page.get_by_role("row", name="Killed, low to high")).to_contain_text("4 to 18")


@WIDTHS
def test_from_an_opponent_to_the_events_against_it(page: Page, live_server: LiveServer, record: str) -> None:
    page.goto(f"{live_server.url}/actors/army/")
    opponents = page.get_by_role("region", name="Whom it fights")
    opponents.get_by_role("link", name="2", exact=True).click()

    expect(page).to_have_url(f"{live_server.url}/events/?actor=army&against=brigade")
    expect(page.get_by_text("against Brigade of the West").first).to_be_visible()

"""Pictures: what they say, in both languages, and what they refuse; the cards of pages."""

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from events.models import PlacePrecision
from events.wording import day
from tests.views import record

pytestmark = pytest.mark.django_db
SELECTIONS = ["timeline", "map", "card"]
PNG = b"\x89PNG\r\n\x1a\n"


def text(client: Client, url: str) -> str:
    """All that a picture says."""
    response = client.get(url)
    assert response.status_code == 200, url
    assert response["Content-Type"].startswith("image/svg+xml")
    return " ".join(ElementTree.fromstring(response.content).itertext())  # noqa: S314  # our own


@pytest.mark.parametrize("of", SELECTIONS)
def test_a_picture_says_what_was_asked_which_state_answers_and_how_to_cite_it(client: Client, of: str) -> None:
    record.event(deaths_low=4)
    last = record.event(country="SYR", country_name="Syria")

    said = text(client, f"/events/{of}.svg?country=IRQ")

    assert "All events in IRQ" in said
    assert "1 event · 16 October 2018 · Killed: 4 or more" in said
    assert f"publication {last.publication} of {day(last.valid_from.date())}, http://testserver/events/" in said
    assert "country=IRQ" in said


@pytest.mark.parametrize("of", SELECTIONS)
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_png_is_made_of_the_same(client: Client, prefix: str, of: str) -> None:
    record.event()

    response = client.get(f"{prefix}/events/{of}.png")

    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(PNG)


def test_cards_have_the_size_that_their_pages_say(client: Client) -> None:
    event = record.event()

    for url in ("/events/card.png", f"/events/{event.code}/card.png"):
        header = client.get(url).content[16:24]
        assert (int.from_bytes(header[:4]), int.from_bytes(header[4:])) == (1200, 630)


@pytest.mark.parametrize("of", SELECTIONS)
@pytest.mark.parametrize("query", ["when=never", "nonsense=1", "country=IRQ&after=x", "sort=-date&sort=date"])
def test_a_bad_question_is_refused(client: Client, of: str, query: str) -> None:
    response = client.get(f"/events/{of}.png?{query}")

    assert response.status_code == 400
    assert response.json()["errors"]


@pytest.mark.parametrize("of", SELECTIONS)
def test_nothing_found_is_said(client: Client, of: str) -> None:
    record.event()

    assert "0 events" in text(client, f"/events/{of}.svg?deaths_min=5")
    assert client.get(f"/events/{of}.png?deaths_min=5").content.startswith(PNG)


@pytest.mark.parametrize("of", SELECTIONS)
def test_what_xml_cannot_hold_is_left_out(client: Client, of: str) -> None:
    record.event()

    assert "<b>&" in text(client, f"/events/{of}.svg?q=%01%EF%BF%BEbomb%3Cb%3E%26")
    assert client.get(f"/events/{of}.png?q=%01%EF%BF%BEbomb%3Cb%3E%26").status_code == 200


def test_a_picture_in_arabic_runs_from_the_right(client: Client) -> None:
    record.event()

    svg = client.get("/ar/events/timeline.svg").content.decode()

    assert "كل الأحداث" in svg
    assert "http://testserver/ar/events/timeline/" in svg
    assert re.search(r'text-anchor="end"[^>]*>\u2067[^<]*كل الأحداث\u2069<', svg)


def test_the_map_shows_no_pin_for_what_is_not_known_that_well(client: Client) -> None:
    record.event(precision="exact", precision_rank=1, latitude=34.4, longitude=41.1)
    near = {"precision": "near_settlement", "precision_rank": 3}
    record.event(**near, latitude=34.9, longitude=41.5)
    record.event(**near, latitude=34.9, longitude=41.5)
    record.event(precision="admin1", precision_rank=5, place="anbar", place_name="Anbar")

    svg = client.get("/events/map.svg").content.decode()
    said = text(client, "/events/map.svg")

    assert svg.count('<use href="#t-explosions') == 2  # one on the map, one in the key
    assert svg.count('stroke-dasharray="5 4"') == 1
    assert re.search(r'font-weight="600" text-anchor="middle"[^>]*>2</text>', svg)
    assert "Not on the map: 1 event known only by an area, or not even that" in said


def test_many_spots_are_circles_whose_figures_and_areas_add_up_to_all(client: Client) -> None:
    for number in range(410):
        record.event(latitude=33 + number / 1000, longitude=41 + number / 500, precision="exact", precision_rank=1)

    svg = client.get("/events/map.svg").content.decode()

    assert "#t-" not in svg.split("</defs>")[1]
    assert "its area grows with their number" in svg


def test_the_card_of_an_event_says_how_surely_it_is_known(client: Client) -> None:
    event = record.event(
        title="Bombs <near> Akkas", precision="near_settlement", precision_rank=3, radius_km=25, deaths_low=4,
        attribution="contested", date_end=date(2018, 10, 18), date_meaning="within",
    )  # fmt: skip

    said = text(client, f"/events/{event.code}/card.svg")

    for words in (
        "Bombs <near> Akkas",
        "16–18 October 2018, on a day not known",
        "the spot is not known",
        "4 or more killed",
    ):
        assert words in said
    assert f"event {event.code}, version 1" in said


def test_an_event_that_is_no_longer_public_has_no_card(client: Client) -> None:
    event = record.event(valid_to=record.FIRST.replace(year=2019), closure="retracted", closure_reason="Wrong")

    assert client.get(f"/events/{event.code}/card.png").status_code == 410
    assert client.get("/events/NOPE/card.png").status_code == 404


@pytest.mark.parametrize(
    "path", ["/", "/events/?country=IRQ", "/events/timeline/", "/events/map/", "/actors/", "/about/"]
)
@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_each_page_names_its_card_by_its_whole_address(client: Client, prefix: str, path: str) -> None:
    record.event()

    html = client.get(prefix + path).content.decode()
    card = re.search(r'property="og:image" content="http://testserver([^"]*)"', html)

    assert card
    assert card[1].startswith(f"{prefix}/events/card.png")
    assert ("?country=IRQ" in card[1]) == ("country=IRQ" in path)
    assert client.get(card[1]).content.startswith(PNG)
    assert 'name="twitter:card" content="summary_large_image"' in html


def test_a_selection_is_described_by_what_was_asked_and_its_totals(client: Client) -> None:
    record.event(deaths_low=4)

    html = client.get("/events/?country=IRQ").content.decode()

    said = "All events in IRQ: 1 event · 16 October 2018 · Killed: 4 or more"
    assert f'property="og:description" content="{said}"' in html
    assert 'property="og:title" content="All events in IRQ · conflictdb"' in html


def test_what_an_event_is_called_cannot_leave_its_attribute(client: Client) -> None:
    event = record.event(title='"><script>alert(1)</script>')

    html = client.get(f"/events/{event.code}/").content.decode()

    assert "<script>alert" not in html
    assert 'property="og:title" content="&quot;&gt;&lt;script' in html


def test_charts_and_maps_link_to_their_pictures(client: Client) -> None:
    record.event()

    assert 'href="/events/timeline.svg?country=IRQ"' in client.get("/events/?country=IRQ").content.decode()
    assert 'href="/ar/events/map.png?country=IRQ"' in client.get("/ar/events/map/?country=IRQ").content.decode()


def test_ranks_here_are_those_of_the_record() -> None:
    assert [PlacePrecision.values[rank - 1] for rank in (1, 3, 5)] == ["exact", "near_settlement", "admin1"]

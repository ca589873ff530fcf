"""Lists and profiles of actors, places and sources."""

import json
import re

import pytest
from django.contrib.gis.geos import Polygon
from django.test import Client

from tests.views import record

pytestmark = pytest.mark.django_db

ARABIC = {"name": "داعش", "language": "ar", "kind": "acronym"}


def page(client: Client, url: str) -> str:
    """What the page says; without the labels that cells have for phones."""
    response = client.get(url)
    assert response.status_code == 200
    return re.sub(' data-label="[^"]*"', "", response.content.decode())


@pytest.fixture
def _record() -> None:
    record.actor(
        names=[ARABIC, {"name": "Islamic State", "language": "en", "kind": "official"}],
        keys=["islamic state", "داعش"],
        relations=[
            {
                "kind": "allied_with", "direction": "to", "slug": "others", "name": "Others",
                "date_start": "2014-01-01", "date_end": None, "note": "For a time.",
            }
        ],
    )  # fmt: skip
    record.actor("others", "Others", keys=["others"])
    record.actor("pmu", "PMU", keys=["pmu"])
    record.place(path=[{"slug": "iraq", "name": "Iraq", "kind": "country"}], keys=["qaim"])
    record.place("iraq", "Iraq", "country", keys=["iraq"])
    record.source()
    record.source("undisclosed-0123abcd", "Undisclosed source", is_undisclosed=True, reliability="", kind="person")
    record.event(
        actors=["islamic-state", "others"],
        actor_roles=["islamic-state|lead", "others|target"],
        actor_sides=["islamic-state|A", "others|B", "pmu|A"],
        sources=["al-monitor"],
        attribution="contested",
        deaths_low=4,
        deaths_b=3,
        claims=[
            record.claim(),
            record.claim(status="conflicting", public_note="Another says otherwise."),
            record.claim(actor={"slug": "pmu", "name": "PMU"}, source=record.SECRET),
            record.claim(stance="denies", source=record.SECRET),
        ],
    )


@pytest.mark.usefixtures("_record")
class TestActor:
    def test_names_in_every_script(self, client: Client) -> None:
        assert '<bdi lang="ar" dir="rtl">داعش</bdi>' in page(client, "/actors/islamic-state/")

    def test_events_by_role_link_to_their_list(self, client: Client) -> None:
        html = page(client, "/actors/islamic-state/")

        assert '<a href="/events/?actor=islamic-state&amp;role=lead">Took the lead</a>' in html
        assert "role=target" not in html

    def test_relations_with_their_time(self, client: Client) -> None:
        html = page(client, "/actors/islamic-state/")

        assert "Allied with" in html
        assert "from 1 January 2014" in html

    def test_opponents_lead_to_the_events_against_them(self, client: Client) -> None:
        html = page(client, "/actors/islamic-state/")

        assert '<a href="/events/?actor=islamic-state&amp;against=others">1</a>' in html
        assert 'href="/compare/?actor=islamic-state&amp;actor=others"' in html
        assert "1 event" in page(client, "/events/?actor=islamic-state&against=others")
        assert "No event" in page(client, "/events/?actor=islamic-state&against=pmu")

    def test_whoever_stands_beside_it_may_be_a_rival_answer(self, client: Client) -> None:
        html = page(client, "/actors/islamic-state/")

        assert '<a href="/actors/pmu/">PMU</a><span class="num">1 <span class="small">(1 contested)</span>' in html

    def test_harm_is_kept_apart_where_who_did_it_is_contested(self, client: Client) -> None:
        harm = page(client, "/actors/islamic-state/").split('id="harm-title"')[1].split("</section>")[0]

        assert '<span class="mark mark-contested">Contested</span>' in harm
        assert "<strong>3</strong>" in harm  # on the other side
        assert harm.count("not known") == 3  # civilians, its own side; and the sentence above

    def test_who_else_is_blamed(self, client: Client) -> None:
        blamed = page(client, "/actors/islamic-state/").split('id="blamed-title"')[1].split("</section>")[0]

        assert '<a href="/actors/pmu/">PMU</a></th><td class="num">1</td><td class="num">1</td>' in blamed
        own = '<th scope="row">Islamic State</th><td class="num">1</td><td class="num">2</td>'
        assert own + '<td class="num">0</td><td class="num">1</td>' in blamed

    def test_its_list_and_its_file(self, client: Client) -> None:
        html = page(client, "/actors/islamic-state/")

        assert 'href="/events/?actor=islamic-state"' in html
        assert 'href="/events.csv?actor=islamic-state"' in html

    @pytest.mark.parametrize("text", ["islamic", "داعش", "State Islamic"])
    def test_the_list_finds_any_spelling(self, client: Client, text: str) -> None:
        html = client.get("/actors/", {"q": text}).content.decode()

        assert 'href="/actors/islamic-state/"' in html
        assert 'href="/actors/others/"' not in html


@pytest.mark.usefixtures("_record")
class TestPlace:
    def test_what_it_lies_in_and_what_happened(self, client: Client) -> None:
        html = page(client, "/places/al-qaim/")

        assert '<a href="/places/iraq/">Iraq</a>' in html
        assert "Bomb at a checkpoint" in html

    def test_what_lies_in_it(self, client: Client) -> None:
        html = page(client, "/places/iraq/")

        assert '<a href="/places/al-qaim/">al-Qaim <span class="small soft">Settlement</span></a>' in html

    def test_the_list_finds_it(self, client: Client) -> None:
        assert 'href="/places/al-qaim/"' in page(client, "/places/?q=Qaim")

    def test_an_outline_where_one_is_known(self, client: Client) -> None:
        record.place("anbar", "Anbar", "admin1", boundary=Polygon(((40, 32), (40, 34), (43, 34), (40, 32)), srid=4326))

        assert json.loads(page(client, "/places/anbar/boundary.json"))["geometry"]["type"] == "Polygon"
        assert json.loads(page(client, "/places/al-qaim/boundary.json"))["geometry"] is None


@pytest.mark.usefixtures("_record")
class TestSource:
    def test_what_rests_on_it_and_who_contradicts_it(self, client: Client) -> None:
        html = page(client, "/sources/al-monitor/")

        assert "1 rests on it alone" in html
        assert "2 claims are its own or rest on what it reports." in html
        assert "2 of them are contradicted, conflict with others, or were not accepted." in html
        figures = '<td class="num">2</td><td class="num">2</td><td class="num">1</td><td class="num">0</td>'
        assert f'<th scope="row">Who did it</th>{figures}' in html

    def test_an_undisclosed_source_shows_no_more_than_its_kind(self, client: Client) -> None:
        html = page(client, "/sources/undisclosed-0123abcd/")

        assert "kept back to protect someone" in html
        assert "Person" in html
        assert "Reliability" not in html

    def test_the_list_finds_it(self, client: Client) -> None:
        assert 'href="/sources/al-monitor/"' in page(client, "/sources/?q=monitor")


@pytest.mark.parametrize(
    "url", ["/actors/nobody/", "/places/nowhere/", "/sources/none/", "/places/nowhere/boundary.json", "/actors/a%00b/"]
)
def test_what_the_record_does_not_name_is_not_found(client: Client, url: str) -> None:
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("url", ["/actors/", "/places/", "/sources/"])
def test_an_empty_record_is_no_error(client: Client, url: str) -> None:
    assert "There is no such name" in page(client, url)

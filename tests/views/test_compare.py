"""Actors, places and periods side by side, and what is said of questions that cannot be answered."""

from datetime import date

import pytest
from django.test import Client

from tests.views import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _record() -> None:
    record.event_type()
    for slug, name in (("a", "Army"), ("b", "Brigade")):
        record.actor(slug, name, keys=[name.lower()])
    record.place(path=[], keys=["qaim"])
    record.place("iraq", "Iraq", "country", keys=["iraq"])
    shared = {"event_type": "battles", "event_type_name": "Battles"}
    record.event(actors=["a"], deaths_low=4, deaths_best=5, deaths_high=6, civilians=True, **shared)
    record.event(actors=["a", "b"], attribution="contested", date_start=date(2019, 1, 3), **shared)


def cells(html: str, line: str) -> list[str]:
    """The cells of one line of the table."""
    row = html.split(f'<th scope="row">{line}</th>')[1].split("</tr>")[0]
    return [cell.split("</td>")[0].partition(">")[2] for cell in row.split("<td")[1:]]


class TestActors:
    def test_figures_side_by_side(self, client: Client) -> None:
        html = client.get("/compare/?actor=a&actor=b").content.decode()

        assert cells(html, "Events") == ['<a href="/events/?actor=a">2</a>', '<a href="/events/?actor=b">1</a>']
        assert cells(html, "Killed, best figures") == ["5", "not known"]
        assert cells(html, "Killed, low to high") == ["4 to 6", "–"]
        assert cells(html, "Events without a figure") == ["1", "1"]
        assert cells(html, "Events in which civilians were harmed or targeted") == ["1", "0"]
        assert "(50%)" in cells(html, "Who did it is contested")[0]
        assert "Battles" in cells(html, "Most often")[0]

    def test_one_scale_and_one_axis_for_all(self, client: Client) -> None:
        html = client.get("/compare/?actor=a&actor=b").content.decode()

        assert html.count('viewBox="0 0 80 100"') == 2  # days
        assert html.count("<bdi>16 October 2018</bdi>") == 2

    def test_whatever_else_is_asked_narrows_all(self, client: Client) -> None:
        html = client.get("/compare/?actor=a&actor=b&date_to=2018-12-31").content.decode()

        assert "until 31 December 2018" in html
        assert [cell[-5:-4] for cell in cells(html, "Events")] == ["1", "0"]

    def test_any_spelling_of_a_name(self, client: Client) -> None:
        assert client.get("/compare/?actor=Army&actor=BRIGADE").status_code == 200


def test_periods_begin_at_the_same_place(client: Client) -> None:
    html = client.get("/compare/?period=2018-10&period=2019-01..2019-02").content.decode()

    assert [cell[-5:-4] for cell in cells(html, "Events")] == ["1", "1"]
    assert html.count('viewBox="0 0 59 100"') == 2


def test_an_actor_in_two_periods(client: Client) -> None:
    html = client.get("/compare/?period=2018&period=2019&actor=b").content.decode()

    assert "involving Brigade" in html
    assert [cell[-5:-4] for cell in cells(html, "Events")] == ["0", "1"]


def test_places(client: Client) -> None:
    assert client.get("/compare/?place=al-qaim&place=iraq").status_code == 200


def test_without_a_question_it_asks_for_one(client: Client) -> None:
    response = client.get("/compare/")

    assert response.status_code == 200
    assert "Two to four actors, places or periods" in response.content.decode()


def test_empty_fields_of_the_form_are_left_out(client: Client) -> None:
    assert client.get("/compare/?actor=a&actor=&actor=b&actor=")["Location"] == "/compare/?actor=a&actor=b"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("actor=a", "Name two to four"),
        ("period=2018", "At least two and at most four"),
        ("actor=a&actor=b&actor=c&actor=d&actor=e", "At least two and at most four"),
        ("actor=a&actor=nobody", "There is no actor “nobody”"),
        ("actor=a&actor=Army", "“Army” is given twice."),
        ("actor=a&actor=b&place=iraq&place=al-qaim", "Compare one kind of thing at a time"),
        ("period=2018&period=soon", "“soon” is not a period"),
        ("period=2018&period=2018-13", "“2018-13” is not a period"),
        ("period=2018&period=2019..2017", "ends before it starts"),
        ("period=2018&period=2019&date_from=2018-01-01", "takes no other dates"),
        ("actor=a&actor=b&nonsense=1", "There is no parameter “nonsense”"),
        ("actor=a&actor=b&date_from=soon", "Enter a day"),
    ],
)
def test_a_bad_question_is_answered_with_a_sentence(client: Client, query: str, sentence: str) -> None:
    response = client.get(f"/compare/?{query}")

    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert "<table" not in response.content.decode()

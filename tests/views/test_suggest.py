"""/suggest.json, and what the list page offers where nothing is found or a name is not known."""

import html
import re

import pytest
from django.test import Client

from tests.stats.test_suggesting import IRAQ, SYRIA, actor, place
from tests.views import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    place("baghouz-iraq", "Baghouz", path=IRAQ)
    place("baghouz-syria", "Baghouz", "الباغوز", path=SYRIA)
    actor("islamic-state", "Islamic State", "داعش")
    record.event(place_path=["baghouz-iraq"], actors=["islamic-state"])
    record.event(place_path=["baghouz-syria"], search="ambush")


def suggested(client: Client, query: str, status: int = 200) -> dict[str, object]:
    response = client.get(f"/suggest.json?{query}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    return dict(response.json())


def test_a_line_says_what_it_sets_and_where_it_leads(client: Client) -> None:
    first, _, words = suggested(client, "q=bagh")["suggestions"]  # type: ignore[misc]

    assert first == {
        "parameter": "place",
        "value": "baghouz-iraq",
        "label": "Baghouz",
        "within": "Anbar, Iraq",
        "also": "",
        "kind": "Place",
        "events": 1,
        "count": "1 event",
        "url": "/events/?place=baghouz-iraq",
    }
    assert (words["parameter"], words["value"], words["url"]) == ("q", "bagh", "/events/?q=bagh")


def test_a_control_for_one_kind_gets_no_words(client: Client) -> None:
    answer = suggested(client, "q=islam&kind=actor")

    assert [one["parameter"] for one in answer["suggestions"]] == ["actor"]  # type: ignore[attr-defined]
    assert answer["said"] == "1 suggestion"


def test_near_spellings_are_said_to_be_near(client: Client) -> None:
    answer = suggested(client, "q=bahgouz&kind=place")

    assert (answer["is_near"], answer["said"]) == (True, "No name begins so. Nearly so:")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("q=a&x=1", "x"), ("q=a&q=b", "q"), ("kind=country", "kind"), ("q=" + "a" * 201, "q"), ("q=a%00", "q")],
)
def test_a_bad_question_is_refused_by_name(client: Client, query: str, parameter: str) -> None:
    answer = suggested(client, query, status=400)

    assert list(answer["errors"]) == [parameter]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "query", ["q=';--", "q=%27%3A*", "q=a+%26+b", "q=%7Ebks", "q=%25", "q=\\", "q=a|b", "q=%D9%A0"]
)
def test_signs_that_mean_something_to_a_database_mean_nothing(client: Client, query: str) -> None:
    suggested(client, query)
    assert client.get(f"/events/?{query}").status_code in (200, 400)


def test_pages_in_arabic_lead_to_pages_in_arabic(client: Client) -> None:
    first = client.get("/ar/suggest.json?q=bagh").json()["suggestions"][0]

    assert first["url"].startswith("/ar/events/?place=")


def test_it_is_kept_like_a_page_and_asks_nobody_who_it_is(client: Client) -> None:
    response = client.get("/suggest.json?q=bagh")

    assert client.get("/suggest.json?q=bagh", headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert not response.cookies
    assert client.post("/suggest.json").status_code == 405


def test_what_a_reader_types_is_not_logged(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG"):
        client.get("/suggest.json?q=bahgouz")
        client.get("/suggest.json?q=bahgouz&x=1")

    assert "bahgouz" not in "".join(one.getMessage() for one in caplog.records if one.name.startswith("events"))


def page(client: Client, query: str, status: int = 200) -> str:
    response = client.get(f"/events/?{query}")
    assert response.status_code == status
    return html.unescape(response.content.decode())


def test_a_list_without_events_offers_corrections_and_looser_questions(client: Client) -> None:
    text = page(client, "q=bahgouz&date_from=2018-01-01")

    offers = dict(re.findall(r'<a href="\?([^"]*)"><bdi>[^<]*</bdi></a> <span class="soft">([^<]*)</span>', text))
    assert offers == {"q=Baghouz&date_from=2018-01-01": "2 events", "date_from=2018-01-01": "2 events"}
    assert "Without the words" in text
    assert "Without the dates" not in text


def test_a_list_with_events_offers_none(client: Client) -> None:
    text = page(client, "q=baghouz")

    assert "Did you mean" not in text


def test_an_unknown_name_is_answered_by_names_near_to_it(client: Client) -> None:
    text = page(client, "place=Bahgouz&place=iraq-x&deaths_min=1", status=400)

    assert "There is no place “Bahgouz” in the public record." in text
    assert '<a href="?place=baghouz-iraq&place=iraq-x&deaths_min=1"><bdi>Baghouz, Anbar, Iraq</bdi></a>' in text
    assert "Baghouz, Deir ez-Zor, Syria" in text
    assert "Islamic State" not in text


def test_the_form_works_without_a_script(client: Client) -> None:
    text = page(client, "")

    assert 'name="q"' in text
    assert 'data-suggest="/suggest.json"' in text
    assert 'data-suggest="/suggest.json?kind=place"' in text
    assert 'role="combobox"' not in text

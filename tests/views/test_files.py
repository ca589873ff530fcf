"""Files over HTTP: the same events as the page, conditional, open to other origins, strict about questions."""

import csv
import io
import json
from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase, QueryDict
from django.test import Client

from events.export import FORMATS, FileFormat, Selection
from events.filters import PARAMETERS, EventFilter
from tests.views import record

pytestmark = pytest.mark.django_db
FILES = [f"/events.{suffix}" for suffix in FORMATS]


def content(response: HttpResponseBase) -> str:
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]


def codes(client: Client, suffix: str, query: str) -> list[str]:
    text = content(client.get(f"/events.{suffix}?{query}"))
    if suffix == "csv":
        return [row["code"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    items = json.loads(text)
    return (
        [item["code"] for item in items["events"]] if suffix == "json" else [item["id"] for item in items["features"]]
    )


@pytest.fixture
def three_events(db: None) -> None:
    record.place("iraq", "Iraq", "country")
    record.event(code="IRQ1", deaths_best=4, tags=["oil"])
    record.event(code="IRQ2", deaths_best=None, tags=["oil", "border"])
    record.event(code="SYR1", deaths_best=9, country="SYR", place_path=["hajin"])


@pytest.mark.parametrize(
    "query", ["", "country=IRQ", "tag=border", "deaths_min=4&sort=-deaths", "sort=date", "q=nothing"]
)
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_file_holds_what_the_filter_selects_in_its_order(
    client: Client, three_events: None, suffix: str, query: str
) -> None:
    expected = [event.code for event in EventFilter(QueryDict(query)).queryset()]

    assert codes(client, suffix, query) == expected


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("date_from=2018-13-01", "date_from"),
        ("contry=IRQ", "contry"),
        ("deaths_min=x", "deaths_min"),
        ("after=x", "after"),
    ],
)
@pytest.mark.parametrize("url", FILES)
def test_a_bad_question_is_refused_by_name(
    client: Client, three_events: None, url: str, query: str, parameter: str
) -> None:
    response = client.get(f"{url}?{query}")

    answer = response.json()
    assert response.status_code == 400
    assert answer["status"] == 400
    assert list(answer["errors"]) == [parameter]
    assert answer["error"].startswith(f"{parameter}: ")
    assert "ETag" not in response
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("url", FILES)
def test_a_file_that_is_known_is_not_sent_again_until_something_is_published(client: Client, url: str) -> None:
    record.event()
    etag = client.get(url)["ETag"]

    same = client.get(url, headers={"If-None-Match": etag})
    record.event()
    newer = client.get(url, headers={"If-None-Match": etag})

    assert (same.status_code, same.content) == (304, b"")
    assert same["Access-Control-Allow-Origin"] == "*"
    assert newer.status_code == 200


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_headers_name_the_file_and_lead_on(client: Client, three_events: None, suffix: str) -> None:
    response = client.get(f"/events.{suffix}?country=IRQ")

    assert response["Content-Type"] == FORMATS[suffix].content_type
    assert 'attachment; filename="conflictdb-all-events-in-iraq-publication-' in response["Content-Disposition"]
    assert response["Content-Disposition"].endswith(f'.{suffix}"')
    assert '</events/?country=IRQ>; rel="alternate"' in response["Link"]
    assert 'rel="license"' in response["Link"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


@pytest.mark.parametrize("url", FILES)
def test_head_answers_without_making_the_file(client: Client, three_events: None, url: str) -> None:
    get, head = client.get(url), client.head(url)

    assert content(head) == ""
    assert {**head.headers} == {**get.headers}
    assert "Content-Length" not in head
    assert client.head(f"{url}?nonsense=1").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("url", FILES)
def test_only_reading_is_possible(client: Client, url: str, method: str) -> None:
    assert getattr(client, method)(url).status_code == 405


def test_what_fails_before_the_first_row_is_an_error_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(selection: Selection) -> Iterator[bytes]:
        raise RuntimeError
        yield b""

    monkeypatch.setitem(FORMATS, "csv", FileFormat("text/csv", failing))
    client.raise_request_exception = False

    assert client.get("/events.csv").status_code == 500


def test_files_make_as_many_queries_for_many_events_as_for_one(
    client: Client, django_assert_num_queries: object
) -> None:
    for count in (1, 20):
        for _ in range(count):
            record.event()
        # Expect 5 queries: ETag, savepoint, limits, publication, end of savepoint; COPY is below Django.
        with django_assert_num_queries(5):  # type: ignore[operator]
            content(client.get("/events.csv"))


@pytest.mark.parametrize("parameter", [*PARAMETERS])
def test_a_null_character_is_refused_with_a_sentence(client: Client, parameter: str) -> None:
    for url in (*FILES, "/events/", "/events/map/", "/events/map.json", "/events/timeline/"):
        assert client.get(f"{url}?{parameter}=a%00b").status_code == 400, url

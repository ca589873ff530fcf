"""Files over HTTP: the same events as the page, conditional, open to other origins, strict about questions."""

from collections.abc import Iterator

import pytest
from django.http import HttpResponseBase, QueryDict
from django.test import Client

from events.export import FORMATS, FileFormat, Selection, xlsx
from events.filters import PARAMETERS, EventFilter
from tests.export.reading import codes
from tests.views import record

pytestmark = pytest.mark.django_db
FILES = [f"/events.{suffix}" for suffix in FORMATS]


def content(response: HttpResponseBase) -> bytes:
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


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

    assert codes(suffix, content(client.get(f"/events.{suffix}?{query}"))) == expected


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


@pytest.mark.parametrize(
    ("suffix", "query", "sentence"),
    [
        ("csv", "layout=sources", "layout: “sources” is not one of: events, claims, participants."),
        ("xlsx", "layout=claims&layout=events", "layout: “layout” can be given only once."),
        ("json", "layout=claims", "layout: There is no parameter “layout”."),
    ],
)
def test_a_layout_that_is_not_there_is_refused(client: Client, suffix: str, query: str, sentence: str) -> None:
    response = client.get(f"/events.{suffix}?{query}")

    assert response.status_code == 400
    assert response.json()["error"].startswith(sentence)


def test_the_name_of_a_file_says_its_layout(client: Client, three_events: None) -> None:
    response = client.get("/events.csv?country=IRQ&layout=claims")

    assert 'filename="conflictdb-all-events-in-iraq-claims-publication-' in response["Content-Disposition"]
    assert '</events/?country=IRQ>; rel="alternate"' in response["Link"]


def test_more_rows_than_a_sheet_has_are_refused_with_the_remedy(
    client: Client, three_events: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 2)

    response = client.get("/events.xlsx")

    assert response.status_code == 400
    assert "CSV or Parquet" in response.json()["error"]


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

    assert content(head) == b""
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

    monkeypatch.setitem(FORMATS, "csv", FileFormat("CSV", "text/csv", failing, (0, 0)))
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

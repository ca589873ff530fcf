"""What all public pages share: conditional answers, memory, independence of the visitor and of private tables."""

import gzip

import pytest
from django.db import connection, transaction
from django.test import Client, RequestFactory

from events.stats.copy import TooLongError, copy
from events.views.home import home
from events.views.page import code_version
from tests.views import record

pytestmark = pytest.mark.django_db


def test_a_page_that_a_browser_has_is_not_sent_again(client: Client) -> None:
    record.event()
    first = client.get("/events/")

    again = client.get("/events/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert not again.content


def test_a_publication_ends_the_life_of_a_page(client: Client) -> None:
    record.event(title="The first")
    first = client.get("/events/")
    record.event(title="The second")

    again = client.get("/events/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert "The second" in again.content.decode()


def test_a_page_is_made_once(client: Client, django_assert_num_queries: object) -> None:
    record.event()
    first = client.get("/about/")

    # Expect 1 query: the number of the last publication
    with django_assert_num_queries(1):  # type: ignore[operator]
        again = client.get("/about/")

    assert again.content == first.content


def test_a_page_is_compressed_for_those_who_can_read_it(client: Client) -> None:
    record.event()

    packed = client.get("/about/", headers={"Accept-Encoding": "gzip, br"})
    plain = client.get("/about/")

    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]


def test_head_says_how_long_a_page_is_and_sends_none_of_it(rf: RequestFactory) -> None:
    record.event()

    page, head = home(rf.get("/")), home(rf.head("/"))

    assert (head["Content-Length"], head.content) == (str(len(page.content)), b"")


def test_a_refusal_is_not_kept(client: Client) -> None:
    record.event()

    response = client.get("/events/?date_from=nonsense")

    assert response.status_code == 400
    assert "ETag" not in response


def test_pages_set_no_cookie_and_vary_by_none(client: Client) -> None:
    record.event()
    response = client.get("/")

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_a_page_needs_neither_session_nor_account(rf: RequestFactory) -> None:
    record.event()

    assert home(rf.get("/", HTTP_HOST="localhost")).status_code == 200  # no middleware: no session, no user


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_can_only_be_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/events/").status_code == 405


def test_the_code_has_one_version() -> None:
    assert code_version() == code_version()
    assert len(code_version()) == 12


def test_facets_that_take_too_long_are_left_out_and_the_page_is_not_kept(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.event(title="The first")
    monkeypatch.setattr("events.stats.counts.tally", _too_long)

    response = client.get("/events/")

    html = response.content.decode()
    assert response.status_code == 200
    assert "The first" in html
    assert "took too long just now" in html
    assert response["Cache-Control"] == "no-store"
    monkeypatch.undo()
    assert "took too long" not in client.get("/events/").content.decode()


def test_a_question_that_takes_too_long_is_given_up_and_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.event()
    monkeypatch.setattr("events.views.event_list.page", _too_long)

    response = client.get("/events/")

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "This took too long" in response.content.decode()


def test_what_postgresql_gives_up_says_so_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("set local statement_timeout = 10")
            cursor.execute("select pg_sleep(5)")

    record.event()
    monkeypatch.setattr("events.views.event_list.page", slow)

    assert client.get("/events/").status_code == 503


def test_the_column_copy_gives_a_question_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.stats.copy.LONGEST", 0.1)

    with pytest.raises(TooLongError):
        copy.select("select count(*) from range(100000000000)")

    assert copy.select("select 1") == [(1,)]


def _too_long(*_: object, **__: object) -> None:
    raise TooLongError

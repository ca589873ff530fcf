"""The lists of actors, places and sources as CSV."""

import csv
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client

from events.export.catalogue import FIELDS
from events.models import PublishedActor, PublishedPlace, PublishedSource
from tests.views import record

pytestmark = pytest.mark.django_db


def rows(client: Client, url: str) -> list[dict[str, str]]:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return [*csv.DictReader(StringIO(b"".join(response.streaming_content).decode(), newline=""))]  # type: ignore[attr-defined]


@pytest.fixture
def _record() -> None:
    record.actor(names=[{"name": "داعش", "language": "ar", "kind": "acronym"}], keys=["islamic state"])
    record.actor("evil", "=1+1", keys=["evil"], description="-2")
    record.place(path=[{"slug": "iraq", "name": "Iraq", "kind": "country"}], keys=["qaim"], latitude=-1.5)
    record.source("undisclosed-0123abcd", "Undisclosed source", is_undisclosed=True, reliability="")
    record.event(actors=["islamic-state"])


@pytest.mark.usefixtures("_record")
class TestLists:
    def test_those_with_most_events_come_first(self, client: Client) -> None:
        found = rows(client, "/actors.csv")

        assert [(row["slug"], row["events"]) for row in found] == [("islamic-state", "1"), ("evil", "0")]
        assert found[0]["names"] == "داعش"

    def test_no_cell_is_a_formula_and_a_number_stays_one(self, client: Client) -> None:
        assert rows(client, "/actors.csv")[1]["name"] == "'=1+1"
        assert rows(client, "/actors.csv")[1]["description"] == "'-2"
        assert rows(client, "/places.csv")[0]["latitude"] == "-1.5"

    def test_it_has_what_the_list_has(self, client: Client) -> None:
        assert [row["slug"] for row in rows(client, "/actors.csv?q=islamic")] == ["islamic-state"]

    def test_an_undisclosed_source_is_a_pseudonym(self, client: Client) -> None:
        (row,) = rows(client, "/sources.csv")

        assert (row["undisclosed"], row["reliability"]) == ("true", "")


@pytest.mark.parametrize("noun", ["actors", "places", "sources"])
def test_an_empty_list_has_a_header(client: Client, noun: str) -> None:
    response = client.get(f"/{noun}.csv")

    assert b"".join(response.streaming_content).startswith(b"slug,name,kind,")  # type: ignore[attr-defined]


def test_an_unknown_parameter_is_refused(client: Client) -> None:
    response = client.get("/actors.csv?country=IRQ")

    assert response.status_code == 400
    assert "There is no parameter “country”" in response.json()["error"]


def test_every_column_is_documented_in_order() -> None:
    text = (settings.BASE_DIR / "docs" / "profiles.md").read_text()
    for noun, model in (("actors", PublishedActor), ("places", PublishedPlace), ("sources", PublishedSource)):
        table = text.split(f"### `/{noun}.csv`")[1].split("\n\n")[1]
        rows = [line.strip("| ").split(" | ") for line in table.splitlines()[2:]]

        assert [*rows][:-1] == [[f"`{field.name}`", field.doc] for field in FIELDS[model]]

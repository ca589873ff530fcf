"""The page of one event, its JSON, and what becomes of an event that is no longer public."""

from datetime import date

import pytest
from django.test import Client

from events.models import PublishedEvent
from tests.views import record

pytestmark = pytest.mark.django_db


def page(client: Client, code: str) -> str:
    response = client.get(f"/events/{code}/")
    assert response.status_code == 200
    return response.content.decode()


def close(event: PublishedEvent, closure: str, **values: str) -> None:
    act = record.publish()
    PublishedEvent.objects.filter(pk=event.pk).update(valid_to=act.at, closed_by=act.number, closure=closure, **values)


def test_it_says_when_where_and_how_many(client: Client) -> None:
    event = record.event(
        date_start=date(2018, 10, 1), date_end=date(2018, 10, 31), date_meaning="within", deaths_low=4,
        precision="near_settlement", radius_km=25.0, latitude=34.37, longitude=41.1,
    )  # fmt: skip

    html = page(client, event.code)

    assert "some time in October 2018" in html
    assert "Near al-Qaim, within about 25 km; the spot is not known" in html
    assert "4 or more killed" in html
    assert 'data-radius-km="25.000"' in html


def test_a_figure_that_is_not_known_is_not_shown_as_zero(client: Client) -> None:
    html = page(client, record.event().code)

    assert "Number killed not known" in html
    assert "0 killed" not in html


def test_an_event_without_a_point_gets_no_point_on_the_map(client: Client) -> None:
    record.place()
    html = page(client, record.event(precision="admin1", place_name="Anbar").code)

    assert "data-latitude" not in html
    assert "Somewhere in Anbar; no closer place is known" in html


def test_competing_claims_stand_side_by_side(client: Client) -> None:
    militia = {"slug": "a-militia", "name": "A militia"}
    event = record.event(
        attribution="contested",
        attributed_to="A militia; Islamic State",
        claims=[
            record.claim(statement="It is assumed."),
            record.claim(actor=militia, speaker_role="a police officer", status="conflicting", public_note="No proof."),
            record.claim(actor=militia, stance="denies", speaker_role="a commander"),
        ],
    )

    html = page(client, event.code)

    assert "Who did it is contested" in html
    assert "Blamed by 1, denied by 1" in html
    assert "A police officer" in html
    assert "Conflicts with other claims." in html
    assert "No proof." in html
    assert html.index("A militia</a></h3>") != html.index("Islamic State</a></h3>")


def test_two_sides_that_fight_are_not_said_to_have_done_it(client: Client) -> None:
    sides = [
        record.participant("an-army", "An army", certainty="confirmed"),
        record.participant("rebels", "Rebels", "B", certainty="confirmed"),
    ]
    event = record.event(attribution="undisputed", attributed_to="An army", participants=sides)

    html = page(client, event.code)

    assert "Two sides fought each other" in html
    assert "Named:" not in html


@pytest.mark.parametrize(("attribution", "heading"), [("contested", "Blamed"), ("likely", "Acting")])
def test_the_side_opposite_a_target_is_named_by_what_is_known_of_it(
    client: Client, attribution: str, heading: str
) -> None:
    sides = [
        record.participant("rebels", "Rebels"),
        record.participant("civilians", "Civilians", "B", role="target"),
    ]

    html = page(client, record.event(attribution=attribution, participants=sides).code)

    assert f">{heading}</span>" in html
    assert ">Targeted</span>" in html
    assert "On one side" not in html


def test_harm_is_told_by_group_and_the_total_only_once(client: Client) -> None:
    casualties = [
        {"group": "all", "outcome": "killed", "low": 3, "best": 3, "high": 3},
        {"group": "civilians", "outcome": "injured", "low": 2, "best": None, "high": None},
    ]

    html = page(client, record.event(deaths_low=3, deaths_best=3, deaths_high=3, casualties=casualties).code)

    assert html.split("<main")[1].count("3 killed") == 1  # the fact
    assert "Civilians: 2 or more injured" in html


def test_an_undisclosed_source_is_shown_with_its_kind_and_scale(client: Client) -> None:
    event = record.event(source_list=[{**record.SECRET, "reliability": "", "reports": []}])

    html = page(client, event.code)

    assert "Undisclosed source" in html
    assert "Person, local" in html


def test_versions_give_their_reasons(client: Client) -> None:
    first = record.event()
    close(first, "corrected", closure_reason="A new report.")
    record.event(code=first.code, version=2, change_reason="A new report.")

    html = page(client, first.code)

    assert "First published." in html
    assert "A new report." in html
    assert "version 2 of" in html


def test_related_events_are_linked_if_public(client: Client) -> None:
    other = record.event(title="The second attack")
    links = [
        {"kind": "retaliation", "direction": "from", "code": other.code, "title": "", "note": ""},
        {"kind": "series", "direction": "to", "code": "IRQ99999", "title": "", "note": ""},
    ]

    html = page(client, record.event(links=links).code)

    assert f'Was retaliated for by <a href="/events/{other.code}/"><bdi>The second attack</bdi></a>' in html
    assert "IRQ99999" not in html


def test_rows_of_a_data_set_carry_its_citation(client: Client) -> None:
    html = page(client, record.event(dataset="ucdp-ged", dataset_id="12345").code)

    assert "Sundberg" in html
    assert "CC BY 4.0" in html
    assert "12345" in html


@pytest.mark.parametrize("suffix", ["/", ".json"])
def test_an_unknown_event_is_not_found(client: Client, suffix: str) -> None:
    assert client.get(f"/events/IRQ0{suffix}").status_code == 404


def test_a_retracted_event_is_gone_and_says_why(client: Client) -> None:
    event = record.event(title="It never happened")
    close(event, "retracted", closure_reason="Two reports were confused.")

    response = client.get(f"/events/{event.code}/")

    assert response.status_code == 410
    assert "Two reports were confused." in response.content.decode()
    assert "It never happened" not in response.content.decode()
    assert client.get(f"/events/{event.code}.json").json()["error"].endswith("Two reports were confused.")


def test_a_hidden_event_is_not_shown(client: Client) -> None:
    event = record.event(title="It names somebody")
    close(event, "hidden", closure_reason="It is not shown at present.")

    for suffix in ("/", ".json", "/card.svg"):
        response = client.get(f"/events/{event.code}{suffix}")
        assert response.status_code == 410
        assert "not shown at present" in response.content.decode()
        assert "retracted" not in response.content.decode()
        assert "It names somebody" not in response.content.decode()


@pytest.mark.parametrize("suffix", ["/", ".json"])
def test_a_merged_event_leads_to_the_other(client: Client, suffix: str) -> None:
    kept, merged = record.event(), record.event()
    close(merged, "merged", merged_into=kept.code)

    response = client.get(f"/events/{merged.code}{suffix}")

    assert response.status_code == 301
    assert response["Location"] == f"/events/{kept.code}{suffix}"


def test_json_tells_null_from_zero_and_hides_what_is_internal(client: Client) -> None:
    event = record.event(deaths_low=0)

    content = client.get(f"/events/{event.code}.json").json()

    assert content["deaths_low"] == 0
    assert content["deaths_best"] is None
    assert content["date_start"] == "2018-10-16"
    assert content["url"].endswith(f"/events/{event.code}/")
    assert {"id", "search", "point"}.isdisjoint(content)

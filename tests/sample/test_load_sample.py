"""The sample keeps to the rules of the house: as vague as its report, nothing invented, nobody exposed."""

from datetime import date

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from events.models import (
    PUBLIC_MODELS,
    Actor,
    Claim,
    ClaimNote,
    Event,
    PublishedEvent,
    PublishedSource,
    Report,
    Source,
    SourceIdentity,
    Status,
)
from events.names import search_key

OCTOBER, RECENT_DAYS = ("10-01", "10-29"), ("10-22", "10-29")
# title: (sub-type, place, precision, first and last day in 2018, deaths low–best–high, attribution)
PUBLISHED = {
    "Woman of about 60 is shot in al-Qaim": (
        "attack", "al-qaim", "settlement", ("08-01", "08-31"), (None, None, None), "unknown",
    ),
    "Man is killed; men in a vehicle with PMU markings are blamed": (
        "attack", "anbar", "admin1", ("08-01", "10-29"), (1, 1, 1), "contested",
    ),
    "Air strikes hit Hajin and its surroundings": (
        "air-drone-strike", "hajin", "near_settlement", ("09-29", "10-29"), (None, None, None), "undisputed",
    ),
    "First of two attacks near the Akkas gas field": (
        "armed-clash", "akkas-gas-field", "near_settlement", OCTOBER, (4, None, None), "contested",
    ),
    "Second of two attacks near the Akkas gas field": (
        "armed-clash", "akkas-gas-field", "near_settlement", OCTOBER, (None, None, None), "contested",
    ),
    "Rockets land on the Iraqi side of Baghouz": (
        "shelling-artillery-missile-attack", "baghouz-iraqi-side", "near_settlement", ("10-01", "10-10"),
        (None, None, None), "undisputed",
    ),
    "SDF leave their positions on the border at Baghouz": (
        "change-to-group-activity", "al-baghuz-fawqani", "near_settlement", ("10-16", "10-29"),
        (None, None, None), "undisputed",
    ),
    "IS retakes the Syrian side of Baghouz": (
        "non-state-actor-overtakes-territory", "al-baghuz-fawqani", "near_settlement", RECENT_DAYS,
        (None, None, None), "undisputed",
    ),
    "IS retakes the town of Susah": (
        "non-state-actor-overtakes-territory", "susah", "settlement", RECENT_DAYS, (None, None, None), "undisputed",
    ),
    "Mortar rounds fall near the border but not in Iraq": (
        "shelling-artillery-missile-attack", "al-baghuz-fawqani", "near_settlement", RECENT_DAYS,
        (None, None, None), "unknown",
    ),
    "Non-local PMU send a contingent to the Syrian border": (
        "change-to-group-activity", "baghouz-iraqi-side", "near_settlement", RECENT_DAYS, (None, None, None), "likely",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("title", "expected"), PUBLISHED.items(), ids=PUBLISHED)
def test_what_is_published_is_what_the_report_gives(sample, title, expected):
    event = PublishedEvent.objects.get(title=title)

    assert (
        event.sub_event_type,
        event.place,
        event.precision,
        (f"{event.date_start:%m-%d}", f"{event.date_end:%m-%d}"),
        (event.deaths_low, event.deaths_best, event.deaths_high),
        event.attribution,
    ) == expected
    assert (event.date_start.year, event.date_end.year) == (2018, 2018)


def test_the_officers_car_has_no_date_but_wide_bounds(sample):
    event = PublishedEvent.objects.get(title__contains="car is hit")

    assert (event.date_start, event.date_end) == (date(2017, 10, 1), date(2018, 10, 29))
    assert event.sub_event_type == "other"


def test_no_event_claims_to_know_its_day(sample):
    assert set(PublishedEvent.objects.values_list("date_meaning", flat=True)) == {"within"}


def test_both_akkas_attacks_together_have_four_deaths_or_more_and_no_upper_figure(sample):
    attacks = PublishedEvent.objects.filter(place="akkas-gas-field")

    assert attacks.count() == 2
    assert sorted((e.deaths_low, e.deaths_best, e.deaths_high) for e in attacks if e.deaths_low) == [(4, None, None)]
    assert {name for e in attacks for name in e.attributed_to.split("; ")} == {
        "Islamic State",
        "Non-local Popular Mobilisation Units (western Anbar)",
        "Smuggling interests (unidentified)",
    }
    assert all(e.links for e in attacks)


def test_every_conflicting_claim_says_publicly_what_conflicts(sample):
    conflicting = Claim.objects.filter(status="conflicting")

    assert conflicting.count() == 9
    assert all(claim.public_note for claim in conflicting)


def test_the_counter_claim_before_the_killing_is_shown_beside_the_accusation(sample):
    claims = PublishedEvent.objects.get(title__startswith="Man is killed").claims

    stances = {(claim["stance"], claim["actor"]["slug"]) for claim in claims if claim["kind"] == "attribution"}
    assert ("asserts", "popular-mobilisation-units") in stances
    assert ("denies", "popular-mobilisation-units") in stances


def test_the_mortars_are_denied_for_iraq(sample):
    event = PublishedEvent.objects.get(title__startswith="Mortar")

    assert event.country == "SYR"
    assert [(c["stance"], c["place"]["slug"]) for c in event.claims if c["kind"] == "place"] == [("denies", "iraq")]


@pytest.mark.parametrize("name", ["داعش", "Daesh", "ISIS", "تنظيم الدولة الإسلامية"])
def test_islamic_state_is_found_by_any_of_its_names(sample, name):
    found = Actor.objects.filter(names__search_key=search_key(name)).distinct()

    assert [actor.slug for actor in found] == ["islamic-state"]


def test_every_actor_has_its_shown_name_and_an_arabic_one(sample):
    for actor in Actor.objects.all():
        assert actor.names.filter(name=actor.name).exists(), actor
        assert actor.names.filter(language="ar").exists(), actor


def test_non_local_brigades_are_part_of_the_pmu(sample):
    assert "popular-mobilisation-units" in PublishedEvent.objects.get(title__contains="contingent").actors


def test_everybody_who_spoke_is_undisclosed(sample):
    people = Source.objects.filter(kind="person")

    assert people.count() == 10
    assert all(person.is_confidential for person in people)
    assert set(PublishedSource.objects.filter(kind="person").values_list("name", flat=True)) == {"Undisclosed source"}
    assert not Claim.objects.exclude(speaker=None).filter(speaker_role="").exists()


def test_nothing_private_is_in_any_public_column(sample):
    private = [
        *SourceIdentity.objects.values_list("name", "slug", "notes"),
        *Event.objects.values_list("notes"),
        *ClaimNote.objects.values_list("notes"),
        *Claim.objects.filter(is_confidential=True).values_list("statement"),
        *Report.objects.values_list("notes"),
    ]
    words = {word for row in private for word in row if word}

    public = public_text()

    assert len(words) > 40
    assert [word for word in words if word in public] == []


def test_one_event_waits_for_an_editor_and_one_for_its_analyst(sample):
    waiting = dict(Event.objects.exclude(status=Status.PUBLISHED).values_list("status", "title"))

    assert set(waiting) == {Status.IN_REVIEW, Status.DRAFT}
    assert PublishedEvent.objects.count() == Event.objects.count() - 2 == len(PUBLISHED) + 1
    assert not any(title in public_text() for title in waiting.values())


def test_every_row_passes_the_rules_of_its_model(sample):
    for row in Event.objects.all():
        row.full_clean()
        assert row.coded_by.username == "analyst"
        assert 1 <= row.narrative.count(". ") + 1 <= 3


def test_a_second_load_changes_nothing(sample, capsys):
    before = everything()

    call_command("load_sample")

    assert everything() == before
    assert "already there" in capsys.readouterr().out


def public_text() -> str:
    """Every public table as text, as PostgreSQL writes its rows."""
    with connection.cursor() as cursor:
        texts = []
        for model in PUBLIC_MODELS:
            cursor.execute(f'select string_agg(t::text, chr(10)) from "{model._meta.db_table}" t')
            texts.append(cursor.fetchone()[0] or "")
    return "\n".join(texts)


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table of the app."""
    return {
        model.__name__: list(model.objects.order_by("pk").values())
        for model in apps.get_app_config("events").get_models()
    }

"""What an import stores: events, who, where, harm, sources, the row as given; and what a second one leaves alone."""

from pathlib import Path

import pytest
from django.db import connection

from events.importers import NotReadyError, RefusedError
from events.models import (
    Actor,
    ActorName,
    Casualties,
    Claim,
    Event,
    ImportedRow,
    Location,
    Participation,
    Publication,
    PublishedEvent,
    Report,
    Source,
    WorkflowStep,
)
from tests.importers.conftest import Import, run
from tests.importers.files import row, write

pytestmark = pytest.mark.django_db

CODING = (Event, Participation, Casualties, Claim, Report, Source, Actor, ImportedRow, Location, WorkflowStep)


def counts() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in CODING}


def test_an_event_arrives_whole(import_rows: Import, gazetteer: dict[str, Location]) -> None:
    given = row(relid="IRQ-2014-1-524-7", number_of_sources="-1")

    result = import_rows(given)

    event = Event.objects.get()
    assert (result.rows, result.new, result.published) == (1, 1, 0)
    assert event.code.startswith("IRQ")
    assert event.title == "Violence between Government of Iraq and IS in Al Fallūjah town, 24–25 January 2014"
    assert event.location == gazetteer["fallujah"]
    assert event.point.coords == (43.786124, 33.355813)
    assert (event.status, event.dataset, event.coded_by) == ("in_review", "ucdp-ged", None)
    assert event.flags == ["number_of_sources_not_recorded"]
    assert [(p.actor.name, p.side, p.role, p.certainty) for p in event.participations.all()] == [
        ("Government of Iraq", "A", "lead", "confirmed"),
        ("IS", "B", "lead", "confirmed"),
    ]
    assert {(c.group, c.outcome, c.low, c.best, c.high, c.is_imported) for c in event.casualties.all()} == {
        ("side_a", "killed", None, 0, None, True),
        ("side_b", "killed", None, 0, None, True),
        ("civilians", "killed", None, 1, None, True),
        ("unknown", "killed", None, 7, None, True),
        ("all", "killed", 8, 8, 8, True),
    }
    claim = event.claims.get()
    assert (claim.kind, claim.stance, claim.status, claim.credibility) == ("occurred", "asserts", "accepted", 6)
    assert (claim.report.source.name, claim.report.title) == ("Agence France Presse", "Fourteen killed")
    assert event.imported_row.raw == given
    assert event.imported_row.external_id == "114064"


def test_a_rule_that_ours_hold_is_kept_open_for_what_is_given(import_rows: Import) -> None:
    import_rows(row(low="9", high="7"))

    assert Event.objects.get().flags == ["low_above_best", "best_above_high"]
    total = Casualties.objects.get(group="all")
    assert (total.low, total.best, total.high) == (9, 8, 7)


def test_an_imported_event_can_be_edited_and_saved(import_rows: Import) -> None:
    import_rows(row())
    event = Event.objects.get()

    event.narrative = "Checked."
    event.full_clean()
    event.save()


def test_reports_and_actors_are_shared_between_events(import_rows: Import) -> None:
    import_rows(row(), row(id="2"), row(id="3", source_office="AGENCE FRANCE PRESSE"))

    assert Report.objects.count() == 1
    assert Claim.objects.count() == 3
    assert Actor.objects.count() == 2


def test_a_second_import_changes_nothing(import_rows: Import) -> None:
    rows = (row(), row(id="2", where_prec="2", where_coordinates="Nowhere village"), row(id="3", source_office=""))
    import_rows(*rows, publish=True)
    before, published = counts(), list(PublishedEvent.objects.values())
    publications = Publication.objects.count()

    result = import_rows(*rows, publish=True)

    assert (result.new, result.changed, result.unchanged, result.published) == (0, 0, 3, 0)
    assert counts() == before
    assert list(PublishedEvent.objects.values()) == published
    assert Publication.objects.count() == publications


def test_another_layout_of_the_same_rows_changes_nothing(import_rows: Import) -> None:
    import_rows(row())
    before = counts()

    result = import_rows(dict(reversed(row(gwnoa="645", adm_1="Al-Anbar Governorate").items())))

    assert result.unchanged == 1
    assert counts() == before


def test_published_events_are_public_at_once(import_rows: Import) -> None:
    result = import_rows(row(), row(id="2"), publish=True)

    public = PublishedEvent.objects.get(dataset_id="114064")
    assert result.published == 2
    assert (public.deaths_low, public.deaths_best, public.deaths_high, public.deaths_civilians) == (8, 8, 8, 1)
    assert (public.country, public.admin1, public.place) == ("IRQ", "IQ-AN", "fallujah")
    assert (public.dataset, public.change_reason, public.version) == ("ucdp-ged", "", 1)
    steps = WorkflowStep.objects.filter(event__imported_row__external_id="114064")
    assert [(s.from_status, s.to_status, s.by, s.by_name) for s in steps] == [("", "published", None, "import_events")]


def test_non_state_violence_is_published_as_that(import_rows: Import) -> None:
    import_rows(
        row(type_of_violence="2", side_a="IS", side_a_new_id="234", side_b="SDF", side_b_new_id="6288"), publish=True
    )

    assert PublishedEvent.objects.get().ucdp_type_of_violence == 2


def test_what_was_imported_before_can_be_published_later(import_rows: Import) -> None:
    import_rows(row(), row(id="2"))
    Event.objects.filter(imported_row__external_id="2").update(status="draft")  # an editor sent it back

    result = import_rows(row(), row(id="2"), publish=True)

    assert result.published == 1
    assert PublishedEvent.objects.get().dataset_id == "114064"
    assert PublishedEvent.objects.get().change_reason == ""


def test_what_a_person_has_taken_up_is_not_published_over_their_head(import_rows: Import, analyst) -> None:  # type: ignore[no-untyped-def]
    import_rows(row())
    event = Event.objects.get()
    WorkflowStep.objects.create(event=event, by=analyst, by_name="analyst", from_status="draft", to_status="in_review")

    result = import_rows(row(), publish=True)

    assert result.published == 0
    assert not PublishedEvent.objects.exists()


def test_a_bulk_import_writes_no_history_of_new_rows(import_rows: Import) -> None:
    import_rows(row(), publish=True)

    event = Event.objects.get()
    parts = [*event.casualties.all(), *event.participations.all(), *event.claims.all()]
    assert {type(part) for part in parts} == {Casualties, Participation, Claim}
    assert [part for part in (event, *parts) if part.history.exists()] == []
    assert Location.objects.get(slug="fallujah").history.filter(pgh_label="update").exists() is True


def test_the_foreign_keys_hold(import_rows: Import) -> None:
    import_rows(row(), row(id="2", where_prec="7", where_coordinates="Dūkān lake"))

    connection.check_constraints()


def test_a_dry_run_stores_nothing(import_rows: Import) -> None:
    before = counts()

    result = import_rows(row(), publish=True, dry_run=True)

    assert (result.new, result.published) == (1, 1)
    assert counts() == before
    assert not PublishedEvent.objects.exists()


def test_all_problems_are_reported_and_nothing_is_stored(import_rows: Import) -> None:
    before = counts()

    with pytest.raises(RefusedError) as error:
        import_rows(row(), row(id="2", best="x", latitude="99"), row(), row(id="4", date_start="soon"))

    assert [(p.line, p.record, p.column, p.value) for p in error.value.problems] == [
        (3, 2, "best", "x"),
        (3, 2, "latitude", "99"),
        (4, 3, "id", "114064"),
        (5, 4, "date_start", "soon"),
    ]
    assert error.value.problems[2].problem == "the same id as in line 2"
    assert counts() == before


def test_columns_nobody_knows_are_mentioned_and_kept(import_rows: Import) -> None:
    result = import_rows(row(colour="red"))

    assert result.unknown_columns == ["colour"]
    assert ImportedRow.objects.get().raw["colour"] == "red"


def test_an_empty_gazetteer_is_one_clear_message(codebook: None, tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match=r"lacks IRQ\. Load the gazetteer first: manage.py load_gazetteer"):
        run(write(tmp_path / "ged.csv", row()))


def test_an_empty_codebook_is_one_clear_message(import_rows: Import) -> None:
    Event.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("delete from events_eventtype")

    with pytest.raises(NotReadyError, match=r"lacks armed-clash\. Load the codebook first: manage.py load_codebook"):
        import_rows(row())


def test_an_actor_known_by_its_ucdp_id_is_the_same_actor(import_rows: Import) -> None:
    ours = Actor.objects.create(name="Islamic State", slug="islamic-state", kind="rebel_group", ucdp_id=234)

    import_rows(row())

    assert Participation.objects.get(side="B").actor == ours
    assert set(ours.names.values_list("name", flat=True)) == {"IS", "Islamic State"}


def test_an_actor_coded_by_hand_under_its_full_name_gets_the_ucdp_id(import_rows: Import) -> None:
    ours = Actor.objects.create(name="ISIS", slug="isis", kind="rebel_group")
    ActorName.objects.create(actor=ours, name="Islamic State", language="en")

    import_rows(row())

    ours.refresh_from_db()
    assert ours.ucdp_id == 234
    assert Participation.objects.get(side="B").actor == ours


def test_an_acronym_alone_joins_nobody(import_rows: Import) -> None:
    Actor.objects.create(name="IS", slug="some-other-is", kind="identity_militia")

    import_rows(row())

    assert Participation.objects.get(side="B").actor.slug == "is"


def test_who_fights_a_state_in_any_row_is_a_rebel_group(import_rows: Import) -> None:
    non_state = row(id="1", type_of_violence="2", side_a="IS", side_a_new_id="234", side_b="SDF", side_b_new_id="6288")

    import_rows(non_state, row(id="2"))

    assert dict(Actor.objects.values_list("name", "kind")) == {
        "Government of Iraq": "state_forces",
        "IS": "rebel_group",
        "SDF": "political_militia",
    }


def test_a_confidential_source_is_never_taken_for_one_that_a_file_names(import_rows: Import) -> None:
    secret = Source.objects.create(
        name="Agence France Presse", slug="agence-france-presse", kind="newspaper", is_confidential=True
    )

    import_rows(row())

    assert not secret.reports.exists()
    assert Claim.objects.get().report.source.is_confidential is False

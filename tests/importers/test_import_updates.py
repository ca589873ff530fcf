"""A newer file: what it changed is changed, what analysts changed here stays, and the public record says why."""

import pytest
from django.contrib.auth.models import User

from events.coding import undoing, workflow
from events.models import Actor, AsPublished, Casualties, Claim, Event, PublishedEvent, WorkflowStep
from events.publication.verifying import verify
from tests.importers.conftest import Import
from tests.importers.files import row

pytestmark = pytest.mark.django_db


def test_a_changed_row_updates_its_event(import_rows: Import) -> None:
    import_rows(row())
    before = Event.objects.get()

    result = import_rows(row(date_end="2014-01-26", where_prec="4", best="9", deaths_unknown="8", event_clarity="2"))

    event = Event.objects.get()
    assert (result.new, result.changed) == (0, 1)
    assert (event.pk, event.code) == (before.pk, before.code)
    assert event.title.endswith("24–26 January 2014")
    assert (event.precision, event.location and event.location.name, event.clarity) == ("admin1", "Anbar", "summary")
    assert event.revision == before.revision + 1
    assert dict(event.casualties.values_list("group", "best"))["all"] == 9
    assert event.casualties.count() == 5
    assert event.imported_row.raw["best"] == "9"
    assert event.status == "in_review"


def test_sides_that_changed_are_exchanged(import_rows: Import) -> None:
    import_rows(row())

    import_rows(row(side_b="Ansar al-Islam", side_b_new_id="330"))

    event = Event.objects.get()
    assert [p.actor.name for p in event.participations.all()] == ["Government of Iraq", "Ansar al-Islam"]


def test_sources_that_changed_are_exchanged(import_rows: Import) -> None:
    import_rows(row(source_office="AFP;AP", source_date="2014-01-25;2014-01-25", source_headline="One;Two"))

    import_rows(row(source_office="AP;BBC", source_date="2014-01-25;2014-01-26", source_headline="Two;Three"))

    titles = Claim.objects.order_by("report__title").values_list("report__title", flat=True)
    assert list(titles) == ["Three", "Two"]


def test_a_change_of_what_is_only_published_from_the_row_is_noticed(import_rows: Import) -> None:
    import_rows(row(), publish=True)

    result = import_rows(row(type_of_violence="2"), publish=True)

    assert result.changed == 1
    assert PublishedEvent.objects.get(valid_to=None).ucdp_type_of_violence == 2


def test_what_analysts_changed_stays_unless_the_data_set_speaks_about_it(import_rows: Import) -> None:
    import_rows(row())
    event = Event.objects.get()
    event.title, event.narrative, event.clarity = "A title of our own", "Told by us.", "summary"
    event.save()
    third = Actor.objects.create(name="Tribal fighters", slug="tribal-fighters", kind="identity_militia")
    event.participations.create(actor=third, side="A", role="associate", certainty="likely")
    Casualties.objects.filter(group="civilians").update(best=2)
    claim = Claim.objects.get()
    Claim.objects.create(event=event, report=claim.report, kind="occurred", stance="doubts", statement="A denial.")

    import_rows(row(latitude="33.4", best="9", source_headline="Fifteen killed"))

    event.refresh_from_db()
    assert (event.title, event.narrative, event.clarity) == ("A title of our own", "Told by us.", "summary")
    assert event.search_key == "title of our own told by us" or "told by us" in event.search_key
    assert event.point.y == 33.4
    assert {p.actor.name for p in event.participations.all()} == {"Government of Iraq", "IS", "Tribal fighters"}
    assert dict(event.casualties.values_list("group", "best"))["civilians"] == 2
    assert dict(event.casualties.values_list("group", "best"))["all"] == 9
    assert set(event.claims.values_list("stance", "report__title")) == {
        ("asserts", "Fifteen killed"),
        ("doubts", "Fourteen killed"),
    }


def test_a_claim_that_an_analyst_worked_on_outlives_its_report_in_the_file(import_rows: Import) -> None:
    import_rows(row())
    Claim.objects.update(credibility=2)

    import_rows(row(source_headline="Another headline"))

    assert set(Claim.objects.values_list("report__title", flat=True)) == {"Fourteen killed", "Another headline"}


def test_a_published_event_that_changed_is_published_again_with_the_reason(import_rows: Import) -> None:
    import_rows(row(), publish=True)

    result = import_rows(row(best="9"), publish=True)

    versions = PublishedEvent.objects.order_by("version")
    assert result.published == 1
    assert [(v.version, v.deaths_best, v.valid_to is None) for v in versions] == [(1, 8, False), (2, 9, True)]
    assert versions[1].change_reason == "Updated from UCDP GED file ged.csv"
    steps = WorkflowStep.objects.order_by("at", "id").values_list("from_status", "to_status", "reason")
    assert list(steps) == [
        ("", "published", "Imported from UCDP GED file ged.csv"),
        ("published", "correction_review", "Updated from UCDP GED file ged.csv"),
        ("correction_review", "published", "Updated from UCDP GED file ged.csv"),
    ]
    assert Event.objects.get().status == "published"


def test_without_publish_a_published_event_that_changed_waits_for_review(import_rows: Import) -> None:
    import_rows(row(), publish=True)

    import_rows(row(best="9"))

    assert Event.objects.get().status == "correction_review"
    assert PublishedEvent.objects.get().deaths_best == 8
    assert import_rows(row(best="9"), publish=True).published == 1
    assert PublishedEvent.objects.get(valid_to=None).deaths_best == 9


def test_what_an_import_changed_can_be_taken_back(import_rows: Import, analyst: User, editor: User) -> None:
    import_rows(row(), publish=True)
    import_rows(row(best="9", source_headline="Another", side_b="Ansar al-Islam", side_b_new_id="330"))
    event = Event.objects.get()

    workflow.send_back(event, by=editor, reason="The new release is wrong.")
    undoing.abandon(event, by=analyst, reason="The new release is wrong.")

    assert (event.status, event.coded_by) == ("published", None)
    assert event.casualties.get(group="all").best == 8
    assert event.imported_row.raw["best"] == "8"
    assert verify().is_clean
    assert import_rows(row()).unchanged == 1


def test_what_is_published_at_once_leaves_nothing_kept(import_rows: Import) -> None:
    import_rows(row(), publish=True)
    import_rows(row(best="9"), publish=True)

    assert not AsPublished.objects.exists()


def test_a_correction_that_an_analyst_prepares_is_updated_but_not_published(import_rows: Import) -> None:
    import_rows(row(), publish=True)
    Event.objects.update(status="correction")

    result = import_rows(row(best="9"), publish=True)

    assert result.published == 0
    assert Event.objects.get().status == "correction"
    assert Casualties.objects.get(group="all").best == 9


def test_a_retracted_event_is_left_alone(import_rows: Import) -> None:
    import_rows(row(), publish=True)
    Event.objects.update(status="retracted")

    result = import_rows(row(best="9"), publish=True)

    assert (result.retracted, result.changed, result.published) == (1, 0, 0)
    assert Casualties.objects.get(group="all").best == 8


def test_the_history_keeps_what_an_update_replaced(import_rows: Import) -> None:
    import_rows(row(), publish=True)

    import_rows(row(date_end="2014-01-26"), publish=True)

    entries = Event.objects.get().history.order_by("pgh_id")
    assert [entry.pgh_label for entry in entries] == ["update", "update"]
    assert entries[0].pgh_context.metadata["reason"] == "Updated from UCDP GED file ged.csv"


def test_where_two_files_disagree_the_later_import_wins(import_rows: Import) -> None:
    import_rows(row(best="9"))
    import_rows(row(best="8"))

    assert Casualties.objects.get(group="all").best == 8

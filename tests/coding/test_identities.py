"""Who a confidential source is stands apart in the database itself, whoever writes; who may know it, and the record."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, connection, transaction

from events import publication
from events.coding import identities, proposals, restoring, undoing
from events.coding.acting import acting
from events.coding.proposals import ProposalError
from events.coding.workflow import WorkflowError
from events.models import (
    AsPublished,
    Claim,
    ClaimNote,
    Knower,
    Look,
    Proposal,
    ProposedChange,
    PublishedSource,
    Report,
    ReportIdentity,
    Source,
    SourceIdentity,
)
from events.publication.verifying import verify
from tests.conftest import person as account
from tests.factories import (
    ClaimFactory,
    EventFactory,
    PersonFactory,
    ReportFactory,
    SourceFactory,
    decided,
    published,
    reopened,
)

pytestmark = pytest.mark.django_db

#: What only who may know reads; their histories too.
APART = {"sourceidentity", "reportidentity", "claimnote", "sourceidentityhistory", "reportidentityhistory",
         "claimnotehistory"}  # fmt: skip


def open_tables() -> str:
    """All that the tables hold which the whole desk reads, and its log."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename from pg_tables where schemaname = 'public' "
            "and (tablename like 'events\\_%' or tablename in ('django_admin_log', 'pghistory_context'))"
        )
        tables = [row[0] for row in cursor.fetchall() if row[0].removeprefix("events_") not in APART]
        found = []
        for table in tables:
            cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {table} t")
            found.append(cursor.fetchone()[0])
    return " ".join(found)


@pytest.fixture
def other(db: None) -> User:
    return account("other", "Analyst")


@pytest.fixture
def witness(analyst: User) -> Source:
    """Somebody confidential, entered by the analyst."""
    with acting(analyst):
        source: Source = PersonFactory(
            name="Canary Witness", slug="canary-witness", url="https://canary.example/", notes="Canary street"
        )
    return source


# --- It stands apart -------------------------------------------------------------------------------------------------


def test_the_row_itself_has_the_pseudonym(witness: Source, analyst: User) -> None:
    assert str(witness) == witness.name == f"Undisclosed source {witness.pseudonym}"
    assert (witness.slug, witness.url, witness.notes) == (f"undisclosed-{witness.pseudonym}", "", "")
    identity = witness.identity
    assert (identity.name, identity.slug, identity.url, identity.notes) == (
        *("Canary Witness", "canary-witness"),
        *("https://canary.example/", "Canary street"),
    )
    assert identity.entered_by == analyst
    assert "anary" not in open_tables()


def test_bulk_inserts_and_bare_sql_land_apart_too(db: None) -> None:
    Source.objects.bulk_create(
        Source(name=f"Canary {n}", slug=f"canary-{n}", kind="ngo", is_confidential=True) for n in range(3)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into events_source (name, slug, kind, is_confidential, pseudonym) "
            "values ('Canary 3', 'canary-3', 'ngo', true, 'aaaa0000')"
        )
        with cursor.copy("copy events_source (name, slug, kind, is_confidential, pseudonym) from stdin") as copy:
            copy.write_row(["Canary 4", "canary-4", "ngo", True, "aaaa0001"])
        cursor.execute(
            "insert into events_report (source_id, title, is_confidential, text) "
            "select id, 'Canary of ' || id, false, 'Canary text' from events_source"
        )
    ReportFactory(title="Canary tape", author="Canary Jones", is_confidential=True)

    assert SourceIdentity.objects.filter(name__startswith="Canary").count() == 5
    assert ReportIdentity.objects.filter(title__startswith="Canary").count() == 6
    assert "anary" not in open_tables()
    connection.check_constraints()


def test_bare_sql_cannot_write_it_back(witness: Source) -> None:
    with connection.cursor() as cursor:
        cursor.execute("update events_source set name = 'Canary Two', url = 'https://canary.example/2'")

    identity = SourceIdentity.objects.get()
    assert (identity.name, identity.url, identity.slug) == ("Canary Two", "https://canary.example/2", "canary-witness")
    assert "anary" not in open_tables()


def test_a_save_that_leaves_the_placeholder_leaves_the_identity(witness: Source) -> None:
    Source.objects.get().save()
    Source.objects.update(kind="person", scale="local")

    assert SourceIdentity.objects.get().name == "Canary Witness"


def test_a_new_pseudonym_renames_the_placeholder(witness: Source) -> None:
    Source.objects.update(pseudonym="abcd1234")

    assert Source.objects.get().name == "Undisclosed source abcd1234"
    assert SourceIdentity.objects.get().name == "Canary Witness"


def test_reports_follow_their_source(analyst: User) -> None:
    with acting(analyst):
        report = ReportFactory(title="Canary tape", text="Canary words", source__name="Paper")
    Source.objects.update(is_confidential=True)
    report.refresh_from_db()
    assert (report.title, report.text) == (f"Undisclosed report {report.pk}", "")
    assert (report.identity.title, report.identity.text, report.identity.entered_by) == (
        *("Canary tape", "Canary words"),
        analyst,
    )
    assert "anary" not in open_tables()

    Source.objects.update(is_confidential=False)
    report.refresh_from_db()
    assert (report.title, report.text, report.source.name) == ("Canary tape", "Canary words", "Paper")
    assert not ReportIdentity.objects.exists()


def test_a_report_that_moves_to_a_confidential_source_is_private(witness: Source) -> None:
    report = ReportFactory(title="Canary tape")
    paper = report.source

    Report.objects.filter(pk=report.pk).update(source=witness)
    assert Report.objects.get(pk=report.pk).title == f"Undisclosed report {report.pk}"
    Report.objects.filter(pk=report.pk).update(source=paper)
    assert Report.objects.get(pk=report.pk).title == "Canary tape"


def test_disclosed_under_an_address_that_is_taken_it_gets_the_next(witness: Source) -> None:
    SourceFactory(slug="canary-witness")

    Source.objects.filter(pk=witness.pk).update(is_confidential=False, kind="other")

    witness.refresh_from_db()
    assert (witness.name, witness.slug) == ("Canary Witness", "canary-witness-2")


def test_who_makes_a_source_confidential_waits_for_a_report_that_is_being_entered(
    transactional_db: None,
) -> None:
    source = SourceFactory()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("insert into events_report (source_id, title) values (%s, 'Canary')", [source.pk])
            with connection.cursor() as ours:
                ours.execute("set lock_timeout = '200ms'")
                with pytest.raises(OperationalError):
                    Source.objects.update(is_confidential=True)
                ours.execute("reset lock_timeout")
            other.commit()
    finally:
        other.close()

    Source.objects.update(is_confidential=True)
    assert "Canary" not in open_tables()


# --- What is kept of it in the open ----------------------------------------------------------------------------------


def test_a_tick_on_an_old_source_takes_it_out_of_history_log_and_proposals(analyst: User, other: User) -> None:
    with acting(analyst):
        source = SourceFactory(name="Undisclosed source canary", slug="canary", notes="Canary street")
        Source.objects.update(name="Canary “Agency”", slug="canary-agency")
        source.refresh_from_db()
        report = ReportFactory(source=source, title="Canary tape", author="Canary Jones")
        gone = ReportFactory(source=source, title="Canary gone")
        gone.delete()
    event = EventFactory(claimed=False)
    claim = ClaimFactory(event=event, report=report)
    added = json.dumps([{"added": {"name": "claim", "object": str(claim)}}])
    for thing, message in ((source, ""), (report, ""), (event, added)):
        LogEntry.objects.create(
            user=analyst,
            content_type=ContentType.objects.get_for_model(thing),
            object_id=str(thing.pk),
            object_repr=str(thing)[:200],
            action_flag=CHANGE,
            change_message=message,
        )
    published(event)
    for row, values in ((source, {"name": "Canary Times"}), (report, {"title": "Canary film"})):
        for name, value in values.items():
            setattr(row, name, value)
        proposals.save(row, by=analyst)
    decided_before = Proposal.objects.get(subject="Report")
    proposals.withdraw(decided_before, by=analyst)
    assert open_tables().count("anary") > 10

    source = Source.objects.get(pk=source.pk)
    source.is_confidential = True
    with acting(other):
        proposals.save(source, by=other)
    assert "anary" not in open_tables()
    assert LogEntry.objects.get(object_id=str(event.pk)).get_change_message() == (
        f"Added claim “Undisclosed source {source.pseudonym} asserts: that it happened”."
    )
    told = {getattr(state, "name", "") for state in identities.states(source, analyst)}
    assert told >= {"Undisclosed source canary", "Canary “Agency”"}
    assert identities.may_know(analyst, source)  # who entered it
    assert identities.may_know(other, source)  # and who protected it
    assert ProposedChange.objects.filter(field="name", after=source.name).exists()


def test_a_source_that_became_confidential_leaves_the_catalogue_under_its_old_address(analyst: User) -> None:
    source = SourceFactory(name="Canary Agency", slug="canary-agency")
    published(ClaimFactory(event=EventFactory(claimed=False), report__source=source).event)
    assert PublishedSource.objects.get().slug == "canary-agency"

    source.is_confidential = True
    proposals.save(source, by=analyst)

    assert PublishedSource.objects.get().slug == f"undisclosed-{source.pseudonym}"
    assert verify().is_clean


def test_the_public_record_is_the_same_as_before(witness: Source) -> None:
    event = ClaimFactory(event=EventFactory(claimed=False), report__source=witness, report__title="Canary").event

    version = published(event)

    assert version.sources == [f"undisclosed-{witness.pseudonym}"]
    assert version.source_list[0]["name"] == "Undisclosed source"
    assert version.claims[0]["report"] is None


# --- Who may know ----------------------------------------------------------------------------------------------------


def test_who_entered_it_knows_it_and_nobody_else(
    witness: Source, analyst: User, other: User, editor: User, admin_user: User
) -> None:
    assert [identities.may_know(one, witness) for one in (analyst, other, editor, admin_user)] == [True, *[False] * 3]
    with pytest.raises(PermissionDenied):
        identities.look(witness, admin_user)
    with pytest.raises(PermissionDenied):
        identities.save(witness, {"name": "Guess"}, by=other)
    assert not Look.objects.exists()

    assert identities.look(witness, analyst).name == "Canary Witness"
    seen = Look.objects.get()
    assert (seen.by_name, seen.deed, seen.kind, seen.thing_id) == ("analyst", "look", "Source", witness.pk)
    assert seen.what == witness.name


def test_persons_and_groups_are_named(witness: Source, analyst: User, other: User, admin_user: User) -> None:
    report = ReportFactory(source=witness)
    team = Group.objects.create(name="Team")
    other.groups.add(team)
    with pytest.raises(PermissionDenied):
        identities.share(Knower(source=witness, person=other), by=other)

    identities.share(Knower(source=witness, group=team), by=analyst)
    assert identities.may_know(other, witness)
    assert identities.may_know(other, report)  # its reports with it
    identities.unshare(Knower.objects.get(), by=other)
    assert not identities.may_know(other, witness)

    identities.share(Knower(report=report, person=other), by=admin_user)  # without knowing it: recorded
    assert identities.may_know(other, report)
    assert not identities.may_know(other, witness)
    assert not identities.may_know(admin_user, report)
    assert Knower.objects.get().added_by == admin_user


def test_who_looked_stays_on_record(witness: Source, analyst: User) -> None:
    identities.look(witness, analyst)

    for change in (Look.objects.update, Look.objects.all().delete):
        with pytest.raises(DatabaseError, match="stays on record"), transaction.atomic():
            change(**({"by_name": "somebody"} if change == Look.objects.update else {}))
    Source.objects.all().delete()
    analyst.delete()
    assert [*Look.objects.values_list("by", "by_name")] == [(None, "analyst")]


def test_an_export_is_recorded(witness: Source, analyst: User) -> None:
    identities.exported([witness], by=analyst)

    assert Look.objects.get().deed == "export"


def test_found_by_the_real_name_by_who_may_know_alone(witness: Source, analyst: User, other: User) -> None:
    with acting(analyst):
        report = ReportFactory(source=witness, title="Canary tape")
    everything = Source.objects.all(), Report.objects.all()

    assert not identities.find_sources(everything[0], "witness", other)
    assert not identities.find_reports(everything[1], "tape", other)
    assert identities.find_sources(everything[0], witness.pseudonym, other).get() == witness
    assert not Look.objects.exists()

    assert identities.find_sources(everything[0], "canary WITNESS", analyst).get().known_as == "Canary Witness"
    assert identities.find_reports(everything[1], "tape witness", analyst).get() == report
    assert [*Look.objects.order_by("id").values_list("deed", "kind")] == [("search", "Source"), ("search", "Report")]


# --- Disclosing ------------------------------------------------------------------------------------------------------


def test_four_eyes_bring_it_back(witness: Source, analyst: User, other: User, editor: User) -> None:
    published(ClaimFactory(event=EventFactory(claimed=False), report__source=witness, report__title="Canary").event)
    wanted = Source.objects.get()
    wanted.kind, wanted.is_confidential = "other", False
    with pytest.raises(ProposalError, match="Only who may know"):
        proposals.save(wanted, by=other)

    wanted.kind, wanted.is_confidential = "other", False
    proposals.save(wanted, by=analyst)
    proposal = Proposal.objects.get()
    assert proposal.title == witness.name
    assert "anary" not in open_tables()
    assert identities.may_know(editor, witness)  # asked to decide
    assert identities.may_know(editor, Report.objects.get())
    assert not identities.may_know(other, witness)

    with acting(editor):
        proposals.approve(proposal, by=editor, seen=proposals.preview(proposal).digest)
    witness.refresh_from_db()
    assert (witness.name, witness.slug, witness.notes) == ("Canary Witness", "canary-witness", "Canary street")
    assert PublishedSource.objects.get().name == "Canary Witness"
    assert not SourceIdentity.objects.exists()
    assert verify().is_clean


def test_who_proposed_it_is_not_asked(witness: Source, analyst: User, editor: User) -> None:
    published(ClaimFactory(event=EventFactory(claimed=False), report__source=witness).event)
    identities.share(Knower(source=witness, person=editor), by=analyst)
    wanted = Source.objects.get()
    wanted.kind, wanted.is_confidential = "other", False
    proposals.save(wanted, by=editor)
    Knower.objects.all().delete()

    assert not identities.may_know(editor, witness)


def test_a_report_is_not_moved_out_of_its_source_by_others(witness: Source, analyst: User, other: User) -> None:
    report = ReportFactory(source=witness)
    report.source = SourceFactory()

    with pytest.raises(ProposalError, match="Only who may know"):
        proposals.save(report, by=other)


# --- Deleting, correcting --------------------------------------------------------------------------------------------


def test_a_deleted_source_comes_back_with_its_identity(witness: Source, analyst: User, other: User) -> None:
    identities.share(Knower(source=witness, person=other), by=analyst)
    pk = witness.pk
    with acting(analyst):
        witness.delete()
    found = restoring.find("source", pk)
    assert found
    assert "anary" not in str(restoring.contents(found)) + found.label + open_tables()

    restoring.restore(found, by=other)

    back = Source.objects.get(pk=pk)
    assert (back.name, back.identity.name, back.identity.entered_by) == (found.label, "Canary Witness", analyst)
    assert identities.may_know(other, back)
    assert "anary" not in open_tables()


def test_a_report_that_comes_back_to_a_disclosed_source_is_open(witness: Source, analyst: User) -> None:
    report = ReportFactory(source=witness, title="Minutes")
    pk = report.pk
    report.delete()
    Source.objects.update(is_confidential=False, kind="other")
    found = restoring.find("report", pk)
    assert found

    restoring.restore(found, by=analyst)

    assert Report.objects.get().title == "Minutes"
    assert not ReportIdentity.objects.exists()


def test_notes_come_back_with_an_event_or_a_claim_that_was_deleted(analyst: User) -> None:
    event = EventFactory(claimed=False, coded_by=analyst)
    ClaimFactory(event=event)
    claim = ClaimFactory(event=event)
    pk, event_pk = claim.pk, event.pk
    identities.save_note(claim, "Call back.", by=analyst)
    with acting(analyst):
        claim.delete()
    removed = Claim.history.rel.related_model.objects.get(pgh_obj_id=pk, pgh_label="delete")  # type: ignore[attr-defined]

    restoring.bring_back("ClaimHistory", removed.pk, event, by=analyst)
    assert ClaimNote.objects.get(claim=pk).notes == "Call back."

    with acting(analyst):
        event.delete()
    found = restoring.find("event", event_pk)
    assert found
    restoring.restore(found, by=analyst)
    note = ClaimNote.objects.get(claim=pk)
    assert (note.notes, note.entered_by) == ("Call back.", analyst)


def test_notes_are_read_by_whoever_may_know_who_says_so(witness: Source, analyst: User, other: User) -> None:
    event = EventFactory(claimed=False)
    openly = ClaimFactory(event=event)
    spoken = ClaimFactory(event=event, speaker=witness)
    hidden = ClaimFactory(event=event, is_confidential=True)
    for claim, by in ((openly, analyst), (spoken, other), (hidden, analyst)):
        identities.save_note(claim, "Canary", by=by)
    assert "anary" not in open_tables()

    assert identities.notes(event, analyst)[1] == set()  # knows the speaker, wrote the others
    assert identities.notes(event, other)[1] == {hidden.pk}
    stranger = account("stranger", "Editor")
    readable, closed = identities.notes(event, stranger)
    assert (set(readable), closed) == ({openly.pk}, {spoken.pk, hidden.pk})
    with pytest.raises(PermissionDenied):
        identities.save_note(spoken, "", by=stranger)

    identities.look_at_notes(event, other)
    assert [*Look.objects.values_list("kind", "thing_id")] == [("Claim", spoken.pk)]


def test_notes_go_with_their_claim_by_any_statement(db: None) -> None:
    claim = ClaimFactory()
    ClaimNote.objects.create(claim=claim, notes="Call back.")

    with connection.cursor() as cursor:
        cursor.execute("delete from events_claim")
    connection.check_constraints()
    assert not ClaimNote.objects.exists()


def test_who_may_not_read_a_note_does_not_open_it_by_abandoning(witness: Source, analyst: User, other: User) -> None:
    claim = ClaimFactory(event=EventFactory(claimed=False))
    event = claim.event
    published(event)
    reopened(event)
    Claim.objects.filter(pk=claim.pk).update(speaker=witness)
    identities.save_note(claim, "Canary", by=analyst)

    with pytest.raises(WorkflowError, match="Ask who may know"):
        undoing.abandon(event, by=other, reason="Not needed.")
    assert identities.notes(event, other)[1] == {claim.pk}
    undoing.abandon(event, by=analyst, reason="Not needed.")
    assert identities.notes(event, other)[0] == {claim.pk: "Canary"}


def test_notes_stay_when_a_correction_is_abandoned_and_come_back_with_their_claim(analyst: User) -> None:
    event = EventFactory(claimed=False)
    first, second = ClaimFactory(event=event), ClaimFactory(event=event)
    for claim in (first, second):
        ClaimNote.objects.create(claim=claim, notes="Before")
    published(event)
    reopened(event)
    assert "notes" not in AsPublished.objects.get().rows["claim"][0]
    ClaimNote.objects.filter(claim=first).update(notes="After")
    removed = second.pk
    second.delete()
    ClaimNote.objects.create(claim=ClaimFactory(event=event), notes="Added")

    undoing.abandon(event, by=analyst, reason="Opened by mistake.")

    assert dict(ClaimNote.objects.values_list("claim", "notes")) == {first.pk: "After", removed: "Before"}
    with decided():
        publication.publish_rows([event.pk])
    assert verify().is_clean

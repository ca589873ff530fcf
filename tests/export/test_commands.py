"""The commands export_events, publish and retract: what the site and the admin do, errors as sentences."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from events.coding import workflow
from events.export import xlsx
from events.models import Event, PublishedEvent, Status
from tests.export.reading import file_bytes
from tests.factories import ClaimFactory, EventFactory
from tests.views import record

pytestmark = pytest.mark.django_db


def in_review(analyst: User) -> Event:
    event: Event = EventFactory(coded_by=analyst)
    workflow.submit(event, by=analyst)
    return event


def state(event: Event) -> str:
    event.refresh_from_db()
    return event.status


def is_public(event: Event) -> bool:
    return PublishedEvent.objects.filter(code=event.code, valid_to__isnull=True).exists()


def test_export_writes_what_the_site_sends(tmp_path: Path) -> None:
    record.event(code="IRQ1", country="IRQ")
    record.event(code="SYR1", country="SYR")

    call_command("export_events", "csv", "country=IRQ", output=tmp_path / "iraq.csv")

    assert (tmp_path / "iraq.csv").read_bytes() == file_bytes("csv", "country=IRQ")
    assert [file.name for file in tmp_path.iterdir()] == ["iraq.csv"]


def test_export_writes_to_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    record.event()

    call_command("export_events", "geojson")

    assert b'"FeatureCollection"' in capsysbinary.readouterr().out


def test_export_refuses_a_bad_question(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"^contry: There is no parameter “contry”"):
        call_command("export_events", "csv", "contry=IRQ", output=tmp_path / "iraq.csv")

    assert not list(tmp_path.iterdir())


def test_export_refuses_what_a_format_cannot_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 0)
    record.event()

    with pytest.raises(CommandError, match="1 events are too many for XLSX"):
        call_command("export_events", "xlsx", output=tmp_path / "all.xlsx")

    assert not list(tmp_path.iterdir())


def test_export_says_where_it_cannot_write(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written: No such file or directory"):
        call_command("export_events", "csv", output=tmp_path / "nowhere" / "iraq.csv")


def test_publish_publishes_what_is_named(analyst: User, editor: User) -> None:
    chosen, other = in_review(analyst), in_review(analyst)

    call_command("publish", chosen.code, by="editor")

    assert (state(chosen), is_public(chosen)) == (Status.PUBLISHED, True)
    assert (state(other), is_public(other)) == (Status.IN_REVIEW, False)


def test_publish_all_in_review_takes_corrections_too(analyst: User, editor: User) -> None:
    new, corrected, draft = in_review(analyst), in_review(analyst), EventFactory()
    workflow.publish(workflow.as_read([corrected]), by=editor)
    workflow.start_correction(corrected, by=analyst)
    workflow.submit(corrected, by=analyst)

    call_command("publish", "--all-in-review", by="editor", reason="Checked again.")

    assert state(new) == state(corrected) == Status.PUBLISHED
    assert state(draft) == Status.DRAFT


def test_publish_with_nothing_in_review_is_no_error(editor: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("publish", "--all-in-review", by="editor")

    assert "nothing is in review" in capsys.readouterr().out


def test_publish_says_every_problem_and_publishes_nothing(analyst: User, editor: User) -> None:
    good, draft = in_review(analyst), EventFactory()

    with pytest.raises(CommandError, match=f"{draft.code}: “Publish” is not possible while it is “Draft”"):
        call_command("publish", good.code, draft.code, by="editor")

    assert state(good) == Status.IN_REVIEW


@pytest.mark.parametrize("command", ["publish", "retract"])
def test_unknown_events_and_accounts_are_named(editor: User, command: str) -> None:
    reason = ["--reason", "why"]
    with pytest.raises(CommandError, match="There is no event XXX1"):
        call_command(command, "XXX1", "--by", "editor", *reason)
    with pytest.raises(CommandError, match="There is no account “nobody”"):
        call_command(command, EventFactory().code, "--by", "nobody", *reason)


@pytest.mark.parametrize("arguments", [[], ["IRQ1", "--all-in-review"]])
def test_publish_takes_codes_or_all(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("publish", *arguments, "--by", "editor")


def test_nobody_publishes_their_own_by_command_either(editor: User) -> None:
    event = in_review(editor)
    ClaimFactory(event=event)

    with pytest.raises(CommandError, match="another person"):
        call_command("publish", event.code, by="editor")


def test_retract_takes_the_event_out_with_its_reason(analyst: User, editor: User) -> None:
    event = in_review(analyst)
    workflow.publish(workflow.as_read([event]), by=editor)

    call_command("retract", event.code, by="editor", reason="It did not happen.")

    assert (state(event), is_public(event)) == (Status.RETRACTED, False)
    assert PublishedEvent.objects.get(code=event.code).closure_reason == "It did not happen."


def test_submit_hands_in_all_or_none(analyst: User) -> None:
    good, bad = EventFactory(), EventFactory(claimed=False)

    with pytest.raises(CommandError, match=f"{bad.code}: add an accepted claim"):
        call_command("submit", good.code, bad.code, by="analyst")
    assert state(good) == Status.DRAFT

    call_command("submit", good.code, by="analyst")
    assert state(good) == Status.IN_REVIEW


def test_retract_takes_several_or_none(analyst: User, editor: User) -> None:
    event, draft = in_review(analyst), EventFactory()
    workflow.publish(workflow.as_read([event]), by=editor)

    with pytest.raises(CommandError, match=f"{draft.code}: “Retract” is not possible"):
        call_command("retract", event.code, draft.code, by="editor", reason="It did not happen.")

    assert state(event) == Status.PUBLISHED


def test_retract_needs_permission(analyst: User, editor: User) -> None:
    event = in_review(analyst)
    workflow.publish(workflow.as_read([event]), by=editor)

    with pytest.raises(CommandError, match="no permission"):
        call_command("retract", event.code, by="analyst", reason="It did not happen.")

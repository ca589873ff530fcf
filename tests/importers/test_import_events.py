"""The command: what it says, what it returns, and its report of every bad row."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from events.models import Event, Location
from tests.importers.files import row, write

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str) -> None:
    call_command("import_events", "ucdp-ged", str(path), *options)


def test_it_says_what_it_did(
    gazetteer: dict[str, Location], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "ged.csv", row(colour="red"), row(id="2"))

    run(path, "--publish")

    said = capsys.readouterr()
    assert "Columns this format does not know, kept as given: colour" in said.out
    assert "2 rows: 2 new, 0 changed, 0 unchanged; 2 published." in said.out
    assert said.err.splitlines() == [
        "reading ged.csv …",
        "finding actors, places and sources …",
        "storing …",
        "publishing …",
    ]


def test_a_dry_run_says_so(gazetteer: dict[str, Location], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(write(tmp_path / "ged.csv", row()), "--dry-run")

    assert "This was a dry run: nothing was stored." in capsys.readouterr().out
    assert not Event.objects.exists()


def test_every_bad_row_is_reported(
    gazetteer: dict[str, Location], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, report = (
        write(tmp_path / "ged.csv", row(), row(id="2", best="x"), row(id="3", longitude="200")),
        tmp_path / "r.csv",
    )

    with pytest.raises(CommandError, match="2 problems in 2 rows: nothing was imported"):
        run(path, "--report", str(report))

    table = [line.split() for line in capsys.readouterr().err.splitlines()[1:]]
    assert table[0] == ["line", "record", "column", "value", "problem"]
    assert table[1][:4] == ["3", "2", "best", "x"]
    assert table[2][:4] == ["4", "3", "longitude", "200"]
    with report.open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [
            {"line": "3", "record": "2", "column": "best", "value": "x", "problem": "not a whole number"},
            {
                "line": "4",
                "record": "3",
                "column": "longitude",
                "value": "200",
                "problem": "not on the Earth: a longitude lies between -180 and 180",
            },
        ]
    assert not Event.objects.exists()


def test_a_long_list_of_problems_is_cut_on_the_terminal_only(
    gazetteer: dict[str, Location], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "r.csv"

    with pytest.raises(CommandError, match="1,200 problems"):
        run(write(tmp_path / "ged.csv", *(row(id=str(n), best="x") for n in range(1200))), "--report", str(report))

    assert "… and 200 more" in capsys.readouterr().err
    assert len(report.read_text().splitlines()) == 1201


def test_a_file_that_is_not_there_is_one_sentence(codebook: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "nothing.csv")


def test_an_unloaded_gazetteer_is_one_sentence(codebook: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Load the gazetteer first"):
        run(write(tmp_path / "ged.csv", row()))


def test_the_exit_status_tells_a_script_that_it_failed(tmp_path: Path) -> None:
    path = write(tmp_path / "ged.csv", row())

    done = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", "import_events", "no-such-format", path],
        capture_output=True,
        check=False,
    )

    assert done.returncode != 0

"""CONTRIBUTING.md names every file that a new field or filter touches, by the example of the tags of an event."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "CONTRIBUTING.md").read_text()
FIELD = re.compile(r"""["'.]tags\b|^\s*tags = |`tags`""", re.M)
FILTER = re.compile(r"""["']tag["']|^\s*tag = |\?tag=""", re.M)
COPY = "events/stats/loading.py"  # holds the column, for the filter alone
FACTS = "templates/events/_event_facts.html"  # shows the field, and links to the filter


def listed(heading: str) -> set[str]:
    """The files of the numbered list under a heading."""
    section = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    steps = re.findall(r"^\d+\. (.*):", section, re.M)
    return {path for step in steps for path in re.findall(r"`([^`]+)`", step)}


def mentioning(pattern: re.Pattern[str]) -> set[str]:
    """Our files that speak of the example, but for migrations and the sample's values."""
    files = [*ROOT.glob("events/**/*.py"), *ROOT.glob("events/**/*.sql"), *ROOT.glob("templates/**/*.html")]
    files.append(ROOT / "docs/export.md")
    found = {str(file.relative_to(ROOT)) for file in files if pattern.search(file.read_text())}
    return {path for path in found if not path.startswith("events/migrations/")}


def test_every_file_of_a_filter_is_listed() -> None:
    assert listed("To add a filter") == mentioning(FILTER) | {COPY}


def test_every_file_of_a_field_is_listed() -> None:
    assert listed("To add a field to events") == mentioning(FIELD) - mentioning(FILTER) - {COPY} | {FACTS}


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`((?:events|templates|tests|docs|setup)/[^`]*)`", TEXT))))
def test_what_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()

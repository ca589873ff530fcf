"""Every field of the public record is a column, or is left out for a stated reason; every column is documented."""

from pathlib import Path

import pytest
from django.conf import settings

from events.export import COLUMNS, FLAT, LAYOUTS, NOT_EXPORTED
from events.export.layouts import EVENTS, Layout
from events.models import PublishedEvent

FIELDS = {field.name for field in PublishedEvent._meta.concrete_fields}
DOCS = Path(settings.BASE_DIR) / "docs" / "export.md"


def test_every_field_of_the_public_record_is_exported_or_says_why_not() -> None:
    columns = {column.name for column in COLUMNS}

    assert columns | NOT_EXPORTED.keys() == FIELDS
    assert not columns & NOT_EXPORTED.keys()
    assert all(NOT_EXPORTED.values())


def test_columns_keep_their_order() -> None:
    """The order is part of the contract: whoever adds a column adds it at the end."""
    names = [column.name for column in FLAT]

    assert len(names) == len(set(names))
    assert names[:3] == ["code", "version", "title"]
    assert names[-3:] == ["publication", "valid_from", "change_reason"]
    assert COLUMNS[: len(FLAT)] == FLAT


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_column_is_documented_in_order(layout: Layout) -> None:
    section = DOCS.read_text().split(f"### layout={layout.name}\n")[1].split("\n#")[0]

    documented = [line for line in section.splitlines() if line.startswith("| `")]

    columns = COLUMNS if layout is EVENTS else layout.columns
    assert documented == [f"| `{column.name}` | {column.doc} |" for column in columns]

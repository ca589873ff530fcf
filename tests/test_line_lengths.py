"""Lines of what ruff does not read, as short as those of Python: templates, SQL, JavaScript and CSS."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

#: As `line-length` in pyproject.toml.
LONGEST = 120
#: By kind: the folders that are read, whole, and what the names of its files end in. Vendored files are not ours.
KINDS = {
    "templates": (["templates"], {".html", ".svg"}),
    "SQL": (["events"], {".sql"}),
    "JavaScript and CSS": (["static/site", "static/admin-desk"], {".js", ".css", ".svg"}),
}


def files(folders: list[str], endings: set[str]) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in (settings.BASE_DIR / folder).rglob("*") if path.suffix in endings)


@pytest.mark.parametrize("kind", KINDS)
def test_no_line_is_longer_than_those_of_python_may_be(kind: str) -> None:
    read = [*files(*KINDS[kind])]

    too_long = [
        f"{path.relative_to(settings.BASE_DIR)}:{number}"
        for path in read
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LONGEST
    ]

    assert read
    assert too_long == []

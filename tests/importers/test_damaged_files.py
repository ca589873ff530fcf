"""Damaged copies of the real files: refused with the row and the reason, and nothing is stored."""

from pathlib import Path

import pytest

from events.importers import RefusedError
from events.models import Event
from tests.importers.conftest import run
from tests.importers.files import IRAQ, SYRIA, WORLD, needs_real_files

pytestmark = [pytest.mark.slow, pytest.mark.django_db, needs_real_files]

HEAD = 60_000  # bytes: enough rows to be damaged


@pytest.fixture
def damaged(codebook: None, tmp_path: Path) -> Path:
    return tmp_path / "damaged.csv"


def refused(path: Path, content: bytes) -> str:
    """The problem found first in a file of this content."""
    path.write_bytes(content)
    with pytest.raises(RefusedError) as error:
        run(path)
    assert not Event.objects.exists()
    return error.value.problems[0].problem


@pytest.mark.parametrize("file", [IRAQ, SYRIA, WORLD], ids=["iraq", "syria", "world"])
def test_a_file_cut_off_anywhere_is_refused(file: Path, damaged: Path) -> None:
    content = file.read_bytes()[:HEAD]

    for cut in range(HEAD // 2, HEAD, 1777):
        if content[cut - 1 : cut] != b"\n":
            assert refused(damaged, content[:cut])


def test_another_encoding_is_refused(damaged: Path) -> None:
    content = IRAQ.read_bytes()[:HEAD]
    content = content[: content.rindex(b"\r\n") + 2]

    assert "UTF-8" in refused(damaged, content.replace("ū".encode(), b"\xfb"))
    assert "UTF-8" in refused(damaged, content.decode().encode("utf-16"))


@pytest.mark.parametrize("column", ["id", "date_start", "best", "latitude", "side_a_new_id"])
def test_a_missing_column_is_refused(column: str, damaged: Path) -> None:
    header, rest = WORLD.read_bytes()[:HEAD].split(b"\n", 1)

    assert refused(damaged, header.replace(f"{column},".encode(), b"x,", 1) + b"\n" + rest) == "this column is missing"

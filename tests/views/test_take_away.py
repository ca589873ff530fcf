"""Links to files say what to expect."""

import pytest

from events.export import FORMATS
from events.views.take_away import size, take_away


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (0, "about 1 kB"),
        (999, "about 1 kB"),
        (12_400, "about 12 kB"),
        (127_400, "about 130 kB"),
        (3_200_000, "about 3 MB"),
        (2 * 10**9, "about 2 GB"),
    ],
)
def test_sizes_are_rounded(length: int, words: str) -> None:
    assert size(length) == words


def test_every_format_is_offered_with_its_size() -> None:
    files = take_away("country=IRQ", 1000).events

    assert [file.name for file in files] == [form.name for form in FORMATS.values()]
    assert files[0].url == "/events.csv?country=IRQ"
    assert files[0].size == "about 560 kB"


def test_long_layouts_are_offered_where_a_format_has_them() -> None:
    claims, participants = take_away("", 1000).long

    assert [file.url for file in claims[1]] == [
        "/events.csv?layout=claims", "/events.xlsx?layout=claims", "/events.parquet?layout=claims",
    ]  # fmt: skip
    assert participants[0] == "A row for each participant:"


def test_a_format_that_cannot_hold_the_events_is_not_offered() -> None:
    suffixes = [file.url.split(".")[1] for file in take_away("", 2_000_000).events]

    assert "xlsx" not in suffixes
    assert "parquet" in suffixes

"""What readers are told about the size of a file is near what they get."""

import pytest

from events.export import FORMATS
from tests.export.reading import file_bytes
from tests.views import record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_without_events_is_as_small_as_is_said(suffix: str) -> None:
    said = FORMATS[suffix].bytes_of(0)

    assert said / 2 < len(file_bytes(suffix)) < said * 2


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_event_adds_to_it(suffix: str) -> None:
    empty = len(file_bytes(suffix))
    for _ in range(50):
        record.event(narrative="")

    assert empty < len(file_bytes(suffix)) < FORMATS[suffix].bytes_of(50) * 2

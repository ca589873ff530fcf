"""Rules of layout, on random input: bars add up, words stay inside and in order, places lie where they should."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from events.filters.fields import Box
from events.pictures.chart import bars, scale
from events.pictures.lettering import directed, legible, lines, width
from events.pictures.projection import Projection
from events.pictures.sheet import Room
from events.stats import Bin
from events.wording.script import ISOLATE, RELEASE

ROOM = Room(50, 100, 1000, 500)
counts = st.tuples(st.integers(0, 10**6), st.floats(0, 10**5))
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=ISOLATE + RELEASE), max_size=200)


def bins(found: list[tuple[int, float]]) -> list[Bin]:
    first = date(2018, 1, 1)
    days = [first + timedelta(days=number) for number in range(len(found))]
    return [Bin(day, day, events, spread, 0) for day, (events, spread) in zip(days, found, strict=True)]


@given(st.lists(counts, min_size=1, max_size=40))
def test_bars_add_up_to_what_they_stand_for(found: list[tuple[int, float]]) -> None:
    drawn = bars("day", bins(found), ROOM)
    unit = (drawn.scale[0].at - drawn.scale[-1].at) / int(drawn.scale[-1].text.replace(",", ""))

    assert sum(one.height for one in drawn.columns) == pytest.approx(unit * sum(events for events, _ in found))
    assert sum(one.spread_height for one in drawn.columns) == pytest.approx(unit * sum(share for _, share in found))


@given(st.lists(counts, min_size=1, max_size=40))
def test_bars_stand_side_by_side_inside_their_room(found: list[tuple[int, float]]) -> None:
    drawn = bars("day", bins(found), ROOM)

    for one, following in zip(drawn.columns, drawn.columns[1:], strict=False):
        assert one.x + one.width < following.x
    for one in drawn.columns:
        assert drawn.room.x <= one.x
        assert one.x + one.width <= drawn.room.right
        assert one.spread_y >= drawn.room.y - 1e-6
        assert one.y + one.height == pytest.approx(drawn.room.bottom)


@given(st.floats(0, 10**8))
def test_a_scale_has_few_whole_steps_and_room_for_the_highest(largest: float) -> None:
    step, top = scale(largest)

    assert top % step == 0
    assert 1 <= top // step <= 5
    assert top >= largest


@given(words, st.integers(1, 4))
def test_lines_keep_all_words_in_order_or_say_that_they_do_not(text: str, most: int) -> None:
    broken = lines(text, 20, 300, most)

    assert len(broken) <= most
    assert all(width(line, 20) <= 300 for line in broken)
    joined = "".join(broken).replace(" ", "")
    whole = legible(text).replace(" ", "")
    assert joined == whole or (joined.endswith("…") and whole.startswith(joined[:-1]))


@given(words)
def test_what_is_legible_fits_into_xml(text: str) -> None:
    assert all(letter >= " " and letter not in "\ufffe\uffff" for letter in legible(text))


@given(st.lists(st.sampled_from(["Akkas ", f"{ISOLATE}al-Qaim gas field{RELEASE} ", "حقل "]), max_size=20))
def test_what_is_held_together_is_closed_on_each_line(parts: list[str]) -> None:
    for line in lines("".join(parts), 20, 120, 50):
        assert line.count(ISOLATE) == line.count(RELEASE)


def test_only_a_language_from_the_right_is_turned() -> None:
    assert directed("Akkas") == "Akkas"
    with override("ar"):
        assert directed("عكاس") == "\u2067عكاس\u2069"


longitudes, latitudes = st.floats(-180, 180), st.floats(-80, 80)


@given(st.lists(st.tuples(longitudes, latitudes), min_size=1, max_size=10))
def test_all_spots_lie_in_the_room_and_in_sight(spots: list[tuple[float, float]]) -> None:
    xs, ys = zip(*spots, strict=True)
    projection = Projection.fitted(Box(min(xs), min(ys), max(xs), max(ys)), ROOM)
    sight = projection.sight

    for longitude, latitude in spots:
        x, y = projection.spot(longitude, latitude)
        assert ROOM.x <= x <= ROOM.right
        assert ROOM.y <= y <= ROOM.bottom
        assert sight.west - 1e-6 <= longitude <= sight.east + 1e-6
        assert sight.south - 1e-6 <= latitude <= sight.north + 1e-6
    assert 0 <= projection.zoom <= 9

"""What maps show against a plain loop: every spot in one tile and one cell, imprecise places and dates included."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from math import atan, degrees, pi, sinh
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from hypothesis import example, given
from hypothesis import strategies as st

from events.filters import EventFilter
from events.filters.event_filter import PRECISION_RANKS
from events.filters.fields import Box
from events.models import Publication, PublishedActor, PublishedEvent, PublishedEventType, PublishedPlace
from events.stats import timeline
from events.stats.cells import Cell, cells, signs
from events.stats.grid import Grid
from events.stats.places import areas
from events.stats.steps import steps
from events.views.map_data import placed

pytestmark = pytest.mark.django_db

ROWS = {
    "event_type": st.sampled_from(["battles", "riots", "protests"]),
    "date_start": st.dates(date(2017, 12, 1), date(2018, 3, 1)),
    "lasts": st.sampled_from([0, 0, 1, 9, 40]),
    "place": st.sampled_from(["", "anbar", "hajin"]),
    "precision": st.sampled_from(list(PRECISION_RANKS)),
    "deaths_low": st.one_of(st.none(), st.integers(0, 40)),
    "deaths_best": st.one_of(st.none(), st.integers(0, 40)),
    "actors": st.lists(st.sampled_from(["a", "b"]), max_size=2, unique=True),
    "spot": st.one_of(
        st.none(),
        st.tuples(st.floats(-180, 180), st.floats(-90, 90)),
        st.sampled_from([(41.1, 34.37), (180.0, 90.0), (-180.0, -90.0), (0.0, 0.0), (45.0, 66.51326044311186)]),
    ),
}
events = st.lists(st.fixed_dictionaries(ROWS), max_size=25)
ON_THE_EQUATOR = {
    "event_type": "battles", "date_start": date(2018, 1, 1), "lasts": 0, "place": "", "precision": "exact",
    "deaths_low": None, "deaths_best": None, "actors": [], "spot": (0.0, 0.0),
}  # fmt: skip
queries = st.sampled_from(["", "actor=a", "actor=a&actor=b", "event_type=battles&deaths_min=1", "area=unknown"])


@pytest.fixture
def catalogue(db: None) -> None:
    PublishedActor.objects.bulk_create(PublishedActor(slug=slug, name=slug.upper()) for slug in "ab")
    PublishedEventType.objects.create(code="battles", name="battles")
    PublishedPlace.objects.bulk_create(PublishedPlace(slug=slug, name=slug) for slug in ("anbar", "hajin"))


def record(rows: list[dict[str, Any]]) -> None:
    """Make `rows` all that is current in the public record."""
    at = datetime.now(UTC)
    number = Publication.objects.count() + 1
    Publication.objects.create(number=number, at=at)
    PublishedEvent.objects.filter(valid_to=None).update(valid_to=at, closed_by=number, closure="retracted")
    made = []
    for place, row in enumerate(rows):
        values = dict(row)
        spot, lasts = values.pop("spot"), values.pop("lasts")
        made.append(
            PublishedEvent(
                **values,
                code=f"X{number}-{place}",
                version=1,
                valid_from=at,
                publication=number,
                date_end=row["date_start"] + timedelta(days=lasts),
                precision_rank=PRECISION_RANKS[row["precision"]],
                point=Point(*spot, srid=4326) if spot else None,
                longitude=spot[0] if spot else None,
                latitude=spot[1] if spot else None,
            )
        )
    PublishedEvent.objects.bulk_create(made)


def selected(query: str) -> tuple[EventFilter, list[PublishedEvent], list[PublishedEvent]]:
    """The filter, the events it selects by PostgreSQL, and those of them that a map shows as spots or rings."""
    asked = EventFilter(QueryDict(query))
    assert asked.is_valid(), asked.errors
    rows = list(asked.rows())
    return asked, rows, [row for row in rows if row.latitude is not None and row.precision_rank <= 3]


def tile_of(row: PublishedEvent, zoom: int) -> tuple[int, int]:
    """By the edges of tiles as textbooks give them. An edge belongs to the tile north of it, a pole to the last row."""
    edges = [degrees(atan(sinh(pi * (1 - 2 * row / 2**zoom)))) for row in range(1, 2**zoom)]
    column = sum(row.longitude >= 360 * edge / 2**zoom - 180 for edge in range(1, 2**zoom))
    return column, sum(row.latitude < edge for edge in edges)


def sums(found: list[Cell]) -> tuple[int, int, int, int]:
    figures = [(cell.events, cell.deaths, cell.without_deaths, cell.coarse) for cell in found]
    return tuple(map(sum, zip(*figures, strict=True))) if figures else (0, 0, 0, 0)


def by_hand(rows: list[PublishedEvent]) -> tuple[int, int, int, int]:
    deaths = [row.deaths_low if row.deaths_best is None else row.deaths_best for row in rows]
    return (
        len(rows),
        sum(figure or 0 for figure in deaths),
        sum(figure is None for figure in deaths),
        sum(row.precision_rank == 3 for row in rows),
    )


@given(rows=events, query=queries, zoom=st.integers(0, 2))
@example(rows=[ON_THE_EQUATOR], query="", zoom=1)
@example(rows=[ON_THE_EQUATOR, ON_THE_EQUATOR | {"spot": (-2e-289, 0.0)}], query="", zoom=1)
def test_every_spot_is_in_one_tile_and_one_cell(
    catalogue: None, rows: list[dict[str, Any]], query: str, zoom: int
) -> None:
    record(rows)
    asked, _, shown = selected(query)
    world = Grid.around(Box(-180, -90, 180, 90), zoom)

    whole = cells(asked, world)
    by_tile = {(x, y): cells(asked, Grid(zoom, x, y, x, y)) for x in range(2**zoom) for y in range(2**zoom)}

    assert sums(whole) == sums(signs(asked, world)) == by_hand(shown)
    counted = {tile: sum(cell.events for cell in found) for tile, found in by_tile.items()}
    assert counted == dict.fromkeys(by_tile, 0) | dict(Counter(tile_of(row, zoom) for row in shown))
    assert sorted((cell.column, cell.row, cell.events) for cell in whole) == sorted(
        (cell.column, cell.row, cell.events) for found in by_tile.values() for cell in found
    )


@given(rows=events)
def test_a_sign_says_no_more_than_its_events(catalogue: None, rows: list[dict[str, Any]]) -> None:
    record(rows)
    asked, _, shown = selected("")

    for sign in signs(asked, Grid(0, 0, 0, 0, 0)):
        here = [
            row for row in shown if sign.west <= row.longitude <= sign.east and sign.south <= row.latitude <= sign.north
        ]
        assert sign.events == len(here)
        kind, most = Counter(row.event_type for row in here).most_common(1)[0]
        assert sign.event_type == (kind if 2 * most > len(here) else "")
        assert sign.place in {row.place for row in here}
        assert sign.id == (here[0].pk if len(here) == 1 else None)


@given(rows=events, query=queries)
@example(rows=[], query="")
def test_steps_add_up_to_the_timeline(catalogue: None, rows: list[dict[str, Any]], query: str) -> None:
    record(rows)
    asked, _, shown = selected(query)
    unit, bins = timeline(placed(asked))

    found, taken = steps(asked, Grid(2, 0, 0, 3, 3), unit)

    assert sum(cell.events for cell in found) == len(shown)
    assert sum(step.events + step.spread for step in taken) == pytest.approx(len(shown))
    assert sum(step.deaths + step.spread_deaths for step in taken) == pytest.approx(by_hand(shown)[1])
    for one in bins:
        then = [step for step in taken if step.start == one.start]
        assert sum(step.events for step in then) == one.events
        assert sum(step.spread for step in then) == pytest.approx(one.spread)


@given(rows=events, query=queries)
def test_what_is_no_spot_has_a_home_that_its_line_leads_to(
    catalogue: None, rows: list[dict[str, Any]], query: str
) -> None:
    record(rows)
    asked, all_of_them, shown = selected(query)

    known = areas(asked)

    assert sum(area.events for area in known) + len(shown) == len(all_of_them)
    for area in known:
        narrowed = asked.querystring(area=area.place or "unknown")
        if asked.params.get("area") in (None, area.place or "unknown"):
            assert EventFilter(QueryDict(narrowed)).rows().count() == area.events


def test_cells_grow_where_there_are_too_many_steps(catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.stats.steps.LARGEST", 3)
    some = {"event_type": "riots", "lasts": 0, "place": "", "precision": "exact", "deaths_low": None}
    record(
        [
            {**some, "deaths_best": 1, "actors": [], "date_start": date(2018, 1, 1), "spot": (x * 1.0, 10.0)}
            for x in range(0, 90, 5)
        ]
    )

    found, taken = steps(EventFilter(QueryDict("")), Grid(1, 0, 0, 1, 1), "day")

    assert len(taken) <= 3
    assert sum(cell.events for cell in found) == sum(step.events for step in taken) == 18

"""Every count against a plain loop over the same events: several actors each, vague dates, missing figures."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import stats
from events.filters import EventFilter
from events.filters.event_filter import PRECISION_RANKS
from events.filters.fields import Box
from events.models import (
    Publication,
    PublishedActor,
    PublishedEvent,
    PublishedEventType,
    PublishedPlace,
    PublishedSource,
)

pytestmark = pytest.mark.django_db

figures = st.one_of(st.none(), st.integers(0, 40))
some = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True)
events = st.lists(
    st.fixed_dictionaries(
        {
            "event_type": st.sampled_from(["battles", "riots"]),
            "sub_event_type": st.sampled_from(["", "clash"]),
            "date_start": st.dates(date(2017, 12, 1), date(2018, 3, 1)),
            "lasts": st.sampled_from([0, 0, 1, 9, 40]),
            "country": st.sampled_from(["", "IRQ", "SYR"]),
            "attribution": st.sampled_from(["contested", "likely"]),
            "precision": st.sampled_from(list(PRECISION_RANKS)),
            "deaths_low": figures,
            "deaths_best": figures,
            "deaths_high": figures,
            "actors": some,
            "sources": some,
            "spot": st.one_of(st.none(), st.tuples(st.integers(30, 50), st.integers(20, 40))),
        }
    ),
    max_size=25,
)
queries = st.sampled_from(
    ["", "country=IRQ", "actor=a", "actor=a&actor=b", "source=c&event_type=battles", "attribution=likely"]
)


def record(rows: list[dict[str, object]]) -> list[PublishedEvent]:
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
                precision_rank=PRECISION_RANKS[str(row["precision"])],
                point=Point(*spot, srid=4326) if spot else None,
                longitude=spot[0] if spot else None,
                latitude=spot[1] if spot else None,
            )
        )
    return PublishedEvent.objects.bulk_create(made)


@pytest.fixture
def catalogue(db: None) -> None:
    PublishedActor.objects.bulk_create(PublishedActor(slug=slug, name=slug.upper()) for slug in "abc")
    PublishedSource.objects.bulk_create(PublishedSource(slug=slug, name=slug.upper()) for slug in "abc")
    PublishedEventType.objects.bulk_create(
        PublishedEventType(code=code, name=code) for code in ("battles", "riots", "clash")
    )
    PublishedPlace.objects.bulk_create(
        PublishedPlace(slug=code, name=code, kind="country", country=code) for code in ("IRQ", "SYR")
    )


def loop(rows: list[PublishedEvent], query: str) -> list[PublishedEvent]:
    """The rows that `query` means, without SQL."""
    asked = QueryDict(query)
    return [
        row
        for row in rows
        if all(
            set(asked.getlist(name)) & set(values)
            for name, values in (
                ("country", [row.country]),
                ("actor", row.actors),
                ("source", row.sources),
                ("event_type", [row.event_type, row.sub_event_type]),
                ("attribution", [row.attribution]),
            )
            if asked.getlist(name)
        )
    ]


@given(rows=events, query=queries)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_totals_facets_timeline_and_cells(catalogue: None, rows: list[dict[str, object]], query: str) -> None:
    all_rows = record(rows)
    selected = loop(all_rows, query)
    asked = EventFilter(QueryDict(query))

    totals = stats.totals(asked)
    assert totals.events == len(selected) == asked.rows().count()
    for figure in ("deaths_low", "deaths_best", "deaths_high"):
        assert getattr(totals, figure) == sum(getattr(row, figure) or 0 for row in selected)
    assert totals.without_deaths == sum(
        row.deaths_low is row.deaths_best is row.deaths_high is None for row in selected
    )
    assert totals.without_point == sum(row.latitude is None for row in selected)

    for facet in stats.facets(asked):
        assert {value.value: value.count for value in facet.values if value.count} == by_hand(
            all_rows, query, facet.parameter
        )

    _, bins = stats.timeline(asked)
    assert sum(bar.events + bar.spread for bar in bins) == pytest.approx(len(selected))

    cells = stats.cells(asked, Box(-180, -90, 180, 90), 4)
    assert sum(cell.events for cell in cells) == sum(row.latitude is not None for row in selected)
    assert sum(cell.deaths for cell in cells) == sum(
        row.deaths_best or 0 for row in selected if row.latitude is not None
    )


def by_hand(rows: list[PublishedEvent], query: str, name: str) -> dict[str, int]:
    """Events by value of one facet, among those that the other parameters select."""
    others = QueryDict(query, mutable=True)
    others.pop(name, None)
    selected = loop(rows, others.urlencode())
    values = {
        "event_type": lambda row: [row.event_type, row.sub_event_type],
        "country": lambda row: [row.country],
        "admin1": lambda row: [row.admin1],
        "attribution": lambda row: [row.attribution],
        "actor": lambda row: row.actors,
        "source": lambda row: row.sources,
    }
    if name != "precision":
        return dict(Counter(value for row in selected for value in values[name](row) if value))
    present = {row.precision for row in selected}
    return {
        precision: sum(row.precision_rank <= rank for row in selected)
        for precision, rank in PRECISION_RANKS.items()
        if precision in present
    }


def test_a_vague_date_is_spread_and_no_spike(catalogue: None) -> None:
    record(
        [
            {
                "event_type": "battles",
                "sub_event_type": "",
                "date_start": date(2018, 10, 1),
                "lasts": 9,
                "country": "IRQ",
                "attribution": "likely",
                "precision": "exact",
                "deaths_low": None,
                "deaths_best": None,
                "deaths_high": None,
                "actors": [],
                "sources": [],
                "spot": None,
            }
        ]
    )

    unit, bins = stats.timeline(EventFilter(QueryDict("")))

    assert unit == "day"
    assert [(bar.events, round(bar.spread, 3)) for bar in bins] == [(0, 0.1)] * 10

"""Every count against a plain loop over the same events: several actors each, vague dates, missing figures."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from events import stats
from events.filters import EventFilter
from events.filters.event_filter import PRECISION_RANKS
from events.models import (
    Publication,
    PublishedActor,
    PublishedEvent,
    PublishedEventType,
    PublishedPlace,
    PublishedSource,
)

pytestmark = pytest.mark.django_db

ROLES = ("lead", "associate", "target")
figures = st.one_of(st.none(), st.integers(0, 40))
some = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True)
events = st.lists(
    st.fixed_dictionaries(
        {
            "event_type": st.sampled_from(["battles", "riots"]),
            "sub_event_type": st.sampled_from(["", "clash"]),
            "date_start": st.dates(date(2017, 12, 1), date(2018, 3, 1)),
            "lasts": st.sampled_from([0, 0, 1, 9, 40]),
            "date_meaning": st.sampled_from(["lasted", "within"]),
            "country": st.sampled_from(["", "IRQ", "SYR"]),
            "attribution": st.sampled_from(["contested", "likely"]),
            "precision": st.sampled_from(list(PRECISION_RANKS)),
            "deaths_low": figures,
            "deaths_best": figures,
            "deaths_high": figures,
            "actors": some,
            "role": st.sampled_from(ROLES),
            "sources": some,
            "spot": st.one_of(st.none(), st.tuples(st.integers(30, 50), st.integers(20, 40))),
        }
    ),
    max_size=25,
)
queries = st.sampled_from(
    [
        "",
        "country=IRQ",
        "actor=a",
        "actor=a&actor=b",
        "actor=a&role=target&role=lead",
        "source=c&event_type=battles",
        "attribution=likely",
        "date_from=2018-01-01&date_to=2018-12-31",
        "date_from=2018-01-05&when=certainly&country=SYR",
    ]
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
        spot, lasts, role = values.pop("spot"), values.pop("lasts"), values.pop("role", "lead")
        made.append(
            PublishedEvent(
                **values,
                code=f"X{number}-{place}",
                actor_roles=[f"{actor}|{role}" for actor in row["actors"]],
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
                ("role", [role for actor, role in roles_of(row) if actor in asked.getlist("actor")]),
                ("source", row.sources),
                ("event_type", [row.event_type, row.sub_event_type]),
                ("attribution", [row.attribution]),
            )
            if asked.getlist(name)
        )
        and lies_in(row, asked)
    ]


def roles_of(row: PublishedEvent) -> list[list[str]]:
    return [text.split("|") for text in row.actor_roles]


def lies_in(row: PublishedEvent, asked: QueryDict) -> bool:
    first = date.fromisoformat(asked.get("date_from", "0001-01-01"))
    last = date.fromisoformat(asked.get("date_to", "9999-12-31"))
    if row.date_end < first or row.date_start > last:
        return False
    is_certain = row.date_meaning == "lasted" or (first <= row.date_start and row.date_end <= last)
    return is_certain or asked.get("when") != "certainly"


@given(rows=events, query=queries)
def test_totals_facets_and_timeline(catalogue: None, rows: list[dict[str, object]], query: str) -> None:
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

    for facet in stats.facets(asked):
        assert {value.value: value.count for value in facet.values if value.count} == by_hand(
            all_rows, query, facet.parameter
        )

    _, bins = stats.timeline(asked)
    assert sum(bar.events + bar.spread for bar in bins) == pytest.approx(len(selected))
    for bar in bins:
        certain = [row for row in selected if bar.start <= row.date_start and row.date_end <= bar.end]
        assert bar.events == len(certain)
        assert bar.deaths == sum(row.deaths_best or 0 for row in certain)
        assert bar.spread == pytest.approx(sum(share(row, bar, bins) for row in selected if row not in certain))


def share(row: PublishedEvent, bar: stats.Bin, bins: list[stats.Bin]) -> float:
    """The part of an event that falls to a bar: all bars that it may lie in have the same."""
    met = [one for one in bins if one.start <= row.date_end and row.date_start <= one.end]
    return 1 / len(met) if bar in met else 0


def by_hand(rows: list[PublishedEvent], query: str, name: str) -> dict[str, int]:
    """Events by value of one facet, among those that the other parameters select."""
    others = QueryDict(query, mutable=True)
    for parameter in {"year": ["date_from", "date_to"], "actor": ["actor", "role"]}.get(name, [name]):
        others.pop(parameter, None)
    selected = loop(rows, others.urlencode())
    if name == "year":
        return by_year(selected, only_certain="certainly" in query)
    if name == "role":
        actors = others.getlist("actor")
        return dict(Counter(role for row in selected for role in {r for a, r in roles_of(row) if a in actors}))
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


def by_year(rows: list[PublishedEvent], *, only_certain: bool) -> dict[str, int]:
    years = Counter[str]()
    for row in rows:
        found = range(row.date_start.year, row.date_end.year + 1)
        if len(found) == 1 or row.date_meaning == "lasted" or not only_certain:
            years.update(map(str, found))
    return dict(years)


def test_a_vague_date_is_spread_and_no_spike(catalogue: None) -> None:
    record(
        [
            {
                "event_type": "battles",
                "sub_event_type": "",
                "date_start": date(2018, 10, 1),
                "lasts": 9,
                "role": "lead",
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

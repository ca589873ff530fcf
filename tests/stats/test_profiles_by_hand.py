"""Opponents, harm by side, outlines and bars of a shared time against plain loops over the same random events."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from events.filters import EventFilter
from events.models import Publication, PublishedEvent
from events.stats.claims import resting_on_one
from events.stats.outline import outline, shares, units
from events.stats.sides import Sum, against_itself, companions, harm, opponents
from events.stats.timeline import unit_of
from tests.stats.test_counts_by_hand import catalogue, figures

__all__ = ["catalogue"]
pytestmark = pytest.mark.django_db

ROLES = ("lead", "associate", "target")
parts = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("AB"), st.sampled_from(ROLES)), max_size=5)
events = st.lists(
    st.fixed_dictionaries(
        {
            "event_type": st.sampled_from(["battles", "riots"]),
            "date_start": st.dates(date(2017, 12, 1), date(2018, 3, 1)),
            "lasts": st.sampled_from([0, 0, 1, 9, 40]),
            "country": st.sampled_from(["IRQ", "SYR"]),
            "attribution": st.sampled_from(["contested", "likely", "unknown"]),
            "deaths_low": figures,
            "deaths_best": figures,
            "deaths_high": figures,
            "deaths_a": figures,
            "deaths_b": figures,
            "deaths_civilians": figures,
            "civilians": st.booleans(),
            "sources": st.lists(st.sampled_from("abc"), max_size=3, unique=True),
            "parts": parts,
        }
    ),
    max_size=25,
)
queries = st.sampled_from(["actor=a", "actor=a&country=IRQ", "actor=a&attribution=contested"])


def made(rows: list[dict[str, Any]]) -> list[PublishedEvent]:
    """Make `rows` all that is current in the public record."""
    at, number = datetime.now(UTC), Publication.objects.count() + 1
    Publication.objects.create(number=number, at=at)
    PublishedEvent.objects.filter(valid_to=None).update(valid_to=at, closed_by=number, closure="retracted")
    return PublishedEvent.objects.bulk_create(
        PublishedEvent(
            **{name: value for name, value in row.items() if name not in ("parts", "lasts")},
            code=f"Y{number}-{place}",
            version=1,
            valid_from=at,
            publication=number,
            date_end=row["date_start"] + timedelta(days=row["lasts"]),
            actors=sorted({slug for slug, _, _ in row["parts"]}),
            actor_roles=sorted({f"{slug}|{role}" for slug, _, role in row["parts"]}),
            actor_sides=sorted({f"{slug}|{side}" for slug, side, _ in row["parts"]}),
        )
        for place, row in enumerate(rows)
    )


def chosen(rows: list[PublishedEvent], query: str) -> list[PublishedEvent]:
    asked = QueryDict(query)
    return [
        row
        for row in rows
        if "a" in row.actors
        and asked.get("country", row.country) == row.country
        and asked.get("attribution", row.attribution) == row.attribution
    ]


def sides(row: PublishedEvent, slug: str) -> set[str]:
    return {side for side in "AB" if f"{slug}|{side}" in row.actor_sides}


def no_figure(row: PublishedEvent) -> bool:
    return row.deaths_low is row.deaths_best is row.deaths_high is None


@given(rows=events, query=queries)
def test_opponents_and_harm(catalogue: None, rows: list[dict[str, Any]], query: str) -> None:
    selected = chosen(made(rows), query)
    asked = EventFilter(QueryDict(query))
    other = {"A": "B", "B": "A"}
    rivals, friends = defaultdict(list), Counter[str]()
    for row in selected:
        for slug in "bc":
            if any(other[side] in sides(row, slug) for side in sides(row, "a")):
                rivals[slug].append(row)
            friends[slug] += bool(
                sides(row, slug) & sides(row, "a") or (sides(row, slug) and len(sides(row, "a")) == 2)
            )

    found = {one.slug: one for one in opponents(asked, "a", ["a"])}

    assert found.keys() == rivals.keys()
    for slug, its in rivals.items():
        one = found[slug]
        against = EventFilter(QueryDict(f"{query}&against={slug}"))
        assert one.events == len(its) == outline(against).events == against.rows().count()
        assert one.contested == sum(row.attribution == "contested" for row in its)
        assert (one.deaths_low, one.deaths_best, one.deaths_high) == sums(its)
        assert one.without_deaths == sum(map(no_figure, its))

    assert {one.slug: one.events for one in companions(asked, "a", ["a"])} == +friends

    both = [row for row in selected if sides(row, "a") == {"A", "B"}]
    assert against_itself(asked, "a") == len(both)
    groups = defaultdict(list)
    for row in selected:
        if row not in both:
            acted = bool({"a|lead", "a|associate"} & {*row.actor_roles})
            groups[acted, row.attribution].append(row)
    assert {(one.acted, one.attribution): one.events for one in harm(asked, "a")} == {
        key: len(its) for key, its in groups.items()
    }
    for one in harm(asked, "a"):
        its = groups[one.acted, one.attribution]
        on_a = [(row, "A" in sides(row, "a")) for row in its]
        assert one.opposite == added([row.deaths_b if is_a else row.deaths_a for row, is_a in on_a])
        assert one.beside == added([row.deaths_a if is_a else row.deaths_b for row, is_a in on_a])
        assert one.civilians == added([row.deaths_civilians for row in its])


def sums(rows: list[PublishedEvent]) -> tuple[int, int, int]:
    low, best, high = (
        sum(getattr(row, name) or 0 for row in rows) for name in ("deaths_low", "deaths_best", "deaths_high")
    )
    return low, best, high


def added(values: list[int | None]) -> Sum:
    known = [value for value in values if value is not None]
    return Sum(sum(known), len(known), len(values) - len(known))


@given(rows=events, query=queries)
def test_outlines_and_bars(catalogue: None, rows: list[dict[str, Any]], query: str) -> None:
    selected = chosen(made(rows), query)
    asked = EventFilter(QueryDict(query))

    found = outline(asked)

    assert found.events == len(selected)
    assert (found.deaths_low, found.deaths_best, found.deaths_high) == sums(selected)
    assert found.without_deaths == sum(map(no_figure, selected))
    assert found.civilians == sum(row.civilians for row in selected)
    assert found.contested == sum(row.attribution == "contested" for row in selected)
    assert found.unattributed == sum(row.attribution == "unknown" for row in selected)
    assert dict(found.types) == Counter(row.event_type for row in selected)
    for source in "abc":
        assert resting_on_one(asked, source) == sum(row.sources == [source] for row in selected)
    if selected:
        first, last = min(row.date_start for row in selected), max(row.date_end for row in selected)
        unit = unit_of(first, last)
        starts = units(unit, first, last)
        bars = shares(asked, unit, starts)
        assert sum(bar.events + bar.spread for bar in bars) == pytest.approx(len(selected))
        if unit == "day":
            by_day: Counter[date] = Counter()
            for row in selected:
                days = (row.date_end - row.date_start).days + 1
                for day in range(days):
                    by_day[row.date_start + timedelta(day)] += 1 / days
            assert [bar.events + bar.spread for bar in bars] == pytest.approx([by_day[start] for start in starts])

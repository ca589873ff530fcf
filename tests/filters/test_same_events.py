"""The same query string selects the same events in PostgreSQL and in the column copy, whatever it asks."""

import random
import re
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

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
from events.stats import page
from events.stats.copy import copy
from events.stats.selection import where

ACTORS, SOURCES, TYPES = ("a", "b", "c"), ("s", "t"), ("battles", "riots")
PLACES = {"p": "hajin ~hjn", "q": "bukamal ~bkml", "r": "qaim baghouz ~km ~bks"}  # with what names are found by
ROLES = ("lead", "associate", "target")
WORDS = ("akkas", "baghouz", "hajin")


def some_event(chance: random.Random, number: int, at: datetime) -> PublishedEvent:
    """A public event of any shape the public record can hold."""
    start = date(2018, 1, 1) + timedelta(days=chance.randrange(90))
    parts = {(actor, chance.choice(ROLES)) for actor in chance.sample(ACTORS, chance.randrange(4))}
    sides = {f"{actor}|{side}" for actor, _ in parts for side in chance.choice(["A", "A", "B", "AB"])}
    point = chance.choice([None, (chance.uniform(-180, 180), chance.uniform(-90, 90)), (0.0, 10.0)])
    precision = chance.choice(list(PRECISION_RANKS))
    return PublishedEvent(
        code=f"X{number}",
        version=1,
        valid_from=at,
        publication=1,
        event_type=chance.choice(TYPES),
        sub_event_type=chance.choice(["", "clash"]),
        date_start=start,
        date_end=start + timedelta(days=chance.choice([0, 0, 1, 6, 30])),
        date_meaning=chance.choice(["on_day", "lasted", "within"]),
        country=chance.choice(["", "IRQ", "SYR"]),
        admin1=chance.choice(["", "IQ-AN"]),
        place=chance.choice(["", *PLACES]),
        place_path=chance.sample([*PLACES], chance.randrange(4)),
        point=Point(*point, srid=4326) if point else None,
        longitude=point[0] if point else None,
        latitude=point[1] if point else None,
        precision=precision,
        precision_rank=PRECISION_RANKS[precision],
        deaths_low=chance.choice([None, 0, 4]),
        deaths_best=chance.choice([None, 0, 1, 4, 25]),
        civilians=chance.random() < 0.5,
        attribution=chance.choice(["undisputed", "likely", "contested", "unknown"]),
        actors=sorted({actor for actor, _ in parts}),
        actor_roles=sorted(f"{actor}|{role}" for actor, role in parts),
        actor_sides=sorted(sides),
        sources=chance.sample(SOURCES, chance.randrange(3)),
        tags=chance.sample(["x", "y"], chance.randrange(3)),
        search=" ".join(sorted(chance.sample(WORDS, chance.randrange(3)))),
    )


@pytest.fixture
def record(db: None) -> None:
    """Two hundred events, and the catalogue they name."""
    chance = random.Random(20181016)  # noqa: S311  # the same events in every run
    at = datetime.now(UTC)  # of this run, so that the copy does not take the record for one it knows
    Publication.objects.create(number=1, at=at)
    PublishedActor.objects.bulk_create(PublishedActor(slug=slug, name=slug, keys=[slug], words=slug) for slug in ACTORS)
    PublishedPlace.objects.bulk_create(
        PublishedPlace(slug=slug, name=slug, keys=re.findall(r"(?<!~)\b\w+", words), words=words)
        for slug, words in PLACES.items()
    )
    PublishedSource.objects.bulk_create(PublishedSource(slug=slug, name=slug, words=slug) for slug in SOURCES)
    PublishedEventType.objects.bulk_create(PublishedEventType(code=code, name=code) for code in (*TYPES, "clash"))
    PublishedEvent.objects.bulk_create(some_event(chance, number, at) for number in range(200))


days = st.dates(date(2018, 1, 1), date(2018, 4, 30)).map(str)
numbers = st.integers(0, 30).map(str)


def some_of(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), max_size=2, unique=True)


queries = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["akkas", "Baghouz hajin", "hejin", "Bu Kamal", "s akkas", "zzz", "nothing at all"]),
        "date_from": days,
        "date_to": days,
        "when": st.sampled_from(["possibly", "certainly"]),
        "event_type": some_of(*TYPES, "clash"),
        "country": some_of("IRQ", "SYR", "FRA"),
        "admin1": some_of("IQ-AN"),
        "place": some_of(*PLACES),
        "area": some_of(*PLACES, "unknown"),
        "actor": some_of(*ACTORS),
        "role": some_of(*ROLES),
        "against": some_of(*ACTORS),
        "deaths_min": numbers,
        "deaths_max": numbers,
        "civilians": st.just("1"),
        "attribution": some_of("contested", "likely"),
        "precision": st.sampled_from(list(PRECISION_RANKS)),
        "source": some_of(*SOURCES),
        "tag": some_of("x", "y", "z"),
        "bbox": st.sampled_from(["-10,-10,60,60", "170,-90,-170,90", "0,10,0,10", "-180,-90,180,90"]),
        "near": st.sampled_from(["10,0", "34.4,41.1", "89,0"]),
        "within": st.sampled_from(["1", "5000", "15000"]),
    },
)


@given(asked=queries)
def test_postgresql_and_the_copy_select_the_same_events(record: None, asked: dict[str, object]) -> None:
    event_filter = EventFilter(QueryDict(urlencode(asked, doseq=True)))
    if not event_filter.is_valid():
        return

    clause, values = where(event_filter)

    rows = set(event_filter.rows().values_list("id", flat=True))
    assert {row[0] for row in copy.select(f"select id from event where {clause}", values)} == rows


@given(asked=queries, sort=st.sampled_from(["-date", "date", "-deaths", "deaths", "-published", "published"]))
def test_pages_forwards_and_backwards_show_every_event_once(record: None, asked: dict[str, object], sort: str) -> None:
    query = urlencode({**asked, "sort": sort}, doseq=True)
    if not EventFilter(QueryDict(query)).is_valid():
        return
    whole = [row.pk for row in EventFilter(QueryDict(query)).queryset()]

    pages = [page(EventFilter(QueryDict(query)), 7)]
    while pages[-1].after:
        pages.append(page(EventFilter(QueryDict(f"{query}&after={pages[-1].after}")), 7))
    back = [pages[-1]]
    while back[-1].before:
        back.append(page(EventFilter(QueryDict(f"{query}&before={back[-1].before}")), 7))

    assert [row.pk for part in pages for row in part.rows] == whole
    if len(pages) > 1:
        assert [row.pk for part in reversed(back) for row in part.rows] == whole

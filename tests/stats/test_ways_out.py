"""Where nothing answers: words corrected, words and conditions left out, each with the events that it would find."""

from datetime import date

import pytest
from django.contrib.gis.geos import Point
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from events.filters import EventFilter
from events.stats.correcting import corrections, fewer_words
from events.stats.loosening import CONDITIONS, looser
from tests.stats.test_suggesting import IRAQ, SYRIA, actor, place
from tests.views import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    place("baghouz", "Baghouz", "الباغوز", path=SYRIA)
    place("hajin", "Hajin", "هجين", path=SYRIA)
    place("anbar", "Anbar", path=IRAQ[:1])
    actor("islamic-state", "Islamic State", "Daesh")
    lead = {"actors": ["islamic-state"], "actor_roles": ["islamic-state|lead"]}
    record.event(place_path=["baghouz"], country="SYR", search="ambush market", **lead)
    record.event(place_path=["baghouz"], country="SYR", date_start=date(2019, 3, 1), deaths_best=4, search="market")
    record.event(place_path=["hajin"], country="SYR", tags=["x"])
    record.event(place_path=["anbar"], point=Point(41, 34, srid=4326), longitude=41.0, latitude=34.0, civilians=True)


def asked(query: str) -> EventFilter:
    return EventFilter(QueryDict(query))


@pytest.mark.parametrize(
    ("words", "meant", "events"),
    [
        ("bahgouz", "Baghouz", 2),
        ("Baghzou", "Baghouz", 2),
        ("hagin", "Hajin", 1),
        ("هجبن", "هجين", 1),
        ("markte", "market", 2),  # a word that events say
        ("ambsh", "ambush", 1),
        ("Baghouz markt", "Baghouz market", 2),
        ("xqzwvk market", "market", 2),  # what nothing is near to is left out
    ],
)
def test_unknown_words_are_corrected(words: str, meant: str, events: int) -> None:
    first = corrections(asked(f"q={words}"))[0]

    assert (first.words, first.events) == (meant, events)


def test_a_correction_keeps_the_rest_of_the_filter_and_finds_something() -> None:
    (only,) = corrections(asked("q=bahgouz&deaths_min=1&sort=date"))

    assert (only.query, only.events) == ("q=Baghouz&deaths_min=1&sort=date", 1)
    assert corrections(asked("q=bahgouz&country=IRQ")) == []


@pytest.mark.parametrize("words", ["Baghouz", "hajin market", "zzzzqq", "x", "Baghuz"])
def test_known_words_and_nonsense_are_not_corrected(words: str) -> None:
    assert corrections(asked(f"q={words}")) == []


def test_words_that_no_event_has_together_are_tried_without_one() -> None:
    fewer = fewer_words(asked("q=hajin market"))

    assert [(one.words, one.events) for one in fewer] == [("market", 2), ("hajin", 1)]
    assert fewer_words(asked("q=hajin")) == []


def test_each_condition_is_left_out_and_those_that_help_are_named_best_first() -> None:
    found = looser(asked("place=hajin&country=SYR&deaths_min=1&date_from=2019-01-01&date_to=2019-12-31"))

    assert [(one.words, one.events) for one in found] == [("Without the place", 1)]
    found = looser(asked("actor=islamic-state&role=target&country=SYR"))
    assert [(one.words, one.events) for one in found] == [("Without the actor", 3), ("Whatever the actor did", 1)]
    assert [one.query for one in found] == ["country=SYR", "country=SYR&actor=islamic-state"]


def test_dates_are_one_condition_and_so_is_a_circle() -> None:
    found = looser(asked("date_from=2020-01-01&date_to=2020-02-01&near=34,41&within=5"))

    assert [(one.words, one.events) for one in found] == [("Without the dates", 1)]


def test_a_question_of_one_condition_cannot_be_loosened() -> None:
    assert looser(asked("deaths_min=1000")) == []
    assert looser(asked("deaths_min=1000&sort=date")) == []
    assert looser(asked("")) == []


parameters = st.fixed_dictionaries(
    {},
    optional={
        "q": st.sampled_from(["baghouz", "market", "hejin", "zzz"]),
        "date_from": st.sampled_from(["2018-01-01", "2019-01-01", "2030-01-01"]),
        "when": st.just("certainly"),
        "country": st.sampled_from(["SYR", "IRQ", "FRA"]),
        "place": st.sampled_from(["hajin", "baghouz"]),
        "actor": st.just("islamic-state"),
        "role": st.sampled_from(["lead", "target"]),
        "deaths_min": st.sampled_from(["1", "5"]),
        "deaths_max": st.just("1000"),
        "civilians": st.just("1"),
        "tag": st.sampled_from(["x", "y"]),
        "precision": st.sampled_from(["exact", "country"]),
        "near": st.just("34,41"),
        "bbox": st.just("40,33,42,35"),
    },
)


@given(query=parameters)
def test_the_number_said_is_the_number_that_the_link_finds(query: dict[str, str]) -> None:
    event_filter = asked("&".join(f"{name}={value}" for name, value in query.items()))
    if not event_filter.is_valid():
        return

    found = looser(event_filter)

    assert [one.events for one in found] == [asked(one.query).rows().count() for one in found]
    assert len(found) <= len(CONDITIONS)
    assert all(one.events for one in found)

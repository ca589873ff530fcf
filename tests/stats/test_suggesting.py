"""Suggestions as one types: what is found, in which order, and what is never suggested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import PublishedEvent
from events.names import phonetic_key, search_key
from events.stats.suggesting import MOST, Suggestion, suggestions
from tests.views import record

pytestmark = pytest.mark.django_db


def words(*names: str) -> dict[str, object]:
    """The columns by which a row of the catalogue with these names is found."""
    plain = [word for name in names for word in search_key(name).split()]
    sounds = [f"~{sound}" for name in names for sound in phonetic_key(name).split()]
    return {"keys": [search_key(name) for name in names], "words": " ".join([*plain, *sounds])}


def place(slug: str, name: str, *others: str, path: tuple[tuple[str, str], ...] = (), kind: str = "settlement") -> None:
    steps = [{"slug": code, "name": called, "kind": ""} for code, called in (*path, (slug, name))]
    names = [{"name": one, "language": "", "kind": "alias"} for one in (name, *others)]
    record.place(slug, name, kind, names=names, path=steps, **words(name, *others))


def actor(slug: str, name: str, *others: str) -> None:
    names = [{"name": one, "language": "", "kind": "alias"} for one in (name, *others)]
    record.actor(slug, name, names=names, **words(name, *others))


IRAQ, SYRIA = (("iraq", "Iraq"), ("anbar", "Anbar")), (("syria", "Syria"), ("deir-ez-zor", "Deir ez-Zor"))


def shown(text: str, *kinds: str) -> list[str]:
    return [one.value for one in (suggestions(text, kinds) if kinds else suggestions(text)).found]


@pytest.fixture
def catalogue() -> None:
    place("baghouz-iraq", "Baghouz", "الباغوز", path=IRAQ)
    place("baghouz-syria", "Baghouz", "Baghuz", "الباغوز", path=SYRIA)
    place("bahra", "Bahra", path=SYRIA)
    place("hajin", "Hajin", "هجين", path=SYRIA)
    actor("islamic-state", "Islamic State", "Daesh", "ISIS", "داعش")
    actor("baghdad-police", "Police of Baghdad")
    record.source("badia-news", "Badia News", words="badia news")
    record.event_type("battles", "Battles", name_ar="معارك")
    record.event_type("riots", "Riots")
    record.event(place_path=["baghouz-iraq"], actors=["islamic-state"], event_type="battles")
    for _ in range(2):
        record.event(place_path=["baghouz-syria"], actors=["baghdad-police"], sources=["badia-news"])
    record.event(place_path=["hajin"])


def test_main_names_that_begin_so_come_first_then_what_most_events_name(catalogue: None) -> None:
    assert shown("bag") == ["baghouz-syria", "baghouz-iraq", "baghdad-police"]


def test_towns_of_one_name_are_told_apart_by_what_they_lie_in(catalogue: None) -> None:
    towns = {one.value: (one.label, one.within, one.events) for one in suggestions("Baghouz").found}

    assert towns["baghouz-iraq"] == ("Baghouz", ("Anbar", "Iraq"), 1)
    assert towns["baghouz-syria"] == ("Baghouz", ("Deir ez-Zor", "Syria"), 2)


def test_namesakes_in_one_province_are_told_apart_by_their_districts() -> None:
    place("rawa-a", "Rawa", path=(*IRAQ, ("ana", "Ana district")))
    place("rawa-b", "Rawa", path=(*IRAQ, ("heet", "Heet district")))
    record.event(place_path=["rawa-a"])
    record.event(place_path=["rawa-b"])

    assert {one.within for one in suggestions("raw").found} == {
        ("Ana district", "Anbar", "Iraq"),
        ("Heet district", "Anbar", "Iraq"),
    }


@pytest.mark.parametrize(
    ("typed", "value", "also"),
    [
        ("daes", "islamic-state", "Daesh"),
        ("داع", "islamic-state", "داعش"),
        ("isis", "islamic-state", "ISIS"),
        ("isl", "islamic-state", ""),
        ("state isl", "islamic-state", ""),
        ("هج", "hajin", "هجين"),
        ("Hejin", "hajin", ""),
        ("al-Haj", "hajin", ""),
        ("batt", "battles", ""),
        ("معا", "battles", ""),
        ("badi", "badia-news", ""),
    ],
)
def test_any_name_in_any_script_is_suggested(catalogue: None, typed: str, value: str, also: str) -> None:
    first = suggestions(typed).found[0]

    assert (first.value, first.also) == (value, also)


def test_a_misspelling_gets_what_is_near(catalogue: None) -> None:
    near = suggestions("bahgouz")

    assert near.is_near
    assert {one.value for one in near.found} == {"baghouz-iraq", "baghouz-syria"}
    assert not suggestions("bagh").is_near


@pytest.mark.parametrize("typed", ["", "-", "zzzzqq", "x", "1"])
def test_nothing_is_suggested_for_nothing_and_nonsense(catalogue: None, typed: str) -> None:
    assert not suggestions(typed).found


def test_only_the_kinds_asked_for_are_suggested(catalogue: None) -> None:
    assert shown("ba", "source") == ["badia-news"]
    assert shown("ba", "event_type", "source") == ["badia-news", "battles"]
    assert shown("bagh", "actor") == ["baghdad-police"]


def test_only_what_a_current_event_names_is_suggested(catalogue: None) -> None:
    assert shown("bahra") == []  # no event
    assert shown("riots") == []
    assert shown("hajin") == ["hajin"]
    act = record.publish()
    PublishedEvent.objects.filter(place_path=["hajin"]).update(
        valid_to=act.at, closed_by=act.number, closure="retracted"
    )

    assert shown("hajin") == []
    assert shown("hajim") == []  # nor for a misspelling


@given(typed=st.text(alphabet="abdeghijlnorsuz -'هجينبغوز", max_size=12))
def test_whatever_is_typed_suggestions_are_few_distinct_and_counted(catalogue: None, typed: str) -> None:
    found: list[Suggestion] = suggestions(typed).found

    assert len(found) <= MOST
    assert len({(one.kind, one.value) for one in found}) == len(found)
    assert all(one.events > 0 for one in found)

"""`q` finds the same events however a name is spelled, in either script: the sample, with the gazetteer that ships."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict
from pytest_django.plugin import DjangoDbBlocker

from events.codebook.load import load_codebook
from events.filters import EventFilter
from events.gazetteer.load import load as load_gazetteer
from events.stats.copy import copy
from events.stats.selection import where

# Accents, articles, vowel signs, letter variants, transliterations; a slip that only changes a vowel, too.
SPELLINGS = [
    ["Qaim", "al-Qa'im", "Qa'em", "Al Qā’im", "Alqaim", "al-Kaim", "Qayim", "القائم", "القَائِم", "القـائم", "القايم"],
    ["Hajin", "Hejin", "Hajine", "Hajīn", "هجين", "هَجين"],
    ["Susah", "Soussa", "Sousa", "Sussa", "al-Susah", "السوسة", "سوسه"],
    ["Baghouz", "Baghuz", "al-Baghuz", "Bagouz", "Baghooz", "الباغوز", "باغوز"],
    ["Akkas", "Akkaz", "Akaz", "Okaz", "Ukaz", "عكاز", "عكاس"],
    ["Abu Kamal", "Albu Kamal", "Bu Kamal", "Abou Kamal", "Bukamal", "Abukamal", "al-Bukamal", "البوكمال"],
    ["Deir ez-Zor", "Dayr az Zawr", "Deir Ezzor", "Deir Al Zour", "Der Zor", "دير الزور"],
    ["Anbar", "al-Anbār", "الأنبار", "انبار"],
    ["Syria", "Syrie", "Suriya", "سوريا", "سورية"],
    # One actor: its names, its acronyms, and what is said for them.
    ["Islamic State", "Daesh", "Da'ish", "Daish", "Daech", "ISIS", "ISIL", "داعش", "الدولة الإسلامية", "دولة اسلامية"],
    ["Hashd", "al-Hashd al-Sha'abi", "Hashd al-Shaabi", "الحشد", "الحشد الشعبي"],
    ["Al-Monitor", "al monitor", "AL-MONITOR", "Ál-Mónitor"],
]
NOTHING = ["zzzzqq", "zzqq", "hjn", "bghz", "qqmm", "ssss", "dshh", "ززقق"]


@pytest.fixture(scope="module")
def sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        load_codebook()
        load_gazetteer(only=("IRQ", "SYR"))
        call_command("load_sample")
        yield
        transaction.set_rollback(True)


def found(text: str) -> set[int]:
    """Ids of the events that have the words: in PostgreSQL, and the same in the copy."""
    event_filter = EventFilter(QueryDict(urlencode({"q": text})))
    clause, values = where(event_filter)
    ids = {row[0] for row in copy.select(f"select id from event where {clause}", values)}
    assert ids == set(event_filter.rows().values_list("id", flat=True))
    return ids


@pytest.mark.django_db
@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda spellings: spellings[0])
def test_every_spelling_finds_the_same_events(sample: None, spellings: list[str]) -> None:
    events = {spelling: found(spelling) for spelling in spellings}

    assert events[spellings[0]]
    assert events == dict.fromkeys(spellings, events[spellings[0]])


@pytest.mark.django_db
@pytest.mark.parametrize("text", NOTHING)
def test_nonsense_finds_nothing(sample: None, text: str) -> None:
    assert not found(text)


@pytest.mark.django_db
def test_other_places_stay_apart(sample: None) -> None:
    towns = [found(name) for name in ("Hajin", "Susah", "Akkas")]

    assert all(towns)
    assert sum(map(len, towns)) == len(set().union(*towns))

"""Looking names up in the catalogue: by how they begin, by how they sound, and how else the same name is spelled."""

from collections.abc import Iterable
from typing import Any

from django.db import connections

from events.filters.fields import RECORD
from events.names import begins, phonetic_key, sounds_like

#: List columns of an event, and the table of the catalogue that they name rows of.
NAMED = {
    "actors": "events_publishedactor",
    "place_path": "events_publishedplace",
    "sources": "events_publishedsource",
}
LOOK_UP = " union all ".join(
    f"(select '{column}', slug from {table} where words @@ %(query)s::tsquery)" for column, table in NAMED.items()
)
#: The same with all names of what is found, for those tables whose names have other spellings.
WITH_KEYS = " union all ".join(
    f"(select '{column}', slug, keys from {NAMED[column]} where words @@ %(query)s::tsquery order by slug {{limit}})"
    for column in ("actors", "place_path")
)
NAMESAKES = 100  # of which other spellings are taken; a word that more names have needs none

Found = dict[str, list[str]]  # column → what the event may name there


def named(query: str) -> Found:
    """What of the catalogue answers a tsquery."""
    return _by_column(_looked_up(LOOK_UP, query))


def begun(words: Iterable[str]) -> Found:
    """What of the catalogue has names that hold a word beginning with each of `words` (search keys)."""
    return named(" & ".join(map(begins, words)))


def heard_as(text: str) -> Found:
    """What of the catalogue has a name that sounds like `text`, word for word."""
    return _by_column((column, slug) for column, slug, _keys in _heard(text))


def heard_spellings(word: str) -> list[str]:
    """The words that sound like `word` in names of the catalogue."""
    return _like(word, _heard(word))


def other_spellings(word: str) -> list[str]:
    """How else `word` is spelled in names of what has a name with `word` itself: qaem, kaim and قايم for qaim."""
    rows = _looked_up(WITH_KEYS.format(limit=f"limit {NAMESAKES}"), f"'{word}'")
    return [other for other in _like(word, rows) if not other.startswith(word)]


def _like(word: str, rows: list[tuple[Any, ...]]) -> list[str]:
    words = {other for _, _, keys in rows for key in keys for other in key.split()}
    return sorted(other for other in words if sounds_like(word, other))


def _heard(text: str) -> list[tuple[Any, ...]]:
    sounds = phonetic_key(text).split()
    rows = _looked_up(WITH_KEYS.format(limit=""), " & ".join(f"'~{sound}'" for sound in sounds)) if sounds else []
    return [row for row in rows if any(sounds_like(text, key) for key in row[2])]


def _looked_up(sql: str, query: str) -> list[tuple[Any, ...]]:
    with connections[RECORD].cursor() as cursor:
        cursor.execute(sql, {"query": query})
        return cursor.fetchall()


def _by_column(rows: Iterable[tuple[str, str]]) -> Found:
    found: Found = {}
    for column, slug in rows:
        found.setdefault(column, []).append(slug)
    return found

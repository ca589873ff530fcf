"""Names of the catalogue that are spelled nearly as asked: for slips of the finger, which no key folds.

Trigrams (pg_trgm) find candidates by an index, so that it stays quick in a large catalogue; how near each of their
names is, is then measured letter by letter.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import itemgetter
from typing import Any

from django.db import connections, transaction

from events.filters.fields import RECORD
from events.names import search_key

#: The parameters that name rows of the catalogue; their tables; what such a row lies in or is part of.
TABLES = {"actor": "events_publishedactor", "place": "events_publishedplace", "source": "events_publishedsource"}
HELD = {
    "actor": 'names, jsonb_path_query_array(relations, \'$[*] ? (@.kind == "part_of" && @.direction == "to")\')',
    "place": "names, path",
    "source": "'[]'::jsonb, '[]'::jsonb",
}
KINDS = tuple(TABLES)

CANDIDATES = 40  # of each kind
ALIKE = 0.3  # how much of a word's trigrams a candidate shares at least; below, a letter of five is one slip too many
NEAR = 0.7  # how much of the letters two spellings share at least, both counted
MOST_WORDS = 6  # of a longer text the others are not looked up
SHORT = 3  # shorter words are near to too many
PUNCTUATION = '()[],;:“”"'


@dataclass(frozen=True)
class Entry:
    """A row of the catalogue; `within` has (slug, name) of what it lies in or is part of, the closest first."""

    kind: str
    slug: str
    name: str
    names: tuple[str, ...]
    within: tuple[tuple[str, str], ...]


def entries(slugs: Mapping[str, Collection[str]]) -> list[Entry]:
    """The rows of the catalogue with these slugs, by kind; those that do not exist are left out."""
    sql = [f"({_select(kind)} where slug = any(%s))" for kind in slugs]
    return _fetched(sql, [list(some) for some in slugs.values()]) if slugs else []


def near(text: str, kinds: Collection[str] = KINDS) -> list[tuple[Entry, str]]:
    """Rows with a name nearly spelled like `text`, nearest first, each with what of the name is near, as written."""
    key = search_key(text)
    scored = []
    for entry in _candidates(key.split(), kinds):
        if found := [*_near_parts(key, entry)]:
            nearness, written = max(found, key=lambda part: (part[0], -len(part[1])))
            scored.append((-nearness, entry.slug, entry, written))
    return [(entry, written) for _, _, entry, written in sorted(scored, key=itemgetter(0, 1))]


def _near_parts(key: str, entry: Entry) -> Iterator[tuple[float, str]]:
    """As many words as `key` has, wherever they stand in a name: how near they are, and how they are written."""
    size = len(key.split())
    matcher = SequenceMatcher(b=key, autojunk=False)
    for name in (entry.name, *entry.names):
        words = name.split()
        for start in range(max(len(words) - size, 0) + 1):
            written = " ".join(words[start : start + size])
            matcher.set_seq1(search_key(written))
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= NEAR <= (nearness := matcher.ratio()):
                yield nearness, written.strip(PUNCTUATION)


def _candidates(words: list[str], kinds: Collection[str]) -> list[Entry]:
    """Rows of which some name has a word like one of `words`."""
    asked = sorted({word for word in words if len(word) >= SHORT}, key=len, reverse=True)[:MOST_WORDS]
    if not asked:
        return []
    alike = " or ".join(["words::text %%> %s"] * len(asked))
    nearest = " + ".join(["word_similarity(%s, words::text)"] * len(asked))
    sql = [f"({_select(kind)} where {alike} order by {nearest} desc, slug limit {CANDIDATES})" for kind in kinds]
    return _fetched(sql, [*asked, *asked] * len(kinds))


def _select(kind: str) -> str:
    return f"select '{kind}', slug, name, {HELD[kind]} from {TABLES[kind]}"


def _fetched(selects: list[str], values: list[Any]) -> list[Entry]:
    with transaction.atomic(using=RECORD), connections[RECORD].cursor() as cursor:
        cursor.execute(f"set local pg_trgm.word_similarity_threshold = {ALIKE}")
        cursor.execute(" union all ".join(selects), values)
        return [_entry(*row) for row in cursor.fetchall()]


def _entry(kind: str, slug: str, name: str, names: str, above: str) -> Entry:
    """From a row as PostgreSQL gives it; paths of places run from the country down."""
    steps = [(step["slug"], step["name"]) for step in json.loads(above) if step["slug"] != slug]
    return Entry(kind, slug, name, tuple(one["name"] for one in json.loads(names)), tuple(reversed(steps)))

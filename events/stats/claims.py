"""What the claims of the events selected say: of one source, and of everybody who is blamed beside one actor.

Claims are not in the column copy. They are read from PostgreSQL for the latest READ events, so that a page about a news
agency of half the record costs what any other does; what is left out is for the page to say.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connections

from events.filters import EventFilter
from events.filters.fields import RECORD
from events.stats.copy import copy
from events.stats.page import first_ids
from events.stats.selection import where

READ = 2000  # events


@dataclass(frozen=True)
class ClaimsOf:
    """Claims of one kind that rest on a source or are made by it, and what became of them; a claim may be in several.

    `contradicted`: somebody else denies or doubts the same of the same event. `answered`: any of the three happened.
    """

    kind: str
    claims: int
    asserted: int
    conflicting: int
    rejected: int
    contradicted: int
    answered: int


OF_SOURCE = """
with claim as (
  select e.id, c ->> 'kind' as kind, c ->> 'stance' as stance, c ->> 'status' as status,
         c -> 'actor' ->> 'slug' as actor,
         %(slug)s in (c -> 'source' ->> 'slug', coalesce(c -> 'speaker' ->> 'slug', '')) as own
  from events_publishedevent e cross join lateral jsonb_array_elements(e.claims) c where e.id = any(%(ids)s)
),
judged as (
  select own, kind, stance, status, stance = 'asserts' and bool_or(not own and stance <> 'asserts')
           over (partition by id, kind, actor) as contradicted
  from claim
)
select kind, count(*), count(*) filter (where stance = 'asserts'), count(*) filter (where status = 'conflicting'),
       count(*) filter (where status = 'rejected'), count(*) filter (where contradicted),
       count(*) filter (where contradicted or status <> 'accepted')
from judged where own group by kind order by 2 desc, 1
"""


def claims_of(event_filter: EventFilter, source: str) -> list[ClaimsOf]:
    """Return what `source` says about the latest READ of the events selected, by kind. Raises InvalidFilter."""
    rows = _read(OF_SOURCE, {"ids": first_ids(event_filter, READ), "slug": source})
    return [ClaimsOf(*row) for row in rows]


@dataclass(frozen=True)
class Blamed:
    """Somebody whom claims blame: in how many events, and how many claims say, doubt and deny it."""

    slug: str
    name: str
    events: int
    asserted: int
    doubted: int
    denied: int


BLAMED = """
with claim as (
  select e.id, c -> 'actor' ->> 'slug' as slug, c -> 'actor' ->> 'name' as name, c ->> 'stance' as stance
  from events_publishedevent e cross join lateral jsonb_array_elements(e.claims) c
  where e.id = any(%(ids)s) and c ->> 'kind' = 'attribution' and c ->> 'status' <> 'rejected'
)
select slug, name, count(distinct id), count(*) filter (where stance = 'asserts'),
       count(*) filter (where stance = 'doubts'), count(*) filter (where stance = 'denies')
from claim
where slug is not null and id in (select id from claim where slug = any(%(actors)s))
group by slug, name order by 3 desc, 4 desc, 2
"""


def blamed_beside(event_filter: EventFilter, actors: list[str]) -> list[Blamed]:
    """Return who is blamed in those of the latest READ events selected in which one of `actors` is. It is among them.

    Raises InvalidFilter.
    """
    return [Blamed(*row) for row in _read(BLAMED, {"ids": first_ids(event_filter, READ), "actors": actors})]


def resting_on_one(event_filter: EventFilter, source: str) -> int:
    """Return how many of the events selected have `source` for their only source. Raises InvalidFilter."""
    clause, values = where(event_filter)
    lists = "select list from member where value = ?"
    single = f"select list from member where list in ({lists}) group by list having count(*) = 1"
    ((events,),) = copy.select(
        f"select count(*) from event where {clause} and sources in ({single})", [*values, source]
    )
    return int(events)


def _read(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connections[RECORD].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()

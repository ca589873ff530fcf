"""Who stood against whom, and who was harmed, by the side on which an actor took part.

A side says who stood together, not who is to blame: rival answers to “who did it” stand on one side too. So contested
events are counted apart everywhere.
"""

from dataclasses import dataclass

from events.filters import EventFilter
from events.stats.copy import copy
from events.stats.selection import where

# The lists of sides that hold the actor, each with the sides it is on there: A, B, or both (parts against each other).
OWN = """
own as (select list, min(right(value, 1)) as side, count(*) > 1 as is_both
        from member where value in (?, ?) group by list)
"""
KILLED = """
coalesce(sum(deaths_low), 0), coalesce(sum(deaths_best), 0), coalesce(sum(deaths_high), 0),
count(*) filter (coalesce(deaths_low, deaths_best, deaths_high) is null)
"""


@dataclass(frozen=True)
class Met:
    """Events in which another actor stood on a side, and everybody killed in them, on whatever side."""

    slug: str
    events: int
    contested: int
    deaths_low: int
    deaths_best: int
    deaths_high: int
    without_deaths: int


# Each list of sides is counted once, then its members.
MET = f"""
with {OWN},
other(list, slug) as (select distinct list, substr(value, 1, length(value) - 2)
                      from own join member using (list) where is_both or right(value, 1) {{is_its}} side),
counted(list, events, contested, low, best, high, without) as (
  select actor_sides, count(*), count(*) filter (attribution = ?), {KILLED}
  from event where {{where}} and actor_sides in (select list from own) group by 1)
select slug, sum(events)::bigint, sum(contested)::bigint, sum(low)::bigint, sum(best)::bigint, sum(high)::bigint,
       sum(without)::bigint
from counted join other using (list) where slug not in (select unnest(?::varchar[]))
group by slug order by 2 desc, 1
"""


def opponents(event_filter: EventFilter, actor: str, leave_out: list[str]) -> list[Met]:
    """Return who stood against `actor` in the events selected, most events first. Raises InvalidFilter."""
    return _met(event_filter, actor, leave_out, "<>")


def companions(event_filter: EventFilter, actor: str, leave_out: list[str]) -> list[Met]:
    """Return who stood on the side of `actor`: allies, or rival answers to who did it. Raises InvalidFilter."""
    return _met(event_filter, actor, leave_out, "=")


def _met(event_filter: EventFilter, actor: str, leave_out: list[str], is_its: str) -> list[Met]:
    clause, values = where(event_filter)
    bound = [*_sides(actor), *copy.codes(["contested"]), *values, leave_out]
    return [Met(*row) for row in copy.select(MET.format(where=clause, is_its=is_its), bound)]


@dataclass(frozen=True)
class Sum:
    """People killed, best figures added up; `given` is how many events give one, `missing` how many do not."""

    people: int
    given: int
    missing: int


@dataclass(frozen=True)
class Harm:
    """Those killed in the events of one actor: opposite it, civilians, and on its own side.

    `acted` tells whether it led or gave support, else it was only the target; `attribution` whether that is sure.
    """

    acted: bool
    attribution: str
    events: int
    opposite: Sum
    civilians: Sum
    beside: Sum


def _sum(column: str) -> str:
    return f"coalesce(sum({column}), 0)::bigint, count({column}), count(*) - count({column})"


HARM = f"""
with {OWN},
acting as (select list from member where value in (?, ?)),
chosen as (select attribution, actor_roles in (select list from acting) as acted, deaths_civilians,
                  case side when 'A' then deaths_b else deaths_a end as opposite,
                  case side when 'A' then deaths_a else deaths_b end as beside
           from event join own on own.list = actor_sides where {{where}} and not is_both)
select acted, attribution, count(*), {_sum("opposite")}, {_sum("deaths_civilians")}, {_sum("beside")}
from chosen group by 1, 2
"""


def harm(event_filter: EventFilter, actor: str) -> list[Harm]:
    """Return the harm in events that have `actor` on one side only, by its part and by how sure it is who did it."""
    clause, values = where(event_filter)
    acting = [f"{actor}|{role}" for role in ("lead", "associate")]
    rows = copy.select(HARM.format(where=clause), [*_sides(actor), *acting, *values])
    return [
        Harm(acted, copy.word(attribution), events, Sum(*figures[:3]), Sum(*figures[3:6]), Sum(*figures[6:]))
        for acted, attribution, events, *figures in rows
    ]


def against_itself(event_filter: EventFilter, actor: str) -> int:
    """Return how many events have `actor` on both sides: its parts fought each other. Raises InvalidFilter."""
    clause, values = where(event_filter)
    sql = (
        f"with {OWN} select count(*) from event where {clause} and actor_sides in (select list from own where is_both)"
    )
    ((events,),) = copy.select(sql, [*_sides(actor), *values])
    return int(events)


def _sides(actor: str) -> list[str]:
    return [f"{actor}|A", f"{actor}|B"]

"""Pages and map data, one reader after another, as they come from the database and from memory."""

import sys
from collections.abc import Iterable
from itertools import count
from urllib.parse import urlencode

from django.db import connections

from bench.clock import Times, timed
from bench.questions import beginnings, map_views, single_filters
from bench.report import Line, milliseconds, table
from bench.server import Server

ROUNDS = 5
# Pages are kept in memory by their address; a parameter that pages ignore makes an address new.
_fresh = count()

PAGE = """
select code, title, event_type, date_start, date_end, date_meaning, country_name, admin1_name, place_name, precision,
       side_a, side_b, deaths_low, deaths_best, deaths_high, attribution, attributed_to, source_names
from events_publishedevent where valid_to is null order by date_start desc, id desc limit 50
"""
FACET = "select country, count(*) from events_publishedevent where valid_to is null group by 1"


def list_page(server: Server, events: int) -> Line:
    """The list with any one filter, made anew each time; prints each filter's times."""
    by_filter = {query: _uncached(server, "/events/", query) for query in single_filters()}
    _print_slowest("List page, by filter", by_filter)
    times = _all(by_filter.values())
    bar = 60 if events <= 200_000 else 150
    page, facet = timed(lambda: _sql(PAGE), 20).p50, timed(lambda: _sql(FACET), 10).p50
    return Line(
        "list page, any one filter, uncached", times, times.p95, bar, f"p95 ≤ {bar} ms",
        page + facet, f"bare SQL page {milliseconds(page)} + one facet {milliseconds(facet)}",
    )  # fmt: skip


def same_page(server: Server) -> Line:
    server.get("/events/?civilians=1")
    times = timed(lambda: server.get("/events/?civilians=1"), 100)
    return Line("same page again", times, times.p95, 5, "p95 ≤ 5 ms")


def known_page(server: Server) -> Line:
    etag = {"If-None-Match": server.get("/events/?civilians=1").headers["etag"]}
    if server.get("/events/?civilians=1", etag).status != 304:
        sys.exit("A matching ETag was not answered with 304.")
    times = timed(lambda: server.get("/events/?civilians=1", etag), 100)
    return Line("same page, with its ETag", times, times.p95, 5, "p95 ≤ 5 ms")


def map_data(server: Server, events: int) -> Line:
    by_view = {query: _uncached(server, "/events/map.json", query) for query in map_views()}
    _print_slowest("Map data, by what is in sight", by_view)
    times = _all(by_view.values())
    bar = 50 if events <= 200_000 else 150
    return Line("map: cells or spots in sight", times, times.p95, bar, f"p95 ≤ {bar} ms")


def suggestions(server: Server) -> Line:
    """What is suggested after the first letters of a name; each is asked for once, so that none comes from memory."""
    times = Times()
    for text in beginnings():
        with times.one():
            answer = server.get(f"/suggest.json?{urlencode({'q': text})}")
        if answer.status != 200:
            sys.exit(f"Suggestions for “{text}” were answered with {answer.status}.")
    return Line("suggestions as one types", times, times.p95, 50, "p95 ≤ 50 ms")


def _uncached(server: Server, path: str, query: str) -> Times:
    def ask() -> None:
        address = f"{path}?{query}{'&' if query else ''}_={next(_fresh)}"
        if (answer := server.get(address)).status != 200:
            sys.exit(f"{address} was answered with {answer.status}.")

    return timed(ask, ROUNDS)


def _sql(statement: str) -> None:
    with connections["public"].cursor() as cursor:
        cursor.execute(statement)
        cursor.fetchall()


def _all(parts: Iterable[Times]) -> Times:
    return Times([duration for part in parts for duration in part.all])


def _print_slowest(title: str, found: dict[str, Times]) -> None:
    slowest = sorted(found.items(), key=lambda item: -item[1].p50)
    rows = [(query or "(everything)", milliseconds(times.p50), milliseconds(times.worst)) for query, times in slowest]
    print(f"\n{title}, slowest first\n\n{table(rows, ('query', 'p50', 'worst'))}", flush=True)

"""Many readers at once: wrk (https://github.com/wg/wrk) against the server as in production, with two workers."""

import subprocess
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.clock import Quantiles, Times
from bench.questions import EVENTS, map_views, single_filters
from bench.report import Line
from bench.server import Server, running

READERS = 50
SECONDS = 60
READS_MS = 2000  # that a reader looks at one page before asking for the next, on average
ETAG_SECONDS = 10
EVENT_PAGES = 100
PAGES_OF = {"actors": "actors", "place_path": "places"}

# wrk asks again as soon as it has an answer; `delay` makes a reader of it. An unused parameter makes each address new,
# so that no page comes from memory, unless `FRESH` is false.
SCRIPT = """
local paths = {{{paths}}}
local number = 0
function init() math.randomseed({seed}) end
function delay() return math.random(0, {think}) end
function request()
  number = number + 1
  local path = paths[math.random(#paths)]
  if {fresh} then path = path .. (path:find("?", 1, true) and "&" or "?") .. "_=" .. number end
  return wrk.format("GET", path, {{["Accept-Encoding"] = "gzip"{headers}}})
end
function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("\\nmeasured %d %d %d %f %f %f\\n", summary.requests, summary.duration,
    failed + summary.errors.status, latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency.max / 1000))
end
"""


def many_readers() -> list[Line]:
    """Lines for readers who look at pages that nobody asked for before, and for ones who ask again and again."""
    with running(workers=2) as server:
        with ThreadPoolExecutor(16) as pool:  # until both workers have their copy
            deque(pool.map(lambda number: server.get(f"/events/?_warm={number}"), range(32)), maxlen=0)
        return [
            _uncached(server, f"{READERS} readers, who look at a page for {READS_MS / 1000:.0f} s", think=2 * READS_MS),
            _uncached(server, f"{READERS} readers, who never look", think=0),
            *_from_memory(server),
        ]


def _uncached(server: Server, who: str, *, think: int) -> Line:
    requests, _, failed, *latency = _wrk(server, [*_mixed()], SECONDS, think=think)
    what = f"{who}: {requests / SECONDS:.0f} pages a second, {failed:.0f} failed"
    bar = 500 if not failed else 0
    return Line(what, Quantiles(latency), latency[1], bar, "p95 ≤ 500 ms, none failed")


def _from_memory(server: Server) -> Iterator[Line]:
    path = "/events/?civilians=1"
    etag = server.get(path).headers["etag"].replace('"', '\\"')
    for what, headers in (("same page", ""), ("same page, with its ETag", f', ["If-None-Match"] = "{etag}"')):
        requests, microseconds, failed, *_ = _wrk(server, [path], ETAG_SECONDS, headers=headers, is_fresh=False)
        each = Times([microseconds / 1000 / requests])
        rate = f"{READERS} readers, {what}: {1000 / each.worst:,.0f} a second, {failed:.0f} failed"
        yield Line(rate, each, each.worst, 1.0 if not failed else 0, "≥ 1,000 a second")


def _mixed() -> Iterator[str]:
    """What readers look at: lists, maps, events, profiles, timelines, in about equal parts."""
    yield from (f"/events/?{query}" for query in single_filters())
    yield from (f"/events/map.json?{query}" for query in map_views())
    yield from (f"/events/{code}/" for code in EVENTS.order_by("id").values_list("code", flat=True)[:EVENT_PAGES])
    for column, pages in PAGES_OF.items():
        for row in EVENTS.order_by("id").values_list(column, flat=True)[:EVENT_PAGES:10]:
            yield from (f"/{pages}/{slug}/" for slug in row[:1])


def _wrk(
    server: Server, paths: list[str], seconds: int, *, think: int = 0, headers: str = "", is_fresh: bool = True
) -> tuple[float, ...]:
    """(requests, microseconds, failed, p50, p95, worst in ms) of `seconds` of READERS."""
    listed = ", ".join('"' + path.replace('"', "") + '"' for path in paths)
    fresh = "true" if is_fresh else "false"
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "readers.lua"
        script.write_text(SCRIPT.format(paths=listed, seed=20181016, think=think, fresh=fresh, headers=headers))
        command = ["wrk", "-t1", f"-c{READERS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script)]
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{server.port}"], check=True, capture_output=True, text=True
        ).stdout
    return tuple(float(word) for word in said.split("measured ", 1)[1].split())

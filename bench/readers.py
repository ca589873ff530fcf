"""Many readers at once, against the server as in production, with two workers.

Siege (https://www.joedog.org/siege-home/) plays readers of pages that nobody asked for before; wrk
(https://github.com/wg/wrk), which asks faster, those who ask for the same page again and again.
"""

import random
import subprocess
import tempfile
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.clock import Times
from bench.questions import EVENTS, map_views, single_filters
from bench.report import Line
from bench.server import Server, running

READERS = 50
SECONDS = 60
LOOKS = 4  # seconds at most that a reader looks at a page before asking for the next; half of it on average
ETAG_SECONDS = 10
EVENT_PAGES = 100
PAGES_OF = {"actors": "actors", "place_path": "places"}
ADDRESSES = 20_000  # more than are asked for in SECONDS
SETTINGS = """
verbose = true
color = off
quiet = false
parser = false
logging = false
show-logfile = false
json_output = false
cache = false
protocol = HTTP/1.1
connection = close
accept-encoding = gzip
timeout = 30
failures = 1000000
file = {addresses}
"""
SCRIPT = """
function request() return wrk.format("GET", "{path}", {{["Accept-Encoding"] = "gzip"{headers}}}) end
function done(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("\\nmeasured %d %d %d\\n", summary.requests, summary.duration, failed + summary.errors.status))
end
"""


def many_readers() -> list[Line]:
    """Lines for readers who look at pages that nobody asked for before, and for ones who ask again and again."""
    with running(workers=2) as server:
        with ThreadPoolExecutor(16) as pool:  # until both workers have their copy
            deque(pool.map(lambda number: server.get(f"/events/?_warm={number}"), range(64)), maxlen=0)
        return [
            _uncached(server, f"{READERS} readers, each looking at a page for up to {LOOKS} s", LOOKS),
            _uncached(server, f"{READERS} readers, never looking", 0),
            *_from_memory(server),
        ]


def _uncached(server: Server, who: str, seconds: int) -> Line:
    times, failed = _siege(server, [*_mixed()], seconds)
    what = f"{who}: {len(times.all) / SECONDS:.0f} pages a second, {failed} failed"
    return Line(what, times, times.p95, 500 if not failed else 0, "p95 ≤ 500 ms, none failed")


def _from_memory(server: Server) -> Iterator[Line]:
    path = "/events/?civilians=1"
    etag = server.get(path).headers["etag"].replace('"', '\\"')
    for what, headers in (("same page", ""), ("same page, with its ETag", f', ["If-None-Match"] = "{etag}"')):
        requests, microseconds, failed = _wrk(server, path, headers)
        each = Times([microseconds / 1000 / requests])
        rate = f"{READERS} readers, {what}: {1000 / each.worst:,.0f} a second, {failed:.0f} failed"
        yield Line(rate, each, each.worst, 1.0 if not failed else 0, "≥ 1,000 a second")


def _mixed() -> Iterator[str]:
    """What readers look at: lists, maps, events, profiles."""
    yield from (f"/events/?{query}" for query in single_filters())
    yield from (f"/events/map.json?{query}" for query in map_views())
    yield from (f"/events/{code}/" for code in EVENTS.order_by("id").values_list("code", flat=True)[:EVENT_PAGES])
    for column, pages in PAGES_OF.items():
        for row in EVENTS.order_by("id").values_list(column, flat=True)[:EVENT_PAGES:10]:
            yield from (f"/{pages}/{slug}/" for slug in row[:1])


def _siege(server: Server, paths: list[str], looks: int) -> tuple[Times, int]:
    """The times of SECONDS of READERS, to a hundredth of a second, and how many requests failed."""
    chance = random.Random(20181016)  # noqa: S311  # the same addresses each time
    with tempfile.TemporaryDirectory() as folder:
        addresses, settings = Path(folder) / "addresses", Path(folder) / "settings"
        with addresses.open("w") as file:
            for number in range(ADDRESSES):  # an unused parameter makes each new, so that none comes from memory
                path = chance.choice(paths)
                file.write(f"http://127.0.0.1:{server.port}{path}{'&' if '?' in path else '?'}_={number}\n")
        settings.write_text(SETTINGS.format(addresses=addresses))
        command = ["siege", "-R", str(settings), f"-c{READERS}", f"-d{looks}", f"-t{SECONDS}S"]
        said = subprocess.run(command, check=True, capture_output=True, text=True)
    # HTTP/1.1 200     0.09 secs:    3264 bytes ==> GET  /events/AGO7918/?_=2341
    times = [float(line.split()[2]) * 1000 for line in said.stdout.splitlines() if line.startswith("HTTP/")]
    return Times(times), int(said.stderr.split("Failed transactions:", 1)[1].split()[0])


def _wrk(server: Server, path: str, headers: str) -> tuple[float, ...]:
    """(requests, microseconds, failed) of ETAG_SECONDS of READERS."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "readers.lua"
        script.write_text(SCRIPT.format(path=path, headers=headers))
        command = ["wrk", "-t1", f"-c{READERS}", f"-d{ETAG_SECONDS}s", "--timeout", "30s", "-s", str(script)]
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{server.port}"], check=True, capture_output=True, text=True
        ).stdout
    return tuple(float(word) for word in said.split("measured ", 1)[1].split())

"""One run: fill, start the server, measure, print."""

import os
import platform
import sys
import time
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from bench.browser import first_visit
from bench.clock import Times
from bench.database import Fill, prepare
from bench.pages import known_page, list_page, map_data, same_page, suggestions
from bench.publishing import publishing
from bench.readers import many_readers
from bench.report import Line, table
from bench.server import running
from bench.whole_file import whole_csv


def run(events: int) -> None:
    """Measure with `events` events; exit status 1 if a bar is not met."""
    fill = prepare(events)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(_machine())
    with running() as server:
        start = time.perf_counter()
        server.get("/events/")
        print(f"First page after the start, with the filling of the column copy: {time.perf_counter() - start:.2f} s")
        lines = [
            list_page(server, events),
            same_page(server),
            known_page(server),
            map_data(server, events),
            suggestions(server),
            *first_visit(server),
            *whole_csv(server),
            *publishing(server),
            _importing(fill),
        ]
    lines += many_readers()
    print(f"\n{events:,} events: {fill.words}\n\n{table(line.cells for line in lines)}")
    sys.exit(0 if all(line.is_met for line in lines) else 1)


def _importing(fill: Fill) -> Line:
    times = Times([fill.import_ms])
    what = "import + publish (when the database was filled)"
    return Line(what, times, times.worst, 60_000, "≤ 60 s", fill.copy_ms, "\\copy into a bare table")


def _machine() -> str:
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "",
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with connection.cursor() as cursor:
        cursor.execute("show server_version")
        (server,) = cursor.fetchone()
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores of {model}, {memory:.0f} GB; Python {platform.python_version()}, "
        f"PostgreSQL {server.split()[0]}; load average before: {load:.1f}"
    )

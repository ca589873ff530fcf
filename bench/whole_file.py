"""The whole record as CSV, beside PostgreSQL's own client writing the same columns."""

import time

from bench.clock import Times
from bench.database import psql
from bench.report import Line, megabytes
from bench.server import Server
from events.export import FLAT

ROUNDS = 5
COLUMNS = ", ".join(column.name for column in FLAT)
COPY = f"\\copy (select {COLUMNS} from events_publishedevent where valid_to is null) to '/dev/null' csv header"


def whole_csv(server: Server) -> list[Line]:
    """Time of the file against the floor (turn by turn, since machines have moods), its first byte, its memory."""
    whole, first, floor, memory = Times(), Times(), Times(), Times()
    idle = server.memory_mb()
    size = 0
    for _ in range(ROUNDS):
        with floor.one():
            psql(COPY, role="conflictdb_reader")
        server.forget_peak()
        size = _download(server, whole, first)
        memory.all.append(server.memory_mb(peak=True) - idle)
    ratio = whole.p50 / floor.p50
    print(f"\nWhole CSV: {size / 1e6:,.0f} MB; worker {idle:,.0f} MB when idle, {memory.worst:+.1f} MB while sending")
    return [
        Line("whole CSV", whole, ratio, 1.5, "ratio ≤ 1.5", floor.p50, "psql \\copy"),
        Line("whole CSV, first byte", first, first.worst, 200, "worst ≤ 200 ms"),
        Line("whole CSV, memory over idle", memory, memory.worst, 64, "worst ≤ 64 MB", show=megabytes),
    ]


def _download(server: Server, whole: Times, first: Times) -> int:
    size, start = 0, time.perf_counter()
    with server.asked("GET", "/events.csv", "", {}) as response:
        while chunk := response.read(65536 if size else 1):
            if not size:
                first.all.append((time.perf_counter() - start) * 1000)
            size += len(chunk)
    whole.all.append((time.perf_counter() - start) * 1000)
    return size

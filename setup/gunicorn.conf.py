"""The web server. WEB_CONCURRENCY sets the number of workers, PORT or BIND where it listens."""

import os
import socket
import sys
import threading
from typing import Any

bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
raw_env = [f"DATABASE_POOL_SIZE={threads + 1}"]  # and one for the fetching of the column copy
worker_tmp_dir = "/dev/shm"  # noqa: S108 - heartbeats in memory: on a busy disk a live worker can look dead
graceful_timeout = 10
control_socket_disable = True
loglevel = "error"  # a warning quotes a malformed request, and what a reader looked for is not logged


def on_starting(server: Any) -> None:
    for address in server.cfg.address:
        with socket.socket() as probe:
            if isinstance(address, tuple) and probe.connect_ex(address) == 0:
                sys.exit(f"Something already answers on {address[0]}:{address[1]}; another port: make run PORT=8001")


def post_worker_init(_worker: Any) -> None:
    """Fetch the column copy while nobody waits for it; the first reader would."""
    from django.db import connections  # noqa: PLC0415 - Django is set up only in a worker

    from events.stats.copy import copy  # noqa: PLC0415

    def fetch() -> None:
        try:
            copy.follow()
        finally:
            connections.close_all()

    threading.Thread(target=fetch, daemon=True).start()


def when_ready(server: Any) -> None:
    where = " and ".join(str(listener) for listener in server.LISTENERS)
    print(f"\nconflictdb is on {where} (Ctrl-C stops it; the database stays up until `make db-stop`)\n", flush=True)

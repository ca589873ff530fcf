"""The web server as in production; with one worker, so that its memory can be told, unless more are asked for."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from django.conf import settings

START_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What the server sent back."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: int  # of the worker

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for `path` as a browser would, and read all of the answer."""
        return self.send("GET", path, headers=headers)

    def send(self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None) -> Answer:
        with self.asked(method, path, body, {"Accept-Encoding": "gzip", **(headers or {})}) as response:
            return Answer(
                response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()
            )

    @contextmanager
    def asked(self, method: str, path: str, body: str, headers: dict[str, str]) -> Iterator[HTTPResponse]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=3600)
        try:
            connection.request(method, path, body or None, headers)
            yield connection.getresponse()
        finally:
            connection.close()

    def memory_mb(self, *, peak: bool = False) -> float:
        """Resident memory of the worker now, or the most since `forget_peak`."""
        wanted = "VmHWM:" if peak else "VmRSS:"
        status = Path(f"/proc/{self.process}/status").read_text()
        return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(wanted))

    def forget_peak(self) -> None:
        Path(f"/proc/{self.process}/clear_refs").write_text("5")


@contextmanager
def running(workers: int = 1) -> Iterator[Server]:
    """The server on a free port of this machine, until the block ends; `process` is its first worker's."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    variables = {**os.environ, "PORT": str(port), "BIND": "", "WEB_CONCURRENCY": str(workers)}
    command = [sys.executable, "-m", "gunicorn", "-c", "setup/gunicorn.conf.py", "conflictdb.wsgi"]
    with subprocess.Popen(command, cwd=settings.BASE_DIR, env=variables, stdout=subprocess.DEVNULL) as master:
        try:
            _wait(port)
            children = Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
            yield Server(port, int(children[0]))
        finally:
            master.terminate()


def _wait(port: int) -> None:
    for _ in range(START_SECONDS * 10):
        try:
            with Server(port, 0).asked("GET", "/readyz", "", {}) as response:
                if response.status == 200:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit(f"The web server did not start within {START_SECONDS} seconds.")

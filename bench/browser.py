"""The first visit of a browser that has nothing of the site yet: when most of it is painted, and what it weighs."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench.clock import Times
from bench.report import Line
from bench.server import Server

ROUNDS = 10
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
PHONE = {"width": 390, "height": 844}
MAPS_DATA = ("/basemap/", "map.json")

PAINTED = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


def first_visit(server: Server) -> list[Line]:
    """Lines for the largest paint of the list, made anew each time, and for what is sent without the map's data."""
    painted, weight = Times(), 0.0
    with _browser() as browser:
        for number in range(ROUNDS):
            page = browser.new_context(viewport=PHONE).new_page()
            sent = _Sent(page)
            page.goto(f"http://127.0.0.1:{server.port}/events/?_first={number}", wait_until="networkidle")
            painted.all.append(page.evaluate(PAINTED))
            weight = sent.kilobytes
            page.context.close()
    return [
        Line("first visit to the list: largest paint", painted, painted.p95, 1000, "p95 ≤ 1 s"),
        Line(
            "first visit to the list: sent, without the map's data", Times([weight]), weight, 150, "≤ 150 KB",
            show=lambda value: f"{value:.0f} KB",
        ),
    ]  # fmt: skip


class _Sent:
    """What the network brought to a page, as sent: headers and compressed bodies."""

    def __init__(self, page: Page) -> None:
        self._addresses: dict[str, str] = {}
        self._bytes: dict[str, float] = {}
        session: CDPSession = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._begin)
        session.on("Network.loadingFinished", self._end)
        session.send("Network.enable")

    def _begin(self, event: dict[str, object]) -> None:
        request = event["request"]
        assert isinstance(request, dict)
        self._addresses[str(event["requestId"])] = str(request["url"])

    def _end(self, event: dict[str, object]) -> None:
        self._bytes[str(event["requestId"])] = float(str(event["encodedDataLength"]))

    @property
    def kilobytes(self) -> float:
        counted = (
            size
            for request, size in self._bytes.items()
            if not any(part in self._addresses.get(request, "") for part in MAPS_DATA)
        )
        return sum(counted) / 1000


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=ARGUMENTS)
        yield browser
        browser.close()

"""A real browser on a real server, with the public side logged in as its own role.

Any error that a browser prints, any uncaught exception and any request to another host fails the test.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, Request, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from events.codebook.load import load_codebook
from events.gazetteer.load import load as load_gazetteer

# Playwright's synchronous interface runs an event loop in this thread, by which Django would refuse the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ARGUMENTS = [
    "--no-sandbox",  # the tests may run as root
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # milliseconds; a busy machine may need some
PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as running:
        yield running
        # While its event loop runs, Django keeps connections of their own for it, which nobody could reach afterwards.
        connections.close_all()


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    running = playwright.chromium.launch(executable_path=shutil.which("chromium-headless-shell"), args=ARGUMENTS)
    yield running
    running.close()


@pytest.fixture(params=[(1440, 900)], ids=["desktop"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    width, height = request.param
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="en-GB", timezone_id="UTC", accept_downloads=True
    )
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def trouble(live_server: LiveServer, context: BrowserContext) -> Iterator[list[str]]:
    """What went wrong in the browser; a test that leaves anything here fails. Refused pages (400, 404) are expected."""
    found: list[str] = []

    def requested(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            found.append(f"request to {request.url}")

    context.on("request", requested)
    context.on("weberror", lambda error: found.append(f"uncaught: {error.error}"))
    context.on(
        "console",
        lambda message: (
            found.append(f"console: {message.text} at {message.page.url if message.page else '?'}")
            if message.type == "error" and "the server responded with a status of 40" not in message.text
            else None
        ),
    )
    yield found
    assert found == []


@pytest.fixture
def page(context: BrowserContext, trouble: list[str]) -> Page:
    return context.new_page()


@pytest.fixture
def reference(transactional_db: None) -> None:
    """The codebook, and the gazetteer of Iraq and Syria."""
    load_codebook()
    load_gazetteer(only=("IRQ", "SYR"))


def log_in(page: Page, live_server: LiveServer, user: User) -> None:
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keep a picture of what the browser showed when a test failed, in var/browser/."""
    report = yield
    page = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and page:
        for number, shown in enumerate(page.context.pages):
            with suppress(Error):  # a page on its way to another cannot be pictured
                shown.screenshot(path=settings.VAR_DIR / "browser" / f"{item.name}-{number}.png", full_page=True)
    return report

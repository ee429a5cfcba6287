"""A real Chromium against a served town. The server's clock stands at the cast's morning, like that of all tests, until a test
moves it on."""

import logging
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from threading import RLock
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.test import Client, override_settings
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from bihuan.core import clock
from bihuan.core.duties import run_due
from bihuan.web.assets import DIST
from tests import cast as casting

WAIT_MS = 20_000  # two cores may be busy with the rest of the suite
expect.set_options(timeout=WAIT_MS)

# A page is open for seconds: what looks through it is done before better code for it has paid.
BRIEF = "--js-flags=--no-opt,--no-maglev"

traffic = logging.getLogger("traffic")
Answer = Callable[[HttpRequest], HttpResponseBase]


class ServedClock:
    """What time it is at the served town; the test's own clock is not seen by the server's thread."""

    now = casting.NOW


# A database in memory is one connection for the server's threads and the test's: who writes has it alone, or one begins a
# transaction in the middle of another's.
alone = RLock()


def fixed_day(get_response: Answer) -> Answer:
    """Middleware of the served town: its time is `ServedClock`'s."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        with alone, clock.moved(ServedClock.now):
            return get_response(request)

    return answer


def chromium() -> str:
    """Where Chromium is; the test is skipped where there is none, but not on CI."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or ""
    missing = "no Chromium: set CHROMIUM" if not found else ""
    if not (DIST / "manifest.json").exists():
        missing = "the front end is not built: run make setup"
    if missing and os.environ.get("CI") != "true":
        pytest.skip(missing)
    assert not missing, missing
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser a run. Playwright keeps an event loop in this thread, which Django would take for async code."""
    path = chromium()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", BRIEF])
        yield opened
        opened.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def address(request: pytest.FixtureRequest) -> str:
    """Where the town is served."""
    middleware = [f"{__name__}.fixed_day", *settings.MIDDLEWARE]
    with override_settings(MIDDLEWARE=middleware):
        return str(request.getfixturevalue("live_server").url)


@pytest.fixture
def town(transactional_db: None, django_db_setup: casting.Cast) -> casting.Cast:
    return casting.there(django_db_setup)


@pytest.fixture
def time_passes(town: casting.Cast) -> Iterator[Callable[[datetime], None]]:
    """Moves the served town's clock on, and lets it do what is due, as the tick does."""

    def move(moment: datetime) -> None:
        ServedClock.now = moment
        with alone, clock.moved(moment):
            run_due(town.town.pk)

    yield move
    ServedClock.now = casting.NOW


def is_complaint(said: ConsoleMessage) -> bool:
    """An error of script or policy; a form that came back with an error is none."""
    return said.type == "error" and not any(f"status of {status}" in said.text for status in (409, 422))


def signed_in(town: casting.Cast, key: str) -> Client:
    """One of the cast, signed in, without a browser."""
    client = Client()
    with alone:
        client.force_login(town.people[key], backend="bihuan.web.signin.PersonBackend")
    return client


def follow(page: Page) -> None:
    """Logs each request and how it ended; pytest shows it with a test that failed: was a press lost, or is its answer?"""
    page.on("request", lambda asked: traffic.warning("asked %s %s", asked.method, asked.url))
    page.on("response", lambda answer: traffic.warning("answered %s %s", answer.status, answer.url))
    page.on("requestfailed", lambda asked: traffic.warning("failed %s %s", asked.failure, asked.url))


@pytest.fixture
def sit_down(town: casting.Cast, browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page signed in as one of the cast: on a phone unless told otherwise. Whatever the page's script or its
    Content-Security-Policy complains of fails the test."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def open_page(key: str, *, width: int = 360, height: int = 740) -> Page:
        client = signed_in(town, key)
        context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
        contexts.append(context)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": address}])
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def stranger(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """A phone that nobody has signed in on."""
    contexts = []

    def open_page(*, script: bool) -> Page:
        context = browser.new_context(
            base_url=address, viewport={"width": 360, "height": 740}, java_script_enabled=script
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        page = context.new_page()
        follow(page)
        return page

    yield open_page
    for context in contexts:
        context.close()

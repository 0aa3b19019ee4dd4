"""A real server and a real Chromium. Where no browser is found these tests fail; they are never skipped."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.system import ARGUMENTS, chromium, running
from tests.browser.train_page import TrainPage


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, started as the README starts it, on a free port. Yields its address."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with running(log) as address:
        yield address
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests, so that scripts come from its cache; every page in it is a session of its own."""
    opened = browser.new_context(viewport={"width": 1280, "height": 720})
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A new page; the test fails on any console error or uncaught exception."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    for left in context.pages:
        left.close()
    assert errors == []


@pytest.fixture
def train(page: Page, server: str) -> TrainPage:
    """The Train page, opened, its step 0 painted and its charts loaded."""
    return TrainPage(page, server).open()

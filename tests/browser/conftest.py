"""A real server and a real Chromium. Where no browser is found these tests fail; they are never skipped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.system import ARGUMENTS, SEEN, chromium, faultless
from tests.browser.train_page import TrainPage

SIZE: ViewportSize = {"width": 1280, "height": 720}
PATIENCE_MS = 120_000
"""How long a test waits for what is to come: only a fault, or a machine that stands still, uses it up."""
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, started as the README starts it, on a free port. Yields its address."""
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with faultless(log) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with pytest.MonkeyPatch.context() as patch:
            for name in ("new_page", "new_context"):
                patch.setattr(opened, name, seen(getattr(opened, name)))
            yield opened
        opened.close()


def seen(make: Callable[..., Any]) -> Callable[..., Any]:
    """A way to open a page or a context where somebody has been before; `first_visit` says otherwise."""

    def opened(*, first_visit: bool = False, **options: Any) -> Page | BrowserContext:
        made = make(**options)
        made.set_default_timeout(PATIENCE_MS)
        if not first_visit:
            made.add_init_script(SEEN)
        return made

    return opened


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One for all tests, so that scripts come from its cache."""
    opened = browser.new_context(viewport=SIZE)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tab(context: BrowserContext) -> Iterator[list[Page]]:
    """The one page that tests load anew, each for a session of its own: its compiled scripts are kept, which
    halves the time of opening (measured: 1.5 s instead of 3.2 s).
    """
    opened = [context.new_page()]
    yield opened
    opened[0].close()


@contextmanager
def no_errors(page: Page) -> Iterator[None]:
    """Fails on any console error or uncaught exception meanwhile."""
    errors = list[str]()

    def on_message(message: ConsoleMessage) -> None:
        # Opened at another page's address, Streamlit first looks for its own server below that address.
        looking = "/_stcore/" in message.location["url"] and "404" in message.text
        if message.type == "error" and not looking:
            errors.append(message.text)

    def on_error(error: Error) -> None:
        errors.append(str(error))

    page.on("console", on_message)
    page.on("pageerror", on_error)
    try:
        yield
    except BaseException as error:
        for message in errors:
            error.add_note(f"meanwhile the browser said: {message}")
        raise
    finally:
        page.remove_listener("console", on_message)
        page.remove_listener("pageerror", on_error)
    assert errors == []


@pytest.fixture
def page(context: BrowserContext, tab: list[Page], kept: list[TrainPage]) -> Iterator[Page]:
    """A page to load."""
    if tab[0].is_closed():
        tab[0] = context.new_page()
    page = tab[0]
    page.bring_to_front()
    with no_errors(page):
        yield page
        for other in context.pages:
            if other != page and all(other != train.page for train in kept):
                other.close()
        page.set_viewport_size(SIZE)
        page.emulate_media(color_scheme="light")
        page.goto("about:blank")


@pytest.fixture
def fresh(context: BrowserContext) -> Iterator[Page]:
    """A page with no history and a size of its own, whose scripts come from the cache all the same."""
    opened = context.new_page()
    yield opened
    opened.close()


@pytest.fixture
def train(page: Page, server: str) -> TrainPage:
    """The Train page, opened, its step 0 painted and its charts loaded."""
    return TrainPage(page, server).open()


@pytest.fixture(scope="session")
def kept() -> list[TrainPage]:
    """The Train page that `at_rest` keeps open, once it is there."""
    return []


@pytest.fixture
def at_rest(context: BrowserContext, server: str, kept: list[TrainPage]) -> Iterator[TrainPage]:
    """As `train`, for tests that do not care which tab they are in, nor what was trained there before.

    One page for all of them, put back to how it opened: opening takes seconds of a core, and they are many.
    """
    if not kept:
        kept.append(TrainPage(context.new_page(), server).open())
    (train,) = kept
    train.page.bring_to_front()
    with no_errors(train.page):
        yield train
        train.page.set_viewport_size(SIZE)
        train.page.emulate_media(color_scheme="light")
        train.put_back()

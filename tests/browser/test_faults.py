"""What goes wrong on the way or on the server: a person is told, nothing is lost, and training goes on."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mlp_core import Experiment
from tests.browser.conftest import PATIENCE_MS
from tests.browser.data_page import DataPage
from tests.browser.line import line_to
from tests.browser.step_page import StepPage
from tests.browser.system import Server, serving
from tests.browser.train_page import TrainPage

STEPS = 5000
SLOW = 500_000
"""Bytes a second: 4 Mbit/s, of which a second of playing takes three."""
CUTS = 10
STOOD_SECONDS = 3.5
"""Longer than a question waits before it is asked once more."""
LITTLE = 100_000
FULL = "Errno 27"
"""What Streamlit says of a file that cannot grow."""
LARGE = b"a,y\n" + b"1,2\n" * 375_000
"""More than the server's form reader keeps in memory."""
SOCKETS = """() => {
    const Plain = window.WebSocket;
    window.sockets = [];
    window.WebSocket = class extends Plain {
        constructor(...given) { super(...given); window.sockets.push(this); }
    };
}"""
"""A page's web sockets, from the first on, so that a test can cut them."""
CUT = "() => window.sockets.at(-1).close()"
CUT_ONCE_ASKED = """(wait) => {
    const socket = window.sockets.at(-1), { send } = socket;
    socket.send = (data) => {
        send.call(socket, data);
        setTimeout(() => socket.close(), wait);
    };
}"""
"""Cut it so many milliseconds after the next question is on its way."""
AT_REST = '[data-testid=stApp][data-test-script-state="notRunning"]'
CONNECTED = '[data-testid=stApp][data-test-connection-state="CONNECTED"]'


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that may be killed."""
    log = tmp_path_factory.mktemp("faults") / "log.txt"
    with serving(log) as server:
        yield server
    said = log.read_text()
    assert said.count("Traceback") == said.count(FULL), said[-3000:]


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1280, "height": 720})
    opened.add_init_script(f"({SOCKETS})()")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def opened(visitor: BrowserContext, mine: Server) -> TrainPage:
    """Train on that server, with a long run. One page for all tests: opening takes seconds of a core."""
    train = TrainPage(visitor.new_page(), mine.address).open()
    train.set_steps(STEPS)
    return train


@pytest.fixture
def train(opened: TrainPage) -> TrainPage:
    """The same at its first step."""
    opened.page.bring_to_front()
    opened.click("First step")
    opened.at(0)
    opened.rest()
    return opened


def played(train: TrainPage) -> None:
    """Stop, and see that every step since `watch` was shown in its turn."""
    train.click("Pause")
    steps = train.watched()
    assert steps == list(range(steps[0], steps[-1] + 1))


def told(page: Page) -> None:
    """Wait until the person reads that the server does not answer."""
    expect(page.get_by_test_id("connection")).to_be_visible()
    expect(page.get_by_test_id("connection")).to_contain_text("Training goes on")


def is_back(page: Page) -> None:
    expect(page.locator(CONNECTED)).to_be_attached()
    expect(page.get_by_test_id("connection")).to_be_hidden()


def test_the_server_is_killed_and_begins_anew_while_it_plays(train: TrainPage, mine: Server) -> None:
    train.set_and_wait("Seed", 7)
    train.click("Play")
    train.reach(30)
    mine.kill()
    told(train.page)
    stood = train.step
    mine.start()
    is_back(train.page)
    train.watch()
    train.reach(stood + 30)
    played(train)
    train.rest()
    step, loss = train.step, train.loss
    expect(train.field("Seed")).to_have_value("7")
    train.page.reload()
    train.at(step)
    assert train.loss == loss


def test_a_server_that_begins_anew_answers_a_page_that_had_asked_nothing_since_its_last_setting(
    train: TrainPage, mine: Server
) -> None:
    """Streamlit has the page run by itself only where a fragment was what ran last."""
    train.set_steps(STEPS + 1)
    train.rest()
    mine.kill()
    told(train.page)
    mine.start()
    is_back(train.page)
    train.click("Play")
    train.reach(60)
    train.click("Pause")


def test_the_web_socket_is_cut_ten_times_while_it_plays(train: TrainPage) -> None:
    train.watch()
    train.click("Play")
    for _ in range(CUTS):
        before = train.page.evaluate("window.sockets.length")
        train.page.evaluate(CUT)
        train.page.wait_for_function("before => window.sockets.length > before", arg=before)
        is_back(train.page)
        train.reach(train.step + 30)
        expect(train.page.locator(AT_REST)).to_be_attached()
    train.reach(train.step + 60)
    played(train)


# The run is of the seed that its field says: the new one, or that of before where nothing of it came through.
AGREED = """usual => [...document.querySelectorAll('input[aria-label="Seed"]')]
    .filter((field) => field.checkVisibility())
    .some(({ value }) => value === (new URLSearchParams(location.search).get("seed") ?? usual))"""


def test_a_line_that_is_cut_while_the_page_is_made_takes_none_of_it_away(train: TrainPage) -> None:
    """Streamlit stops a script whose line is cut, and sends what there was of it once there is a new one."""
    page = train.page
    for seed, wait in enumerate((0, 10, 40), start=20):
        sockets = page.evaluate("window.sockets.length")
        page.evaluate(CUT_ONCE_ASKED, wait)
        train.set("Seed", seed)
        page.wait_for_function("before => window.sockets.length > before", arg=sockets)
        is_back(page)
        expect(
            page.locator(f"{AT_REST} [data-testid=stSidebar] [data-testid=stNumberInput]").first
        ).to_be_attached()
        page.wait_for_function(AGREED, arg=str(Experiment().seed))
        train.click("Step forward")
        train.at(1)
        train.rest()
        said = train.field("Seed").input_value()
        seen = "" if said == str(Experiment().seed) else f"seed={said}&"
        expect(page).to_have_url(f"{train.address}/?{seen}steps={STEPS}&step=1")
        train.click("First step")


def test_a_line_that_is_cut_while_a_part_of_the_page_is_made_takes_nothing_away(
    visitor: BrowserContext, mine: Server
) -> None:
    step = StepPage(visitor.new_page(), mine.address).open("hidden=128x3&op=5")
    step.at(0, 5)
    step.tab("Check it yourself")
    step.page.evaluate(CUT_ONCE_ASKED, 0)
    step.click("Check all of W3")
    expect(step.root.locator(".st-result")).to_contain_text("norm of 500 of 16384")
    step.press("ArrowRight")
    step.at(0, 6)
    step.page.close()


def test_without_a_network_what_is_here_can_be_seen_and_training_goes_on_with_it(
    train: TrainPage, visitor: BrowserContext
) -> None:
    train.scrub(20)
    train.at(20)
    train.rest()
    train.page.get_by_test_id("stSidebar").hover()
    train.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    visitor.set_offline(True)
    train.page.evaluate(CUT)
    told(train.page)
    train.press("p")
    told(train.page)  # also on a projector, where there is no sidebar
    train.press("p")
    train.press("ArrowLeft")
    train.at(19)
    train.press("ArrowRight")
    train.at(20)
    visitor.set_offline(False)
    is_back(train.page)
    train.page.get_by_test_id("stExpandSidebarButton").click()
    train.click("Play")
    train.reach(60)


def test_on_a_slow_line_every_step_comes_in_its_turn_and_nothing_is_asked_for_again_and_again(
    visitor: BrowserContext, mine: Server
) -> None:
    with line_to(mine.address) as (address, line):
        slow = TrainPage(visitor.new_page(), address).open()
        slow.set_steps(STEPS)
        slow.rest()
        asked = list[object]()
        sockets = slow.page.context.new_cdp_session(slow.page)
        sockets.send("Network.enable")
        sockets.on("Network.webSocketFrameSent", lambda frame: asked.append(frame))
        line.rate = SLOW
        slow.watch()
        slow.click("Play")
        slow.reach(80)
        played(slow)
        assert len(asked) <= 10
        slow.page.close()


def test_tabs_closed_in_mid_chunk_leave_the_server_to_the_others(
    train: TrainPage, visitor: BrowserContext, mine: Server
) -> None:
    threads = psutil.Process(mine.pid).num_threads
    before = threads()
    for seed in range(2):
        page = visitor.new_page()
        page.goto(f"{mine.address}/?steps=200000&seed={seed}")
        TrainPage(page, mine.address).at(0)
        page.get_by_role("button", name="Play", exact=True).click()
        page.close()
    train.click("Play")
    train.reach(60)
    for _ in range(PATIENCE_MS // 100):
        if threads() <= before + 2:  # what was begun comes to its end; idle ones of a pool may stay
            break
        train.page.wait_for_timeout(100)
    assert threads() <= before + 2


def test_two_tabs_of_one_browser_have_a_run_each(train: TrainPage, visitor: BrowserContext) -> None:
    one, other = train, TrainPage(visitor.new_page(), train.address).open()
    other.set_and_wait("Seed", 3)
    other.click("Play")
    other.reach(40)
    one.page.bring_to_front()
    one.click("Play")
    one.reach(40)
    assert one.player.get_attribute("data-run") != other.player.get_attribute("data-run")
    assert "seed=3" in other.page.url
    assert "seed=3" not in one.page.url
    other.page.close()


def test_a_browser_that_stood_still_goes_on_where_it_was(train: TrainPage, browser: Browser) -> None:
    """As a laptop that slept: nothing of the page runs, while the server goes on sending."""
    train.watch()
    train.click("Play")
    train.reach(30)
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [process["id"] for process in found if process["type"] == "renderer"]
    for pid in renderers:
        os.kill(pid, signal.SIGSTOP)
    time.sleep(STOOD_SECONDS)
    for pid in renderers:
        os.kill(pid, signal.SIGCONT)
    train.reach(train.step + 60)
    played(train)


def test_a_disk_that_is_full_refuses_an_upload_and_nothing_else(
    visitor: BrowserContext, mine: Server
) -> None:
    """A large upload is written to a file on its way: no file may have more than a few bytes meanwhile."""
    data = DataPage(visitor.new_page(), mine.address).open()
    data.unfold()
    process = psutil.Process(mine.pid)
    usual = process.rlimit(psutil.RLIMIT_FSIZE)
    process.rlimit(psutil.RLIMIT_FSIZE, (LITTLE, usual[1]))
    try:
        data.upload("large.csv", LARGE)
        expect(data.own.get_by_test_id("stFileChipIconError")).to_be_attached()
    finally:
        process.rlimit(psutil.RLIMIT_FSIZE, usual)
    data.page.reload()
    data.upload("small.csv", b"a,y\n1,2\n2,3\n3,4\n4,5\n")
    expect(data.use).to_be_visible()
    data.page.close()

"""What the player costs: nothing while paused, and nothing left behind when its page is left."""

from __future__ import annotations

from playwright.sync_api import CDPSession, Page, expect

from tests.browser.conftest import no_errors
from tests.browser.train_page import TrainPage
from tests.browser.waiting import drawn


def test_no_bytes_over_the_wire_while_paused(page: Page, server: str) -> None:
    seen: list[int] = []

    def listen(socket: object) -> None:
        for event in ("framereceived", "framesent"):
            socket.on(event, lambda payload: seen.append(len(payload)))  # type: ignore[attr-defined]

    page.on("websocket", listen)
    train = TrainPage(page, server).open()
    train.click("Play")
    train.reach(20)
    train.click("Pause")
    train.rest()
    expect(page.locator(".bp-connection")).to_be_attached()  # with it the page is run once more
    drawn(page)
    page.wait_for_timeout(1000)
    assert seen
    seen.clear()
    page.wait_for_timeout(2500)
    assert seen == []


# Elements that come or go in the player, from now on.
NOTE_ELEMENTS = """() => {
    window.changed = [];
    const note = ({ addedNodes, removedNodes }) => {
        for (const node of [...addedNodes, ...removedNodes]) {
            if (node instanceof Element) window.changed.push(node.outerHTML);
        }
    };
    const player = document.querySelector("[data-testid=player]");
    const observer = new MutationObserver((changes) => changes.forEach(note));
    observer.observe(player, { childList: true, subtree: true });
}"""


def test_while_it_plays_no_element_comes_or_goes(at_rest: TrainPage) -> None:
    """Only texts and pictures change: for another element the browser works out styles of the whole page."""
    at_rest.set_steps(5000)
    at_rest.rest()
    at_rest.click("Play")
    at_rest.reach(5)
    at_rest.page.evaluate(NOTE_ELEMENTS)
    at_rest.reach(40)
    assert at_rest.page.evaluate("window.changed") == []


def test_a_hidden_tab_stops_playing(train: TrainPage) -> None:
    train.set_steps(5000)
    train.click("Play")
    train.reach(1)
    train.page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { value: true, configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    step = train.step
    train.page.wait_for_timeout(300)
    assert train.step == step


# In one task, so that nothing of the server's comes between.
LEAVE_AND_ASK = """() => {
    const links = [...document.querySelectorAll("[data-testid=stPageLink-NavLink]")];
    links.find((link) => link.innerText === "Data").click();
    const step = document.querySelector("[data-testid=player] .bp-transport [type=range]");
    step.value = 4000;
    step.dispatchEvent(new Event("input"));
    step.dispatchEvent(new Event("change"));
}"""


def test_the_page_that_was_asked_for_comes_whatever_the_one_before_still_wants(at_rest: TrainPage) -> None:
    """Streamlit takes a page from the screen where a part of another page asks after it was asked for."""
    at_rest.set_steps(5000)
    at_rest.rest()
    page = at_rest.page
    page.evaluate(LEAVE_AND_ASK)
    expect(page.get_by_text("What the network is fed")).to_be_visible()
    drawn(page)
    expect(page.get_by_text("What the network is fed")).to_be_visible()
    page.get_by_role("link", name="Train").click()
    at_rest.rest()


def _switch(page: Page, times: int) -> None:
    for _ in range(times):
        page.get_by_role("link", name="Data").click()
        expect(page.get_by_text("What the network is fed")).to_be_visible()
        page.get_by_role("link", name="Train").click()
        expect(page.get_by_test_id("player")).to_have_attribute("data-step", "3")


def _counted(session: CDPSession, page: Page) -> dict[str, int]:
    session.send("HeapProfiler.collectGarbage")
    metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    counts = page.evaluate("""() => ({
        plots: document.querySelectorAll(".js-plotly-plot").length,
        canvases: document.querySelectorAll("canvas").length,
        players: document.querySelectorAll("[data-testid=player]").length,
        scripts: document.querySelectorAll("head script").length,
    })""")
    return counts | {"listeners": int(metrics["JSEventListeners"]), "nodes": int(metrics["Nodes"])}


def _counts(session: CDPSession, page: Page) -> dict[str, int]:
    """Of a page that stands: a busy machine draws the parts below the player seconds after it."""
    drawn(page)
    last: dict[str, int] = {}
    for _ in range(40):
        page.wait_for_timeout(400)
        counts = _counted(session, page)
        if counts == last:
            break
        last = counts
    return counts


WARM, ROUNDS = 2, 9


def test_page_switches_leave_nothing_behind(train: TrainPage) -> None:
    """Each round switches twice. Counted by the browser itself, after a garbage collection."""
    page = train.page
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    for _ in range(3):
        train.click("Step forward")
    train.at(3)
    _switch(page, WARM)
    before = _counts(session, page)
    _switch(page, ROUNDS)
    after = _counts(session, page)
    for _ in range(5):  # what is on its way out takes longer on a busy machine; what leaks stays, and grows
        if (
            after["listeners"] - before["listeners"] < ROUNDS
            and after["nodes"] - before["nodes"] < ROUNDS * 40
        ):
            break
        _switch(page, WARM)
        after = _counts(session, page)
    for name in ("plots", "canvases", "players", "scripts"):
        assert after[name] == before[name], (name, before, after)
    # A leak of one player adds as many of each; Streamlit's own pages vary by a few.
    assert after["listeners"] - before["listeners"] < ROUNDS, (before, after)
    assert after["nodes"] - before["nodes"] < ROUNDS * 40, (before, after)
    assert page.evaluate("performance.getEntriesByName ? document.querySelectorAll('canvas').length : 0") > 0
    contexts = page.evaluate("""() => [...document.querySelectorAll("canvas")]
        .filter((c) => !c.getContext("2d")).length""")
    assert contexts == 0  # every canvas is 2-d: there is no WebGL context to leak


def test_coming_back_finds_the_step_again(at_rest: TrainPage) -> None:
    at_rest.set("Hidden layers", 3)
    expect(at_rest.cards).to_have_count(4)
    at_rest.click("Step forward")
    at_rest.at(1)
    at_rest.page.get_by_role("link", name="Data").click()
    expect(at_rest.page.get_by_text("What the network is fed")).to_be_visible()
    at_rest.page.get_by_role("link", name="Train").click()
    at_rest.at(1)
    expect(at_rest.cards).to_have_count(4)
    expect(at_rest.field("Hidden layers")).to_have_value("3")
    at_rest.click("Step forward")
    at_rest.at(2)


def test_another_plotly_on_the_page_is_left_alone(fresh: Page, server: str) -> None:
    """Streamlit's own charts bring another version: neither may take the other's place on `window`."""
    fresh.add_init_script("window.Plotly = { version: 'of somebody else' }")  # before ours is asked for
    with no_errors(fresh):
        TrainPage(fresh, server).open().rest()
        assert fresh.evaluate("window.Plotly.version") == "of somebody else"


def test_the_server_answers_a_second_page_while_one_plays(
    at_rest: TrainPage, page: Page, server: str
) -> None:
    at_rest.page.bring_to_front()
    at_rest.set_steps(5000)
    at_rest.click("Play")
    other = TrainPage(page, server).open()
    other.click("Step forward")
    other.at(1)
    before = at_rest.step
    expect(at_rest.player).not_to_have_attribute("data-step", str(before))  # it plays all the while
    assert at_rest.step > before

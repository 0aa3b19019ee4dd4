"""Read from the last row: all grows with the screen, and projector mode shows fewer things, larger."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.waiting import finds_none, resized

PAGES = {
    "": "[data-testid=player][data-rest]",
    "step_through?op=20": "[data-testid=stepper] .st-numbers b",
    "vanishing_gradients": "[data-panel=staircase] .main-svg",
    "compare?run=steps!20&run=activation!relu!steps!20": "[data-panel=loss] .main-svg",
    "data": "[data-testid=stDataFrame] canvas",
    "glossary": "[data-entry=delta]",
}
LONG = "glossary"
"""Scrolls, being a list."""
PROJECTED = '[data-backprop-projector="1"]'

# Every text that is seen, and how large it is on the screen: charts and drawings are enlarged as a whole.
TEXTS = """() => {
    const seen = (part) => {
        const box = part.getBoundingClientRect();
        const there = part.checkVisibility({ visibilityProperty: true });
        return there && getComputedStyle(part).clipPath === "none" && box.width > 2 && box.height > 2;
    };
    const enlarged = ({ a, b }) => Math.hypot(a, b); // also where it is turned
    const letters = (part) =>
        parseFloat(getComputedStyle(part).fontSize) * enlarged(part.getScreenCTM?.() ?? { a: 1, b: 0 });
    const out = "script, style, option, select, .bp-hidden, title, [hidden]";
    const script = "msup > :nth-child(2), msub > :nth-child(2), msubsup > :nth-child(n + 2)";
    const raised = `tspan[dy], sup, sub, ${script}`;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const part = node.parentElement;
        if (!node.data.trim() || part.closest(out) || !seen(part)) continue;
        found.push([node.data.trim().slice(0, 24), letters(part), Boolean(part.closest(raised))]);
    }
    for (const field of document.querySelectorAll("select, input:not([type=range], [type=checkbox])")) {
        if (seen(field)) found.push([field.className, letters(field), false]);
    }
    return found;
}"""
FITS = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    return main.scrollHeight <= main.clientHeight + 1 && main.scrollWidth <= main.clientWidth;
}"""
# What is said is not cut: neither to the right nor beyond the window.
CUT = """() => {
    const parts = "b, h2, h3, p, button, strong, .bp-status";
    const scrolls = ".bp-hidden, .st-pane, .st-terms, [data-testid=stDataFrame]";
    return [...document.querySelectorAll(`[data-testid=stMain] :is(${parts})`)]
        .filter((part) => part.checkVisibility({ visibilityProperty: true }) && !part.closest(scrolls))
        .map((part) => [part, part.getBoundingClientRect()])
        .filter(([, box]) => box.width > 2 && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1))
        .map(([part]) => part.textContent.slice(0, 30));
}"""
WHOLE = """() => [...document.querySelectorAll(".st-formula, .st-numbers, .st-terms")]
    .every((part) => part.scrollHeight <= part.clientHeight + 1 && part.scrollWidth <= part.clientWidth)"""
# Texts below 20 pixels, exponents below 16.
SMALL = f"() => ({TEXTS})().filter(([, size, isRaised]) => size < (isRaised ? 15.95 : 19.95))"
THIN = """() => [...document.querySelectorAll(".scatterlayer .js-line")]
    .filter((line) => line.checkVisibility())
    .map((line) => parseFloat(getComputedStyle(line).strokeWidth) * line.getScreenCTM().a)
    .filter((width) => !(width >= 3))"""
LETTERS = "parseFloat(getComputedStyle(document.querySelector(part)).fontSize)"
IN_TABLES = """() => [...document.querySelectorAll(".stDataFrameGlideDataEditor:not(.dvn-scroller)")]
    .map((table) => getComputedStyle(table).getPropertyValue("--gdg-base-font-style"))
    .map((style) => parseFloat(style.split(" ")[1]))"""
"""How large the letters of every table are: it draws them itself."""
LARGEST = "part => parseFloat(getComputedStyle(document.querySelector(part)).fontSize) >= 40"
GROWN = "() => document.querySelector('[data-panel=profile] .bp-plotly').style.transform === 'scale(1.5)'"
SIDEBAR = "[data-testid=stSidebar]"
GROWING = (
    ".bp-digits b",
    ".bp-card b",
    ".bp-caption",
    f"{SIDEBAR} h1",
    f"{SIDEBAR} [data-testid=stWidgetLabel] p",
)


@pytest.fixture
def opened(browser: Browser, server: str) -> Page:
    """A page of its own: what was switched stays with a document."""
    return browser.new_page(viewport={"width": 1280, "height": 720})


def large(page: Page, part: str) -> float:
    """How large the letters of a part are."""
    expect(page.locator(part).first).to_be_attached()
    found: float = page.evaluate(f"part => {LETTERS}", part)
    return found


@pytest.mark.parametrize("address", PAGES)
def test_a_projector_shows_every_page_large_and_whole(opened: Page, server: str, address: str) -> None:
    page = opened
    page.goto(f"{server}/{address}{'&' if '?' in address else '?'}projector=1")
    expect(page.locator(PAGES[address]).first).to_be_attached()
    expect(page.locator(PROJECTED)).to_be_attached()
    page.wait_for_function("() => !document.querySelector('.bp-progress:not([hidden])')")
    if address != LONG:
        page.wait_for_function(FITS)
        finds_none(page, CUT)
    finds_none(page, SMALL)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    for choice in page.locator(".bp-large-choice button").all():
        page.keyboard.press(choice.get_attribute("data-key") or "")
        expect(choice).to_have_attribute("aria-checked", "true")
        page.wait_for_function(FITS)
        finds_none(page, SMALL, where=choice.text_content())
    page.close()


def test_a_long_sum_is_written_whole_beside_the_picture(opened: Page, server: str) -> None:
    """The largest products, what the others come to, the bias; the result below. Nothing of it scrolls."""
    page = opened
    back = r"27 more: .+\) \) · .+"
    for at, ends in {"op=9": r"24 more: .+\) \+ .+", "op=20": back, "op=28&step=3": back}.items():
        page.goto(f"{server}/step_through?{at}&projector=1")
        expect(page.locator(PROJECTED)).to_be_attached()
        expect(page.locator(".st-terms").first).to_have_text(re.compile(rf"^= .+\(… {ends}$"))
        page.wait_for_function(WHOLE)
    page.close()


def test_the_numbers_that_matter_are_the_largest(opened: Page, server: str) -> None:
    page = opened
    for address, parts in {
        "": (".bp-step", ".bp-loss", ".bp-caption strong"),
        "vanishing_gradients": (".bp-caption strong",),
        "step_through?op=20": (".st-numbers b", ".st-count"),
    }.items():
        page.goto(f"{server}/{address}{'&' if '?' in address else '?'}projector=1")
        expect(page.locator(PAGES[address]).first).to_be_attached()
        for part in parts:
            expect(page.locator(PROJECTED)).to_be_attached()
            page.wait_for_function(LARGEST, arg=part)
        if address == "":
            expect(page.locator(".scatterlayer .js-line").first).to_be_attached()
            finds_none(page, THIN)
    page.close()


def test_what_lies_over_a_page_when_it_is_wanted_needs_no_sidebar(opened: Page, server: str) -> None:
    page = opened
    page.goto(f"{server}/?hide=sidebar")
    expect(page.locator(PAGES[""])).to_be_attached()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    card = page.locator(".bp-card-of")
    page.locator(".bp-digits [data-term=step]").hover()
    expect(card).to_be_visible()
    page.goto(f"{server}/glossary?projector=1")
    page.get_by_role("button", name="Show the start card again").click()
    start = page.get_by_role("region", name="What is this?")
    expect(start).to_be_visible()
    finds_none(page, SMALL)
    page.keyboard.press("Escape")
    expect(start).to_be_hidden()
    expect(page.locator(PAGES[""])).to_be_attached()  # nothing moves away from under the pointer
    page.locator(".bp-digits [data-term=step]").hover()
    expect(card).to_contain_text("Now: step 0 of 100")
    expect(card).to_be_visible()
    finds_none(page, SMALL)
    page.mouse.move(640, 700)
    expect(card).to_be_hidden()
    page.keyboard.press("Tab")
    names = page.get_by_role("button", name="Names and symbols on this page")
    names.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("toolbar", name="Names and symbols on this page")).to_be_visible()
    finds_none(page, SMALL)
    page.close()


def test_tables_grow_with_the_page(opened: Page, server: str) -> None:
    page = opened
    page.goto(f"{server}/data")
    expect(page.get_by_role("button", name="Projector mode")).to_be_visible()  # it hears keys
    for width, key, least, most in ((1280, "p", 20, 30), (1600, "", 25, 37), (1600, "p", 10, 18)):
        page.set_viewport_size({"width": width, "height": 9 * width // 16})
        expect(page.locator(PAGES["data"]).first).to_be_attached()
        if key:
            page.keyboard.press(key)
        page.wait_for_function(
            f"() => {{ const all = ({IN_TABLES})(); return all.length === 3"
            f" && all.every((size) => size >= {least} && size <= {most}); }}"
        )
    page.close()


def test_all_grows_with_the_screen(opened: Page, server: str) -> None:
    """And a chart's pointer still hits its points."""
    page = opened
    page.goto(server)
    expect(page.locator(PAGES[""])).to_be_attached()
    before = {part: large(page, part) for part in GROWING}
    for width in (1600, 1920):
        resized(page, width, width * 9 // 16)
        for part in GROWING:
            page.wait_for_function(
                f"([part, size]) => Math.abs({LETTERS} / size - 1) <= 0.01",
                arg=[part, before[part] * width / 1280],
            )
    expect(page.locator("[data-panel=profile] .points path").first).to_be_attached()
    page.wait_for_function(GROWN)
    expect(page.locator(PAGES[""])).to_be_attached()
    last = page.locator("[data-panel=profile] .points path").last.bounding_box()
    assert last
    page.mouse.move(last["x"] + last["width"] / 2, last["y"] + last["height"] / 2)
    expect(page.locator("[data-panel=profile] .hovertext").first).to_contain_text("layer 7")
    page.close()


def test_keys_and_remotes(opened: Page, server: str) -> None:
    page = opened
    page.goto(f"{server}/?hide=choices,weights")
    player = page.get_by_test_id("player")
    expect(page.locator(PAGES[""])).to_be_attached()
    expect(page.locator(".bp-choices")).to_be_hidden()
    expect(page.locator("[data-panel=weights]")).to_be_hidden()
    run = player.get_attribute("data-run")

    page.keyboard.press("p")
    expect(page.locator(PROJECTED)).to_be_attached()
    expect(page).to_have_url(f"{server}/?projector=1&hide=choices,weights")
    assert player.get_attribute("data-run") == run
    page.keyboard.press("Escape")
    expect(page.locator(PROJECTED)).to_have_count(0)
    expect(page).to_have_url(f"{server}/?hide=choices,weights")

    page.keyboard.press("PageDown")  # a remote's forward
    expect(player).to_have_attribute("data-step", "1")
    page.keyboard.press("b")
    black = page.get_by_role("dialog", name="The screen is black")
    expect(black).to_be_visible()
    page.keyboard.press("PageDown")
    expect(black).to_be_hidden()
    expect(player).to_have_attribute("data-step", "1")  # the key has brought the screen back, and no more
    page.keyboard.press("PageUp")
    expect(player).to_have_attribute("data-step", "0")
    page.keyboard.press("Control+b")
    expect(black).to_be_hidden()

    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys: Train")
    expect(keys.get_by_role("row")).to_have_count(12)
    page.keyboard.press("PageDown")
    expect(player).to_have_attribute("data-step", "0")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    button = page.get_by_role("button", name="Keys of this page")
    button.focus()
    page.keyboard.press("Enter")
    expect(keys).to_be_visible()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()

    page.get_by_role("textbox", name="Go to step").fill("")
    page.get_by_role("textbox", name="Go to step").press("p")
    expect(page.locator(PROJECTED)).to_have_count(0)
    page.get_by_role("textbox", name="Go to step").press("Escape")
    page.get_by_role("button", name="Projector mode").click()
    page.reload()
    expect(page.locator(PROJECTED)).to_be_attached()
    page.get_by_role("button", name="Projector mode").click()
    link = page.get_by_role("link", name="Step through")
    link.focus()
    expect(link).to_have_attribute("href", re.compile(r"\?hide=choices,weights$"))  # without the projector
    link.click()
    stepper = page.get_by_test_id("stepper")
    expect(stepper).to_have_attribute("data-op", "0")
    expect(page).to_have_url(f"{server}/step_through?hide=choices,weights")
    page.keyboard.press("PageDown")
    expect(stepper).to_have_attribute("data-op", "1")
    page.keyboard.press("PageUp")
    expect(stepper).to_have_attribute("data-op", "0")
    page.close()

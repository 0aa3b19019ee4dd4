"""Korean in a real browser: by the link or the switch, in the address from then on, at the same moment."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from pages.shared.text.english import ENGLISH
from pages.shared.text.korean import KOREAN
from tests.browser.train_page import TrainPage


def turn_to(page: Page, name: str, words: dict[str, str]) -> None:
    link = page.get_by_test_id("stSidebar").get_by_role("link", name=words[f"page.{name}"], exact=True)
    link.click()
    path = "" if name == "train" else name
    expect(page).to_have_url(re.compile(rf"^http://[^/]+/{path}\?(.*&)?lang="))


def speaks(page: Page, code: str) -> None:
    expect(page.locator("html")).to_have_attribute("lang", code)


def choose_korean(train: TrainPage) -> None:
    train.choose("Language", "한국어")
    speaks(train.page, "ko")
    expect(train.player.get_by_role("button", name=KOREAN["player.forward"])).to_be_visible()


def test_korean_is_chosen_kept_and_left_at_the_same_moment(train: TrainPage) -> None:
    page = train.page
    speaks(page, "en")
    for _ in range(2):
        train.press("ArrowRight")
    train.at(2)
    choose_korean(train)
    expect(page).to_have_url(re.compile(r"[?&]lang=ko\b"))
    train.at(2)
    expect(train.player.get_by_text("기울기, 2스텝")).to_be_visible()  # the number keeps its word
    train.press("ArrowRight")
    train.at(3)
    expect(page).to_have_url(re.compile(r"[?&]lang=ko\b.*step=3"))
    expect(train.caption).to_have_css("word-break", "keep-all")
    expect(train.caption).to_have_css("font-family", re.compile("Noto Sans KR"))
    page.reload()
    train.at(3)
    expect(train.player.get_by_role("button", name=KOREAN["player.forward"])).to_be_visible()
    for name in ("step_through", "vanishing_gradients", "data", "train"):
        turn_to(page, name, KOREAN)
        speaks(page, "ko")
    train.at(3)
    train.choose("Language", "English")
    speaks(page, "en")
    expect(page).to_have_url(re.compile(r"[?&]lang=en\b"))
    expect(train.player.get_by_role("button", name=ENGLISH["player.forward"])).to_be_visible()
    train.at(3)


def test_what_plays_goes_on_in_another_language(train: TrainPage) -> None:
    """Its picture is mounted anew: as where a connection that is cut has the page run once more."""
    train.set_steps(5000)
    train.click("Play")
    train.reach(20)
    choose_korean(train)
    expect(train.player.get_by_role("button", name=KOREAN["player.pause"])).to_be_visible()
    train.reach(train.step + 20)
    turn_to(train.page, "data", KOREAN)
    turn_to(train.page, "train", KOREAN)  # what was left is not played on
    expect(train.player.get_by_role("button", name=KOREAN["player.play"])).to_be_visible()


def test_back_leads_to_a_setting_and_not_to_another_language(train: TrainPage) -> None:
    page = train.page
    train.set_and_wait("Seed", 7)
    choose_korean(train)
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?lang=ko$"))
    expect(train.field(KOREAN["setting.seed"])).to_have_value("54")
    speaks(page, "ko")

"""What a teacher prints of a lesson: whole pages, escaped, and no answer before it is asked for."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

import pytest

from pages.shared.lessons import sheets
from pages.shared.lessons.measured import StepTold
from pages.shared.lessons.page import SHEETS
from pages.shared.lessons.words import LESSONS
from pages.shared.text import language, speaking, text
from pages.shared.text.catalogues import CATALOGUES
from tests.pages.lessons import checked, opened, small, told_of

VOID = {"meta", "br", "hr", "img", "link", "input"}
BLOCKS = {"p", "div", "ul", "ol", "table", "h1", "h2", "svg"}
each_sheet = pytest.mark.parametrize(("id", "code"), [(id, code) for id in LESSONS for code in CATALOGUES])


class Page(HTMLParser):
    """A page of HTML as a reader has it; fails where its elements do not match."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: list[tuple[str, str]] = []
        self.words = ""
        self.gaps: list[str] = []
        self.boxes: list[str] = []
        self.feed(source)
        self.close()
        assert not self.open
        assert self.rawdata == ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = dict(attrs).get("class") or ""
        assert not (tag in BLOCKS and any(name == "p" for name, _ in self.open)), f"{tag} within p"
        self.found.append((tag, of))
        if tag not in VOID:
            self.open.append((tag, of))
        if "gap" in of.split():
            self.gaps.append("")
        if "box" in of.split():
            self.boxes.append(of)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert any(name in ("svg", "math") for name, _ in self.open), f"{tag} ends itself in HTML"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] != "style":
            self.words += data
        if self.open and "gap" in self.open[-1][1].split():
            self.gaps[-1] += data


@cache
def page(id: str, sheet: str, code: str) -> tuple[str, Page]:
    """A sheet's source, and what is on it."""
    with pytest.MonkeyPatch.context() as patch:  # each step is measured once for all sheets
        patch.setattr(sheets, "told", lambda lesson, step, code: told_of(id, code)[lesson.place(step.name)])
        source = sheets.page(checked(id), sheet, code)
    return source, Page(source)


def one_line(step: StepTold) -> list[str]:
    """The plain pieces of a step's text."""
    return [part["words"] for block in step["text"] for part in block["parts"] if part["kind"] == "text"]


@each_sheet
def test_every_sheet_is_a_page_of_its_own_in_its_language(id: str, code: str) -> None:
    for sheet in SHEETS:
        source, found = page(id, sheet, code)
        assert source.startswith(f'<!doctype html>\n<html lang="{code}">')
        assert '<meta charset="utf-8">' in source
        assert "size: A4" in source
        assert [tag for tag, _ in found.found].count("h1") == 1
        assert checked(id).title[code] in found.words
        assert not re.search(
            r"https?://(?!www\.w3\.org)|<script|<img|src=|{|}", source.partition("</style>")[2]
        )
        assert (re.search("[가-힣]", found.words) is not None) == (code == "ko")


@each_sheet
def test_the_notes_have_the_plan_and_what_to_ask(id: str, code: str) -> None:
    lesson = checked(id)
    words = page(id, "notes", code)[1].words
    for said in (lesson.about, lesson.misconception, *lesson.answers, *lesson.after):
        assert said[code] in words
    for part in lesson.plan:
        assert part.words[code] in words
    rows = [tag for tag, _ in page(id, "notes", code)[1].found].count("tr")
    assert rows == len(lesson.plan) + len(lesson.steps)


@each_sheet
def test_a_worksheet_asks_and_does_not_answer(id: str, code: str) -> None:
    """Nothing stands in its gaps, no box is filled, no curve is drawn, and what was revealed is not there."""
    source, found = page(id, "worksheet", code)
    steps = told_of(id, code)
    asked = [step["predicted"] for step in steps if step["kind"] == "predict" and step["predicted"]]
    numbers = sum(each["ask"] in ("number", "layer") for each in asked)
    assert len(found.gaps) == numbers + sum(len(step["blanks"]) for step in steps)
    assert all(not gap.strip() for gap in found.gaps)
    assert found.boxes == ["box"] * len(found.boxes)
    for line in re.findall(r'<polyline points="([^"]*)"', source):
        assert len(line.split()) == 1
    for step in steps:
        if step["kind"] == "reveal":
            assert not [piece for piece in one_line(step) if len(piece) > 40 and piece in found.words]
        if step is steps[-1] and step["kind"] == "show":  # it sums up what came
            assert not [piece for piece in one_line(step) if len(piece) > 40 and piece in found.words]
        for option in step["predicted"]["options"] if step["predicted"] else ():
            said = max((part["words"] for block in option["say"] for part in block["parts"]), key=len)
            assert said not in found.words


@each_sheet
def test_the_answers_have_every_number_and_the_right_choice(id: str, code: str) -> None:
    source, found = page(id, "answers", code)
    expected: list[str] = []
    boxes: list[str] = []
    curves = 0
    for step in told_of(id, code):
        asked = step["predicted"] if step["kind"] == "predict" else None
        if asked and asked["ask"] in ("number", "layer"):
            expected.append(asked["said"])
        elif asked and asked["ask"] == "choice":
            boxes += ["box right" if option["right"] else "box" for option in asked["options"]]
        curves += bool(asked and asked["ask"] == "curve")
        expected += [blank["said"] for blank in step["blanks"]]
    assert [gap.strip() for gap in found.gaps] == expected
    for step in told_of(id, code):
        if step["kind"] in ("show", "reveal"):
            assert all(piece in found.words for piece in one_line(step))
    assert found.boxes == boxes
    lines = re.findall(r'<polyline points="([^"]*)"', source)
    assert len(lines) == curves
    assert all(len(line.split()) > 5 for line in lines)


def test_what_a_lesson_says_is_never_markup() -> None:
    hostile = "a < b & \"c\" 'd' > e"
    lesson = opened(small(
        {"text": hostile},
        {"kind": "predict", "ask": "choice", "text": f"**{hostile}** `{hostile}`",
         "options": [{"text": hostile, "right": True, "say": hostile}, {"text": "x"}]},
        {"kind": "fill", "text": hostile, "blanks": [{"before": hostile, "after": hostile, "value": 3}]},
        {"kind": "try", "text": hostile, "hint": hostile, "until": "loss < 1e-9"},
        title={"en": hostile}, about=hostile, misconception=hostile,
        teacher={"plan": [{"minutes": 1, "text": hostile}], "answers": [hostile], "next": [hostile]},
    ))  # fmt: skip
    for sheet in SHEETS:
        source = sheets.page(lesson, sheet, "en")
        found = Page(source)
        assert found.words.count(hostile) >= 2
        assert {tag for tag, _ in found.found} <= {
            "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "div", "span", "table", "tr",
            "td",
            "ul", "li", "strong", "code",
        }  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS)
def test_all_of_a_sheet_is_in_the_lessons_language(sheet: str) -> None:
    """Also where another is read, and where no session is: a sheet is made when it is wanted, in a thread."""
    said = {"minutes": 1, "text": "낱말"}
    lesson = opened(small(
        {"text": "낱말"}, {"text": "낱말", "kind": "explain"},
        {"text": "낱말", "kind": "try", "until": "loss < 1e-9", "hint": "낱말"},
        title={"ko": "제목"}, about="낱말", misconception="낱말",
        teacher={"plan": [said], "answers": ["낱말"], "next": ["낱말"]},
    ))  # fmt: skip
    for code in CATALOGUES:
        source = sheets.page(lesson, sheet, code)
        assert '<html lang="ko">' in source
        assert not re.search("[A-Za-z]{2,}", Page(source).words.replace("Backprop Explorer", ""))


def test_another_language_is_read_within_only() -> None:
    with speaking("ko"):
        assert (language(), text("lessons.plan")) == ("ko", CATALOGUES["ko"].words["lessons.plan"])
        with speaking("en"):
            assert language() == "en"
        assert language() == "ko"
    assert text("lessons.plan") == CATALOGUES["en"].words["lessons.plan"]

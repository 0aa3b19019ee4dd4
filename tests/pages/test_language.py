"""A page in another language: all of it, at once, and until somebody chooses another one."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs

import pytest
import streamlit
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from pages.shared.text.catalogues import CATALOGUES, Catalogue
from pages.shared.text.english import ENGLISH
from pages.shared.text.korean import KOREAN
from tests.pages import lab, opening, tapes
from tests.pages.said import strings
from tests.pages.test_imports import PAGES
from tests.pages.widgets import widget

SMALL = "compare~sigmoid.xavier~depth~2~width~4~seeds~1~data~xor"
_PLACEHOLDER = re.compile(r"%?\{[^}]*\}")

_NAME = re.compile("[a-z_]+|d?W|None")
"""What may be a name of ours, as "loss" of a curve; and the theme that AppTest has."""


def opened(**query: str) -> AppTest:
    return opening.opened(60, **query)


def turned(app: AppTest, page: str) -> AppTest:
    app.switch_page(page).run()
    assert not app.exception
    return app


def choose(app: AppTest, code: str) -> AppTest:
    widget(app, "language").set_value(code).run()
    assert not app.exception
    return app


def pieces(words: dict[str, str]) -> set[str]:
    """What a text has to have in it to be one of these: the longest piece between what is filled in."""
    return {max((piece.strip() for piece in _PLACEHOLDER.split(entry)), key=len) for entry in words.values()}


def left(found: set[str], foreign: dict[str, str], own: dict[str, str]) -> set[str]:
    """What is said in the words of another catalogue."""
    whole, together = "\n".join(own.values()), "\n".join(found)
    foreign_pieces = {piece for piece in pieces(foreign) if piece not in whole}
    long = {piece for piece in foreign_pieces if " " in piece and piece in together}
    short = {word for word in foreign.values() if word in found and not _NAME.fullmatch(word)}
    return long | (short - set(own.values()))


def test_what_is_left_of_english_is_found() -> None:
    assert {"Learning rate", "Step forward"} <= left(strings(opened()), ENGLISH, KOREAN)


def test_every_page_is_in_korean() -> None:
    app = opened(lang="ko", lab=SMALL)
    for page in PAGES:
        found = strings(turned(app, page))
        assert KOREAN["page.train"] in found
        assert left(found, ENGLISH, KOREAN) == set(), page
    for example in ("iris", "sine"):
        widget(app, "example").set_value(example).run()
        assert left(strings(app), ENGLISH, KOREAN) == set(), example


def test_the_language_of_the_browser_is_read_where_nothing_else_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ContextProxy, "locale", property(lambda _: "ko-KR"))
    app = opened()
    assert KOREAN["page.train"] in strings(app)
    assert "lang" not in linked(app)  # another browser may say otherwise
    assert ENGLISH["page.train"] in strings(opened(lang="en"))
    monkeypatch.setattr(ContextProxy, "locale", property(lambda _: "fr"))
    assert ENGLISH["page.train"] in strings(opened())


def linked(app: AppTest) -> dict[str, list[str]]:
    """The address of the next page, as the sidebar has it."""
    return parse_qs(app.get("page_link")[1].proto.query_string)


def test_a_language_that_was_chosen_is_kept() -> None:
    app = choose(opened(seed="3"), "ko")
    assert linked(app) == {"lang": ["ko"], "seed": ["3"]}
    for page in [*PAGES[1:], PAGES[0]]:
        assert KOREAN["page.train"] in strings(turned(app, page))
        assert linked(app)["lang"] == ["ko"]
        assert widget(app, "language").value == "ko"
    assert linked(choose(app, "en"))["lang"] == ["en"]
    assert ENGLISH["page.train"] in strings(app)


def test_another_language_changes_no_setting_and_no_run() -> None:
    app = opened()
    widget(app, "lr").set_value(0.25).run()
    widget(app, "activation").set_value("tanh").run()
    before = tapes.of(app)[0]
    after = tapes.of(choose(app, "ko"))[0]
    assert (widget(app, "lr").value, widget(app, "activation").value) == (0.25, "tanh")
    assert (after["run"], after["link"]) == (before["run"], before["link"])
    assert (before["text"]["play"], after["text"]["play"]) == (ENGLISH["player.play"], KOREAN["player.play"])
    widget(app, "activation").set_value("relu").run()
    assert tapes.of(app)[0]["link"] != before["link"]


def test_the_lab_says_the_same_study_in_other_words() -> None:
    app = lab.opened(lab=SMALL)
    before = lab.read(app)[0]
    after = lab.read(choose(app, "ko"))[0]
    assert after["study"] == before["study"]
    assert (after["text"]["title"], before["text"]["title"]) == (KOREAN["lab.title"], ENGLISH["lab.title"])
    assert left(strings(app), ENGLISH, KOREAN) == set()


def test_two_visitors_with_the_same_run_each_read_their_own_language() -> None:
    """What all visitors share is kept for each language."""
    for code, own, other in (("en", ENGLISH, KOREAN), ("ko", KOREAN, ENGLISH)):
        app = opened(lang=code, lab=SMALL)
        assert left(strings(app), other, own) == set()
        assert left(strings(turned(app, PAGES[2])), other, own) == set()


def test_what_is_refused_is_told_in_the_language() -> None:
    app = opened(lang="ko")
    widget(app, "norm").set_value("batch").run()
    (said,) = (entry.value for entry in app.error)
    assert KOREAN["normalization.batch"] in said
    assert "샘플이 하나뿐이면" in said
    assert not re.search("[A-Za-z]", said)


@pytest.mark.parametrize("said", ["tlh", "", "KO"])
def test_a_language_that_is_not_there_is_told_and_not_taken(said: str) -> None:
    app = opened(lang=said)
    assert ENGLISH["page.train"] in strings(app)
    if said:
        assert any(ENGLISH["link.lang"] in entry.value for entry in app.markdown)


ACCENTS = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")


def accented(entry: str) -> str:
    """A text that is read as it was, in letters that English has not, and longer: "[¡Tráín!]"."""
    kept = [*_PLACEHOLDER.findall(entry), ""]
    plain = _PLACEHOLDER.split(entry)
    return "[¡" + "".join(a.translate(ACCENTS) + b for a, b in zip(plain, kept, strict=True)) + "!]"


def test_a_third_language_is_a_file_and_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """As docs/languages.md says."""
    pseudo = {key: accented(entry) for key, entry in ENGLISH.items()}
    monkeypatch.setitem(CATALOGUES, "xx", Catalogue("Accented", pseudo))
    app = choose(opened(), "xx")
    for page in PAGES:
        found = strings(turned(app, page))
        assert pseudo["page.train"] in found
        assert left(found, ENGLISH, pseudo) == set()


def test_a_file_that_is_made_where_no_session_is_has_the_pages_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """A download is made when it is clicked, in a thread of Streamlit's own."""
    made = list[Callable[[], bytes]]()
    monkeypatch.setattr(streamlit, "download_button", lambda _, data, *__, **___: made.append(data))
    lab.opened(lang="ko", lab=SMALL)
    head, *rows = made[-1]().decode("utf-8-sig").splitlines()
    assert {KOREAN["lab.column.seed"], KOREAN["lab.column.layer"]} < set(head.split(","))
    assert KOREAN["activation.sigmoid"] in rows[0]

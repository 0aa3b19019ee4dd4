"""What outlasts a script run has one place, and each thing one key there."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages.shared import state
from tests.core.imports import ROOT, files
from tests.pages.opening import opened

SOURCES = files("app.py", "pages/**/*.py")


def texts(path: Path) -> Iterator[str]:
    """All literal texts of a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def slots() -> dict[str, state.Slot[object]]:
    return {name: value for name, value in vars(state).items() if isinstance(value, state.Slot)}


def test_streamlits_session_state_is_reached_in_one_place_alone() -> None:
    using = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "session_state"
    }
    assert using == {"pages/shared/state.py"}


def test_every_key_stands_once() -> None:
    keys = [slot._key for slot in slots().values()]
    assert len(keys) == len(set(keys)) > 8
    found = Counter(text for path in SOURCES for text in texts(path) if text in keys)
    assert found == dict.fromkeys(keys, 1)


def test_nothing_else_is_left_in_the_session() -> None:
    """Beside the slots there are the widgets' and the components' own keys."""
    app = opened(60)
    for page in ("pages/data.py", "pages/vanishing_gradients.py", "pages/step_through.py", "app.py"):
        app.switch_page(page).run()
        assert not app.exception
    ours = {key for key in app.session_state if key.startswith("_")}
    assert ours <= {slot._key for slot in slots().values()}


def test_a_slot_without_a_beginning_says_so() -> None:
    app = AppTest.from_function(_script).run()
    assert [entry.value for entry in app.text] == ["False", "KeyError", "3", "[]"]


def _script() -> None:
    import streamlit as st

    from pages.shared.state import Slot

    empty, made = Slot[int]("_a_test"), Slot[list[int]]("_another", list)
    st.text(empty.is_there)
    try:
        empty.get()
    except KeyError:
        st.text("KeyError")
    st.text(empty.put(3))
    st.text(made.get())

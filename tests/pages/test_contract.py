"""The contract between server and browser: the same types on both sides, and every field described."""

from __future__ import annotations

import re
from types import ModuleType, NoneType
from typing import Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

import numpy as np
import pytest

from mlp_core import PRESETS, Trainer
from pages.shared.wire import (
    answer,
    asked,
    compare_header,
    header,
    lab_header,
    landscape_choice,
    landscape_header,
    scene_header,
)
from pages.shared.wire.once import Once
from pages.shared.wire.tape import Recorder
from tests.core.imports import ROOT
from tests.pages import tapes

MODULES: tuple[ModuleType, ...] = (
    asked,
    header,
    scene_header,
    lab_header,
    landscape_choice,
    landscape_header,
    compare_header,
)
TYPES: dict[str, Any] = {
    name: kind
    for module in MODULES
    for name, kind in vars(module).items()
    if is_typeddict(kind) and kind.__module__ == module.__name__ and name != "Packed"  # the decoder's own
}
Fields = dict[str, tuple[bool, bool]]
"""field -> (whether it may be missing, whether it may be null)."""


def ours(kind: Any) -> Fields:
    """The fields of a TypedDict, those of its bases among them."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        name: (name in kind.__optional_keys__ or get_origin(hint) is NotRequired, "None" in str(hint))
        for name, hint in hints.items()
    }


def fields(body: str) -> Fields:
    """The fields of an object type in TypeScript, without those of the objects in it."""
    while (flat := re.sub(r"\{[^{}]*\}", "object", body)) != body:
        body = flat
    found = re.findall(r"(\w+)(\??):\s*([^;]+)(?:;|$)", body)
    return {name: (bool(mark), "null" in kind) for name, mark, kind in found}


def alternatives(found: list[Fields]) -> Fields:
    """A field that one of them lacks may be missing."""
    names = {name for one in found for name in one}
    return {
        name: (
            any(name not in one or one[name][0] for one in found),
            any(name in one and one[name][1] for one in found),
        )
        for name in names
    }


def theirs() -> dict[str, Fields]:
    """Every interface, and every union of objects, that the browser's types declare."""
    found: dict[str, Fields] = {}
    for path in sorted((ROOT / "pages" / "shared").rglob("*.d.ts")):
        text = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name, base, body in re.findall(
            r"export interface (\w+)(?:<[^>]*>)?(?: extends (\w+))? \{\n(.*?)\n\}", text, re.DOTALL
        ):
            found[name] = {**found.get(base, {}), **fields(body)}
        for name, body in re.findall(r"export type (\w+) =([^;]*\{.*?);\n(?=\n|export)", text, re.DOTALL):
            blocks = [fields(block) for block in re.findall(r"\{([^{}]*)\}", body)]
            common = blocks.pop(0) if "} & (" in body else {}
            found[name] = {**common, **alternatives(blocks)}
    return found


def test_both_readers_see_what_may_be_missing_and_what_may_be_null() -> None:
    """The readers themselves."""
    assert fields("a: number;\n  b?: { c: string } | null;\n  d: [x: number];") == {
        "a": (False, False), "b": (True, True), "d": (False, False),
    }  # fmt: skip
    assert alternatives([{"a": (False, False)}, {"a": (False, True), "b": (False, False)}]) == {
        "a": (False, True), "b": (True, False),
    }  # fmt: skip
    assert ours(asked.Moment) == {
        "n": (False, False), "step": (True, False), "play": (True, False), "choices": (True, False),
        "scape": (True, False), "mark": (True, True),
    }  # fmt: skip
    assert {"RunHeader", "Changing", "Channel", "Pull", "Act", "SceneHeader", "LabHeader"} <= TYPES.keys()


@pytest.mark.parametrize("name", TYPES)
def test_the_browser_has_the_same_type(name: str) -> None:
    same = theirs()
    if name == "ExtraAnswer":  # the browser knows it with its name and step alone
        return
    assert name in same
    assert same[name] == ours(TYPES[name])


PAGE = (ROOT / "docs" / "wire.md").read_text(encoding="utf-8")
SKIPPED = {"ExtraAnswer", "Told", "SamplesHeader"}
"""Bases, whose fields stand with what is made of them."""


def described() -> dict[str, Fields]:
    """docs/wire.md: heading -> its fields, with the marks for what may be missing and what may be null."""
    found: dict[str, Fields] = {}
    for name, section in re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", PAGE, re.DOTALL | re.MULTILINE):
        cells = re.findall(r"^\| (`[^|]*) \|", section, re.MULTILINE)
        found[name] = {
            field: ("?" in marks, "–" in marks)
            for cell in cells
            for field, marks in re.findall(r"`(\w+)`([^,]*)", cell)
        }
    return found


@pytest.mark.parametrize("name", sorted(TYPES.keys() - SKIPPED))
def test_every_field_is_described(name: str) -> None:
    hints = get_type_hints(TYPES[name])
    same = {
        field: (missing, NoneType in get_args(hints[field]))
        for field, (missing, _) in ours(TYPES[name]).items()
    }
    assert described()[name] == same


def test_the_page_describes_nothing_else() -> None:
    assert described().keys() == TYPES.keys() - SKIPPED


@pytest.mark.parametrize(
    "wanted", [{}, {"detail": ["dW", 1]}, {"first": 7, "count": 3}, {"skip": ["W", "change"]}]
)
def test_a_reader_written_from_the_page_reads_a_tape(wanted: dict[str, Any]) -> None:
    """The page's own reader, against the one that the other tests have; a short tape after a whole one."""
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    space: dict[str, Any] = {}
    exec(code, space)
    recorder = Recorder(Trainer(PRESETS["moons"]))
    once = Once(
        {"run": "r", "channels": recorder.channels(), "frame_bytes": recorder.frame_bytes, "text": {}}, "run"
    )
    headers: dict[str, Any] = {}
    for known in (None, once.key):
        request = answer.read({"run": "r", "n": 1, "header": known, **wanted}, "r", 50, 3)
        assert request
        found = answer.answer(recorder, request, 50, seconds=60)
        header, frames, curve, detail = space["read"](found.tape(once.beside(known)), headers)
        whole, expected, losses = tapes.read(found.tape(once.beside(None)))
        assert header["steps"] == whole["steps"]
        assert (b'"text":' in found.tape(once.beside(known))) == (known is None)
        np.testing.assert_array_equal(curve, losses)
        for one, other in zip(frames, expected, strict=True):
            assert one.keys() == other.keys()
            for name in one:
                for part, same in zip(one[name], other[name], strict=True):
                    np.testing.assert_array_equal(part, same)
        if wanted.get("detail"):
            np.testing.assert_array_equal(detail, whole["detail"]["matrix"])

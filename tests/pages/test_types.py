"""The types that the browser's JavaScript is checked by are those of the wire: same names, same fields."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import Any, NotRequired, get_origin, get_type_hints, is_typeddict

import pytest

from pages.shared import wire

SHARED = Path(__file__).parents[2] / "pages" / "shared"
NOT_OF_THE_BROWSER = {"Packed", "ExtraAnswer"}
"""Parts that other types are made of on the Python side alone."""

INTERFACE = re.compile(r"^export interface (\w+)(?: extends (\w+))? \{\n(.*?)^\}", re.MULTILINE | re.DOTALL)


def typed_dicts() -> dict[str, Any]:
    """Every TypedDict that a module of the wire defines, by name."""
    names = [f"{wire.__name__}.{module.name}" for module in pkgutil.iter_modules(wire.__path__)]
    modules = [importlib.import_module(name) for name in names]
    return {
        name: value
        for module in modules
        for name, value in vars(module).items()
        if is_typeddict(value) and value.__module__ == module.__name__
    }


def interfaces() -> dict[str, dict[str, bool]]:
    """Every interface of the browser's types: its fields, and whether each has to be there."""
    found: dict[str, dict[str, bool]] = {}
    for path in SHARED.rglob("*.d.ts"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for name, base, body in INTERFACE.findall(text):
            fields = re.findall(r"^  (\w+)(\??):", body, re.MULTILINE)
            assert name not in found, f"{name} is defined twice"
            found[name] = {**found.get(base, {}), **{field: not maybe for field, maybe in fields}}
    return found


def aliases() -> set[str]:
    """Names that stand for other types, such as a union."""
    texts = [path.read_text(encoding="utf-8") for path in SHARED.rglob("*.d.ts")]
    return {name for text in texts for name in re.findall(r"^export type (\w+)", text, re.MULTILINE)}


@pytest.mark.parametrize("name", sorted(typed_dicts().keys() - NOT_OF_THE_BROWSER))
def test_a_type_of_the_wire_has_the_same_fields_in_the_browser(name: str) -> None:
    told = typed_dicts()[name]
    maybe = told.__optional_keys__ | {
        field
        for field, hint in get_type_hints(told, include_extras=True).items()
        if get_origin(hint) is NotRequired
    }
    if name not in aliases():
        assert interfaces()[name] == {field: field not in maybe for field in told.__annotations__}

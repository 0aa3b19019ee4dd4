"""The text catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlp_core import ACTIVATIONS, INITIALIZERS
from pages.shared.text import section, text
from pages.shared.text.english import ENGLISH

PAGES = Path(__file__).parents[2] / "pages"


def test_every_key_used_in_python_is_in_the_catalogue() -> None:
    files = [path for path in PAGES.rglob("*.py") if path.parent.name != "text"]
    for path in [*files, PAGES.parent / "app.py"]:
        for key in re.findall(r"""\btext\(["']([a-zA-Z_0-9.]+)["']""", path.read_text(encoding="utf-8")):
            assert key in ENGLISH, f"{path.name}: {key}"


def test_every_key_used_in_the_player_is_in_the_catalogue() -> None:
    known = section("player")
    rooms = [PAGES / "shared" / name for name in ("player", "browser")]
    for path in [path for room in rooms for path in room.rglob("*.js")]:
        if path.name == "format.js":  # whose text is any
            continue
        for key in re.findall(r"\btext\.([a-z_A-Z0-9]+)", path.read_text(encoding="utf-8")):
            assert key in known, f"{path.name}: {key}"


def test_everything_that_can_be_chosen_has_a_name() -> None:
    for name in ACTIVATIONS:
        assert text(f"activation.{name}")
    for name in INITIALIZERS:
        assert text(f"initializer.{name}")


def test_a_placeholder_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        text("setting.refused", other=1)

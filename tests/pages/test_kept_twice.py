"""What server and browser each have a copy of is the same on both sides."""

from __future__ import annotations

import json
import math
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mlp_core.training.fields import MAX_HIDDEN_LAYERS, MAX_WIDTH
from pages.shared import link
from pages.shared.compare.address import CLOCKS, TABS
from pages.shared.figures_scored import TEST, TRAIN
from pages.shared.lab.settings import VIEWS
from pages.shared.numbers import nice_ceiling
from pages.shared.theme import SHAPES
from pages.shared.wire.names import CHOICES, UNITS
from pages.shared.wire.pictures import SCORES
from pages.shared.wire.tape import CHUNK_FRAMES, LONG_FRAMES
from tests.core.imports import ROOT

SHARED = ROOT / "pages" / "shared"
NODE = Path(sys.executable).parent / "node"


def source(path: str) -> str:
    return (SHARED / path).read_text(encoding="utf-8")


def constant(path: str, name: str) -> Any:
    """The value of a constant of the browser's; fails where there is none of that name."""
    (found,) = re.findall(rf"^(?:export )?const {name} = (.*);$", source(path), re.MULTILINE)
    return json.loads(found)


@pytest.mark.parametrize(
    ("path", "name", "ours"),
    [
        ("player/asking.js", "CHUNK", CHUNK_FRAMES),
        ("player/asking.js", "LONG", LONG_FRAMES),
        ("player/stack/widths.js", "MOST_LAYERS", MAX_HIDDEN_LAYERS),
        ("player/stack/widths.js", "MOST_UNITS", MAX_WIDTH),
        ("browser/scores.js", "SCORES", list(SCORES)),
        ("browser/shapes.js", "SHAPES", list(SHAPES)),
        ("lab/lab.js", "ASIDES", list(VIEWS["aside"])),
        ("lab/lab.js", "BELOWS", list(VIEWS["below"])),
    ],
)
def test_a_constant_is_the_servers(path: str, name: str, ours: object) -> None:
    assert constant(path, name) == ours


def test_tabs_and_clocks_of_compare_are_those_that_links_know() -> None:
    (tabs,) = re.findall(r"^const TABS = \{(.*)\};$", source("compare/tabs.js"), re.MULTILINE)
    assert tuple(re.findall(r"(\w+): \w+", tabs)) == TABS
    assert tuple(constant("compare/clock.js", "KINDS")) == CLOCKS


def test_what_is_chosen_at_first_is_what_a_link_leaves_out() -> None:
    (found,) = re.findall(r"choices: \{\s*(stack: [^}]*)\}", source("player/kept.js"))
    chosen = dict(re.findall(r'(\w+): "(\w+)"', found))
    assert chosen == {name: options[0] for name, options in CHOICES.items()}


def test_charts_name_the_scores_that_frames_have() -> None:
    for part in (TRAIN, TEST):
        assert {f"{part}_loss", f"{part}_accuracy"} <= set(SCORES)


def test_the_view_that_is_no_matrix_has_one_name() -> None:
    assert f'view === "{UNITS}" ? "W" : view' in source("player/heatmaps.js")


def test_words_of_streamlits_own_are_left_in_the_address_by_both() -> None:
    (pattern,) = re.findall(r"STREAMLITS_OWN = /(.*)/;", source("browser/place.js"))
    own = [*link._STREAMLITS_OWN, "embedded", "step", "em"]
    kept = {name for name in own if re.match(pattern, f"{name}=true")}
    assert kept == link._STREAMLITS_OWN


def test_the_ends_of_colour_scales_are_rounded_alike() -> None:
    values = [
        0.0, -1.0, math.inf, 5e-324, 1e-300, 0.1, 0.3, 0.30000000000000004, 1.0, 1.0000001, 2.9, 3.0,
        4.99, 5.0, 5.01, 10.0, 1234.5, 7e22, 1e300, 9e307, 6.02e-5,
    ]  # fmt: skip
    script = (
        f'import {{ niceCeiling }} from "{SHARED / "browser" / "draw.js"}";'
        f"const values = {json.dumps([str(value) for value in values])}.map((text) =>"
        ' Number(text.replace("inf", "Infinity")));'
        "console.log(JSON.stringify(values.map(niceCeiling)));"
    )
    told = subprocess.run(
        [str(NODE), "--input-type=module", "-e", script], capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout) == pytest.approx(
        [nice_ceiling(value) for value in values], rel=1e-12, abs=0
    )

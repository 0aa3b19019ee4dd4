"""The lab's settings as a word of a link, in both directions."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import quote_plus

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from mlp_core import ExperimentError
from mlp_core.analysis.cures import CURES
from mlp_core.analysis.profile import SIZES
from mlp_core.training.fields import MAX_SEED
from pages.shared import link
from pages.shared.lab.settings import DATA, LIMITS, OUTPUTS, SETTINGS, STORIES, Lab, View, read
from pages.shared.lab.study import Study
from tests.core.runs import MANY, QUICK

SAID = st.fixed_dictionaries({
    "depth": st.integers(1, 50),
    "width": st.integers(1, 128),
    "output": st.sampled_from(OUTPUTS),
    "data": st.sampled_from(DATA),
    "samples": st.integers(1, 1797),
    "compare": st.lists(st.sampled_from(SETTINGS), min_size=1, max_size=6, unique=True).map(tuple),
    "cures": st.lists(st.sampled_from(list(CURES)), unique=True).map(tuple),
    "measure": st.sampled_from(SIZES),
    "seeds": st.integers(1, 20),
    "seed": st.integers(0, MAX_SEED - 20),
    "learning_rate": st.floats(1e-6, 1e4),
    "gain": st.floats(1e-3, 1e3),
    "steps": st.integers(1, 500),
})  # fmt: skip
"""All that widgets can say together."""


@st.composite
def labs(draw: st.DrawFn) -> Lab:
    """Those that can be used."""
    try:
        return Lab(**draw(SAID))
    except ExperimentError:
        reject()


@QUICK
@given(SAID)
def test_whatever_widgets_say_is_refused_or_every_network_of_it_can_be_made(said: dict[str, Any]) -> None:
    """Of each line the one at the chosen depth and the deepest of the sweep; a link's words one by one."""
    with suppress(ExperimentError):
        Lab(**said)
    lab, _, _ = read(["~".join(f"{name}~{written(value)}" for name, value in said.items())])
    study = Study(lab)
    for line in study.lines:
        for depth in (lab.depth, study.depths.depths[-1]):
            assert line.at(lab.seed + lab.seeds - 1, depth).sizes


def written(value: object) -> str:
    return "-".join(value) if isinstance(value, tuple) else str(value)


def test_a_link_to_networks_that_are_too_large_keeps_what_can_be_run() -> None:
    lab, _, good = read(["depth~50~width~128~samples~1797"])
    assert (lab.depth, lab.width, lab.samples, good) == (50, 128, 64, False)


@MANY
@given(labs(), st.integers(0, 500), st.integers(0, 12), st.sampled_from(["depth", "course"]))
def test_a_link_brings_every_setting_and_the_view_back(lab: Lab, step: int, focus: int, below: str) -> None:
    words = [word for word in (lab.to_link(), f"step~{step}~focus~{focus}~below~{below}") if word]
    text = "~".join(words)
    assert read([text]) == (lab, View(step, focus, below), True)
    assert quote_plus(text, safe="~") == text  # stands in an address as it is
    assert (lab.to_link() == "") == (lab == Lab())


@MANY
@given(st.text(max_size=60))
def test_whatever_the_link_says_there_are_settings(text: str) -> None:
    lab, view, _ = read([text])
    lab.experiment(lab.compare[0])
    assert view.below in ("depth", "course")


@pytest.mark.parametrize(
    "text",
    ["depth~0", "depth~51", "depth~-3", "depth~3.5", "gain~nan", "gain~inf", "gain~1e999", "learning_rate~0",
     "compare~sigmoid", "compare~", "cures~magic", "measure~loss", "data~mnist", "depth", "hasattr~1",
     "experiment~3", "__class__~3", "to_link~x", "below~up", "step~x", "~", "depth~3~seeds", "x" * 5000],
)  # fmt: skip
def test_what_cannot_be_used_is_ignored_and_named(text: str) -> None:
    lab, view, good = read([text])
    assert not good
    assert (replace(lab, depth=11), view) == (Lab(), View())
    found = link.read({"lab": [text]})
    assert found.ignored == ("lab",)


def test_a_repeated_word_is_ignored() -> None:
    assert read(["depth~3", "depth~4"]) == (Lab(), View(), False)


@pytest.mark.parametrize("name", LIMITS)
def test_limits_hold_and_name_the_field(name: str) -> None:
    low, high = LIMITS[name]
    kind = type(asdict(Lab())[name])
    assert getattr(replace(Lab(), **{name: kind(high)}), name) == high
    for value in (low / 2 if kind is float else low - 1, high * 2 if kind is float else high + 1, math.nan):
        with pytest.raises(ExperimentError) as refused:
            replace(Lab(), **{name: value})
        assert refused.value.field == name


@pytest.mark.parametrize("name", STORIES)
def test_every_story_can_be_told(name: str) -> None:
    lab = STORIES[name].lab
    for setting in lab.compare:
        assert lab.experiment(setting).hidden_layers == (lab.width,) * lab.depth

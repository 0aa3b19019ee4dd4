"""The numbers that Step through puts into formulas, for any settings: they lead to what the core computed."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from mlp_core import PRESETS, Experiment, Plan, Trainer
from mlp_core.analysis.probe import Probe
from pages.shared.browser.loader import inline
from pages.shared.session import Run
from pages.shared.stepper import screen as stepper
from tests.browser.step_page import calculated
from tests.core.runs import EXPERIMENTS
from tests.pages.tapes import unpacked

# Softmax and cross-entropy, which few of the others have, with more terms than are written out.
SHARES = [
    PRESETS["three_spirals"],
    replace(PRESETS["iris"], l1=0.01, l2=0.1, optimizer="rmsprop", schedule="cosine"),
    replace(PRESETS["iris"], loss="mse", batch_size=3, optimizer="nesterov"),
    replace(PRESETS["digits"], samples=20, batch_size=4, test_share=0.0),
]
SCRIPTS = inline("stepper/scene.js", "arithmetic/terms.js")
# Every operation's lines as text; of what is raised or drawn as a fraction, in plain signs.
WRITTEN = """([bytes, picks, digits]) => {
    const scene = decodeScene(Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0)));
    const plain = (node) => {
        const parts = [...node.childNodes].map(plain);
        switch (node.nodeName.toLowerCase()) {
            case "#text": return node.textContent;
            case "sup": return `^(${parts.join("")})`;
            case "mfrac": return `((${parts[0]})/(${parts[1]}))`;
            case "msup": return `${parts[0]}^(${parts[1]})`;
            case "mspace": return " ";
        }
        return parts.join("");
    };
    return scene.operations.map((op, k) => {
        const { i, j, sample } = picks[k];
        return numbers(scene, op, { i, j }, sample, digits).map(plain);
    });
}"""


@pytest.fixture(scope="module")
def blank(browser: Any) -> Any:
    """A page that knows the functions that write the numbers."""
    page = browser.new_page()
    page.evaluate(f"() => {{ {SCRIPTS}\n window.written = {WRITTEN}; }}")
    yield page
    page.close()


def expected(
    arrays: dict[str, np.ndarray], op: dict[str, Any], pick: dict[str, int], along: Sequence[float] = ()
) -> list[float]:
    """What the core computed of an operation: the values of its equations, in their order; `along` is what
    training descends along, where that is not the loss.
    """
    symbol, l, i, j = op["symbol"], op["layer"], pick["i"], pick["j"]
    if symbol == "loss":
        return [float(arrays["loss"]), *along]
    if symbol in ("z", "n", "a", "delta"):
        return [arrays[f"{symbol}{l}"][pick["sample"], j]]
    if symbol == "dW":
        return [arrays[f"dW{l}"][i, j], np.ravel(arrays[f"db{l}"])[j]]
    memories = [name for name in ("velocity", "mean", "square") if f"{name}W{l}+" in arrays]
    found = [arrays[f"{name}W{l}+"][i, j] for name in [*memories, ""]]
    if f"b{l}+" in arrays:
        found += [np.ravel(arrays[f"{name}b{l}+"])[j] for name in [*memories, ""]]
    return found


def descended(plan: Plan, step: int) -> float:
    """What training descends along at a step."""
    trainer = Trainer(plan)
    trainer.goto(step)
    return Probe(trainer).objective()


@settings(
    max_examples=50, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(EXPERIMENTS | st.sampled_from(SHARES), st.integers(0, 12), st.randoms(use_true_random=False))
def test_the_numbers_of_every_operation_lead_to_its_result(
    blank: Page, experiment: Experiment, step: int, random: Any
) -> None:
    plan = Plan.of(experiment)
    data = stepper.answer(Run("run", plan, Trainer(plan), 100), {"step": step})
    header, arrays = unpacked(data)
    sizes, operations = header["sizes"], header["operations"]
    picks = []
    for op in operations:
        l = op["layer"] or len(sizes) - 1
        i, j = random.randrange(sizes[l - 1]), random.randrange(sizes[l])
        picks.append({"i": i, "j": j, "sample": random.randrange(header["samples"])})
    lines = blank.evaluate(
        "arguments => window.written(arguments)", [base64.b64encode(data).decode(), picks, 16]
    )
    # The tutorial's factor: of two outputs or more "mse" prints a mean, and descends along their sum.
    along = [descended(plan, step)] if experiment.loss == "mse" and sizes[-1] > 1 else []
    for op, pick, written in zip(operations, picks, lines, strict=True):
        equations = calculated(written)
        for sides in equations:
            assert sides == pytest.approx([sides[0]] * len(sides), rel=1e-8, abs=1e-11), written
        values = expected(arrays, op, pick, along)
        ends = [sides[-1] for sides in equations]
        # What leads there (a mean, a sum over the outputs) comes before.
        assert ends[len(ends) - len(values) :] == pytest.approx(values, rel=1e-9, abs=1e-11), written

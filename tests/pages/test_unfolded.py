"""A cell's arithmetic: its number is the frame's and the core's own, and what comes with it makes it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mlp_core import PRESETS, Edit, Experiment, Plan, Trainer
from mlp_core.nn.steps import Array
from pages.shared.numbers import significant
from pages.shared.player.unfolded import unfold
from pages.shared.wire import answer, cells
from pages.shared.wire.once import Once
from pages.shared.wire.tape import Recorder
from tests.core.imports import ROOT
from tests.pages import tapes
from tests.pages.test_loader import printed

KINDS = cells.KINDS
WIDE = replace(PRESETS["digits"], hidden_layers=(512, 512), samples=100)
DEEP = replace(PRESETS["spirals"], hidden_layers=(8,) * 5, residual=True)
RUNS = {
    "tutorial": Experiment(),
    "mazur": PRESETS["mazur"],
    "spirals": PRESETS["spirals"],
    "digits": replace(PRESETS["digits"], samples=200, optimizer="adam"),
    "wide": WIDE,
    "layer": replace(DEEP, normalization="layer", optimizer="momentum"),
    "batch": replace(DEEP, normalization="batch", optimizer="nesterov"),
    "penalty": replace(PRESETS["moons"], l2=0.01, l1=0.001, optimizer="rmsprop"),
    "float32": replace(PRESETS["moons"], dtype="float32"),
}
STEP = 7


def asked(trainer: Trainer, kind: str, step: int = STEP, **cell: Any) -> dict[str, Any]:
    """What the browser gets of a cell of a step: of W it asks about the step before."""
    first = kind == "W" and step == 0
    details = {
        "kind": kind,
        "layer": 1,
        "rows": [0, 0],
        "columns": [0, 0],
        "sample": 0,
        "first": first,
    } | cell
    pull = {"run": "r", "n": 1, "first": step - (kind == "W" and not first), "extra": ["unfold", details]}
    header, _ = answered(Recorder(trainer), pull)
    return header["extra"]["unfolded"]


def answered(recorder: Recorder, pull: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(the header, the first frame) of a tape."""
    request = answer.read(pull, "r", 100, len(recorder.trainer.network.layers))
    assert request
    found = answer.answer(recorder, request, 100, seconds=60)
    once = Once({"run": "r", "channels": recorder.channels(), "text": {}}, "run")
    header, frames, _ = tapes.read(found.tape(once.beside(None)))
    return header, frames[0]


def at(found: dict[str, Any], name: str, row: int | None, column: int | None) -> Any:
    """A number that came; a whole row or column where one of both is None."""
    for strip in found["strips"][name]:
        if strip["row"] not in (None, row) or strip["column"] not in (None, column):
            continue
        values = strip["values"]
        if row is None or column is None:
            if (strip["row"] is None) == (row is None):
                return np.array(values)
            continue
        return values[row if strip["row"] is None else column if strip["column"] is None else 0]
    raise AssertionError((name, row, column, found["strips"][name]))


def state(experiment: Experiment | Plan, step: int = STEP) -> Trainer:
    trainer = Trainer(experiment)
    trainer.step(step)
    trainer.evaluate()
    return trainer


def matrix(trainer: Trainer, kind: str, layer: int) -> Array:
    own = trainer.network.layers[layer - 1]
    if kind == "change":
        return own.W - Trainer(trainer.plan).network.layers[layer - 1].W
    return np.array(getattr(own, kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", RUNS)
def test_the_number_is_the_cores_own_to_the_last_bit(name: str, kind: str) -> None:
    alone = state(RUNS[name])
    trainer = Trainer(RUNS[name])
    for layer in (1, len(alone.network.layers) - 1, len(alone.network.layers)):
        expected = matrix(alone, kind, layer)
        row, column = len(expected) // 2, expected.shape[1] - 1
        found = asked(trainer, kind, layer=layer, rows=[row, row], columns=[column, column], sample=row)
        assert (found["row"], found["column"]) == (row, column)
        assert found["value"] == expected[row, column]
        assert found["why"] == ""


@pytest.mark.parametrize("name", ["tutorial", "wide", "spirals"])
def test_the_number_is_the_one_that_the_frame_shows(name: str) -> None:
    """Of a cell that stands for several, the largest: what the heatmap shows of them."""
    trainer = Trainer(RUNS[name])
    recorder = Recorder(trainer)
    _, frame = answered(recorder, {"run": "r", "n": 1, "first": STEP})
    for kind in KINDS:
        for layer, (down, across) in enumerate(recorder.blocks):
            cells_of = frame[kind][layer]
            shown = np.atleast_2d(cells_of)
            row, column = len(shown) - 1, shown.shape[1] // 2
            if kind in ("a", "delta"):
                across = -(-trainer.network.sizes[layer + 1] // shown.shape[1])
            found = asked(
                trainer, kind, layer=layer + 1, rows=[row * down, row * down + down - 1],
                columns=[column * across, column * across + across - 1], sample=recorder.pictures.sample,
            )  # fmt: skip
            assert found["value"] == pytest.approx(shown[row, column], rel=2e-7)


@pytest.mark.parametrize("name", RUNS)
def test_what_comes_with_a_gradient_adds_up_to_it(name: str) -> None:
    trainer = Trainer(RUNS[name])
    found = asked(trainer, "dW", layer=2, rows=[1, 1], columns=[0, 0])
    total = at(found, "a1", None, 1) @ at(found, "delta2", None, 0)
    if trainer.experiment.penalty:
        weight = at(found, "W2", 1, 0)
        total += trainer.experiment.l1 * np.sign(weight) + trainer.experiment.l2 * weight
    assert found["value"] == pytest.approx(total, rel=1e-5 if name == "float32" else 1e-12)


@pytest.mark.parametrize("name", ["tutorial", "spirals", "wide"])
def test_what_comes_with_an_activation_and_a_delta_makes_it(name: str) -> None:
    trainer = Trainer(RUNS[name])
    f = {"sigmoid": lambda z: 1 / (1 + math.exp(-z)), "tanh": math.tanh, "relu": lambda z: max(z, 0.0)}
    for layer in range(1, len(trainer.network.layers)):
        found = asked(trainer, "a", layer=layer, columns=[1, 1])
        z = at(found, f"a{layer - 1}", 0, None) @ at(found, f"W{layer}", None, 1) + at(
            found, f"b{layer}", 0, 1
        )
        assert at(found, f"z{layer}", 0, 1) == pytest.approx(z, rel=1e-12)
        assert found["value"] == pytest.approx(f[trainer.experiment.activation](z), rel=1e-12)
        found = asked(trainer, "delta", layer=layer, columns=[1, 1])
        above = at(found, f"W{layer + 1}", 1, None) @ at(found, f"delta{layer + 1}", 0, None)
        assert found["value"] == pytest.approx(above * at(found, f"slope{layer}", 0, 1), rel=1e-12)


def test_a_weight_is_what_the_update_before_made_of_it() -> None:
    """W of step 7 from W, dW, the rate and Adam's memory of step 6, by the rule in plain numbers."""
    experiment = replace(PRESETS["moons"], optimizer="adam", learning_rate=0.01)
    found = asked(Trainer(experiment), "W", layer=1, rows=[1, 1], columns=[1, 1])
    before = state(experiment, STEP - 1)
    assert at(found, "W1", 1, 1) == before.network.layers[0].W[1, 1]
    gradient = at(found, "dW1", 1, 1)
    assert gradient == before.network.layers[0].dW[1, 1]
    mean = 0.9 * at(found, "meanW1", 1, 1) + 0.1 * gradient
    square = 0.999 * at(found, "squareW1", 1, 1) + 0.001 * gradient**2
    assert at(found, "meanW1+", 1, 1) == pytest.approx(mean, rel=1e-12)
    assert at(found, "count+", 0, 0) == STEP
    change = (mean / (1 - 0.9**STEP)) / (math.sqrt(square / (1 - 0.999**STEP)) + 1e-8)
    assert found["value"] == pytest.approx(at(found, "W1", 1, 1) - found["rate"] * change, rel=1e-12)


def test_a_weight_of_step_0_and_one_set_by_hand_have_no_arithmetic() -> None:
    assert asked(Trainer(Experiment()), "W", 0)["why"] == "drawn"
    plan = Plan.of(Experiment())
    plan = replace(plan, edits=(Edit(0, 1, 0, 0, 2.0), Edit(STEP, 2, 3, 4, 0.5)))
    assert asked(Trainer(plan), "W", 0)["why"] == "set"
    found = asked(Trainer(plan), "W", layer=2, rows=[3, 3], columns=[4, 4])
    assert (found["why"], found["value"]) == ("set", 0.5)
    assert asked(Trainer(plan), "W", layer=2)["why"] == ""


def test_a_sum_of_too_many_terms_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MOST_SAMPLES", 100)
    trainer = Trainer(PRESETS["spirals"])
    assert trainer.experiment.batch > 100
    found = asked(trainer, "dW")
    assert (found["why"], found["strips"]) == ("many", {})
    assert asked(trainer, "a")["why"] == "", "one sample has no sum over samples"


def test_a_run_goes_on_as_if_nothing_had_been_asked() -> None:
    trainer, alone = Trainer(RUNS["digits"]), Trainer(RUNS["digits"])
    for step, kind in ((3, "W"), (STEP, "delta"), (5, "W")):
        asked(trainer, kind, step)
    trainer.goto(20)
    alone.step(20)
    assert np.array_equal(trainer.network.parameters, alone.network.parameters)


def test_a_wide_layers_card_takes_rows_and_columns_alone() -> None:
    found = asked(Trainer(WIDE), "delta", layer=1, columns=[5, 5])
    assert sum(len(strip["values"]) for strips in found["strips"].values() for strip in strips) < 8 * 512
    assert found["shown"] is False, "Step through refuses it"


@pytest.mark.parametrize("details", [None, {}, {"kind": "b"}, {"kind": "W", "layer": "x", "rows": 3}])
def test_what_is_no_cell_has_no_arithmetic_or_that_of_the_first(details: object) -> None:
    trainer = state(Experiment(), 1)
    found = unfold(trainer, details)["unfolded"]
    assert found is None or (found["layer"], found["row"], found["column"]) == (1, 0, 0)


WRITES = """
const { usePage } = await import("$ROOT/tests/js/help/page.js");
usePage();
const { CellNumbers } = await import("$ROOT/pages/shared/player/unfold/cell_numbers.js");
const { numbers, weightGradient } = await import("$ROOT/pages/shared/arithmetic/terms.js");
const last = (found) => {
    const scene = new CellNumbers(found, { more_terms: "{n} more: {sum}" });
    const { row, column, kind } = found;
    const lines = found.operations.flatMap((op) => op.kind === "gradient"
        ? weightGradient(scene, op, row, column, 6)
        : numbers(scene, op, { i: row, j: column }, kind === "W" ? 0 : row, 6));
    return lines.at(-1).textContent;
};
console.log(JSON.stringify($FOUND.map(last)));
"""


def test_every_kind_of_operation_finds_its_numbers_and_ends_with_the_cells() -> None:
    """All structures, losses and optimizers, in the browser's own code: nothing that it needs is left out."""
    runs = [*RUNS.values(), *(PRESETS[name] for name in ("three_spirals", "iris", "xor", "sine"))]
    found = []
    for experiment in runs:
        trainer, depth = Trainer(experiment), len(experiment.sizes) - 1
        for layer in {1, max(1, depth - 1), depth}:
            for kind in ("a", "delta", "dW", "W"):
                sample = min(1, experiment.batch - 1)
                found.append(asked(trainer, kind, layer=layer, rows=[1, 1], sample=sample))
    script = WRITES.replace("$ROOT", ROOT.as_uri()).replace("$FOUND", json.dumps(found))
    lines = json.loads(printed(script))
    for line, one in zip(lines, found, strict=True):
        assert line == f"= {significant(one['value'], 6)}", one["kind"]

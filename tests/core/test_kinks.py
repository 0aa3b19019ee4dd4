"""Where the loss has a kink, the gradient check says so, with the slopes on both sides; and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from mlp_core import ACTIVATIONS, LOSSES, OUTPUT_ACTIVATIONS, PRESETS, Experiment, Trainer
from mlp_core.analysis.diagnostics import GradientCheck, check_gradient
from mlp_core.analysis.probe import Probe
from mlp_core.nn.activations import Activation, Z
from mlp_core.nn.expressions import maximum
from mlp_core.nn.steps import Array, Step, constant
from tests.core.differences import central_differences

# Sample (0, 0) has z = 0 at every hidden unit as long as the biases are 0.
XOR = Experiment(
    dataset="xor", samples=4, hidden_layers=(2,), activation="relu", loss="bce", initializer="xavier", seed=3
)
KINKED = [name for name, f in ACTIVATIONS.items() if f.kinks]


def checked(probe: Probe, layer: int, kind: str) -> GradientCheck:
    found = probe.network.layers[layer - 1]
    return check_gradient(probe, getattr(found, kind), getattr(found, f"d{kind}"))


def beside(experiment: Experiment, by: float) -> Array:
    """Backpropagation's db1 with every bias of layer 1, one at a time, moved a little off the kink."""
    found = []
    for unit in range(experiment.hidden_layers[0]):
        probe = Probe(Trainer(experiment))
        probe.network.layers[0].b[unit] = by
        probe.evaluate()
        found.append(probe.network.layers[0].db[unit])
    return np.array(found)


@pytest.mark.parametrize("name", KINKED)
def test_both_slopes_at_a_kink_are_found_and_backpropagations_is_the_left(name: str) -> None:
    experiment = replace(XOR, activation=name)
    found = checked(Probe(Trainer(experiment)), 1, "b")
    assert found.kinked.all()
    np.testing.assert_allclose(found.left, beside(experiment, -1e-9), rtol=1e-6)
    np.testing.assert_allclose(found.right, beside(experiment, 1e-9), rtol=1e-6)
    np.testing.assert_allclose(found.left, found.analytic, rtol=1e-9)
    assert (np.abs(found.right / found.left) < 0.5).all()
    assert (found.takes, found.relative_error) == ("left", 0.0)
    assert found.kinks == ((0.0, ACTIVATIONS[name].derivative(np.zeros(1))[0]),)


def test_the_case_that_was_taken_for_an_error() -> None:
    found = checked(Probe(Trainer(XOR)), 1, "b")
    assert found.analytic[0] == pytest.approx(0.0380296, rel=1e-6)
    assert found.numeric[0] == pytest.approx(0.0238742, rel=1e-5)  # the mean of both sides


@pytest.mark.parametrize("experiment", [replace(XOR, activation="tanh"), replace(XOR, activation="linear")])
def test_what_is_smooth_has_none(experiment: Experiment) -> None:
    found = checked(Probe(Trainer(experiment)), 1, "b")
    assert not found.kinked.any()
    assert found.relative_error < 1e-9


@pytest.mark.parametrize("name", KINKED)
def test_one_step_on_there_is_none(name: str) -> None:
    trainer = Trainer(replace(XOR, activation=name))
    trainer.step()
    for layer in (1, 2):
        for kind in ("W", "b"):
            found = checked(Probe(trainer), layer, kind)
            assert not found.kinked.any()
            assert found.relative_error < 1e-8


@pytest.mark.parametrize("distance", [1e-3, -1e-5, 1e-7, -1e-9])
def test_a_kink_near_by_is_kept_away_from(distance: float) -> None:
    probe = Probe(Trainer(XOR))
    probe.network.layers[0].b[...] = distance
    found = checked(probe, 1, "b")
    assert not found.kinked.any()
    assert found.relative_error < max(1e-8, 1e-13 / abs(distance))


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_sharp_bend_is_no_kink(activation: str) -> None:
    """Weights of some hundreds: the slope changes by all of itself within a thousandth."""
    probe = Probe(Trainer(replace(XOR, activation=activation)))
    for layer in probe.network.layers:
        layer.W *= 300
        layer.b[...] = 0.3
    for layer in (1, 2):
        assert not checked(probe, layer, "b").kinked.any()


def test_rounded_differences_that_agree_by_chance_are_not_believed() -> None:
    """Of a network with many kinks, where steps are small: each is as near as it says."""
    probe = Probe(Trainer(replace(PRESETS["digits"], activation="relu", samples=200, batch_size=None)))
    layer = probe.network.layers[0]
    found = check_gradient(probe, layer.W, layer.dW, most=60)
    assert not found.kinked.any()
    assert (np.abs(found.numeric - found.analytic) <= 1000 * found.error + 1e-16).all()
    assert found.relative_error < 1e-9


def test_a_kink_that_does_not_matter_is_none() -> None:
    """What is behind it weighs nothing."""
    probe = Probe(Trainer(XOR))
    probe.network.layers[1].W[...] = 0.0
    found = checked(probe, 1, "b")
    assert not found.kinked.any()
    np.testing.assert_array_equal(found.numeric, found.analytic)


def test_where_samples_move_apart_backpropagation_takes_neither_side() -> None:
    """z is 0 for x = -1 and x = 1: as W grows the one leaves 0 to the left and the other to the right."""
    probe = Probe(Trainer(XOR))
    probe.x[...] = [[-1, 0], [1, 0], [-1, 0], [-1, 0]]
    probe.network.layers[0].W[0], probe.network.layers[1].b[0] = 0.0, 0.3
    found = checked(probe, 1, "W")
    assert found.kinked.tolist() == [True, True, False, False]
    assert found.takes == "neither"
    np.testing.assert_array_equal(found.analytic[:2], 0)


def test_a_penalty_has_its_kink_at_weight_0() -> None:
    probe = Probe(Trainer(replace(XOR, activation="tanh", l1=0.01)))
    probe.network.layers[1].W[1] = 0.0
    found = checked(probe, 2, "W")
    assert found.kinked.tolist() == [False, True]
    assert (found.kinks, found.penalty_kink, found.takes) == ((), True, "middle")
    assert found.right[1] - found.left[1] == pytest.approx(0.02, rel=1e-6)
    assert not checked(probe, 2, "b").kinked.any()  # no penalty on these


class HardTanh(Activation):
    """max(-1, -max(-1, -z)): z between -1 and 1."""

    name = "hard_tanh"
    formula = maximum(-1, -maximum(-1, -Z))
    max_slope = 1.0
    bounds = (-1.0, 1.0)
    kinks = (-1.0, 1.0)

    def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        return [(np.clip, z, constant(-1, z), constant(1, z), a)]

    def slope_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list[Step]:
        above = np.empty_like(z)
        return [
            (np.greater, z, constant(-1, z), above),
            (np.less_equal, z, constant(1, z), slope),
            (np.multiply, above, slope, slope),
        ]


@pytest.mark.parametrize(("z", "slope"), [(-1.0, 0.0), (1.0, 1.0)])
def test_an_activations_kinks_are_where_it_says(
    monkeypatch: pytest.MonkeyPatch, z: float, slope: float
) -> None:
    for table in (ACTIVATIONS, OUTPUT_ACTIVATIONS):
        monkeypatch.setitem(table, "hard_tanh", HardTanh())
    probe = Probe(Trainer(replace(XOR, activation="hard_tanh")))
    assert not checked(probe, 1, "b").kinked.any()
    probe.network.layers[0].b[...] = z  # so is z of sample (0, 0)
    found = checked(probe, 1, "b")
    assert found.kinked.all()
    assert found.kinks == ((z, slope),)
    np.testing.assert_allclose(found.left, found.analytic, rtol=1e-8)


@pytest.mark.parametrize("width", [1, 2, 3])
@pytest.mark.parametrize("name", [name for name, loss in LOSSES.items() if loss.output is None])
@pytest.mark.parametrize("l2", [0.0, 0.1])
def test_the_printed_losss_slope_is_there_too(name: str, width: int, l2: float) -> None:
    data = {1: "xor", 2: "tutorial", 3: "three_spirals"}[width]
    samples = {} if width == 2 else {"samples": 6}
    experiment = Experiment(
        dataset=data, hidden_layers=(3,), activation="tanh", loss=name, l2=l2, initializer="xavier", **samples
    )
    probe = Probe(Trainer(experiment))
    found = checked(probe, 1, "b")
    b = probe.network.layers[0].b
    np.testing.assert_allclose(found.printed, central_differences(probe.evaluate, b), rtol=1e-8, atol=1e-12)
    assert found.factor == (width if LOSSES[name].reduction.each else 1)
    np.testing.assert_allclose(found.analytic, found.factor * found.printed, rtol=1e-8, atol=1e-12)


def test_the_tutorials_gradient_is_twice_its_printed_losss_slope() -> None:
    probe = Probe(Trainer(PRESETS["tutorial"]))
    found = checked(probe, 7, "b")
    np.testing.assert_allclose(found.analytic, 2 * found.printed, rtol=1e-9)

"""Backpropagation against central differences, to 1e-7 relative, for every combination."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from mlp_core import (
    ACTIVATIONS,
    INITIALIZERS,
    LOSSES,
    MLP,
    NORMALIZATIONS,
    OUTPUT_ACTIVATIONS,
    Experiment,
    Trainer,
)
from mlp_core.analysis.probe import Probe
from mlp_core.nn.operation import flatten
from mlp_core.nn.passes import compile_forward
from tests.core.differences import Array, central_differences, relative_error

SIZES = (3, 4, 4, 2)
KINKED = {"relu", "leaky_relu"}
TOLERANCE = 1e-7


def near_a_kink(net: MLP) -> bool:
    """Whether a step of the differences could carry some z across the ReLU's corner at 0."""
    return any(l.activation.name in KINKED and np.min(np.abs(l.n)) < 0.02 for l in net.layers)


def spread_out(net: MLP) -> None:
    """Make what a normalisation divides by large beside the differences' steps; it changes n by little."""
    if net.normalization != "none":
        for layer in net.layers[:-1]:
            layer.W *= 6


def near_a_constant(net: MLP) -> bool:
    """Whether what a normalisation divides by is still small somewhere."""
    return any(np.min(s) < 0.3 for s in net.buffers.s.values())


def prepared(
    activation: str,
    output: str,
    loss: str,
    batch: int,
    initializer: str = "xavier",
    sizes: tuple[int, ...] = SIZES,
    **structure: Any,
) -> tuple[MLP, Array, Array]:
    """A net, x and y from the first seed that is clear of kinks and has a gradient in every layer."""
    for seed in range(1000):
        rng = np.random.RandomState(seed)
        net = MLP(sizes, activation, output, initializer=initializer, rng=rng, **structure)
        for layer in net.layers:
            layer.b[...] = rng.uniform(-1, 1, layer.fan_out)
        spread_out(net)
        x, y = rng.normal(size=(batch, 3)), rng.uniform(0.1, 0.9, (batch, 2))
        net.backward(LOSSES[loss].gradient(net.forward(x), y))
        clear = not near_a_kink(net) and not near_a_constant(net)
        if clear and all(np.linalg.norm(l.dW) > 1e-9 for l in net.layers):
            return net, x, y
    raise AssertionError("no seed is clear of kinks")


def assert_agree(found: Array, expected: Array) -> None:
    """To 1e-7 relative; or both are 0 but for rounding, as db is that a normalisation above takes away."""
    nothing = max(np.linalg.norm(found), np.linalg.norm(expected)) < 1e-12
    assert nothing or relative_error(found, expected) < TOLERANCE


def assert_gradients_agree(net: MLP, x: Array, y: Array, loss: str) -> None:
    """dW and db of every layer, and dLoss/dx, against differences of the printed loss times its factor."""
    objective = LOSSES[loss]
    factor = objective.gradient_factor(SIZES[-1])
    net.forward(x)
    # What `net.forward` runs, compiled once: the differences take thousands of passes.
    passes = flatten(compile_forward(net.buffers, net.activation, net.output_activation))

    def value() -> float:
        net.buffers.a[0][...] = x.T
        for call in passes:
            call()
        return factor * objective.value(net.layers[-1].a, y)

    expected = [(central_differences(value, l.W), central_differences(value, l.b)) for l in net.layers]
    expected_dx = central_differences(value, x, 5e-4)
    dx = net.backward(objective.gradient(net.forward(x), y))
    assert relative_error(dx, expected_dx) < TOLERANCE
    for layer, (dW, db) in zip(net.layers, expected, strict=True):
        assert relative_error(layer.dW, dW) < TOLERANCE
        assert_agree(layer.db, db)


@pytest.mark.parametrize(
    ("activation", "output", "loss"),
    [
        names
        for names in product(ACTIVATIONS, OUTPUT_ACTIVATIONS, LOSSES)
        if LOSSES[names[2]].output in (None, names[1])
    ],
)
@pytest.mark.parametrize("batch", [1, 5])
def test_gradients_agree_for_every_activation_and_loss(
    activation: str, output: str, batch: int, loss: str
) -> None:
    assert_gradients_agree(*prepared(activation, output, loss, batch), loss)


STRUCTURES = list(product([False, True], NORMALIZATIONS))
"""Skip connections, and a normalisation."""


@pytest.mark.parametrize(("output", "loss"), [("linear", "mse"), ("tanh", "sse"), ("sigmoid", "bce")])
@pytest.mark.parametrize(("residual", "normalization"), STRUCTURES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_agree_with_skips_and_normalisation(
    activation: str, residual: bool, normalization: str, output: str, loss: str
) -> None:
    """Layers 2 and 3 can have a skip, layers 1 and 4 cannot."""
    net, x, y = prepared(
        activation, output, loss, 5, sizes=(3, 4, 4, 4, 5, 2), residual=residual, normalization=normalization
    )
    assert_gradients_agree(net, x, y, loss)


@pytest.mark.parametrize(("residual", "normalization"), STRUCTURES)
@pytest.mark.parametrize(("dataset", "loss"), [("xor", "bce"), ("xor", "mse"), ("digits", "bce")])
def test_what_a_run_computes_agrees_with_differences(
    residual: bool, normalization: str, dataset: str, loss: str
) -> None:
    """The trainer's own operations, where a fused loss takes its short way, from their own loss."""
    experiment = Experiment(
        dataset=dataset, hidden_layers=(4, 4, 3), activation="tanh", initializer="xavier", loss=loss,
        residual=residual, normalization=normalization, samples=4, gain=1.5,
    )  # fmt: skip
    probe = Probe(Trainer(experiment))
    probe.network.parameters += np.random.RandomState(1).uniform(-0.3, 0.3, probe.network.parameters.shape)
    spread_out(probe.network)
    # Of the 64 pixels ten have to do.
    checked = [(l.W[-10:], l.dW[-10:]) for l in probe.network.layers]
    checked += [(l.b, l.db) for l in probe.network.layers]
    # Where one sample is all zeros, layer normalisation bends sharply: small steps.
    expected = [central_differences(probe.objective, values, 2e-4) for values, _ in checked]
    probe.evaluate()
    for (_, found), numeric in zip(checked, expected, strict=True):
        assert_agree(found, numeric)


CLASSES = Experiment(
    dataset="three_spirals", samples=12, hidden_layers=(4, 3), initializer="xavier", learning_rate=1e-3
)
"""Three classes, which every loss can take."""


def probed(experiment: Experiment, steps: int = 0) -> Probe:
    """The step after so many, from the first seed whose z are clear of kinks, with W and b that are not 0."""
    for seed in range(1000):
        trainer = Trainer(replace(experiment, seed=seed))
        trainer.step(steps)
        probe = Probe(trainer)
        for layer in probe.network.layers:
            layer.W += 0.05 * np.sign(layer.W)  # where |W| has its kink
            layer.b[...] = np.random.RandomState(seed).uniform(-1, 1, layer.b.shape)
        probe.evaluate()
        if not near_a_kink(probe.network) and all(np.linalg.norm(l.dW) > 1e-9 for l in probe.network.layers):
            return probe
    raise AssertionError("no seed is clear of kinks")


def assert_probe_agrees(probe: Probe) -> None:
    """dW and db of every layer against differences of the loss that the same operations compute."""
    layers = probe.network.layers
    expected = [(central_differences(probe.objective, l.W), central_differences(probe.objective, l.b))
                for l in layers]  # fmt: skip
    probe.evaluate()
    for layer, (dW, db) in zip(layers, expected, strict=True):
        assert relative_error(layer.dW, dW) < TOLERANCE
        assert relative_error(layer.db, db) < TOLERANCE


@pytest.mark.parametrize(
    ("activation", "output", "loss"),
    [
        names
        for names in product(ACTIVATIONS, OUTPUT_ACTIVATIONS, LOSSES)
        if LOSSES[names[2]].output in (None, names[1])
    ],
)
@pytest.mark.parametrize(
    ("batch", "l1", "l2", "step"), [(None, 0.0, 0.0, 0), (5, 0.03, 0.2, 2)], ids=["all", "two-penalized"]
)
def test_a_training_steps_gradient_agrees_for_every_activation_and_loss(
    activation: str, output: str, loss: str, batch: int | None, l1: float, l2: float, step: int
) -> None:
    """Fused losses take their short way here. Of 12 samples in batches of 5, step 2 has the last 2."""
    experiment = replace(CLASSES, activation=activation, output_activation=output, loss=loss)
    probe = probed(replace(experiment, batch_size=batch, l1=l1, l2=l2), step)
    assert len(probe.x) == (2 if batch else 12)
    assert_probe_agrees(probe)


@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
@pytest.mark.parametrize(("l1", "l2"), [(0.1, 0.0), (0.0, 0.3), (0.1, 0.3)])
@pytest.mark.parametrize(("residual", "normalization"), [(False, "none"), (True, "batch"), (True, "layer")])
def test_the_gradient_of_penalties_agrees(
    loss: str, l1: float, l2: float, residual: bool, normalization: str
) -> None:
    """Of the printed loss; where the tutorial descends along a multiple, the penalty is still taken once."""
    experiment = replace(
        CLASSES, activation="tanh", output_activation="softmax", loss=loss, l1=l1, l2=l2, batch_size=5,
        hidden_layers=(4, 4, 3), residual=residual, normalization=normalization,
    )  # fmt: skip
    probe = Probe(Trainer(experiment))
    spread_out(probe.network)
    # Below a normalisation db is 0 but for rounding.
    expected = [central_differences(probe.objective, l.W, 2e-4) for l in probe.network.layers]
    probe.evaluate()
    for layer, dW in zip(probe.network.layers, expected, strict=True):
        assert relative_error(layer.dW, dW) < TOLERANCE


@pytest.mark.parametrize("initializer", INITIALIZERS)
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_gradients_agree_for_every_initializer(initializer: str, activation: str) -> None:
    """One hidden layer: through more, N(0, 0.01) leaves a gradient too small for differences to see."""
    assert_gradients_agree(*prepared(activation, "linear", "mse", 1, initializer, (3, 4, 2)), "mse")


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_slope_agrees_with_central_differences(name: str) -> None:
    activation = ACTIVATIONS[name]
    z = np.array([-6.3, -2.0, -0.7, -0.05, 0.05, 0.4, 1.9, 7.1])
    expected = [central_differences(lambda i=i: activation.value(z)[i], z)[i] for i in range(len(z))]
    np.testing.assert_allclose(activation.derivative(z), expected, rtol=1e-7, atol=1e-12)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (5, 3)], ids=str)
def test_every_losss_gradient_agrees_with_central_differences(name: str, shape: tuple[int, int]) -> None:
    loss, rng = LOSSES[name], np.random.RandomState(2)
    a, y = rng.uniform(0.1, 0.9, shape), rng.uniform(0.1, 0.9, shape)
    expected = loss.gradient_factor(shape[1]) * central_differences(lambda: loss.value(a, y), a)
    assert relative_error(loss.gradient(a, y), expected) < TOLERANCE


def test_a_loss_refuses_targets_of_another_shape() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        LOSSES["mse"].value(np.zeros((2, 3)), np.zeros((3, 2)))


@pytest.mark.parametrize("batch", [1, 5])
def test_delta_carries_the_batchs_mean(batch: int) -> None:
    """dW = a_below^T delta and db = the sum of delta: no further factor."""
    net, x, _ = prepared("tanh", "sigmoid", "mse", batch)
    below = x
    for layer in net.layers:
        np.testing.assert_allclose(layer.dW, below.T @ layer.delta, rtol=1e-13, atol=1e-16)
        np.testing.assert_allclose(layer.db, layer.delta.sum(0), rtol=1e-13, atol=1e-16)
        np.testing.assert_array_equal(layer.delta, layer.da * layer.slope)
        assert layer.z.shape == layer.a.shape == layer.delta.shape == (batch, layer.fan_out)
        below = layer.a


def test_the_gradient_of_a_batch_is_the_mean_of_its_samples() -> None:
    net, x, y = prepared("tanh", "sigmoid", "mse", 5)
    whole, single = net.gradient.copy(), []
    for row in range(5):
        net.backward(LOSSES["mse"].gradient(net.forward(x[row]), y[row]))
        single.append(net.gradient.copy())
    np.testing.assert_allclose(whole, np.mean(single, axis=0), rtol=1e-12, atol=1e-16)


def test_layers_are_views_of_the_flat_vectors() -> None:
    """W row by row, then b, layer after layer: written there, seen here."""
    net = MLP(SIZES)
    net.parameters[...] = np.arange(net.parameters.size)
    net.gradient[...] = -net.parameters
    for l in net.layers:
        assert all(np.shares_memory(v, net.parameters) for v in (l.W, l.b))
        assert all(np.shares_memory(v, net.gradient) for v in (l.dW, l.db))
    flat = np.concatenate([v.ravel() for l in net.layers for v in (l.W, l.b)])
    np.testing.assert_array_equal(flat, net.parameters)
    np.testing.assert_array_equal(
        np.concatenate([v.ravel() for l in net.layers for v in (l.dW, l.db)]), -flat
    )


@pytest.mark.parametrize("sizes", [(3,), (), (3, 0), (-1, 2)], ids=str)
def test_impossible_sizes_are_refused(sizes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="sizes must be"):
        MLP(sizes)


def test_arrays_of_another_width_are_refused() -> None:
    net = MLP(SIZES)
    with pytest.raises(ValueError, match="takes"):
        net.forward(np.zeros((1, 4)))
    net.forward(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="output has"):
        net.backward(np.zeros((1, 2)))

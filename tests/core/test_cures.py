"""What is done against vanishing gradients: one change each, a true gradient, and what the lab says of it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import Experiment, ExperimentError, Trainer
from mlp_core.analysis.cures import CURES, LARGER
from mlp_core.analysis.probe import Probe
from mlp_core.analysis.sweep import sweep
from tests.core.differences import Array, central_differences, relative_error
from tests.core.runs import EXPERIMENTS, QUICK

CHANGES: dict[str, dict[str, Any]] = {
    "activation": {"activation": "relu"},
    "initializer": {"initializer": "xavier"},
    "residual": {"residual": True},
    "layer_norm": {"normalization": "layer"},
    "batch_norm": {"normalization": "batch"},
    "cross_entropy": {"loss": "bce", "output_activation": "sigmoid"},
    "learning_rate": {"learning_rate": 1.0},
}
"""What becomes of a sigmoid network at the learning rate 0.01."""

DEEP = Experiment(dataset="digits", samples=64, hidden_layers=(32,) * 11)
"""The lab's page opens with it: sigmoid, N(0, 0.01), eleven hidden layers of 32, 64 digits."""


def changed(before: Experiment, after: Experiment) -> dict[str, Any]:
    """The fields that differ, with their new values."""
    old = asdict(before)
    return {field: value for field, value in asdict(after).items() if value != old[field]}


def test_every_cure_is_walked_here() -> None:
    assert CHANGES.keys() == CURES.keys()


@pytest.mark.parametrize("name", CURES)
def test_a_cure_changes_what_it_says_and_nothing_else(name: str) -> None:
    before = replace(DEEP, output_activation="tanh", seed=7)
    assert changed(before, CURES[name](before)) == CHANGES[name]


@QUICK
@given(EXPERIMENTS, st.sampled_from(sorted(CURES)))
def test_a_cure_of_any_run_changes_no_other_field_and_keeps_the_seed(
    experiment: Experiment, name: str
) -> None:
    try:
        fields = set(changed(experiment, CURES[name](experiment)))
    except ExperimentError as error:
        fields = {error.field}
    assert fields <= CHANGES[name].keys()
    assert "seed" not in fields


@QUICK
@given(EXPERIMENTS, st.sampled_from(sorted(CURES)))
def test_a_cure_taken_twice_is_taken_once(experiment: Experiment, name: str) -> None:
    """But for a learning rate, which grows again."""
    try:
        cured = CURES[name](experiment)
    except ExperimentError:
        return
    again = CURES[name](cured)
    if name == "learning_rate":
        again = replace(again, learning_rate=again.learning_rate / LARGER)
        assert again.learning_rate == pytest.approx(cured.learning_rate, rel=1e-15)
        again = replace(again, learning_rate=cured.learning_rate)
    assert again == cured


@pytest.mark.parametrize(
    ("activation", "initializer"),
    [("relu", "he"), ("leaky_relu", "he"), ("sigmoid", "xavier"), ("tanh", "xavier"), ("linear", "xavier")],
)
def test_the_initializer_is_the_one_made_for_the_activation(activation: str, initializer: str) -> None:
    """He et al. 2015 for what cuts a half off, Glorot and Bengio 2010 for the others."""
    assert CURES["initializer"](replace(DEEP, activation=activation)).initializer == initializer


@pytest.mark.parametrize(
    ("name", "field", "experiment"),
    [
        ("batch_norm", "normalization", Experiment()),
        ("batch_norm", "normalization", replace(DEEP, samples=1)),
        ("layer_norm", "normalization", replace(DEEP, hidden_layers=(4, 1, 4))),
        ("cross_entropy", "loss", Experiment()),
        ("learning_rate", "learning_rate", replace(DEEP, learning_rate=1e307)),
    ],
)
def test_a_cure_that_cannot_be_is_refused_by_its_field(name: str, field: str, experiment: Experiment) -> None:
    with pytest.raises(ExperimentError) as caught:
        CURES[name](experiment)
    assert caught.value.field == field
    assert caught.value.allowed in str(caught.value)


def clear_of_kinks(experiment: Experiment) -> Probe:
    """The run's start from the first seed where no ReLU is near its corner and no deviation near 0."""
    for seed in range(500):
        probe = Probe(Trainer(replace(experiment, seed=seed)))
        for layer in probe.network.layers[:-1]:
            layer.b[...] = np.random.RandomState(seed + layer.index).uniform(-1, 1, layer.fan_out)
        probe.evaluate()
        near = min(np.abs(layer.n).min() for layer in probe.network.layers[:-1])
        narrow = min((s.min() for s in probe.network.buffers.s.values()), default=1.0)
        if (experiment.activation != "relu" or near > 2e-3) and narrow > 0.1:
            return probe
    raise AssertionError("no seed is clear of kinks")


@pytest.mark.parametrize("name", CURES)
def test_the_gradient_of_a_cured_network_agrees_with_central_differences(name: str) -> None:
    """To 1e-7, in every layer; the gain makes derivatives large enough for differences to see."""
    small = replace(DEEP, samples=6, hidden_layers=(5,) * 3)
    gain = 1.5 if name == "initializer" else 50.0
    probe = clear_of_kinks(replace(CURES[name](small), gain=gain))
    checked = [pair for l in probe.network.layers for pair in ((l.W, l.dW), (l.b, l.db))]
    expected = [central_differences(probe.objective, values, 2e-4) for values, _ in checked]
    probe.evaluate()
    for (_, found), numeric in zip(checked, expected, strict=True):
        assert np.linalg.norm(numeric) > 1e-9
        assert relative_error(found, numeric) < 1e-7


def first_layer(experiment: Experiment) -> float:
    """||dW|| of layer 1 at the start."""
    return float(sweep([experiment])["grad_norm"][0])


@pytest.mark.parametrize(
    ("name", "times"),
    [("residual", 1e16), ("batch_norm", 1e17), ("layer_norm", 1e13), ("initializer", 1e11)],
)
def test_layer_1_learns_more_than_a_million_times_faster_with(name: str, times: float) -> None:
    """A hundredth of what seed 54 gives (7e18, 4e19, 8e15, 4e13), from other seeds too."""
    for seed in (54, 0, 1):
        plain = replace(DEEP, seed=seed)
        assert first_layer(CURES[name](plain)) > times * first_layer(plain) > 0


def test_relu_alone_does_little_while_the_weights_are_small() -> None:
    """Layer 1 gets 1e5 times as much, which is still 1e-16: its weights shrink it, not the slopes alone."""
    cured = first_layer(CURES["activation"](DEEP))
    assert 1e3 < cured / first_layer(DEEP) < 1e7
    assert cured < 1e-14


def test_cross_entropy_changes_nothing_below_the_output() -> None:
    """The output's slope 1/4 is gone: every layer's gradient is four times what it was, no more."""
    plain, cured = sweep([DEEP, CURES["cross_entropy"](DEEP)]).groupby("network")["grad_norm"]
    np.testing.assert_allclose(cured[1].to_numpy() / plain[1].to_numpy(), 4, rtol=0.01)


def test_a_larger_learning_rate_leaves_the_first_gradients_as_they_are() -> None:
    """Bit for bit; it multiplies steps, and 100 times 1e-21 is nothing."""

    def after_a_step(experiment: Experiment) -> tuple[bytes, Array]:
        trainer = Trainer(experiment)
        trainer.step()
        return trainer.network.gradient.tobytes(), trainer.network.layers[0].W

    (plain, _), (cured, W) = after_a_step(DEEP), after_a_step(CURES["learning_rate"](DEEP))
    assert plain == cured
    np.testing.assert_array_equal(W, Trainer(DEEP).network.layers[0].W)

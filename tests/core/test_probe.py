"""A step on a copy: the same bits as the trainer's, the run untouched; and what diagnostics say of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.analysis.diagnostics import check_gradient, shrinking
from mlp_core.analysis.differences import ridders
from mlp_core.analysis.probe import Probe
from mlp_core.nn.norms import norm
from tests.core.runs import EXPERIMENTS, QUICK, bits

NAMES = ("W", "b", "z", "a", "slope", "delta", "da", "dW", "db")


def arrays(network) -> dict[str, bytes]:
    return {f"{n}{l.index}": getattr(l, n).tobytes() for l in network.layers for n in NAMES}


@QUICK
@given(EXPERIMENTS, st.integers(0, 20))
def test_a_probes_program_gives_the_same_bits_as_the_trainers_step(experiment: Experiment, step: int) -> None:
    trainer = Trainer(experiment)
    trainer.goto(step)
    probe = Probe(trainer)
    for operation in probe.program:
        operation()
    trainer.step()
    assert arrays(probe.network) == arrays(trainer.network)


@QUICK
@given(EXPERIMENTS, st.integers(0, 20))
def test_the_program_gives_the_same_bits_as_step(experiment: Experiment, step: int) -> None:
    by_step, by_hand = Trainer(experiment), Trainer(experiment)
    by_step.step(step + 1)
    by_hand.step(step)
    for operation in by_hand.program():
        operation()
    assert bits(by_hand) == bits(by_step)


@pytest.mark.parametrize("name", PRESETS)
def test_probing_leaves_the_run_as_it_is(name: str) -> None:
    trainer = Trainer(PRESETS[name])
    trainer.step(5)
    before = bits(trainer)
    probe = Probe(trainer)
    probe.network.layers[0].W[...] = 9.0
    probe.x[...] = 3.0
    for operation in probe.program:
        operation()
    check_gradient(probe, probe.network.layers[0].W, probe.network.layers[0].dW)
    assert bits(trainer) == before
    trainer.goto(3)
    assert trainer.step_count == 3


def test_every_operation_writes_what_it_says_and_nothing_else() -> None:
    probe = Probe(Trainer(PRESETS["xor"]))
    for operation in probe.program:
        known = {
            f"{n}{l.index}": getattr(l, n).copy() for l in probe.network.layers for n in NAMES if n != "slope"
        }
        operation()
        for name, before in known.items():
            after = getattr(probe.network.layers[int(name[-1]) - 1], name[:-1])
            assert name in operation.writes or np.array_equal(after, before), (str(operation), name)


def test_fixed_biases_stay_and_weights_move_as_before() -> None:
    free, fixed = Trainer(Experiment()), Trainer(replace(Experiment(), train_biases=False))
    for trainer in (free, fixed):
        trainer.step(1)
    for l, m in zip(free.network.layers, fixed.network.layers, strict=True):
        np.testing.assert_array_equal(l.W, m.W)
        np.testing.assert_array_equal(m.b, 0)
    assert any(l.b.any() for l in free.network.layers)


@pytest.mark.parametrize("layer", range(7))
def test_the_tutorials_gradient_is_true_in_every_layer(layer: int) -> None:
    """Also where it has vanished: layer 1's is near 1e-12, the loss near 0.25."""
    trainer = Trainer(Experiment())
    trainer.step(42)
    probe = Probe(trainer)
    found = check_gradient(probe, probe.network.layers[layer].W, probe.network.layers[layer].dW)
    assert found.relative_error < (5e-3 if layer < 2 else 1e-5)
    assert len(found.numeric) == min(found.of, 500)


@pytest.mark.parametrize("normalization", ["none", "layer", "batch"])
@pytest.mark.parametrize("residual", [False, True])
def test_the_gradient_of_a_normalised_network_is_found_true(normalization: str, residual: bool) -> None:
    """Also where its z are all nearly equal, as for the input (0, 0), and the loss bends within 1e-5."""
    probe = Probe(
        Trainer(
            Experiment(
                dataset="xor", hidden_layers=(3, 3, 3), activation="tanh", initializer="xavier", seed=1,
                residual=residual, normalization=normalization,
            )
        )
    )  # fmt: skip
    for layer in probe.network.layers:
        assert check_gradient(probe, layer.W, layer.dW).relative_error < 1e-7


def test_a_wrong_gradient_is_found() -> None:
    probe = Probe(Trainer(PRESETS["mazur"]))
    W = probe.network.layers[1].W
    assert check_gradient(probe, W, probe.network.layers[1].dW).relative_error < 1e-9
    assert check_gradient(probe, W, np.full(W.shape, 0.1)).relative_error > 0.1


@pytest.mark.parametrize(
    ("f", "expected"), [(np.sin, 1.0), (np.exp, 1.0), (lambda x: 1e-12 * np.sin(x) + 0.25, 1e-12)]
)
def test_ridders_finds_derivatives_and_knows_its_error(f, expected: float) -> None:
    found, error = ridders(lambda x: float(f(x)))
    assert abs(found - expected) <= max(10 * error, 1e-15)
    assert abs(found - expected) < 1e-3 * abs(expected)


@QUICK
@given(EXPERIMENTS)
def test_the_two_factors_multiply_to_the_measured_ratio(experiment: Experiment) -> None:
    probe = Probe(Trainer(experiment))
    probe.evaluate()
    for below, above in zip(probe.network.layers, probe.network.layers[1:], strict=False):
        found = shrinking(above.delta, below.da, below.delta)
        if found is None:
            assert not above.delta.any()
            continue
        assert found.weights * found.slope == pytest.approx(found.ratio, rel=1e-12)
        # What a normalisation divides by is in this factor too.
        assert (
            experiment.normalization != "none" or found.slope <= max(1.0, np.abs(below.slope).max()) + 1e-12
        )


def test_a_vanished_delta_still_has_its_factors() -> None:
    probe = Probe(Trainer(Experiment(hidden_layers=(1,) * 50)))
    probe.evaluate()
    first, second = probe.network.layers[:2]
    found = shrinking(second.delta, first.da, first.delta)
    assert norm(first.delta) < 1e-120
    assert found is not None
    assert 0 < found.slope <= 0.25

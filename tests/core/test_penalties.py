"""Penalties on large weights: part of the loss and of dW; biases go free."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import Experiment, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.nn.penalties import Penalty
from tests.core.runs import EXPERIMENTS, QUICK

MOONS = Experiment(
    dataset="moons", samples=10, batch_size=4, hidden_layers=(4, 3), activation="tanh", initializer="xavier"
)
PENALTIES = [(0.1, 0.0), (0.0, 0.3), (0.1, 0.3)]


@QUICK
@given(EXPERIMENTS, st.sampled_from(PENALTIES))
def test_the_loss_includes_them(experiment: Experiment, factors: tuple[float, float]) -> None:
    """l1 * sum |W| + l2/2 * sum W^2, over every layer's W."""
    l1, l2 = factors
    plain, with_them = (Trainer(replace(experiment, l1=a, l2=b)) for a, b in [(0.0, 0.0), (l1, l2)])
    for trainer in (plain, with_them):
        for layer in trainer.network.layers:
            layer.b[...] = 0.5
        trainer.evaluate()
    weights = [layer.W for layer in plain.network.layers]
    extra = sum(l1 * np.abs(W).sum() + l2 / 2 * np.square(W).sum() for W in weights)
    assert with_them.loss - plain.loss == pytest.approx(extra, rel=1e-9, abs=1e-14 * plain.loss)
    assert float(with_them.network.buffers.penalty) == pytest.approx(extra, rel=1e-12)
    assert float(plain.network.buffers.penalty) == 0.0


@QUICK
@given(EXPERIMENTS, st.sampled_from(PENALTIES))
def test_dW_includes_their_gradient_and_db_and_delta_do_not(
    experiment: Experiment, factors: tuple[float, float]
) -> None:
    l1, l2 = factors
    plain, with_them = (Trainer(replace(experiment, l1=a, l2=b)) for a, b in [(0.0, 0.0), (l1, l2)])
    for trainer in (plain, with_them):
        trainer.evaluate()
    for without, layer in zip(plain.network.layers, with_them.network.layers, strict=True):
        extra = l1 * np.sign(layer.W) + l2 * layer.W
        np.testing.assert_allclose(layer.dW, without.dW + extra, rtol=1e-12, atol=1e-15)
        np.testing.assert_array_equal(layer.db, without.db)
        np.testing.assert_array_equal(layer.delta, without.delta)


def test_a_batchs_penalty_is_not_divided_by_its_size() -> None:
    """It belongs to the weights, not to the samples: the same in every batch, large or small."""
    trainer = Trainer(replace(MOONS, l2=0.3, learning_rate=1e-300))
    found = []
    for _ in range(3):
        trainer.step()
        found.append((trainer.network.buffers.batch, float(trainer.network.buffers.penalty)))
    assert [size for size, _ in found] == [4, 4, 2]
    assert len({penalty for _, penalty in found}) == 1


def test_a_weight_of_0_is_left_alone() -> None:
    """sign(0) is 0: no side is taken."""
    probe = Probe(Trainer(replace(MOONS, l1=0.1, l2=0.3)))
    without = Probe(Trainer(MOONS))
    for network in (probe.network, without.network):
        network.layers[0].W[...] = 0
    probe.evaluate()
    without.evaluate()
    np.testing.assert_array_equal(probe.network.layers[0].dW, without.network.layers[0].dW)


@pytest.mark.parametrize(("l1", "l2"), [(0.0, 5.0), (0.5, 0.0)])
def test_they_draw_the_weights_to_0(l1: float, l2: float) -> None:
    plain, with_them = Trainer(MOONS), Trainer(replace(MOONS, l1=l1, l2=l2))
    for trainer in (plain, with_them):
        trainer.step(300)
    sizes = [np.abs(np.concatenate([l.W.ravel() for l in t.network.layers])) for t in (plain, with_them)]
    assert sizes[1].max() < 0.1 * sizes[0].max()


def test_formulas_say_what_is_added() -> None:
    def formulas(experiment: Experiment) -> tuple[str, str]:
        named = {(o.symbol, o.layer): o.formula for o in Trainer(experiment).program()}
        return named["loss", None], named["dW", 2]

    loss, dW = formulas(MOONS)
    both, dW_both = formulas(replace(MOONS, l1=0.1, l2=0.3))
    assert both == loss + r" + \lambda_1 \sum |W| + \tfrac{\lambda_2}{2} \sum W^2"
    added = r" + \lambda_1\, \mathrm{sign}\, W_{2} + \lambda_2 W_{2}"
    assert dW_both == dW.replace(r"\delta_{2},", rf"\delta_{{2}}{added},")
    assert formulas(replace(MOONS, l1=0.1))[0] == loss + r" + \lambda_1 \sum |W|"
    assert [bool(p) for p in (Penalty(), Penalty(l1=0.1), Penalty(l2=0.1))] == [False, True, True]


def test_the_loss_names_the_weights_that_it_reads() -> None:
    (loss,) = [o for o in Trainer(replace(MOONS, l2=0.3)).program() if o.symbol == "loss"]
    assert {"W1", "W2", "W3"} <= loss.reads.keys()
    assert loss.writes.keys() == {"loss", "penalty", "da3"}

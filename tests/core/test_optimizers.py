"""Optimizers: PyTorch's rules written out number by number, and the same bits whichever way they run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import sqrt

import numpy as np
import pytest

from mlp_core import OPTIMIZERS, Experiment, Plan, Trainer
from tests.core.differences import Array
from tests.core.runs import bits, fresh_bits

STEPS = 50
MOONS = Experiment(
    dataset="moons", samples=11, batch_size=4, hidden_layers=(4, 3), activation="tanh",
    initializer="xavier", loss="bce", learning_rate=0.02, l2=0.01,
)  # fmt: skip
"""Batches of 4, 4 and 3."""

Rule = Callable[[float, float, dict[str, float], float, int], float]


def sgd(p: float, g: float, memory: dict[str, float], lr: float, t: int) -> float:
    """torch.optim.SGD."""
    return p - lr * g


def momentum(p: float, g: float, memory: dict[str, float], lr: float, t: int) -> float:
    """torch.optim.SGD(momentum=0.9): the buffer begins as the first gradient."""
    memory["buffer"] = g if t == 1 else 0.9 * memory["buffer"] + g
    return p - lr * memory["buffer"]


def nesterov(p: float, g: float, memory: dict[str, float], lr: float, t: int) -> float:
    """torch.optim.SGD(momentum=0.9, nesterov=True)."""
    memory["buffer"] = g if t == 1 else 0.9 * memory["buffer"] + g
    return p - lr * (g + 0.9 * memory["buffer"])


def rmsprop(p: float, g: float, memory: dict[str, float], lr: float, t: int) -> float:
    """torch.optim.RMSprop: alpha 0.99, eps 1e-8."""
    memory["square_avg"] = 0.99 * memory.get("square_avg", 0.0) + 0.01 * g * g
    return p - lr * g / (sqrt(memory["square_avg"]) + 1e-8)


def adam(p: float, g: float, memory: dict[str, float], lr: float, t: int) -> float:
    """torch.optim.Adam: betas 0.9 and 0.999, eps 1e-8."""
    memory["exp_avg"] = 0.9 * memory.get("exp_avg", 0.0) + 0.1 * g
    memory["exp_avg_sq"] = 0.999 * memory.get("exp_avg_sq", 0.0) + 0.001 * g * g
    denominator = sqrt(memory["exp_avg_sq"]) / sqrt(1 - 0.999**t) + 1e-8
    return p - lr / (1 - 0.9**t) * memory["exp_avg"] / denominator


RULES: dict[str, Rule] = {
    "sgd": sgd, "momentum": momentum, "nesterov": nesterov, "rmsprop": rmsprop, "adam": adam
}  # fmt: skip


def biases_of(trainer: Trainer) -> Array:
    """Which of the flat parameters are biases, (n,)."""
    flags = [(np.zeros(l.W.size), np.ones(l.b.size)) for l in trainer.network.layers]
    return np.concatenate([part for pair in flags for part in pair]).astype(bool)


def test_every_optimizer_has_its_rule_here() -> None:
    assert RULES.keys() == OPTIMIZERS.keys()


@pytest.mark.parametrize("train_biases", [True, False])
@pytest.mark.parametrize("name", RULES)
def test_updates_are_those_of_pytorchs_rule(name: str, train_biases: bool) -> None:
    """Every parameter by itself, in Python's floats, from the gradients that the run computes."""
    trainer = Trainer(replace(MOONS, optimizer=name, train_biases=train_biases))
    held = biases_of(trainer) & (not train_biases)
    parameters = trainer.network.parameters.tolist()
    memories: list[dict[str, float]] = [{} for _ in parameters]
    for t in range(1, STEPS + 1):
        trainer.step()
        gradient = trainer.network.gradient.tolist()
        for i, memory in enumerate(memories):
            if not held[i]:
                parameters[i] = RULES[name](parameters[i], gradient[i], memory, 0.02, t)
        np.testing.assert_allclose(trainer.network.parameters, parameters, rtol=1e-11, atol=1e-14)
    assert np.any(trainer.network.parameters != Trainer(MOONS).network.parameters)


@pytest.mark.parametrize("train_biases", [True, False])
@pytest.mark.parametrize("name", RULES)
def test_updating_layer_by_layer_is_the_sweep_over_all_bit_for_bit(name: str, train_biases: bool) -> None:
    experiment = replace(MOONS, optimizer=name, train_biases=train_biases)
    trainer = Trainer(experiment)
    for _ in range(STEPS):
        for operation in trainer.program():
            operation()
    assert bits(trainer) == fresh_bits(experiment, STEPS)


@pytest.mark.parametrize("name", RULES)
def test_going_back_restores_what_the_optimizer_remembers(name: str) -> None:
    experiment = replace(MOONS, optimizer=name)
    trainer = Trainer(experiment)
    trainer.step(STEPS)
    trainer.goto(13)
    assert bits(trainer) == fresh_bits(experiment, 13)
    trainer.goto(STEPS)
    assert bits(trainer) == fresh_bits(experiment, STEPS)


@pytest.mark.parametrize("name", ["momentum", "adam"])
def test_another_optimizer_begins_afresh_and_the_same_one_goes_on(name: str) -> None:
    first = replace(MOONS, optimizer=name)
    same = Trainer(Plan.of(first).continued(10, replace(first, learning_rate=0.01)))
    other = Trainer(Plan.of(first).continued(10, replace(first, optimizer="rmsprop")))
    alone = Trainer(first)
    for trainer in (same, other, alone):
        trainer.step(10)
    for key, array in alone.optimizer_state.items():
        np.testing.assert_array_equal(same.optimizer_state[key], array)
        assert array.any()
    assert other.optimizer_state.keys() == {"square"}
    assert not other.optimizer_state["square"].any()


def test_adams_first_step_is_the_learning_rate_whatever_the_gradients_size() -> None:
    """m / (1 - 0.9) = g and sqrt(s / (1 - 0.999)) = |g|, so that each parameter moves by eta."""
    trainer = Trainer(replace(MOONS, optimizer="adam"))
    before = trainer.network.parameters.copy()
    trainer.step()
    moved = before - trainer.network.parameters
    np.testing.assert_allclose(moved, 0.02 * np.sign(trainer.network.gradient), rtol=1e-4)


def test_formulas_name_what_is_updated_and_remembered() -> None:
    updates = [o for o in Trainer(replace(MOONS, optimizer="momentum")).program() if o.phase == "update"]
    assert [o.layer for o in updates] == [1, 2, 3]
    first = updates[0]
    assert first.reads.keys() == {"W1", "b1", "dW1", "db1", "velocityW1", "velocityb1"}
    assert first.writes.keys() == {"W1", "b1", "velocityW1", "velocityb1"}
    assert first.formula.startswith(r"v^{W}_{1} \leftarrow 0.9\, v^{W}_{1} + dW_{1}")
    assert r"b_{1} \leftarrow b_{1} - \eta\, v^{b}_{1}" in first.formula
    fixed = replace(MOONS, optimizer="momentum", train_biases=False)
    first = next(o for o in Trainer(fixed).program() if o.phase == "update")
    assert first.writes.keys() == {"W1", "velocityW1"}
    assert "b" not in first.formula

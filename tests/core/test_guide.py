"""CONTRIBUTING.md says enough: with no more than their rows in the tables its examples pass the tests."""

from __future__ import annotations

import inspect
from collections.abc import Callable

import numpy as np
import pytest

from mlp_core import OUTPUT_ACTIVATIONS, Trainer
from mlp_core.nn.steps import bind
from tests.core import test_activations, test_gradients, test_optimizers
from tests.core.differences import Array
from tests.core.guide import add_rows, examples, guest

ACTIVATION, LOSS, OPTIMIZER = examples()
CLAIMS = [
    test
    for name, test in vars(test_activations).items()
    if name.startswith("test_") and "name" in inspect.signature(test).parameters and "textbook" not in name
]


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    add_rows(monkeypatch)


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda test: test.__name__)
def test_the_guides_activation_is_what_it_says(claim: Callable[[str], None]) -> None:
    claim(ACTIVATION.name)


@pytest.mark.parametrize("batch", [1, 5])
def test_the_guides_activation_and_loss_have_true_gradients(batch: int) -> None:
    test_gradients.test_every_losss_gradient_agrees_with_central_differences(LOSS.name, (batch, 3))
    for output in OUTPUT_ACTIVATIONS:
        test_gradients.test_gradients_agree_for_every_activation_and_loss(
            ACTIVATION.name, output, batch, LOSS.name
        )


def test_the_guides_loss_finds_its_best_constant_answer() -> None:
    """No mean: far targets count by their distance. Against a grid of all answers."""
    y = np.array([[0.0, 1.0], [0.0, 2.0], [0.0, 3.0], [20.0, 100.0]])
    answer = LOSS.best_constant(y)
    for output in range(2):
        grid = np.linspace(y[:, output].min(), y[:, output].max(), 20_001)
        losses = np.sqrt(1 + (grid[:, None] - y[:, output]) ** 2).sum(axis=1)
        assert abs(answer[output] - grid[losses.argmin()]) < 0.01
        assert answer[output] < y[:, output].mean() / 2


def adagrad(p: float, g: float, memory: dict[str, float], lr: float, t: int) -> float:
    """torch.optim.Adagrad: eps 1e-10."""
    memory["sum"] = memory.get("sum", 0.0) + g * g
    return p - lr * g / (memory["sum"] ** 0.5 + 1e-10)


@pytest.mark.parametrize("biases", [True, False])
def test_the_guides_optimizer_follows_its_rule(monkeypatch: pytest.MonkeyPatch, biases: bool) -> None:
    monkeypatch.setitem(test_optimizers.RULES, OPTIMIZER.name, adagrad)
    test_optimizers.test_every_optimizer_has_its_rule_here()
    test_optimizers.test_updates_are_those_of_pytorchs_rule(OPTIMIZER.name, biases)
    test_optimizers.test_updating_layer_by_layer_is_the_sweep_over_all_bit_for_bit(OPTIMIZER.name, biases)
    test_optimizers.test_going_back_restores_what_the_optimizer_remembers(OPTIMIZER.name)


def test_a_run_with_all_three_goes_down() -> None:
    trainer = Trainer(guest())
    first = trainer.evaluate()
    trainer.step(200)
    assert trainer.loss < first / 2


def test_what_a_class_does_not_say_is_told_where_it_is_defined() -> None:
    with pytest.raises(AttributeError, match="Bent does not say its bounds, formula, max_slope, slope_steps"):

        class Bent(type(ACTIVATION).__base__):
            name = "bent"

            def value_steps(self, z: Array, a: Array, slope: Array, kept: Array) -> list:
                return []

    with pytest.raises(AttributeError, match="Cubes does not say its factor, gradient_term, reduction, term"):

        class Cubes(type(LOSS)):  # what it inherited would be another's
            name = "cubes"

            def steps(self, a: Array, y: Array, da: Array, value: Array) -> list:
                return []

    with pytest.raises(AttributeError, match="Sideways does not say its rule, steps"):

        class Sideways(OPTIMIZER):
            name = "sideways"


def test_a_loss_that_says_it_is_fused_and_has_no_way_raises() -> None:
    z = np.zeros((2, 3))
    with pytest.raises(NotImplementedError):
        bind(LOSS.fused_value_steps(z, z, np.zeros(())))

"""Mini-batches: which samples a step takes, what it makes of them, and that nothing depends on the path."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import LOSSES, MLP, OPTIMIZERS, Experiment, Plan, Trainer
from mlp_core.analysis.probe import Probe
from tests.core.runs import EXPERIMENTS, QUICK, bits, fresh_bits, parameters_after

MOONS = Experiment(
    dataset="moons", samples=14, test_share=0.2, batch_size=4, hidden_layers=(4, 3), activation="tanh",
    initializer="xavier", loss="bce", learning_rate=0.05,
)  # fmt: skip
"""Eleven samples to train on: batches of 4, 4 and 3."""
BATCHED = EXPERIMENTS.filter(lambda e: e.steps_per_epoch > 1)


def epochs(experiment: Experiment, count: int) -> list[list[list[int]]]:
    """Which samples each step of the first epochs takes."""
    trainer, found = Trainer(experiment), []
    for _ in range(count):
        found.append([])
        for _ in range(experiment.steps_per_epoch):
            found[-1].append(trainer.batch_rows.tolist())
            trainer.step()
    return found


def test_an_epoch_takes_every_training_sample_once() -> None:
    for batches in epochs(MOONS, 5):
        assert [len(batch) for batch in batches] == [4, 4, 3]
        assert sorted(chain(*batches)) == list(range(11))


def test_the_order_is_that_of_seed_and_epoch() -> None:
    """NumPy's own generator; another seed, another order, and every epoch its own."""
    for seed in (54, 7):
        found = [list(chain(*batches)) for batches in epochs(replace(MOONS, seed=seed), 3)]
        assert found == [np.random.default_rng([seed, e]).permutation(11).tolist() for e in range(3)]
        assert found[0] != found[1]


@QUICK
@given(BATCHED, st.integers(0, 12))
def test_a_step_is_fed_the_rows_that_it_names(experiment: Experiment, step: int) -> None:
    trainer = Trainer(experiment)
    trainer.step(step)
    rows = trainer.batch_rows
    trainer.step()
    buffers = trainer.network.buffers
    np.testing.assert_array_equal(buffers.a[0].T, trainer.x[rows])
    np.testing.assert_array_equal(buffers.y.T, trainer.y[rows])
    assert buffers.batch == len(rows) in experiment.batches


@pytest.mark.parametrize("loss", ["mse", "bce"])
@pytest.mark.parametrize("step", [0, 1, 2, 5])
def test_dW_is_the_mean_of_its_own_batchs_gradients(step: int, loss: str) -> None:
    """1/4 of four samples' gradients, 1/3 of the last three's; each sample by itself through an MLP."""
    trainer = Trainer(replace(MOONS, loss=loss))
    trainer.step(step)
    rows, alone = trainer.batch_rows, MLP(trainer.network.sizes, "tanh", "sigmoid")
    alone.parameters[...] = trainer.network.parameters
    single = []
    for row in rows:
        a = alone.forward(trainer.x[row])
        alone.backward(LOSSES[loss].gradient(a, trainer.y[row]))
        single.append(alone.gradient.copy())
    trainer.evaluate()
    np.testing.assert_allclose(trainer.network.gradient, np.mean(single, axis=0), rtol=1e-11, atol=1e-16)
    last = trainer.network.layers[-1]
    assert len(last.delta) == len(rows) == (3 if step % 3 == 2 else 4)
    np.testing.assert_allclose(last.db, last.delta.sum(0), rtol=1e-13)


@QUICK
@given(BATCHED, st.integers(0, 7))
def test_an_epoch_makes_as_many_updates_as_there_are_batches(experiment: Experiment, begin: int) -> None:
    """Also from the middle of one."""
    trainer = Trainer(experiment)
    trainer.step(begin)
    loss = trainer.epoch()
    assert trainer.step_count == begin + -(-experiment.train_count // experiment.batch)
    assert loss == trainer.loss == trainer.history.loss[-1]
    assert bits(trainer) == fresh_bits(experiment, trainer.step_count)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_program_run_by_hand_gives_the_bits_of_step_across_epochs(optimizer: str) -> None:
    experiment = replace(MOONS, optimizer=optimizer, schedule="cosine", period=5, l1=0.01, l2=0.1)
    trainer = Trainer(experiment)
    for steps in range(1, 8):
        for operation in trainer.program():
            operation()
        assert bits(trainer) == fresh_bits(experiment, steps)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_goto_through_epochs_restores_every_bit(optimizer: str) -> None:
    experiment = replace(MOONS, optimizer=optimizer, schedule="step", period=7)
    trainer = Trainer(experiment)
    trainer.step(40)
    for step in (5, 6, 30, 2, 3, 0, 1, 39):
        trainer.goto(step)
        assert bits(trainer) == fresh_bits(experiment, step)


def test_a_probe_takes_the_rows_of_its_step() -> None:
    trainer = Trainer(MOONS)
    for step in range(7):
        probe = Probe(trainer)
        np.testing.assert_array_equal(probe.x, trainer.x[trainer.batch_rows])
        assert probe.evaluate() == trainer.step()
        assert trainer.step_count == step + 1


@QUICK
@given(EXPERIMENTS)
def test_a_batch_of_all_samples_is_no_batch_and_is_not_shuffled(experiment: Experiment) -> None:
    """`None` and the number of training samples give the same bits."""
    everything = replace(experiment, batch_size=None)
    by_number = replace(experiment, batch_size=everything.train_count)
    assert fresh_bits(everything, 5) == fresh_bits(by_number, 5)
    assert Trainer(by_number).batch_rows.tolist() == list(range(by_number.train_count))
    assert by_number.steps_per_epoch == 1


def test_what_is_shown_after_a_change_is_the_step_before_it() -> None:
    """Also where the next batch is a smaller one: new settings alone compute nothing."""
    for start in range(1, 7):
        plan = Plan.of(MOONS).continued(start, replace(MOONS, learning_rate=0.3, optimizer="momentum"))
        changed, plain = Trainer(plan), Trainer(MOONS)
        assert changed.step(start) == plain.step(start)
        shown, expected = bits(changed), bits(plain)
        assert {name: shown[name] for name in expected} == expected
        trained, other = Trainer(plan), Trainer(plan)
        trained.step(start + 5)
        for _ in range(start + 5):
            other.step()
        assert bits(trained) == bits(other)


def test_batches_of_one_are_the_samples_one_by_one() -> None:
    """Stochastic gradient descent as in textbooks: an MLP by hand, in the same order."""
    experiment = replace(MOONS, batch_size=1, loss="mse")
    start, net = Trainer(experiment), MLP(experiment.sizes, "tanh", "sigmoid")
    net.parameters[...] = start.network.parameters
    for epoch in range(2):
        for row in np.random.default_rng([54, epoch]).permutation(11):
            net.backward(net.forward(start.x[row]) - start.y[row])
            net.parameters -= 0.05 * net.gradient
    found = np.frombuffer(parameters_after(experiment, 22))
    np.testing.assert_allclose(found, net.parameters, rtol=1e-12, atol=1e-15)

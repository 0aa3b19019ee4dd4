"""A network's answers to any inputs, and how good they are: by hand, sample by sample."""

from __future__ import annotations

import math
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import LOSSES, MLP, NORMALIZATIONS, Experiment, Plan, Trainer
from mlp_core.training.inference import SLICE, Forward, accuracy, classes_of, confusion
from mlp_core.training.scorer import ScoreLog
from mlp_core.training.stopping import Scores
from tests.core.differences import Array
from tests.core.runs import EXPERIMENTS, QUICK, bits, fresh_bits

MOONS = Experiment(
    dataset="moons", samples=24, test_share=0.25, hidden_layers=(4, 4), activation="tanh",
    initializer="xavier", loss="bce", learning_rate=0.5,
)  # fmt: skip
IRIS = replace(
    MOONS, dataset="iris", samples=60, output_activation="softmax", loss="cross_entropy", standardize=True
)
SINE = replace(MOONS, dataset="sine", output_activation="linear", loss="mse")
BATCH_NORMALIZED = {"residual": True, "normalization": "batch"}


def inputs(n: int, width: int = 2) -> Array:
    return np.random.RandomState(1).normal(size=(n, width))


# The forward pass


@pytest.mark.parametrize("n", [1, SLICE, SLICE + 1, 2 * SLICE + 5])
@pytest.mark.parametrize(
    "structure", [{}, {"residual": True, "normalization": "layer"}], ids=["plain", "both"]
)
def test_many_inputs_in_slices_give_what_one_forward_pass_gives(n: int, structure: dict) -> None:
    net = MLP((2, 3, 3, 2), "tanh", "softmax", initializer="xavier", **structure)
    x = inputs(n)
    forward = Forward(net, x)
    z, a = forward.output()
    layers = forward.activations()
    expected = net.forward(x)
    np.testing.assert_allclose(a, expected, rtol=1e-12)
    np.testing.assert_allclose(z, net.layers[-1].z, rtol=1e-12, atol=1e-14)
    np.testing.assert_array_equal(layers[0], x)
    for layer, found in zip(net.layers, layers[1:], strict=True):
        np.testing.assert_allclose(found, layer.a, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("normalization", ["none", "batch"])
def test_memory_does_not_grow_with_samples_times_units(normalization: str) -> None:
    """40,000 inputs to 1,250 units would be 400 MB for each kind of array."""
    x = np.random.RandomState(0).normal(size=(40_000, 3))
    net = MLP((3, *[50] * 25, 1), "tanh", "sigmoid", normalization=normalization)
    forward = Forward(net, x, statistics_of=x)
    tracemalloc.start()
    forward.output()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100e6


def test_it_follows_the_weights_as_they_change() -> None:
    net = MLP((2, 3, 1), initializer="xavier")
    forward = Forward(net, inputs(5))
    before = forward.output()[1]
    net.layers[0].W[0, 0] += 1.0
    after = forward.output()[1]
    assert not np.array_equal(before, after)
    np.testing.assert_allclose(after, net.forward(inputs(5)), rtol=1e-13)


@QUICK
@given(EXPERIMENTS)
def test_asking_disturbs_no_run(experiment: Experiment) -> None:
    trainer = Trainer(experiment, scored=True)
    for _ in range(4):
        trainer.scores()
        trainer.step()
        trainer.scorer.confusion()
    trainer.step()
    assert bits(trainer) == fresh_bits(experiment, 5)


@QUICK
@given(EXPERIMENTS.filter(lambda e: e.normalization == "batch"), st.integers(0, 6))
def test_the_training_inputs_get_the_training_pass_of_batch_normalisation(
    experiment: Experiment, steps: int
) -> None:
    """All training samples together have the very statistics by which everything is judged."""
    trainer = Trainer(experiment)
    trainer.step(steps)
    found = Forward(trainer.network, trainer.x, statistics_of=trainer.x)
    z, _ = found.output()
    layers = found.activations()
    expected = trainer.network.forward(trainer.x)
    np.testing.assert_allclose(layers[-1], expected, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(z, trainer.network.layers[-1].z, rtol=1e-9, atol=1e-11)
    for layer, a in zip(trainer.network.layers, layers[1:], strict=True):
        np.testing.assert_allclose(a, layer.a, rtol=1e-9, atol=1e-11)


def test_with_batch_normalisation_one_input_can_be_judged_alone() -> None:
    """As part of a crowd, in slices, or by itself: the same answer, by the training samples' statistics."""
    trainer = Trainer(replace(MOONS, **BATCH_NORMALIZED))
    trainer.step(5)
    x = inputs(SLICE + 3)
    together = Forward(trainer.network, x, statistics_of=trainer.x).output()
    for i in (0, 7, SLICE + 2):
        alone = Forward(trainer.network, x[i : i + 1], statistics_of=trainer.x).output()
        for one, many in zip(alone, together, strict=True):
            np.testing.assert_allclose(one[0], many[i], rtol=1e-12)
    z = trainer.x @ trainer.network.layers[0].W
    n = (x @ trainer.network.layers[0].W - z.mean(0)) / np.sqrt(z.var(0) + 1e-5)
    first = Forward(trainer.network, x, statistics_of=trainer.x).activations()[1]
    np.testing.assert_allclose(first, np.tanh(n + trainer.network.layers[0].b), rtol=1e-12)


# Scores


def mean_loss(name: str, a: Array, y: Array) -> float:
    """A loss sample by sample, in Python."""

    def one(outputs: Array, targets: Array) -> float:
        pairs = [(float(p), float(t)) for p, t in zip(outputs, targets, strict=True)]
        if name == "bce":
            return -sum(math.log(p) if t == 1 else math.log(1 - p) for p, t in pairs)
        if name == "cross_entropy":
            return -sum(math.log(p) for p, t in pairs if t == 1)
        return sum((p - t) ** 2 for p, t in pairs) / 2 / len(pairs)

    return sum(one(*row) for row in zip(a, y, strict=True)) / len(a)


def share_right(a: Array, y: Array) -> float:
    """Right answers, sample by sample, in Python."""

    def named(row: Array) -> int:
        return int(row[0] >= 0.5) if len(row) == 1 else row.tolist().index(max(row))

    return sum(named(p) == named(t) for p, t in zip(a, y, strict=True)) / len(a)


@pytest.mark.parametrize("structure", [{}, {"normalization": "layer"}, BATCH_NORMALIZED], ids=str)
@pytest.mark.parametrize("experiment", [MOONS, IRIS, SINE], ids=lambda e: e.dataset)
def test_scores_are_the_losses_and_accuracies_by_hand(experiment: Experiment, structure: dict) -> None:
    """Of the training part and of the test part; with batches and a penalty, which belong to neither."""
    experiment = replace(experiment, batch_size=7, l2=0.1, **structure)
    trainer = Trainer(experiment)
    trainer.step(25)
    scores, data = trainer.scores(), trainer.data
    answers = Forward(trainer.network, data.inputs, statistics_of=data.x).output()[1]
    if experiment.normalization != "batch":
        np.testing.assert_allclose(answers, trainer.network.forward(data.inputs), rtol=1e-12)
    for part, loss, right in (
        (data.train, scores.train_loss, scores.train_accuracy),
        (data.test, scores.test_loss, scores.test_accuracy),
    ):
        a, y = answers[part], data.targets[part]
        assert loss == pytest.approx(mean_loss(experiment.loss, a, y), rel=1e-10)
        if experiment.dataset == "sine":
            assert math.isnan(right)
        else:
            assert right == share_right(a, y)
    assert (trainer.test_loss, trainer.scores()) == (scores.test_loss, scores)


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_the_training_score_of_a_full_batch_is_the_loss_of_the_step(normalization: str) -> None:
    trainer = Trainer(replace(MOONS, normalization=normalization))
    for _ in range(5):
        trainer.network.layers[-1].b += 0.3
        assert trainer.scores().train_loss == pytest.approx(trainer.step(), rel=1e-10)


def test_without_a_test_part_there_is_no_test_score() -> None:
    scores = Trainer(replace(MOONS, test_share=0.0)).scores()
    assert math.isnan(scores.test_loss)
    assert math.isnan(scores.test_accuracy)
    assert math.isfinite(scores.train_loss)


def test_a_loss_near_0_keeps_its_digits_in_the_scores() -> None:
    """From z, as in training: from outputs rounded to 1 it would be 0."""
    trainer = Trainer(replace(MOONS, dataset="xor", samples=4, test_share=0.0))
    last = trainer.network.layers[-1]
    last.W[...], last.b[...] = 0, -50.0
    assert trainer.scores().train_loss == pytest.approx((2 * 50 + 4 * math.exp(-50)) / 4, rel=1e-14)
    trainer.data.targets[...] = 0
    assert trainer.scores().train_loss == pytest.approx(math.exp(-50), rel=1e-12)


def test_a_yes_begins_at_one_half() -> None:
    assert classes_of(np.array([[0.0], [0.4999], [0.5], [1.0]])).tolist() == [0, 0, 1, 1]
    assert classes_of(np.array([[0.1, 0.9, 0.0], [0.4, 0.3, 0.3]])).tolist() == [1, 0]
    assert math.isnan(accuracy(np.zeros((0, 1)), np.zeros((0, 1))))


@pytest.mark.parametrize("classes", [1, 3], ids=["binary", "three"])
def test_the_confusion_matrix_counts_pairs(classes: int) -> None:
    rng = np.random.RandomState(3)
    a, labels = rng.uniform(size=(50, classes)), rng.randint(0, max(2, classes), 50)
    y = labels[:, None].astype(float) if classes == 1 else np.eye(3)[labels]
    found, k = confusion(a, y), max(2, classes)
    expected = [
        [sum(1 for i in range(50) if labels[i] == true and classes_of(a)[i] == taken) for taken in range(k)]
        for true in range(k)
    ]
    assert found.tolist() == expected
    assert np.trace(found) / 50 == accuracy(a, y)
    assert confusion(a[:0], y[:0]).tolist() == [[0] * k] * k


def test_the_confusion_is_of_the_test_part_where_there_is_one() -> None:
    held, whole = (Trainer(replace(IRIS, test_share=share)) for share in (0.25, 0.0))
    for trainer, targets, accuracy_of in (
        (held, held.data.y_test, "test_accuracy"), (whole, whole.y, "train_accuracy")
    ):  # fmt: skip
        trainer.step(20)
        found = trainer.scorer.confusion()
        assert found.sum(1).tolist() == targets.sum(0).tolist()
        right = getattr(trainer.scores(), accuracy_of)
        assert np.trace(found) / len(targets) == pytest.approx(right, rel=1e-15)


# Scores along a run


@pytest.mark.parametrize("batch_size", [None, 7])
def test_scores_are_kept_of_every_epoch_by_any_path(batch_size: int | None) -> None:
    """Those of a run that stops there; once each, though the run comes by again."""
    experiment = replace(MOONS, batch_size=batch_size)
    per_epoch = experiment.steps_per_epoch
    trainer = Trainer(experiment, scored=True)
    for step in (per_epoch + 1, 1, 4 * per_epoch, 2, 6 * per_epoch):
        trainer.goto(step)
    steps, rows = trainer.score_log.between(0, 10**9)
    assert steps.tolist() == [per_epoch * epoch for epoch in range(7)]
    alone = Trainer(experiment)
    for step, row in zip(steps, rows, strict=True):
        alone.goto(int(step))
        scores = alone.scores()
        assert row.tolist() == [
            scores.train_loss, scores.test_loss, scores.train_accuracy, scores.test_accuracy
        ]  # fmt: skip
    steps, rows = trainer.score_log.between(per_epoch, 3 * per_epoch)
    assert steps.tolist() == [per_epoch, 2 * per_epoch, 3 * per_epoch]
    assert len(alone.score_log.between(0, 10**9)[0]) == 0


def test_a_long_runs_scores_are_thinned_evenly() -> None:
    log = ScoreLog(3)
    for epoch in range(10_000):
        log.add(3 * epoch, Scores(epoch, 0.0, 0.0, 0.0))
    steps, rows = log.between(0, 10**9)
    assert ScoreLog.MOST // 2 <= len(steps) <= ScoreLog.MOST
    assert set(np.diff(steps)) == {3 * log.every}
    assert steps[0] == 0
    np.testing.assert_array_equal(rows[:, 0], steps / 3)


def test_nothing_is_kept_where_the_loss_says_it_all() -> None:
    """One sample, no classes: the tutorial's run."""
    trainer = Trainer(Experiment(), scored=True)
    trainer.step(3)
    assert len(trainer.score_log.between(0, 10)[0]) == 0
    assert not trainer.scorer.wanted
    assert Trainer(MOONS).scorer.wanted
    assert Trainer(replace(SINE, test_share=0.0, batch_size=4)).scorer.wanted


def test_scores_follow_a_change_of_structure_and_loss() -> None:
    plan = Plan.of(MOONS).continued(3, replace(MOONS, loss="mse", residual=True, normalization="batch"))
    trainer = Trainer(plan)
    trainer.step(6)
    data = trainer.data
    a = Forward(trainer.network, data.inputs, statistics_of=data.x).output()[1]
    assert trainer.scores().test_loss == pytest.approx(
        LOSSES["mse"].value(a[data.test], data.y_test), rel=1e-12
    )
    trainer.goto(2)
    value = LOSSES["bce"].value(trainer.network.forward(data.x_test), data.y_test)
    assert trainer.scores().test_loss == pytest.approx(value, rel=1e-12)

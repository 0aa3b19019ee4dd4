"""Which samples are taken, held back and standardised: by seeds of their own, and the test part unseen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import DATASETS, Experiment, Trainer
from mlp_core.data.csv import read_csv
from mlp_core.data.load import Data, load
from mlp_core.data.load import test_size as held_back
from mlp_core.data.table import Table, prepare
from tests.core.runs import QUICK

MOONS = Experiment(dataset="moons", samples=40, test_share=0.25, hidden_layers=(4,))
PENGUINS = Experiment(dataset="penguins", hidden_layers=(4,), test_share=0.25, standardize=True)


def data_of(experiment: Experiment) -> Data:
    return load(experiment)[0]


def table(x: np.ndarray) -> Table:
    """A person's own numbers, with 0, 1, 2, ... to be learned."""
    y = np.arange(len(x), dtype=float)[:, None]
    names = tuple(f"c{i}" for i in range(x.shape[1]))
    return Table("own", x, y, None, (), names, "y", np.arange(2, 2 + len(x)), 0, ())


@QUICK
@given(st.integers(2, 2000), st.floats(0.001, 0.9))
def test_the_share_is_rounded_but_neither_side_is_empty(samples: int, share: float) -> None:
    size = held_back(samples, share)
    assert 1 <= size <= samples - 1
    assert abs(size - share * samples) <= 0.5 or size in (1, samples - 1)
    assert held_back(samples, 0.0) == 0


@QUICK
@given(st.sampled_from(sorted(DATASETS)), st.floats(0.05, 0.9), st.integers(0, 9))
def test_every_sample_is_on_one_side(name: str, share: float, split_seed: int) -> None:
    if DATASETS[name].samples < 2:
        share = 0.0
    experiment = Experiment(dataset=name, hidden_layers=(2,), test_share=share, split_seed=split_seed)
    data = data_of(experiment)
    both = np.concatenate([data.train, data.test])
    assert sorted(both.tolist()) == list(range(experiment.sample_count))
    assert len(data.train) == experiment.train_count
    assert (np.diff(data.train) > 0).all()
    assert (np.diff(data.test) > 0).all()
    np.testing.assert_array_equal(data.x, data.inputs[data.train])
    np.testing.assert_array_equal(data.y_test, data.targets[data.test])


def test_the_split_follows_from_its_own_seed_alone() -> None:
    first = data_of(MOONS)
    for change in ({"seed": 7}, {"noise": 0.3}, {"hidden_layers": (9, 9)}, {"standardize": True}):
        np.testing.assert_array_equal(data_of(replace(MOONS, **change)).test, first.test)
    assert not np.array_equal(data_of(replace(MOONS, split_seed=1)).test, first.test)
    np.testing.assert_array_equal(first.test, np.sort(np.random.default_rng(0).permutation(40)[:10]))


def test_the_split_changes_neither_samples_nor_weights() -> None:
    whole = replace(MOONS, test_share=0.0)
    for change in ({}, {"test_share": 0.5}, {"split_seed": 3}):
        other = replace(MOONS, **change)
        np.testing.assert_array_equal(data_of(other).raw, data_of(whole).raw)
        np.testing.assert_array_equal(data_of(other).targets, data_of(whole).targets)
        np.testing.assert_array_equal(Trainer(other).network.parameters, Trainer(whole).network.parameters)


def test_training_never_sees_what_is_held_back() -> None:
    """Other numbers in the test part: the same bits. Other ones in the training part: not so."""
    x = np.random.RandomState(0).normal(size=(20, 3))

    def trained(x: np.ndarray) -> bytes:
        experiment = Experiment(
            dataset="csv", table=table(x), hidden_layers=(4,), output_activation="linear", standardize=True,
            test_share=0.25, batch_size=6, learning_rate=1e-3,
        )  # fmt: skip
        trainer = Trainer(experiment)
        trainer.step(20)
        return trainer.network.parameters.tobytes()

    test = np.sort(np.random.default_rng(0).permutation(20)[:5])
    unseen, seen = x.copy(), x.copy()
    unseen[test] = 77.0
    seen[np.setdiff1d(range(20), test)[0]] = 77.0
    assert trained(x) == trained(unseen) != trained(seen)


def test_what_is_filled_in_is_not_seen_either() -> None:
    """Other numbers in the rows of a file that are held back: the same bits, though a mean is filled in."""
    held = set((np.random.default_rng(0).permutation(40)[:10]).tolist())
    gap = min(set(range(40)) - held)

    def trained(change: dict[int, int]) -> bytes:
        rows = [f"{'' if i == gap else change.get(i, i)},{'xy'[i % 2]}" for i in range(40)]
        sheet = read_csv(("a,kind\n" + "\n".join(rows) + "\n").encode())
        own = prepare(sheet, "kind", ["a"], missing="mean")
        experiment = Experiment(
            dataset="csv", table=own, hidden_layers=(3,), test_share=0.25, standardize=True
        )
        data = data_of(experiment)
        seen = np.setdiff1d(data.train, [gap])
        np.testing.assert_allclose(data.raw[gap, 0], data.raw[seen, 0].mean())
        trainer = Trainer(experiment)
        trainer.step(20)
        return trainer.network.parameters.tobytes()

    assert trained({}) == trained(dict.fromkeys(held, 77))
    assert trained({}) != trained({min(set(range(40)) - held - {gap}): 77})


@pytest.mark.parametrize("classes", [2, 4])
def test_no_class_is_held_back_altogether(classes: int) -> None:
    """Of a class that comes once; the split stays by chance otherwise, and as large."""
    labels = np.array([*range(1, classes), *[0] * 20])
    y = labels[:, None].astype(float) if classes == 2 else np.eye(classes)[labels]
    x = np.arange(len(y), dtype=float)[:, None]
    names = tuple(str(i) for i in range(classes))
    own = Table("own", x, y, labels, names, ("c",), "y", np.arange(2, 2 + len(x)), 0, ())
    moved = 0
    for seed in range(30):
        experiment = Experiment(dataset="csv", table=own, hidden_layers=(2,), test_share=0.4, split_seed=seed)
        data = data_of(experiment)
        assert set(labels[data.train]) == set(range(classes))
        assert sorted([*data.train, *data.test]) == list(range(len(y)))
        assert len(data.train) == experiment.train_count
        held = np.random.default_rng(seed).permutation(len(y))[: len(data.test)]
        moved += len(np.setdiff1d(data.test, held))
        assert len(np.setdiff1d(held, data.test)) == np.isin(np.arange(classes - 1), held).sum()
    assert moved


@pytest.mark.parametrize(
    "experiment", [PENGUINS, replace(MOONS, standardize=True)], ids=["penguins", "moons"]
)
def test_standardised_inputs_have_mean_0_and_deviation_1_over_the_training_part(
    experiment: Experiment,
) -> None:
    data = data_of(experiment)
    np.testing.assert_allclose(data.x.mean(0), 0, atol=1e-13)
    np.testing.assert_allclose(data.x.std(0), 1, rtol=1e-13)
    assert np.abs(data.x_test.mean(0)).max() > 1e-3
    np.testing.assert_allclose(
        data.inputs, (data.raw - data.raw[data.train].mean(0)) / data.raw[data.train].std(0)
    )
    np.testing.assert_array_equal(data.standardized(data.raw), data.inputs)
    np.testing.assert_array_equal(Trainer(experiment).x, data.x)


def test_numbers_to_learn_are_standardised_too() -> None:
    """By the training part, as the inputs are; what came stays beside it."""
    plain = Experiment(dataset="plane", hidden_layers=(2,), output_activation="linear", test_share=0.25)
    data, raw = data_of(replace(plain, standardize=True)), data_of(plain)
    np.testing.assert_array_equal(data.raw_targets, raw.targets)
    np.testing.assert_array_equal(raw.targets, raw.raw_targets)
    np.testing.assert_allclose([data.y.mean(), data.y.std()], [0, 1], atol=1e-13)
    np.testing.assert_allclose(data.targets, (raw.targets - raw.y.mean(0)) / raw.y.std(0))


def test_standardising_changes_neither_classes_nor_weights() -> None:
    plain = replace(PENGUINS, standardize=False)
    np.testing.assert_array_equal(data_of(plain).targets, data_of(PENGUINS).targets)
    np.testing.assert_array_equal(Trainer(plain).network.parameters, Trainer(PENGUINS).network.parameters)
    assert data_of(plain).inputs is data_of(plain).raw or (data_of(plain).inputs == data_of(plain).raw).all()
    np.testing.assert_array_equal(data_of(plain).mean, 0)
    np.testing.assert_array_equal(data_of(plain).scale, 1)


@pytest.mark.parametrize("value", [0.1, 1e-300, 3.0, -1e17, 0.0])
def test_an_input_that_never_changes_in_training_stays_0(value: float) -> None:
    """Three times 0.1, added and divided by 3, is not 0.1: rounding must not become a deviation."""
    x = np.random.RandomState(0).normal(size=(12, 2))
    x[:, 1] = value
    experiment = Experiment(
        dataset="csv", table=table(x), hidden_layers=(2,), output_activation="linear", standardize=True,
        test_share=0.2,
    )  # fmt: skip
    data = data_of(experiment)
    np.testing.assert_array_equal(data.inputs[:, 1], 0)
    other = x.copy()
    other[data.test, 1] = value + 1
    unseen = data_of(replace(experiment, table=table(other)))
    np.testing.assert_array_equal(unseen.x[:, 1], 0)
    np.testing.assert_array_equal(unseen.x_test[:, 1], value + 1 - value)


def test_noise_only_scales_what_is_drawn() -> None:
    """Twice the noise, twice the distance from the clean points; where it is not said it is the usual."""
    clean, some, more, usual = (data_of(replace(MOONS, noise=n)).raw for n in (0.0, 0.2, 0.4, None))
    np.testing.assert_allclose(more - clean, 2 * (some - clean), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(usual - clean, (some - clean) / 2, rtol=1e-9, atol=1e-15)
    assert Experiment(dataset="moons").noise_level == DATASETS["moons"].noise == 0.1
    parameters = [Trainer(replace(MOONS, noise=n)).network.parameters for n in (0.0, 0.4)]
    np.testing.assert_array_equal(*parameters)


@pytest.mark.parametrize("name", ["iris", "penguins", "digits"])
def test_measured_data_have_no_noise(name: str) -> None:
    plain, noisy = (Experiment(dataset=name, hidden_layers=(2,), noise=n) for n in (None, 1.0))
    assert plain.noise_level == noisy.noise_level == 0.0
    np.testing.assert_array_equal(data_of(plain).raw, data_of(noisy).raw)


@pytest.mark.parametrize(("name", "usual"), [("moons", 200), ("xor", 4), ("iris", 150), ("tutorial", 1)])
def test_without_a_number_the_usual_samples_are_taken(name: str, usual: int) -> None:
    experiment = Experiment(dataset=name, hidden_layers=(2,))
    assert experiment.sample_count == usual == len(data_of(experiment).raw)
    assert len(data_of(replace(experiment, samples=1)).raw) == 1
    np.testing.assert_array_equal(data_of(replace(experiment, samples=usual)).raw, data_of(experiment).raw)


def test_rows_of_a_persons_own_table_are_drawn_as_digits_are() -> None:
    x = np.random.RandomState(0).normal(size=(30, 3))
    few, all_of_them = (
        Experiment(dataset="csv", table=table(x), samples=n, hidden_layers=(2,), output_activation="linear")
        for n in (10, None)
    )
    chosen = data_of(few)
    np.testing.assert_array_equal(chosen.raw, x[chosen.targets[:, 0].astype(int)])
    assert len(np.unique(chosen.targets)) == 10
    np.testing.assert_array_equal(data_of(all_of_them).raw, x)
    np.testing.assert_array_equal(Trainer(few).network.parameters, Trainer(all_of_them).network.parameters)

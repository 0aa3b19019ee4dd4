"""Many networks at once: the numbers of ordinarily trained ones, in a table, on any executor."""

from __future__ import annotations

import math
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from mlp_core import LOSSES, PRESETS, DivergedError, Experiment, Trainer
from mlp_core.analysis import sweep as module
from mlp_core.analysis.course import Course
from mlp_core.analysis.nested import NestedNetworks as Ladder
from mlp_core.analysis.nested import fits, shape_of
from mlp_core.analysis.profile import MEASURES, SIZES
from mlp_core.analysis.results import Result, over_seeds, table
from mlp_core.analysis.sweep import MOST_AT_ONCE, measure, sweep, sweeping, tasks
from tests.core.runs import EXPERIMENTS, QUICK
from tests.core.test_experiment import TABLE

EQUAL = st.tuples(st.integers(2, 5), st.integers(1, 5)).map(lambda shape: (shape[0],) * shape[1])


@st.composite
def studies(draw: st.DrawFn) -> list[Experiment]:
    """Experiments: some alike but for depth, seed, initializer or gain, some with unequal widths."""
    found = draw(st.lists(EXPERIMENTS, max_size=2))
    first = replace(draw(EXPERIMENTS), hidden_layers=draw(EQUAL))
    for _ in range(draw(st.integers(1, 5))):
        depth = draw(st.integers(1, 5))
        found.append(
            replace(
                first, hidden_layers=first.hidden_layers[:1] * depth,
                seed=draw(st.sampled_from([first.seed, first.seed // 2])),
                initializer=draw(st.sampled_from([first.initializer, "orthogonal"])),
                gain=draw(st.sampled_from([first.gain, 0.75])),
            )
        )  # fmt: skip
    return draw(st.permutations(found))


def size(values: Any) -> float:
    """The Euclidean norm, scaled by the standard library."""
    return math.hypot(*np.ravel(values))


def ratio(above: float, below: float) -> float:
    return above / below if below > 0 else float("nan")


def by_hand(network: int, trainer: Trainer) -> list[dict[str, float]]:
    """A row per layer from the layers' own arrays, at the state that the trainer has evaluated."""
    experiment, layers = trainer.experiment, trainer.network.layers
    below, rows = trainer.network.buffers.a[0].T, []  # the batch's inputs
    fused = LOSSES[experiment.loss].fuses(trainer.network.output_activation)
    for layer in layers:
        last = layer is layers[-1]
        hidden = not (last and fused)
        rows.append(
            {
                "network": network, "depth": len(experiment.hidden_layers), "seed": experiment.seed,
                "layer": layer.index, "units": layer.fan_out, "grad_norm": size(layer.dW),
                "grad_rms": size(layer.dW) / math.sqrt(layer.dW.size), "grad_max": np.abs(layer.dW).max(),
                "delta_norm": size(layer.delta), "bias_norm": size(layer.db),
                "slope": ratio(size(layer.delta), size(layer.da)) if hidden else np.nan,
                "gain": np.nan if last else ratio(size(layer.da), size(layers[layer.index].delta)),
                "saturation": np.mean(layer.slope < 0.01) if hidden else np.nan,
                "dead": np.mean((layer.slope == 0).all(axis=0)) if hidden else np.nan,
                "input_norm": size(below), "loss": trainer.loss, "step": trainer.step_count,
            }
        )  # fmt: skip
        below = layer.a
    return rows


def ordinary(experiments: list[Experiment], steps: int) -> pd.DataFrame:
    """The table from ordinarily trained networks, one after the other."""
    rows = []
    for network, experiment in enumerate(experiments):
        trainer = Trainer(experiment)
        trainer.step(steps)
        trainer.evaluate()
        rows += by_hand(network, trainer)
    return pd.DataFrame(rows)


def assert_agree(found: pd.DataFrame, expected: pd.DataFrame) -> None:
    """To 1e-12, with rows in one order."""
    assert len(found) == len(expected)
    for name in expected:
        np.testing.assert_allclose(found[name], expected[name], rtol=1e-12, err_msg=str(name))


@QUICK
@given(studies())
def test_the_first_weights_numbers_are_those_of_ordinary_networks(experiments: list[Experiment]) -> None:
    assert_agree(sweep(experiments), ordinary(experiments, 0))


@QUICK
@given(studies(), st.integers(1, 4))
def test_numbers_after_some_steps_are_those_of_ordinary_training(
    experiments: list[Experiment], steps: int
) -> None:
    found = sweep(experiments, steps)
    assert_agree(found, ordinary(experiments, steps))
    assert found["diverged"].isna().all()
    assert (found["step"] == steps).all()


DIGITS = Experiment(dataset="digits", samples=5, activation="tanh", initializer="xavier")
MIXED = [
    *(replace(DIGITS, hidden_layers=(6,) * depth, seed=seed) for depth in (3, 1, 7) for seed in (2, 54)),
    replace(DIGITS, hidden_layers=(6, 5)),
    *PRESETS.values(),
    replace(DIGITS, hidden_layers=(6,) * 4, residual=True, normalization="batch", loss="bce"),
    replace(DIGITS, hidden_layers=(6,) * 3, seed=2),  # the first one again
    replace(DIGITS, hidden_layers=(4,), gain=3.0),
]
"""Several ladders, families in disorder, unequal widths, published weights, one network twice."""


@pytest.mark.parametrize(
    "change",
    [
        {"dataset": "xor", "samples": 4}, {"samples": 3}, {"hidden_layers": (5,)}, {"activation": "relu"},
        {"output_activation": "linear"}, {"loss": "bce"}, {"residual": True}, {"normalization": "layer"},
        {"initializer": "he"}, {"gain": 2.0}, {"seed": 1}, {"learning_rate": 1.0},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_networks_that_differ_in_one_setting_keep_apart(change: dict[str, Any]) -> None:
    """Whether they share a ladder, a forward pass, or neither."""
    base = replace(DIGITS, samples=4, hidden_layers=(6,))
    networks = [
        replace(kind, hidden_layers=kind.hidden_layers * depth)
        for depth in (1, 3, 2)
        for kind in (base, replace(base, **change))
    ]
    assert_agree(sweep(networks), ordinary(networks, 0))


def test_a_ladder_can_be_used_again_whatever_was_left_in_it() -> None:
    ladder, family = Ladder(replace(DIGITS, hidden_layers=(6,) * 7)), [MIXED[2], MIXED[0]]
    for arrays in (ladder.parameters, ladder.gradient, ladder.buffers.delta_flat, ladder.buffers.z_flat):
        arrays[...] = 7.0
    found = [Result(n, *values) for n, values in enumerate(ladder.family(family))]
    assert_frame_equal(table(family, found), sweep(family), check_exact=True)


@pytest.mark.parametrize("steps", [0, 3])
def test_rows_are_in_the_order_of_the_experiments_and_their_layers(steps: int) -> None:
    found = sweep(MIXED, steps)
    assert found["network"].tolist() == [n for n, e in enumerate(MIXED) for _ in e.sizes[1:]]
    assert found["layer"].tolist() == [l for e in MIXED for l in range(1, len(e.sizes))]
    assert found["units"].tolist() == [units for e in MIXED for units in e.sizes[1:]]
    assert_agree(found, ordinary(MIXED, steps))


def test_an_experiment_given_twice_is_measured_twice_with_the_same_bits() -> None:
    twice = [MIXED[0], MIXED[3], MIXED[0]]
    found = sweep(twice).drop(columns="network")
    first, again = found[:4], found[-4:].reset_index(drop=True)
    assert_frame_equal(first, again, check_exact=True)


def test_no_experiments_make_an_empty_table_with_all_columns() -> None:
    empty = sweep([])
    assert len(empty) == 0
    assert list(empty) == list(sweep(MIXED[:1]))
    assert (empty[list(MEASURES)].dtypes == np.float64).all()
    assert len(over_seeds(empty, "grad_norm")) == 0


def test_experiments_may_come_from_a_generator() -> None:
    assert_frame_equal(sweep(e for e in MIXED), sweep(MIXED))


def test_settings_give_the_experiment_back() -> None:
    texts = sweep(MIXED).groupby("network")["settings"].first()
    assert [Experiment.from_query(dict(parse_qsl(text))) for text in texts] == MIXED


@QUICK
@given(studies())
def test_settings_of_any_experiment_give_it_back(experiments: list[Experiment]) -> None:
    nothing = {name: np.zeros(50) for name in MEASURES}
    results = [
        Result(n, {name: values[: len(e.sizes) - 1] for name, values in nothing.items()}, 0.0)
        for n, e in enumerate(experiments)
    ]
    texts = table(experiments, results).groupby("network")["settings"].first()
    assert [Experiment.from_query(dict(parse_qsl(text))) for text in texts] == experiments


def test_steps_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="steps is -1; it must be 0 or more"):
        sweep(MIXED, -1)


# Executors, progress, stopping


@pytest.mark.parametrize("steps", [0, 2])
def test_threads_give_the_same_table(steps: int) -> None:
    with ThreadPoolExecutor(2) as executor:
        assert_frame_equal(sweep(MIXED, steps, executor), sweep(MIXED, steps), check_exact=True)


def test_another_process_gives_the_same_table() -> None:
    """Experiments and results are sent through a pipe; a run that diverged comes back too."""
    chosen = [*MIXED, BLOWN]
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as executor:
        for steps in (0, 3):
            assert_frame_equal(sweep(chosen, steps, executor), sweep(chosen, steps), check_exact=True)


@pytest.mark.parametrize("steps", [0, 2])
@pytest.mark.parametrize("threads", [0, 2])
def test_progress_grows_and_ends_at_all_of_them(steps: int, threads: int) -> None:
    said: list[tuple[int, int]] = []
    many = MIXED * 9

    def note(done: int, of: int) -> None:
        said.append((done, of))

    if threads:
        with ThreadPoolExecutor(threads) as executor:
            sweep(many, steps, executor, note)
    else:
        sweep(many, steps, progress=note)
    assert len(said) == len(tasks(many, steps)) > 1
    assert said == sorted(said)
    assert {of for _, of in said} == {len(many)}
    assert said[-1] == (len(many), len(many))


class Slow(Executor):
    """Runs the first task at once and leaves the others waiting, as a busy pool would."""

    def __init__(self) -> None:
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if not self.futures:
            future.set_running_or_notify_cancel()
            future.set_result(fn(*args, **kwargs))
        self.futures.append(future)
        return future


def test_closing_cancels_what_is_not_begun() -> None:
    executor = Slow()
    results = sweeping(MIXED, executor=executor)
    assert len(next(results)) > 0
    results.close()  # type: ignore[attr-defined]
    assert len(executor.futures) == len(tasks(MIXED, 0)) > 2
    assert [future.cancelled() for future in executor.futures] == [False] + [True] * (
        len(executor.futures) - 1
    )


class Broken(Slow):
    """A pool whose first worker dies."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if not self.futures:
            future.set_exception(BrokenPipeError("the worker is gone"))
        self.futures.append(future)
        return future


def test_an_exception_of_a_worker_comes_through_and_cancels_what_is_not_begun() -> None:
    executor = Broken()
    with pytest.raises(BrokenPipeError):
        sweep(MIXED, executor=executor)
    assert all(future.cancelled() for future in executor.futures[1:])


def test_an_exception_of_progress_cancels_what_is_not_begun() -> None:
    """As when a page is left: the exception comes through, and nothing goes on behind it."""
    executor = Slow()

    def leave(done: int, of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep(MIXED, executor=executor, progress=leave)
    assert all(future.cancelled() for future in executor.futures[1:])


def test_partial_results_make_the_same_rows() -> None:
    results = sweeping(MIXED)
    some = next(results) + next(results)
    rows, whole = table(MIXED, some), sweep(MIXED)
    expected = whole[whole["network"].isin([result.network for result in some])].reset_index(drop=True)
    assert 0 < len(rows) < len(whole)
    assert_frame_equal(rows, expected, check_exact=True)


def test_results_survive_pickling() -> None:
    (task, *_) = tasks(MIXED, 0)
    results = measure(task)
    again = pickle.loads(pickle.dumps(results))
    assert_frame_equal(table(MIXED, again), table(MIXED, results), check_exact=True)


# Tasks


@QUICK
@given(
    st.lists(st.sampled_from([*MIXED, replace(DIGITS, hidden_layers=(40,) * 9, samples=1797)]), max_size=150),
    st.integers(0, 400),
)
def test_tasks_hold_every_experiment_once_and_stay_small(experiments: list[Experiment], steps: int) -> None:
    """64 networks at most, and no more work than allowed unless it is one network's; one ladder each."""

    def work(task: list[tuple[int, Experiment]]) -> int:
        return sum(e.parameters * e.sample_count * (1 + steps) for _, e in task)

    cut = tasks(experiments, steps)
    assert sorted(n for task in cut for n, _ in task) == list(range(len(experiments)))
    for task in cut:
        assert all(experiments[n] is e for n, e in task)
        assert 1 <= len(task) <= MOST_AT_ONCE
        assert len(task) == 1 or work(task) <= module.MOST_WORK
        if steps == 0:
            assert len({shape_of(e) if fits(e) else None for _, e in task}) == 1


def test_tasks_are_cut_by_number_and_by_work(monkeypatch: pytest.MonkeyPatch) -> None:
    small = [replace(DIGITS, seed=seed) for seed in range(130)]
    assert [len(task) for task in tasks(small, 0)] == [64, 64, 2]
    its = small[0].parameters * 5
    monkeypatch.setattr(module, "MOST_WORK", 10 * its)
    assert [len(task) for task in tasks(small, 0)] == [10] * 13
    assert [len(task) for task in tasks(small, 4)] == [2] * 65
    assert [len(task) for task in tasks(small, 99)] == [1] * 130


# Divergence

BLOWN = Experiment(activation="relu", output_activation="linear", initializer="he", learning_rate=1e6)


def test_a_diverged_runs_rows_are_of_its_last_finite_state() -> None:
    """And its neighbours' are their own."""
    trainer = Trainer(BLOWN)
    with pytest.raises(DivergedError) as caught:
        trainer.step(50)
    step = caught.value.step
    assert step > 1
    found = sweep([MIXED[0], BLOWN, MIXED[1]], 50)
    mine = found[found["network"] == 1].reset_index(drop=True)
    assert_agree(mine, ordinary([BLOWN], step - 1).assign(network=1))
    assert (mine["diverged"] == step).all()
    assert (mine["step"] == step - 1).all()
    assert np.isfinite(mine["loss"]).all()
    others = found[found["network"] != 1]
    assert others["diverged"].isna().all()
    assert (others["step"] == 50).all()


@pytest.mark.parametrize("gain", [1e200, 1.7e308])
@pytest.mark.parametrize("steps", [0, 5])
@pytest.mark.parametrize("hidden_layers", [(4, 4), (4, 3)], ids=["ladder", "ordinary"])
def test_where_not_even_the_first_loss_is_finite_there_are_no_numbers(
    hidden_layers: tuple[int, ...], steps: int, gain: float
) -> None:
    blown = Experiment(
        hidden_layers=hidden_layers, activation="linear", output_activation="linear", gain=gain
    )
    found = sweep([replace(blown, gain=1.0), blown], steps)
    mine, other = found[found["network"] == 1], found[found["network"] == 0]
    assert mine[[*MEASURES, "loss"]].isna().all(axis=None)
    assert (mine["diverged"] == 0).all()
    assert (mine["step"] == 0).all()
    assert np.isfinite(other["grad_norm"]).all()
    assert other["diverged"].isna().all()


@pytest.mark.parametrize("hidden_layers", [(4, 4), (4, 3)], ids=["ladder", "ordinary"])
def test_weights_that_overflow_under_a_finite_loss_raise_no_warning(hidden_layers: tuple[int, ...]) -> None:
    """A sigmoid of infinity is 1: the loss is a number, and the gradient 0 or none."""
    huge = Experiment(hidden_layers=hidden_layers, gain=1e305)
    assert_agree(sweep([huge]), ordinary([huge], 0))


# A run measured on its way


def assert_measures(course: Course, expected: pd.DataFrame) -> None:
    """What the course measures now, in either way, to 1e-12."""
    for name, values in course.measures().items():
        np.testing.assert_allclose(values, expected[name], rtol=1e-12, err_msg=name)
    for name in SIZES:
        np.testing.assert_allclose(course.size(name), expected[name], rtol=1e-12, err_msg=name)


def test_a_course_measures_every_step() -> None:
    experiment = replace(DIGITS, hidden_layers=(6,) * 3, normalization="batch", residual=True)
    course, steps = Course(experiment), []
    for step, loss in enumerate(course.steps(4)):
        expected = sweep([experiment], step)
        assert loss == expected["loss"][0]
        assert_measures(course, expected)
        steps.append(step)
    assert steps == [0, 1, 2, 3, 4]
    assert course.diverged is None


def test_a_course_measures_the_batch_that_ran_last() -> None:
    """Of five samples in batches of two the third has one: arrays of its own."""
    experiment = replace(DIGITS, hidden_layers=(6,) * 3, batch_size=2)
    course = Course(experiment)
    for step, loss in enumerate(course.steps(4)):
        expected = ordinary([experiment], step)
        assert loss == expected["loss"][0]
        assert_measures(course, expected)


def test_tables_of_two_people_can_be_measured_together() -> None:
    tables = [replace(TABLE, x=TABLE.x + shift) for shift in (0.0, 1.0, 0.5)]
    networks = [
        Experiment(dataset="csv", table=table, hidden_layers=(4,) * depth)
        for table in tables
        for depth in (1, 2)
    ]
    assert_agree(sweep(networks), ordinary(networks, 0))


def test_a_course_that_diverges_says_where_and_ends() -> None:
    trainer = Trainer(BLOWN)
    with pytest.raises(DivergedError) as caught:
        trainer.step(50)
    course = Course(BLOWN)
    losses = list(course.steps(50))
    assert course.diverged == caught.value.step == len(losses)
    np.testing.assert_array_equal(losses, trainer.history.loss)


# Several seeds


@pytest.mark.parametrize("name", [*MEASURES, "loss"])
def test_quartiles_over_seeds_are_numpys(name: str) -> None:
    seeds = (54, 0, 7, 3, 11)
    kinds = [
        replace(DIGITS, hidden_layers=(6,) * depth, activation=a)
        for a in ("tanh", "relu")
        for depth in (3, 1)
    ]
    rows = sweep(replace(kind, seed=seed) for seed in seeds for kind in kinds)
    found = over_seeds(rows, name)
    assert len(found) == sum(len(kind.sizes) - 1 for kind in kinds)
    places = zip(found["settings"], found["layer"], strict=True)
    for (settings, layer), quartiles in zip(
        places, found[["lower", "median", "upper"]].to_numpy(), strict=True
    ):
        kind = Experiment.from_query(dict(parse_qsl(settings)))
        assert kind.seed == 54  # left out
        chosen = rows[(rows["activation"] == kind.activation) & (rows["layer"] == layer)]
        chosen = chosen[chosen["depth"] == len(kind.hidden_layers)]
        assert len(chosen) == len(seeds)
        np.testing.assert_allclose(quartiles, np.quantile(chosen[name], [0.25, 0.5, 0.75]), rtol=1e-14)
    assert (found["seeds"] == "0 3 7 11 54").all()


def test_over_seeds_keeps_names_and_the_order_in_which_they_come() -> None:
    rows = sweep(replace(DIGITS, seed=seed, gain=gain) for gain in (2.0, 1.0) for seed in (1, 2))
    rows.insert(0, "name", np.where(rows["network"] < 2, "wide", "narrow"))
    found = over_seeds(rows, "grad_norm")
    assert list(dict.fromkeys(found["name"])) == ["wide", "narrow"]
    assert found["layer"].tolist() == [*range(1, 8)] * 2
    assert next(iter(found)) == "name"


def test_unknown_values_are_left_out_of_the_quartiles() -> None:
    """A run that has no numbers does not take those of the other seeds away."""
    rows = sweep(replace(DIGITS, seed=seed) for seed in range(4))
    rows.loc[rows["seed"] == 2, "grad_norm"] = np.nan
    found = over_seeds(rows, "grad_norm")
    known = rows[(rows["layer"] == 1) & (rows["seed"] != 2)]["grad_norm"]
    np.testing.assert_allclose(found["median"][0], np.median(known), rtol=1e-14)
    assert found["seeds"][0] == "0 1 2 3"

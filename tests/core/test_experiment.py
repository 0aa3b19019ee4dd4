"""Experiment: every bad value is refused in words; a good one never changes."""

from __future__ import annotations

import dataclasses
import math
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, Experiment, ExperimentError
from mlp_core.data.table import Table
from mlp_core.nn.network import parameter_count
from mlp_core.training.experiment import max_width
from mlp_core.training.fields import MAX_PARAMETERS, MAX_SEED, MAX_WIDTH
from tests.core.runs import EXPERIMENTS, QUICK

NAMES = (
    "dataset", "activation", "output_activation", "initializer", "loss", "optimizer", "normalization",
    "schedule", "stop_when",
)  # fmt: skip
NO_NUMBERS: list[Any] = [
    None,
    True,
    False,
    "0.1",
    "1",
    b"1",
    [],
    {},
    object(),
    1j,
    math.nan,
    math.inf,
    -math.inf,
]
NO_NAMES: list[Any] = [
    "",
    "SIGMOID",
    "sigmoid ",
    "no such",
    None,
    1,
    True,
    0.5,
    ["mse"],
    {"mse"},
    {},
    b"mse",
    object(),
]


def named(value: object) -> str:
    """The same in every process, without an address: pytest-xdist compares them."""
    return type(value).__name__ if type(value) is object else repr(value)[:40]


def refused(field: str, value: object) -> ExperimentError:
    """The error that Experiment(field=value) raises; it must name the field and say what is allowed."""
    with pytest.raises(ExperimentError) as caught:
        Experiment(**{field: value})  # type: ignore[arg-type]
    error = caught.value
    assert error.field == field
    assert error.allowed
    assert str(error).startswith(f"{field} is ")
    assert str(error).endswith(f"it must be {error.allowed}")
    return error


@pytest.mark.parametrize("value", NO_NAMES, ids=named)
@pytest.mark.parametrize("field", NAMES)
def test_a_name_that_is_in_no_table_is_refused(field: str, value: object) -> None:
    error = refused(field, value)
    assert error.value is value
    assert error.allowed.startswith("one of ")
    assert getattr(Experiment(), field) in error.allowed


@pytest.mark.parametrize("field", ["learning_rate", "gain"])
@pytest.mark.parametrize("value", [*NO_NUMBERS, np.True_, 10**400, 10**5000], ids=lambda v: repr(type(v)))
def test_what_is_no_learning_rate_or_gain_is_refused(field: str, value: object) -> None:
    assert refused(field, value).value is value


@QUICK
@given(
    st.sampled_from(["learning_rate", "gain"]),
    st.floats(max_value=0, allow_nan=False) | st.integers(max_value=0),
)
def test_a_learning_rate_or_gain_of_zero_or_below_is_refused(field: str, value: float) -> None:
    assert refused(field, value).value is value


@pytest.mark.parametrize("field", ["l1", "l2", "stop_at"])
@pytest.mark.parametrize(
    "value", [*NO_NUMBERS, np.True_, 10**400, -1, -5e-324, -math.inf], ids=lambda v: repr(type(v))
)
def test_what_is_no_number_from_0_on_is_refused(field: str, value: object) -> None:
    error = refused(field, value)
    assert error.value is value
    assert error.allowed == "a number from 0 to 1,000,000"


@pytest.mark.parametrize("value", [*NO_NUMBERS[1:], -0.1, 2.001, 10**400], ids=named)
def test_what_is_no_noise_is_refused(value: object) -> None:
    """None is what suits the data set."""
    error = refused("noise", value)
    assert error.value is value
    assert error.allowed == "None or a number from 0 to 2"


@pytest.mark.parametrize("value", [*NO_NUMBERS, -0.1, 0.901, 1, 10**400], ids=named)
def test_what_is_no_share_to_test_on_is_refused(value: object) -> None:
    error = refused("test_share", value)
    assert error.value is value
    assert error.allowed == "a number from 0 to 0.9"


def test_of_one_sample_none_can_be_held_back() -> None:
    assert refused("test_share", 0.5).allowed == "0: there is one sample alone"
    with pytest.raises(ExperimentError, match="one sample alone"):
        Experiment(dataset="moons", samples=1, test_share=0.5)


@pytest.mark.parametrize("value", [*NO_NUMBERS, 0, -1, 10**6 + 1, 1.0, np.True_, 10**400], ids=named)
def test_what_is_no_period_is_refused(value: object) -> None:
    error = refused("period", value)
    assert error.value is value
    assert error.allowed == "a whole number from 1 to 1,000,000"


@pytest.mark.parametrize("field", ["train_biases", "residual", "standardize"])
@pytest.mark.parametrize("value", [None, 0, 1, "on", "True", [], math.nan], ids=named)
def test_what_is_neither_true_nor_false_is_refused(field: str, value: object) -> None:
    assert refused(field, value).value is value


@pytest.mark.parametrize("value", [0, 2, -1, True, 1.0, "1", "all", [1], math.nan, 10**400], ids=named)
def test_more_samples_than_there_are_are_refused(value: object) -> None:
    """The tutorial has one."""
    assert refused("samples", value).value is value


def test_a_batch_is_all_samples_that_are_taken() -> None:
    assert Experiment(dataset="xor", samples=3, batch_size=3).sample_count == 3
    assert Experiment(dataset="xor").sample_count == 4
    with pytest.raises(ExperimentError) as caught:
        Experiment(dataset="xor", samples=3, batch_size=4)
    assert caught.value.field == "batch_size"


@pytest.mark.parametrize(
    ("field", "settings"),
    [
        ("loss", {"loss": "bce"}),  # the tutorial's targets lie outside 0 to 1
        ("loss", {"loss": "bce", "dataset": "xor", "output_activation": "tanh"}),
        ("normalization", {"normalization": "batch"}),  # of one sample
        ("normalization", {"normalization": "batch", "dataset": "xor", "samples": 1}),
        ("normalization", {"normalization": "layer", "hidden_layers": (4, 1, 4)}),
        ("samples", {"dataset": "digits", "hidden_layers": (150,) * 50}),
        ("batch_size", {"dataset": "digits", "hidden_layers": (150,) * 50, "batch_size": 1797}),
        ("batch_size", {"dataset": "moons", "samples": 10, "test_share": 0.5, "batch_size": 6}),
        ("loss", {"loss": "cross_entropy", "dataset": "iris"}),  # with the sigmoid
        (
            "loss",
            {"loss": "cross_entropy", "dataset": "moons", "output_activation": "softmax"},
        ),  # two classes
        ("loss", {"loss": "cross_entropy", "output_activation": "softmax"}),
        ("loss", {"loss": "bce", "dataset": "sine"}),
        ("activation", {"activation": "softmax"}),
        ("initializer", {"dataset": "moons", "initializer": "given"}),
        ("normalization", {"normalization": "batch", "dataset": "moons", "samples": 9, "batch_size": 4}),
        ("normalization", {"normalization": "batch", "dataset": "moons", "samples": 9, "batch_size": 1}),
        ("normalization", {"normalization": "batch", "dataset": "xor", "test_share": 0.9}),
        ("samples", {"dataset": "moons", "samples": 2001}),
        ("samples", {"dataset": "iris", "samples": 151}),
    ],
)
def test_settings_that_do_not_go_together_are_refused(field: str, settings: dict[str, Any]) -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment(**settings)
    assert caught.value.field == field
    assert caught.value.allowed


def test_a_batch_can_be_as_large_as_the_training_part() -> None:
    """Not as large as the data set: part of it is held back."""
    half = Experiment(dataset="moons", samples=11, test_share=0.5, batch_size=5)
    assert (half.train_count, half.batch, half.steps_per_epoch, half.batches) == (5, 5, 1, {5})
    three = dataclasses.replace(half, batch_size=2)
    assert (three.batch, three.steps_per_epoch, three.batches) == (2, 3, {2, 1})
    assert dataclasses.replace(half, batch_size=None).batch == 5


def test_many_samples_fit_where_batches_are_small() -> None:
    """The limit is of the arrays of one step."""
    deep = {"dataset": "digits", "hidden_layers": (150,) * 50}
    assert Experiment(**deep, batch_size=100).steps_per_epoch == 18  # type: ignore[arg-type]


TABLE = Table(
    "own", np.arange(12.0).reshape(6, 2), np.eye(3)[[0, 1, 2, 0, 1, 2]], np.array([0, 1, 2, 0, 1, 2]),
    ("a", "b", "c"), ("one", "two"), "kind", np.arange(2, 8), 0, (),
)  # fmt: skip


def test_a_persons_own_table_is_a_data_set() -> None:
    own = Experiment(
        dataset="csv", table=TABLE, hidden_layers=(4,), output_activation="softmax", loss="cross_entropy"
    )
    assert own.sizes == (2, 4, 3)
    assert (own.sample_count, own.data.task, own.data.classes) == (6, "classes", ("a", "b", "c"))
    assert own.data.features == ("one", "two")
    again = dataclasses.replace(own, learning_rate=0.5)
    assert again.table is TABLE
    assert (own == again, hash(own) == hash(dataclasses.replace(again, learning_rate=0.01))) == (False, True)
    with pytest.raises(ExperimentError) as caught:
        dataclasses.replace(own, samples=7)
    assert caught.value.field == "samples"


@pytest.mark.parametrize("value", [None, "own", 3, {}, [[1, 2]], object()], ids=named)
def test_what_is_no_table_is_refused(value: object) -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment(dataset="csv", table=value)  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.value) == ("table", value)


def test_a_table_beside_another_data_set_is_refused() -> None:
    for dataset in ("tutorial", "moons"):
        with pytest.raises(ExperimentError) as caught:
            Experiment(dataset=dataset, table=TABLE)
        assert caught.value.field == "table"


def test_skips_are_accepted_where_no_layer_has_one() -> None:
    """A depth sweep begins with one hidden layer."""
    assert Experiment(hidden_layers=(8,), residual=True).residual


@pytest.mark.parametrize("field", ["seed", "split_seed"])
@pytest.mark.parametrize("value", [*NO_NUMBERS, 0.5, 54.0, np.True_, 10**5000], ids=lambda v: repr(type(v)))
def test_what_is_no_seed_is_refused(field: str, value: object) -> None:
    assert refused(field, value).value is value


@QUICK
@given(
    st.sampled_from(["seed", "split_seed"]),
    st.integers(max_value=-1) | st.integers(min_value=MAX_SEED + 1),
)
def test_a_seed_out_of_range_is_refused(field: str, value: int) -> None:
    assert refused(field, value).value == value


@pytest.mark.parametrize("value", [0, 2, -1, True, 1.0, "1", [1], math.nan])
def test_a_batch_the_data_cannot_fill_is_refused(value: object) -> None:
    assert refused("batch_size", value).value is value


@pytest.mark.parametrize("value", [None, 32, "32", b"32", 1.5, True, object(), (), [], (1,) * 51], ids=named)
def test_what_is_no_list_of_one_to_fifty_layers_is_refused(value: object) -> None:
    error = refused("hidden_layers", value)
    assert error.value is value
    assert "1 to 50" in error.allowed


@pytest.mark.parametrize("width", [0, 513, -1, 1.0, True, None, "8", math.nan, math.inf, (8,)], ids=repr)
def test_a_width_outside_1_to_512_is_refused(width: object) -> None:
    error = refused("hidden_layers", (8, width, 8))
    assert error.value is width
    assert "512" in error.allowed


def test_the_ends_of_every_range_are_allowed() -> None:
    assert Experiment(hidden_layers=(1,)).sizes == (10, 1, 2)
    assert len(Experiment(hidden_layers=(1,) * 50).hidden_layers) == 50
    assert Experiment(hidden_layers=(512,), seed=MAX_SEED, batch_size=1).seed == MAX_SEED
    assert Experiment(seed=0, learning_rate=5e-324).learning_rate == 5e-324
    moons = Experiment(
        dataset="moons", samples=2000, noise=2, test_share=0.9, period=10**6, split_seed=MAX_SEED
    )
    assert (moons.noise, moons.train_count) == (2.0, 200)
    assert Experiment(dataset="moons", noise=0, period=1, l1=0, l2=0, stop_at=0).noise_level == 0.0


def test_more_than_two_million_parameters_are_refused() -> None:
    error = refused("hidden_layers", (512,) * 10)
    assert error.value == (512,) * 10
    assert "2,000,000 parameters" in error.allowed


def test_given_forms_become_plain_ones() -> None:
    """Lists and NumPy's numbers, as widgets and arrays give them, equal their plain forms."""
    given_form = Experiment(hidden_layers=[np.int64(4), 3], learning_rate=1, seed=np.uint32(7))  # type: ignore[arg-type]
    assert given_form == Experiment(hidden_layers=(4, 3), learning_rate=1.0, seed=7)
    assert {type(w) for w in given_form.hidden_layers} == {int} == {type(given_form.seed)}
    assert type(given_form.learning_rate) is float
    numbers = Experiment(
        dataset="moons", samples=np.int64(9), noise=np.float32(0.5), test_share=np.float64(0.5), l1=1,
        l2=np.int8(2), standardize=np.True_, period=np.uint8(7), stop_at=3,
    )  # type: ignore[arg-type]  # fmt: skip
    plain = {f.name: type(getattr(numbers, f.name)) for f in dataclasses.fields(numbers)}
    assert {plain[name] for name in ("noise", "test_share", "l1", "l2", "stop_at")} == {float}
    assert (plain["samples"], plain["period"], plain["standardize"]) == (int, int, bool)


@pytest.mark.parametrize("field", [f.name for f in dataclasses.fields(Experiment)])
def test_no_setting_can_be_changed_afterwards(field: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(Experiment(), field, getattr(Experiment(), field))


@QUICK
@given(EXPERIMENTS)
def test_experiments_survive_pickling(experiment: Experiment) -> None:
    assert pickle.loads(pickle.dumps(experiment)) == experiment


def test_errors_survive_pickling() -> None:
    error = refused("learning_rate", -1.0)
    copy = pickle.loads(pickle.dumps(error))
    assert (copy.field, copy.value, copy.allowed, str(copy)) == (
        "learning_rate",
        -1.0,
        error.allowed,
        str(error),
    )


def test_the_default_is_the_tutorials_run() -> None:
    """The listing: 10 -> six of 32 -> 2, sigmoid everywhere, N(0, 0.01), 0.01, squared error."""
    expected = Experiment("tutorial", (32,) * 6, "sigmoid", "sigmoid", "normal", "mse", "sgd", 0.01, None, 54)
    assert Experiment() == PRESETS["tutorial"] == expected
    assert expected.sizes == (10, 32, 32, 32, 32, 32, 32, 2)
    assert expected.parameters == 352 + 5 * 1056 + 66


@pytest.mark.parametrize("depth", [1, 5, 20, 50])
def test_max_width_leaves_room_for_the_samples(depth: int) -> None:
    """Of the data set digits, units times samples are the limit of a deep network."""
    width = max_width(depth, Experiment(dataset="digits"))
    assert Experiment(dataset="digits", hidden_layers=(width,) * depth).hidden_layers[0] == width
    if width < MAX_WIDTH:
        with pytest.raises(ExperimentError):
            Experiment(dataset="digits", hidden_layers=(width + 1,) * depth)
    assert max_width(depth, Experiment(dataset="digits", samples=10)) >= width


@pytest.mark.parametrize("depth", range(1, 51))
def test_max_width_is_the_greatest_that_fits(depth: int) -> None:
    width = max_width(depth)
    assert Experiment(hidden_layers=(width,) * depth).parameters <= MAX_PARAMETERS
    wider = parameter_count((10, *(width + 1,) * depth, 2))
    assert width == MAX_WIDTH or wider > MAX_PARAMETERS

"""An Experiment as the words of a link: it comes back equal, and nonsense is refused by name."""

from __future__ import annotations

import dataclasses
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, Experiment, ExperimentError
from mlp_core.training.query import FIELDS, WORDS
from tests.core.runs import QUICK, experiments
from tests.core.test_experiment import TABLE

_POSITIVE = st.floats(min_value=5e-324, allow_infinity=False)
ANY_EXPERIMENT = experiments(
    hidden_layers=st.lists(st.integers(1, 190), min_size=1, max_size=50).map(tuple)
    | st.integers(1, 50).map(lambda n: (32,) * n),
    learning_rate=_POSITIVE,
    gain=_POSITIVE,
)


def test_every_setting_has_a_word_of_its_own() -> None:
    assert set(WORDS) == {field.name for field in dataclasses.fields(Experiment)}
    assert len(FIELDS) == len(WORDS)


def test_the_tutorials_run_needs_no_words() -> None:
    assert Experiment().to_query() == {}
    assert Experiment.from_query({}) == Experiment()


@QUICK
@given(ANY_EXPERIMENT)
def test_a_link_gives_the_same_experiment_back(experiment: Experiment) -> None:
    query = experiment.to_query()
    assert Experiment.from_query(query) == experiment
    assert Experiment.from_query(parse_qs(urlencode(query))) == experiment  # as a browser hands it on


@pytest.mark.parametrize("name", PRESETS)
def test_a_link_gives_every_preset_back(name: str) -> None:
    assert Experiment.from_query(PRESETS[name].to_query()) == PRESETS[name]


@pytest.mark.parametrize(
    ("layers", "text"),
    [((32,) * 3, "32x3"), ((8, 4, 2), "8_4_2"), ((64, 32, 32, 8), "64_32x2_8"), ((1,), "1")],
)
def test_layers_are_written_as_runs_of_equal_widths(layers: tuple[int, ...], text: str) -> None:
    query = Experiment(hidden_layers=layers).to_query()
    assert query == {"hidden": text}
    assert Experiment.from_query(query).hidden_layers == layers


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"residual": True}, {"skip": "on"}), ({"normalization": "layer"}, {"norm": "layer"}),
        ({"gain": 0.1}, {"gain": "0.1"}), ({"samples": 1}, {"samples": "1"}),
        ({"dataset": "xor", "samples": 3, "loss": "bce"}, {"dataset": "xor", "samples": "3", "loss": "bce"}),
    ],
)  # fmt: skip
def test_the_structures_words_never_change(settings: dict[str, Any], text: dict[str, str]) -> None:
    """Also the default's own words are read: a link may name them."""
    assert Experiment(**settings).to_query() == text
    assert Experiment.from_query(text) == Experiment(**settings)
    plain = {"skip": "off", "norm": "none", "gain": "1.0", "samples": "all"}
    assert Experiment.from_query(plain) == Experiment()


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"dataset": "moons", "noise": 0.3, "samples": 50}, "dataset=moons&noise=0.3&samples=50"),
        ({"dataset": "moons", "noise": 0}, "dataset=moons&noise=0.0"),
        ({"dataset": "iris", "standardize": True}, "dataset=iris&standardize=on"),
        ({"dataset": "iris", "test_share": 0.25, "split_seed": 3}, "dataset=iris&test=0.25&split=3"),
        ({"dataset": "moons", "batch_size": 10}, "dataset=moons&batch=10"),
        (
            {"dataset": "iris", "output_activation": "softmax", "loss": "cross_entropy"},
            "dataset=iris&output=softmax&loss=cross_entropy",
        ),
        ({"l1": 1e-5, "l2": 0.5}, "l1=1e-05&l2=0.5"),
        ({"optimizer": "nesterov", "learning_rate": 1}, "optimizer=nesterov&lr=1.0"),
        ({"schedule": "step", "period": 20}, "schedule=step&period=20"),
        ({"stop_when": "patience", "stop_at": 20}, "stop=patience&stop_at=20.0"),
    ],
    ids=lambda value: str(value)[:20],
)  # fmt: skip
def test_the_words_of_data_and_training_never_change(settings: dict[str, Any], text: str) -> None:
    assert Experiment(**settings).to_query() == dict(parse_qsl(text))
    assert Experiment.from_query(parse_qs(text)) == Experiment(**settings)
    usual = "noise=usual&test=0.0&split=0&standardize=off&batch=all&l1=0&l2=0&schedule=constant&stop=never"
    assert Experiment.from_query(parse_qs(usual)) == Experiment()


def test_a_link_names_a_persons_table_but_does_not_carry_it() -> None:
    own = Experiment(dataset="csv", table=TABLE, hidden_layers=(4,))
    assert own.to_query() == {"dataset": "csv", "hidden": "4", "file": TABLE.fingerprint}
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_query(own.to_query())
    assert (caught.value.field, caught.value.allowed) == ("table", "left out: a link cannot carry a file")


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("dataset", "unknown", "dataset"), ("activation", "<script>", "activation"),
        ("lr", "nan", "learning_rate"),
        ("lr", "inf", "learning_rate"), ("lr", "-1", "learning_rate"), ("lr", "1_0", "learning_rate"),
        ("lr", "1e999", "learning_rate"), ("lr", "٣", "learning_rate"), ("lr", "", "learning_rate"),
        ("hidden", "-3", "hidden_layers"), ("hidden", "32x-6", "hidden_layers"),
        ("hidden", "32x", "hidden_layers"), ("hidden", "32x999", "hidden_layers"),
        ("hidden", "0x3", "hidden_layers"), ("hidden", "8,4", "hidden_layers"),
        ("hidden", "9999999999", "hidden_layers"), ("seed", "1.5", "seed"), ("seed", "-1", "seed"),
        ("seed", "9" * 40, "seed"), ("batch", "0", "batch_size"), ("loss", "mse mse", "loss"),
        ("seed", "1" * 2**20, "seed"), ("activation", "x" * 2**20, "activation"), ("layers", "3", "layers"),
        ("seed", ["1", "2"], "seed"), ("seed", [], "seed"),
        ("skip", "True", "residual"), ("skip", "1", "residual"), ("norm", "Layer", "normalization"),
        ("norm", "batch", "normalization"), ("gain", "0", "gain"), ("gain", "1e999", "gain"),
        ("samples", "0", "samples"), ("samples", "2", "samples"), ("samples", "none", "samples"),
        ("loss", "bce", "loss"),
        ("noise", "-1", "noise"), ("noise", "none", "noise"), ("noise", "3", "noise"),
        ("test", "1", "test_share"), ("test", "0.5", "test_share"), ("split", "0.5", "split_seed"),
        ("standardize", "yes", "standardize"), ("l1", "-1", "l1"), ("l2", "inf", "l2"), ("l2", "", "l2"),
        ("schedule", "linear", "schedule"), ("period", "0", "period"), ("period", "1e3", "period"),
        ("stop", "time", "stop_when"), ("stop_at", "-1", "stop_at"), ("stop_at", "nan", "stop_at"),
        ("file", "0123456789abcdef", "table"), ("file", "", "table"), ("dataset", "csv", "table"),
        ("output", "softmax2", "output_activation"), ("optimizer", "Adam", "optimizer"),
    ],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_nonsense_is_refused_by_the_name_of_its_field(key: str, value: str | list[str], field: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_query({key: value})
    assert caught.value.field == field
    assert caught.value.allowed
    assert len(str(caught.value)) < 300

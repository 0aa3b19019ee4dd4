"""An Experiment as JSON: it comes back equal, and text that is none is refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from mlp_core import Experiment, ExperimentError
from tests.core.runs import EXPERIMENTS, QUICK
from tests.core.test_experiment import TABLE


@QUICK
@given(EXPERIMENTS)
def test_json_gives_the_same_experiment_back(experiment: Experiment) -> None:
    text = experiment.to_json()
    again = Experiment.from_json(text)
    assert again == experiment
    assert hash(again) == hash(experiment)
    assert again.to_json() == text
    assert json.loads(text)["seed"] == experiment.seed


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[]", "3", "null", '"x"', "{", "[" * 100_000], ids=lambda t: t[:9]
)
def test_text_that_is_no_json_object_is_refused(text: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_json(text)
    assert caught.value.field == "experiment"
    assert caught.value.allowed == "a JSON object"


@pytest.mark.parametrize(
    ("text", "field"),
    [('{"depth": 3}', "depth"), ('{"learning_rate": NaN}', "learning_rate"), ('{"seed": -1}', "seed")],
)
def test_json_with_an_unknown_or_bad_setting_names_it(text: str, field: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_json(text)
    assert caught.value.field == field


def test_of_a_table_json_has_the_fingerprint_and_is_refused() -> None:
    """From a fingerprint no data come back."""
    own = Experiment(dataset="csv", table=TABLE, hidden_layers=(4,))
    text = own.to_json()
    assert json.loads(text)["table"] == TABLE.fingerprint
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_json(text)
    assert (caught.value.field, caught.value.value) == ("table", TABLE.fingerprint)


@pytest.mark.parametrize("table", ["{}", "[]", "3", "true", '"x"'])
@pytest.mark.parametrize("dataset", ["csv", "moons"])
def test_json_cannot_bring_a_table(dataset: str, table: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        Experiment.from_json(f'{{"dataset": "{dataset}", "table": {table}}}')
    assert caught.value.field == "table"


def test_a_setting_missing_in_json_takes_its_default() -> None:
    assert Experiment.from_json('{"seed": 3}') == Experiment(seed=3)

"""A run in float32: half the space, the same mathematics, and nothing measured in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from mlp_core import Experiment, ExperimentError, Plan, Trainer
from mlp_core.analysis.course import Course
from mlp_core.analysis.probe import Probe
from mlp_core.training.plan import continues
from tests.core.runs import QUICK, bits, experiments

DEEP = Experiment(hidden_layers=(32,) * 40, dtype="float32")
"""Its first layers' gradients are below 1e-45."""


@QUICK
@given(experiments())
def test_a_run_in_float32_is_the_run_in_float64_but_for_its_digits(experiment: Experiment) -> None:
    """And all that it trains with is float32: an array of the other kind would slow every step."""
    narrow, wide = Trainer(replace(experiment, dtype="float32")), Trainer(experiment)
    wide.network.parameters[...] = narrow.network.parameters
    assert narrow.step() == pytest.approx(wide.step(), rel=1e-4, abs=1e-5)
    buffers, net = narrow.network.buffers, narrow.network
    arrays = [net.parameters, net.gradient, *narrow.optimizer_state.values(), buffers.loss, buffers.y]
    arrays += [*buffers.z, *buffers.a, *buffers.slope, *buffers.kept, *buffers.delta, *buffers.da]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
    largest = np.abs(wide.network.gradient).max()
    np.testing.assert_allclose(net.gradient, wide.network.gradient, rtol=1e-3, atol=1e-4 * largest + 1e-30)


def test_time_travel_is_exact_in_float32_too() -> None:
    moons = Experiment(dataset="moons", hidden_layers=(5, 4), batch_size=7, dtype="float32")
    experiment = replace(moons, optimizer="adam")
    trainer, forward = Trainer(experiment), Trainer(experiment)
    trainer.step(300)
    trainer.goto(131)
    forward.step(131)
    assert bits(trainer) == bits(forward)


def test_what_vanishes_is_measured_in_float64() -> None:
    """The sweep and the lab never compute in float32, where the run's own numbers are 0."""
    narrow = Trainer(DEEP)
    narrow.evaluate()
    assert narrow.measures()["dW_norm"][0] == 0
    course = Course(DEEP)
    list(course.steps(0))
    assert 0 < course.measures()["grad_norm"][0] < 1e-45


def test_a_norm_in_float32_loses_nothing_to_squaring() -> None:
    """Squares of 1e-30 are 0 in float32."""
    trainer = Trainer(Experiment(dtype="float32"))
    trainer.evaluate()
    trainer.network.gradient *= np.float32(1e-30) / np.abs(trainer.network.gradient).max()
    expected = [np.linalg.norm(layer.dW.astype(np.float64)) for layer in trainer.network.layers]
    np.testing.assert_allclose(trainer.measures()["dW_norm"], expected, rtol=1e-12)


def test_gradients_are_checked_in_float64() -> None:
    trainer = Trainer(Experiment(dtype="float32"))
    own, exact = Probe(trainer), Probe(trainer, exact=True)
    assert own.network.parameters.dtype == np.float32
    assert exact.network.parameters.dtype == np.float64
    np.testing.assert_array_equal(own.network.parameters, exact.network.parameters)
    assert own.evaluate() == trainer.evaluate()
    for operation in own.program:
        operation()
    trainer.step()
    assert own.network.parameters.tobytes() == trainer.network.parameters.tobytes()


def test_the_setting_is_in_links_and_cannot_change_on_the_way() -> None:
    narrow = Experiment(dtype="float32")
    assert narrow.to_query() == {"dtype": "float32"}
    assert Experiment.from_query({"dtype": "float32"}) == narrow
    assert Experiment.from_json(narrow.to_json()) == narrow
    with pytest.raises(ExperimentError, match="float64, float32"):
        Experiment(dtype="float16")
    assert not continues(Experiment(), narrow)
    with pytest.raises(ExperimentError):
        Plan.of(Experiment()).continued(5, narrow)

"""What is measured of a layer: closed forms, and identities that hold for every network."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, LOSSES, Experiment, Trainer
from mlp_core.analysis.profile import MEASURES, SATURATED, Measures, Profile, Span, ceiling, passed_on
from mlp_core.nn.norms import norm, segment_norms
from tests.core.runs import EXPERIMENTS, QUICK

DEEP = Experiment(hidden_layers=(8,) * 5)


def profile_of(trainer: Trainer) -> Measures:
    """The measures of a run where it stands."""
    trainer.evaluate()
    net, loss = trainer.network, LOSSES[trainer.experiment.loss]
    return Profile(net.buffers, net.gradient, loss.fuses(net.output_activation))()


def profiled(experiment: Experiment) -> Measures:
    """The measures of a run's start."""
    return profile_of(Trainer(experiment))


def test_orthogonal_weights_of_a_linear_network_pass_everything_on() -> None:
    """W W^T = I between layers of one width, W^T W = I at the output: lengths are kept."""
    found = profiled(replace(DEEP, activation="linear", output_activation="linear", initializer="orthogonal"))
    np.testing.assert_allclose(found["gain"][:-1], 1, rtol=1e-14)
    np.testing.assert_array_equal(found["slope"], 1)
    np.testing.assert_allclose(found["delta_norm"], found["delta_norm"][-1], rtol=1e-14)
    np.testing.assert_allclose(passed_on(found), (1, 1, 1), rtol=1e-14)


@pytest.mark.parametrize("gain", [0.5, 3.0])
def test_the_gain_of_the_weights_is_measured_as_the_gain(gain: float) -> None:
    linear = replace(DEEP, activation="linear", output_activation="linear", initializer="orthogonal")
    np.testing.assert_allclose(passed_on(profiled(replace(linear, gain=gain))), (gain, gain, 1), rtol=1e-14)


@pytest.mark.parametrize(("activation", "slope"), [("sigmoid", 0.25), ("tanh", 1.0), ("linear", 1.0)])
def test_small_weights_leave_the_slope_at_its_greatest(activation: str, slope: float) -> None:
    found = profiled(replace(DEEP, activation=activation, gain=1e-6))
    assert ACTIVATIONS[activation].max_slope == slope
    np.testing.assert_allclose(found["slope"][:-1], slope, rtol=1e-10)
    assert passed_on(found)[2] == pytest.approx(slope, rel=1e-10)
    np.testing.assert_array_equal(found["saturation"], 0)
    np.testing.assert_array_equal(found["dead"], 0)


def test_huge_weights_saturate_every_unit() -> None:
    """z of thousands: a is 0 or 1, the slope a(1 - a) is exactly 0, nothing arrives anywhere."""
    found = profiled(replace(DEEP, gain=1e7))
    for name, value in (("saturation", 1), ("dead", 1), ("grad_norm", 0), ("delta_norm", 0)):
        np.testing.assert_array_equal(found[name], value)
    assert np.isnan(found["gain"]).all()
    assert all(map(math.isnan, passed_on(found)))


def test_a_leaky_slope_is_saturated_only_below_a_hundredth() -> None:
    """The leak of 0.01 itself is not counted, nor is such a unit dead."""
    found = profiled(replace(DEEP, activation="leaky_relu"))
    assert ACTIVATIONS["leaky_relu"].derivative(np.array(-1.0)) == SATURATED
    np.testing.assert_array_equal(found["saturation"][:-1], 0)
    np.testing.assert_array_equal(found["dead"][:-1], 0)


def test_dead_units_are_counted_and_stop_what_is_below_them() -> None:
    """Three of eight ReLUs of layer 2 switched off by their bias; then all of them."""
    trainer = Trainer(Experiment(dataset="xor", hidden_layers=(8, 8, 8), activation="relu"))
    layers = trainer.network.layers
    for layer in layers[:3]:
        layer.b[...] = 1  # on for every sample: weights are near 0.01
    layers[1].b[:3] = -1
    found = profile_of(trainer)
    np.testing.assert_array_equal(found["dead"][:3], [0, 3 / 8, 0])
    np.testing.assert_array_equal(found["saturation"][:3], [0, 3 / 8, 0])
    assert found["grad_norm"][0] > 0
    layers[1].b[...] = -1
    found = profile_of(trainer)
    np.testing.assert_array_equal(found["dead"][:3], [0, 1, 0])
    np.testing.assert_array_equal(found["delta_norm"] > 0, [False, False, True, True])
    np.testing.assert_array_equal(found["grad_norm"][:2], 0)
    assert found["slope"][1] == 0
    assert found["input_norm"][2] == 0
    assert all(map(math.isnan, passed_on(found)))


def test_a_unit_that_is_on_for_one_sample_is_not_dead() -> None:
    """With two inputs and (1, 1) for weights, a bias of -1.5 leaves only the fourth row of exclusive or."""
    trainer = Trainer(Experiment(dataset="xor", hidden_layers=(4,), activation="relu", initializer="he"))
    first = trainer.network.layers[0]
    first.W[...], first.b[...] = 1, [-1.5, -1.5, -2.5, 1]
    found = profile_of(trainer)
    assert found["dead"][0] == 1 / 4
    assert found["saturation"][0] == (3 + 3 + 4) / 16


def test_vanished_gradients_do_not_become_zero() -> None:
    """Fifty layers of weights of 1e-4: layer 1's delta is near 1e-200, its square no float64."""
    trainer = Trainer(Experiment(hidden_layers=(32,) * 50, gain=1e-2))
    found = profile_of(trainer)
    assert 0 < found["delta_norm"][0] < 1e-180
    for l, layer in enumerate(trainer.network.layers):
        assert found["grad_norm"][l] == pytest.approx(math.hypot(*layer.dW.ravel()), rel=1e-12, abs=0)
        assert found["delta_norm"][l] == pytest.approx(math.hypot(*layer.delta.ravel()), rel=1e-12, abs=0)
        assert found["bias_norm"][l] == pytest.approx(math.hypot(*layer.db), rel=1e-12, abs=0)
        assert found["grad_max"][l] == np.abs(layer.dW).max() > 0
    assert passed_on(found)[0] > 0


@pytest.mark.parametrize("scale", [1e-320, 1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_norms_at_every_scale_are_those_of_exact_arithmetic(scale: float) -> None:
    """math.hypot scales by itself; below 1e-308 numbers have few digits left."""
    values = scale * np.random.RandomState(0).normal(size=12)
    with np.errstate(over="ignore"):
        segments = segment_norms(values, np.empty(12), np.array([0, 5]))
    exact = [math.hypot(*values[:5]), math.hypot(*values[5:])]
    rel = 1e-13 if scale > 1e-308 else 1e-2
    np.testing.assert_allclose(segments, exact, rtol=rel)
    assert norm(values.reshape(3, 4)) == pytest.approx(math.hypot(*values), rel=rel, abs=0)


@QUICK
@given(EXPERIMENTS)
def test_ratio_is_weights_times_slope_and_its_power_spans_the_network(experiment: Experiment) -> None:
    """Ratio ** (L - 1) = ||delta_1|| / ||delta_L||, with skips and normalisation too."""
    found = profiled(experiment)
    delta = found["delta_norm"]
    ratio, weights, slope = passed_on(found)
    if not (delta > 0).all():
        assert math.isnan(ratio)
        return
    assert ratio == pytest.approx(weights * slope, rel=1e-12)
    assert (len(delta) - 1) * math.log(ratio) == pytest.approx(
        math.log(delta[0]) - math.log(delta[-1]), abs=1e-10
    )


def test_nothing_is_passed_on_in_a_network_of_one_layer() -> None:
    one = {name: np.ones(1) for name in MEASURES}
    assert all(map(math.isnan, passed_on(one)))


@QUICK
@given(EXPERIMENTS.filter(lambda e: e.normalization == "none"))
def test_the_ceiling_of_delta_is_a_bound(experiment: Experiment) -> None:
    """No slope is above the activation's greatest; not so after a normalisation, which divides by s."""
    found = profiled(experiment)
    assume((found["delta_norm"] > 0).all())
    slope = ACTIVATIONS[experiment.activation].max_slope
    most = ceiling(found, "delta_norm", slope, np.array(experiment.sizes))
    assert most is not None
    assert (found["delta_norm"] <= most * (1 + 1e-12)).all()
    assert most[-1] == found["delta_norm"][-1]


@QUICK
@given(EXPERIMENTS)
def test_the_ceiling_is_reached_where_every_slope_is_the_greatest(experiment: Experiment) -> None:
    """A linear network's ceiling is the network itself."""
    linear = replace(experiment, activation="linear", normalization="none")
    found = profiled(linear)
    assume((found["delta_norm"] > 0).all())
    most = ceiling(found, "delta_norm", 1.0, np.array(linear.sizes))
    assert most is not None
    np.testing.assert_allclose(most, found["delta_norm"], rtol=1e-10)


def test_the_ceiling_of_a_gradient_follows_deltas_and_the_inputs() -> None:
    """With one sample ||dW|| = ||a_below|| ||delta||: a bound there too, which meets the last layer."""
    found, units = profiled(DEEP), np.array(DEEP.sizes)
    for name in ("grad_norm", "grad_rms"):
        most = ceiling(found, name, 0.25, units)
        assert most is not None
        assert (found[name] <= most * (1 + 1e-12)).all()
        assert most[-1] == pytest.approx(found[name][-1], rel=1e-14)
    assert ceiling(found, "grad_max", 0.25, units) is ceiling(found, "bias_norm", 0.25, units) is None


@QUICK
@given(EXPERIMENTS, st.data())
def test_spans_over_parts_of_the_layers_give_the_whole(experiment: Experiment, data: st.DataObject) -> None:
    trainer = Trainer(experiment)
    trainer.evaluate()
    net, depth = trainer.network, len(trainer.network.layers)
    cut = data.draw(st.integers(1, depth - 1))
    whole = Span(net.buffers, net.gradient, 1, depth)
    parts = [Span(net.buffers, net.gradient, *ends) for ends in ((1, cut), (cut + 1, depth))]
    np.testing.assert_array_equal(np.concatenate([part.weights for part in parts]), whole.weights)
    for way in ("forward", "backward"):
        expected = getattr(whole, way)()
        first, second = (getattr(part, way)() for part in parts)
        for name, values in expected.items():
            after = second[name]
            if name == "a_norm":  # its first value is the layer below
                np.testing.assert_allclose(after[0], first[name][-1], rtol=1e-14)
                after = after[1:]
            np.testing.assert_allclose(np.concatenate([first[name], after]), values, rtol=1e-14, err_msg=name)


@pytest.mark.parametrize(("loss", "known"), [("bce", False), ("mse", True)])
def test_a_fused_output_has_no_slope_to_measure(loss: str, known: bool) -> None:
    found = profiled(Experiment(dataset="xor", hidden_layers=(4, 4), loss=loss))
    for name in ("slope", "saturation", "dead"):
        assert np.isfinite(found[name]).tolist() == [True, True, known]
    assert np.isfinite(found["gain"]).tolist() == [True, True, False]

"""mlp_core.tutorial against the plain reference: the listing's names, draws, numbers and shapes."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from mlp_core.tutorial import DNN, MeanSquaredError, Neuron, Sigmoid, gradient_descent, published_curve
from tests.core import reference
from tests.core.differences import central_differences, relative_error

# hidden_depth, width, n_in, n_out, learning rate
CASES = [
    (5, 32, 10, 2, 0.01),
    (0, 1, 1, 1, 0.1),
    (0, 7, 3, 5, 5.0),
    (1, 3, 4, 1, 1.0),
    (2, 16, 10, 2, 0.5),
    (3, 5, 2, 3, 0.01),
    (4, 32, 10, 2, 5.0),
    (6, 2, 7, 4, 0.1),
    (7, 12, 10, 2, 1.0),
    (8, 32, 1, 6, 0.3),
]


def both(case: tuple[int, int, int, int, float], seed: int = 3) -> tuple[DNN, list[reference.Layer]]:
    """Our DNN and the reference's layers, each drawn after the same np.random.seed."""
    depth, width, n_in, n_out, _ = case
    np.random.seed(seed)
    network = DNN(hidden_depth=depth, num_neuron=width, input=n_in, output=n_out, activation=Sigmoid)
    np.random.seed(seed)
    return network, reference.draw_layers(depth, width, n_in, n_out)


def sample(case: tuple[int, int, int, int, float]) -> tuple[np.ndarray, np.ndarray]:
    """One x and y; every target lies outside (0, 1), so that h - y keeps its digits for 100 steps."""
    rng = np.random.RandomState(11)
    y = rng.uniform(0.2, 1.0, case[3])
    return rng.normal(0.0, 1.0, case[2]), np.where(rng.uniform(size=case[3]) < 0.5, -y, 1 + y)


def assert_same(ours: np.ndarray, expected: np.ndarray) -> None:
    """Within 1e-12, and within 1e-9 of the array's greatest entry."""
    error = np.max(np.abs(ours - expected))
    assert error <= 1e-12
    assert error <= 1e-9 * np.max(np.abs(expected))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hundred_steps_agree_with_the_reference(case: tuple[int, int, int, int, float]) -> None:
    network, layers = both(case)
    (x, y), loss_obj = sample(case), MeanSquaredError()
    for _ in range(100):
        loss = gradient_descent(network, x, y, loss_obj, alpha=case[4])
        assert abs(loss - reference.descend(layers, x, y, case[4])) <= 1e-12
        for ours, expected in zip(network.sequence, layers, strict=True):
            assert_same(ours.dW, expected.dW)
            assert_same(ours.db, expected.db)
            assert_same(ours.dh, expected.dx)
            assert_same(ours.W, expected.W)
            assert_same(ours.b, expected.b)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_draws_are_those_of_numpys_global_generator(case: tuple[int, int, int, int, float]) -> None:
    network, layers = both(case)
    after = np.random.normal()
    DNN(*case[:4])
    for ours, expected in zip(network.sequence, layers, strict=True):
        np.testing.assert_array_equal(ours.W, expected.W)
        np.testing.assert_array_equal(ours.b, expected.b)
    np.random.seed(3)
    DNN(*case[:4])
    assert np.random.normal() == after


@pytest.mark.parametrize("case", CASES, ids=str)
def test_arrays_have_the_listings_shapes(case: tuple[int, int, int, int, float]) -> None:
    depth, width, n_in, n_out, alpha = case
    network, _ = both(case)
    (x, y), loss_obj = sample(case), MeanSquaredError()
    gradient_descent(network, x, y, loss_obj, alpha)
    assert len(network.sequence) == depth + 2
    sizes = [n_in, *[width] * (depth + 1), n_out]
    for neuron, i, o in zip(network.sequence, sizes, sizes[1:], strict=False):
        assert neuron.W.shape == neuron.dW.shape == neuron.grad().shape == (i, o)
        assert neuron.b.shape == neuron.db.shape == neuron.last_h.shape == (o,)
        assert neuron.dh.shape == neuron.last_x.shape == (i,)
    assert network(x).shape == loss_obj.grad().shape == loss_obj.dh.shape == (n_out,)


def test_the_listings_test_lines_run_and_learn() -> None:
    """The lines at the end of the listing, the import apart; the loss must fall at every epoch."""
    np.random.seed(0)
    x = np.random.normal(0.0, 1.0, (10,))
    y = np.random.normal(0.0, 1.0, (2,))
    dnn = DNN(hidden_depth=5, num_neuron=32, input=10, output=2, activation=Sigmoid)
    loss_obj = MeanSquaredError()
    losses = []
    for epoch in range(100):
        loss = gradient_descent(dnn, x, y, loss_obj, alpha=0.01)
        losses.append("Epoch {}: Test loss {}".format(epoch, loss))  # noqa: UP032
    values = [float(line.split()[-1]) for line in losses]
    assert len(values) == 100
    assert all(b < a for a, b in pairwise(values))


def test_alpha_defaults_to_a_hundredth() -> None:
    (first, _), (second, _) = both(CASES[0]), both(CASES[0])
    x, y = sample(CASES[0])
    gradient_descent(first, x, y, MeanSquaredError())
    gradient_descent(second, x, y, MeanSquaredError(), 0.01)
    np.testing.assert_array_equal(first.mlp.parameters, second.mlp.parameters)


def test_the_printed_loss_is_half_the_mean_but_its_gradient_is_the_difference() -> None:
    h, y, loss_obj = np.array([0.5, 0.25, 1.0]), np.array([0.0, 1.0, -2.0]), MeanSquaredError()
    assert loss_obj(h, y) == pytest.approx((0.25 + 0.5625 + 9.0) / 6, rel=1e-15)
    np.testing.assert_array_equal(loss_obj.grad(), h - y)


def lone_neuron() -> tuple[Neuron, np.ndarray, np.ndarray]:
    """A neuron of 4 -> 3, an input and a gradient from above."""
    rng = np.random.RandomState(5)
    neuron = Neuron(rng.normal(size=(4, 3)), rng.normal(size=3), Sigmoid)
    return neuron, rng.normal(size=4), rng.normal(size=3)


def test_a_neurons_output_is_the_sum_over_its_inputs() -> None:
    neuron, x, _ = lone_neuron()
    z = [neuron.b[j] + sum(neuron.W[i, j] * x[i] for i in range(4)) for j in range(3)]
    np.testing.assert_allclose(neuron(x), reference.sigmoid(np.array(z)), rtol=1e-14)


def test_a_neurons_grad_is_the_derivative_of_outputs_by_inputs() -> None:
    neuron, x, _ = lone_neuron()
    columns = [central_differences(lambda j=j: neuron(x)[j], x) for j in range(3)]
    neuron(x)
    assert relative_error(neuron.grad(), np.array(columns).T) < 1e-9


@pytest.mark.parametrize(("method", "name"), [("grad_W", "W"), ("grad_b", "b")])
def test_a_neurons_parameter_gradients_agree_with_central_differences(method: str, name: str) -> None:
    neuron, x, dh = lone_neuron()
    expected = central_differences(lambda: float(dh @ neuron(x)), getattr(neuron, name))
    neuron(x)
    assert relative_error(getattr(neuron, method)(dh), expected) < 1e-9


def test_the_published_curve_is_the_one_printed() -> None:
    curve = published_curve()
    assert len(curve) == 100
    assert all(type(loss) is float for loss in curve)
    assert (curve[0], curve[-1]) == (0.25462107925756766, 0.10538895876740907)
    assert all(b < a for a, b in pairwise(curve))


def test_weights_replaced_from_outside_are_trained() -> None:
    """The listing's layers are plain objects: `layer.W = ...` must not be lost."""
    case = (1, 3, 4, 2, 0.5)
    (network, _), (_, layers) = both(case, seed=1), both(case, seed=2)
    for ours, other in zip(network.sequence, layers, strict=True):
        ours.W, ours.b = other.W.copy(), other.b + 0.1
        other.b = other.b + 0.1
    x, y = sample(case)
    for _ in range(3):
        loss = gradient_descent(network, x, y, MeanSquaredError(), alpha=0.5)
        assert abs(loss - reference.descend(layers, x, y, 0.5)) <= 1e-12
    for ours, other in zip(network.sequence, layers, strict=True):
        assert_same(ours.W, other.W)
        assert_same(ours.b, other.b)

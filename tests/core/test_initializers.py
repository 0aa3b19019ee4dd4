"""Initializers: variances, orthogonality, and draws that a seed repeats."""

from __future__ import annotations

import numpy as np
import pytest

from mlp_core import INITIALIZERS, MLP

VARIANCES = {
    "normal": lambda i, o: 1e-4,
    "xavier": lambda i, o: 2 / (i + o),
    "he": lambda i, o: 2 / i,
    "lecun": lambda i, o: 1 / i,
    "orthogonal": lambda i, o: 1 / max(i, o),
}
EVERY = pytest.mark.parametrize("name", INITIALIZERS)


@EVERY
@pytest.mark.parametrize(("fan_in", "fan_out"), [(400, 100), (100, 400)])
def test_weights_have_the_variance_of_the_formula(name: str, fan_in: int, fan_out: int) -> None:
    """40,000 draws: the sample variance strays by about 0.7 %; 4 % is far outside chance."""
    W = INITIALIZERS[name].draw(np.random.RandomState(8), fan_in, fan_out)
    expected = VARIANCES[name](fan_in, fan_out)
    assert W.shape == (fan_in, fan_out)
    assert W.dtype == np.float64
    assert np.var(W) == pytest.approx(expected, rel=0.04)
    assert INITIALIZERS[name].std(fan_in, fan_out) == pytest.approx(expected**0.5, rel=1e-12)
    assert abs(np.mean(W)) < 4 * (expected / W.size) ** 0.5


@pytest.mark.parametrize(("fan_in", "fan_out"), [(6, 6), (9, 4), (4, 9), (1, 5), (5, 1)])
def test_orthogonal_columns_or_rows_are_orthonormal(fan_in: int, fan_out: int) -> None:
    W = INITIALIZERS["orthogonal"].draw(np.random.RandomState(1), fan_in, fan_out)
    product = W.T @ W if fan_in >= fan_out else W @ W.T
    np.testing.assert_allclose(product, np.eye(min(fan_in, fan_out)), atol=1e-14)


def test_orthogonal_matrices_favour_no_sign() -> None:
    """QR alone would give one sign to the first entry of every draw."""
    rng = np.random.RandomState(0)
    positive = sum(INITIALIZERS["orthogonal"].draw(rng, 3, 3)[0, 0] > 0 for _ in range(400))
    assert 140 < positive < 260


@EVERY
def test_the_same_seed_gives_the_same_bits(name: str) -> None:
    first, second, other = (MLP((5, 4, 3), initializer=name, seed=s).parameters for s in (7, 7, 8))
    assert first.tobytes() == second.tobytes() != other.tobytes()


def test_normal_draws_are_numpys_frozen_stream() -> None:
    W = INITIALIZERS["normal"].draw(np.random.RandomState(54), 10, 32)
    np.testing.assert_array_equal(W, np.random.RandomState(54).normal(0.0, 0.01, (10, 32)))


@EVERY
def test_biases_start_at_zero_and_weights_do_not(name: str) -> None:
    for layer in MLP((5, 4, 3), initializer=name).layers:
        assert not layer.b.any()
        assert layer.W.all()


@EVERY
def test_the_table_names_each_initializer_by_its_own_name(name: str) -> None:
    assert INITIALIZERS[name].name == name

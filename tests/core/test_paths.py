"""The sum over paths: against every path of small networks, one by one, and against backpropagation."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.analysis.paths import Chain, Path, count, share, strongest, through, total, weakest
from mlp_core.analysis.probe import Probe
from mlp_core.analysis.scaled import Scaled
from tests.core.runs import EXPERIMENTS, QUICK

SIZES = st.lists(st.integers(1, 3), min_size=2, max_size=5)
NUMBERS = st.floats(-3, 3) | st.sampled_from([0.0, 1.0, -1.0, 5e-324, -1e-200])


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """Small ones, with zeros, ties and numbers near the end of float64 among theirs."""
    sizes = draw(SIZES)

    def numbers(*shape: int) -> np.ndarray:
        size = int(np.prod(shape))
        return np.array(draw(st.lists(NUMBERS, min_size=size, max_size=size))).reshape(shape)

    able = [l for l in range(2, len(sizes) - 1) if sizes[l] == sizes[l - 1]]
    skips = frozenset(draw(st.sets(st.sampled_from(able))) if able else ())
    weights = [numbers(*shape) for shape in pairwise(sizes)]
    return Chain(weights, [numbers(n) for n in sizes[1:-1]], numbers(sizes[-1]), skips)


def all_paths(chain: Chain, layer: int, unit: int) -> Iterator[Fraction]:
    """The exact product of every path, one after another: by recursion, as the formula reads."""

    def from_da(l: int, j: int) -> Iterator[Fraction]:
        for to, weight in enumerate(chain.weights[l][j].tolist()):
            for rest in all_paths(chain, l + 1, to):
                yield Fraction(weight) * rest
        if l + 1 in chain.skips:
            yield from from_da(l + 1, j)

    if layer == chain.depth:
        yield Fraction(float(chain.delta[unit]))
        return
    for rest in from_da(layer, unit):
        yield Fraction(float(chain.slopes[layer - 1][unit])) * rest


def exact(number: Scaled) -> Fraction:
    mantissa = Fraction(float(number.mantissa))
    return mantissa * Fraction(2) ** int(number.exponent) if mantissa else mantissa


def near(found: Fraction, expected: Fraction, size: Fraction) -> bool:
    return abs(found - expected) <= Fraction(1e-13) * size


def probe_of(experiment: Experiment, step: int = 0, exactly: bool = True) -> Probe:
    trainer = Trainer(experiment)
    trainer.goto(step)
    probe = Probe(trainer, exact=exactly)
    probe.evaluate()
    return probe


@QUICK
@given(chains(), st.data())
def test_strongest_weakest_sum_and_count_are_those_of_all_paths(chain: Chain, data: st.DataObject) -> None:
    layer = data.draw(st.integers(1, chain.depth))
    unit = data.draw(st.integers(0, chain.sizes[layer] - 1))
    every = list(all_paths(chain, layer, unit))
    assert count(chain.sizes, layer, chain.skips) == len(every)
    sizes = [abs(product) for product in every]
    for path, expected in ((strongest, max(sizes)), (weakest, min(sizes))):
        assert near(abs(exact(path(chain, layer, unit).product)), expected, expected)
    assert near(exact(total(chain, layer)[unit]), sum(every, Fraction()), sum(sizes))


@QUICK
@given(chains(), st.data())
def test_a_path_is_the_product_of_its_factors_and_the_one_through_its_units(
    chain: Chain, data: st.DataObject
) -> None:
    layer = data.draw(st.integers(1, chain.depth))
    found = strongest(chain, layer, data.draw(st.integers(0, chain.sizes[layer] - 1)))
    product = Fraction(1)
    for factor in found.factors:
        product *= Fraction(factor.value)
    assert near(exact(found.product), product, abs(product))
    same = through(chain, layer, found.units, found.around)
    assert (same.factors, exact(same.product)) == (found.factors, exact(found.product))
    roles = [factor.role for factor in found.factors]
    assert roles.count("weights") + len(found.around) == chain.depth - layer
    assert roles[-1] == "delta"


@QUICK
@given(EXPERIMENTS, st.integers(0, 5))
def test_the_sum_over_all_paths_is_backpropagations_delta(experiment: Experiment, step: int) -> None:
    probe = probe_of(experiment, step)
    if experiment.normalization != "none":
        with pytest.raises(ValueError, match="normalised"):
            Chain.of(probe, 0)
        return
    for sample in range(len(probe.x)):
        chain = Chain.of(probe, sample)
        plain = Chain(
            [abs(W) for W in chain.weights], [abs(s) for s in chain.slopes], abs(chain.delta), chain.skips
        )
        for layer in probe.network.layers:
            sums, sizes = total(chain, layer.index), total(plain, layer.index)
            for j, delta in enumerate(layer.delta[sample]):
                # Relative to the sum of magnitudes: where paths cancel, so do digits.
                assert abs(float(sums[j]) - delta) <= 1e-12 * float(sizes[j]) + 1e-307


def test_one_samples_dW_is_the_input_times_the_sum_over_paths() -> None:
    """Mazur's first weight, as he prints it: its gradient is 0.000438568, from two paths."""
    probe = probe_of(PRESETS["mazur"])
    chain, first = Chain.of(probe, 0), probe.network.layers[0]
    assert count(chain.sizes, 1) == 2
    paths = [through(chain, 1, (0, k)) for k in (0, 1)]
    products = [probe.x[0, 0] * float(path.product) for path in paths]
    assert sum(products) == pytest.approx(first.dW[0, 0], rel=1e-12)
    assert sum(products) == pytest.approx(0.000438568, rel=1e-6)
    # By hand: f'(z) = 0.241300709, W5 = 0.40, delta_o1 = 0.138498562, i1 = 0.05.
    assert products[0] == pytest.approx(0.05 * 0.241300709 * 0.40 * 0.138498562, rel=1e-8)
    assert share(chain, paths[0]) == pytest.approx(products[0] / first.dW[0, 0], rel=1e-12)
    assert strongest(chain, 1, 0).units == (0, 0)
    assert weakest(chain, 1, 0).units == (0, 1)


def test_a_product_of_fifty_layers_of_sigmoids_is_a_number_where_float64_has_none() -> None:
    """In float32 delta of layer 1 is 0, in float64 it is not yet; with four times the layers it would be."""
    deep = Experiment(hidden_layers=(32,) * 50, dtype="float32")
    probe = probe_of(deep, exactly=False)
    assert not probe.network.layers[0].delta.any()
    found = strongest(Chain.of(probe, 0), 1, 0)
    assert count(deep.sizes, 1) == 32**49 * 2
    logs = sum(np.log10(abs(factor.value)) for factor in found.factors)
    assert found.product.log10 == pytest.approx(logs, rel=1e-12)
    assert found.product.log10 < -100
    few = Chain([np.full((1, 1), 1e-3)] * 201, [np.full(1, 0.25)] * 200, np.ones(1))
    tiny = strongest(few, 1, 0).product
    assert (float(tiny), str(tiny)) == (0.0, "3.873e-721")
    assert tiny.log10 == pytest.approx(200 * np.log10(0.25e-3), rel=1e-12)


def test_equal_paths_are_told_apart_by_their_units_and_weights_come_before_skips() -> None:
    ones = Chain([np.ones((2, 2))] * 4, [np.ones(2)] * 3, np.ones(2), frozenset({2, 3}))
    for path in (strongest(ones, 1, 1), weakest(ones, 1, 1)):
        assert (path.units, path.around) == ((1, 0, 0, 0), frozenset())
    assert count(ones.sizes, 1, ones.skips) == 3 * 3 * 2


def test_around_a_dead_layer_leads_the_skip_alone() -> None:
    dead = Chain([np.ones((2, 2))] * 3, [np.ones(2), np.zeros(2)], np.array([1.0, 2.0]), frozenset({2}))
    path = strongest(dead, 1, 1)
    assert (path.around, path.units, float(path.product)) == (frozenset({2}), (1, 1, 1), 2.0)
    assert [factor.role for factor in path.factors] == ["slope", "skip", "weights", "delta"]
    assert float(weakest(dead, 1, 1).product) == 0


def test_where_every_path_is_0_so_is_the_strongest_and_there_is_no_share() -> None:
    dead = Chain([np.ones((2, 2))] * 2, [np.zeros(2)], np.ones(2))
    path = strongest(dead, 1, 0)
    assert (float(path.product), str(path.product), path.product.log10) == (0.0, "0", -np.inf)
    assert np.isnan(share(dead, path))


def test_paths_that_cancel_have_shares_beyond_1() -> None:
    chain = Chain([np.ones((1, 1)), np.array([[3.0, -2.0]])], [np.ones(1)], np.ones(2))
    assert [share(chain, find(chain, 1, 0)) for find in (strongest, weakest)] == [3.0, -2.0]


def test_what_is_no_path_is_refused() -> None:
    chain = Chain([np.ones((2, 2))] * 3, [np.ones(2)] * 2, np.ones(2), frozenset({2}))
    no_ways = [
        ((0, 2, 0), (), "path"),
        ((0, 1, 0), (2,), "skip"),
        ((0, 0, 0), (3,), "skip"),
        ((0, 0), (), "zip"),
    ]
    for units, around, why in no_ways:
        with pytest.raises(ValueError, match=why):
            through(chain, 1, units, around)
    with pytest.raises(ValueError, match="finite"):
        Chain([np.full((1, 1), np.nan)], [], np.ones(1))
    with pytest.raises(ValueError, match="no network"):
        Chain([np.ones((2, 2)), np.ones((1, 2))], [np.ones(2)], np.ones(2))
    assert isinstance(weakest(chain, 3, 1), Path)

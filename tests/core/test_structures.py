"""Skip connections and normalisation: closed forms, and operations that tell the truth."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlp_core import ACTIVATIONS, MLP, NORMALIZATIONS, Experiment, Operation, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.nn.buffers import Buffers, blocks, skips
from mlp_core.nn.normalization import EPSILON
from tests.core.differences import Array
from tests.core.runs import EXPERIMENTS, QUICK

DIGITS = Experiment(
    dataset="digits", samples=6, hidden_layers=(5, 5, 4), activation="tanh", initializer="xavier"
)


def evaluated(experiment: Experiment) -> Trainer:
    """A run at its start, with forward and backward done."""
    trainer = Trainer(experiment)
    trainer.evaluate()
    return trainer


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [((3, 4, 2), set()), ((4, 4, 4), set()), ((3, 4, 4, 4), {2}), ((2, 4, 4, 5, 5, 5, 2), {2, 4, 5})],
    ids=str,
)
def test_skips_lead_around_hidden_layers_as_wide_as_the_hidden_one_below(
    sizes: tuple[int, ...], expected: set[int]
) -> None:
    assert skips(sizes) == expected


def test_with_weights_of_zero_the_activations_pass_through_skips_unchanged() -> None:
    """a_l = 0 + a_{l-1}, linear; and backwards dLoss/da is the same in all layers but the last."""
    net = MLP((3, 4, 4, 4, 2), "linear", "linear", residual=True, seed=3)
    for layer in net.layers[1:3]:
        layer.W[...] = 0
    x = np.random.RandomState(0).normal(size=(5, 3))
    net.forward(x)
    net.backward(np.ones((5, 2)))
    first, second, third, _ = net.layers
    np.testing.assert_array_equal(first.a, x @ first.W)
    for layer in (second, third):
        np.testing.assert_array_equal(layer.a, first.a)
    for layer in (first, second):
        np.testing.assert_array_equal(layer.da, third.da)
    np.testing.assert_array_equal(first.delta, np.ones((5, 2)) @ net.layers[3].W.T)


def test_a_deep_sigmoid_networks_gradient_arrives_through_skips() -> None:
    """Thirty layers, N(0, 0.01): without skips layer 1 gets less than 1e-40, with them a part that counts."""
    deep = Experiment(hidden_layers=(8,) * 30)
    plain, residual = (evaluated(replace(deep, residual=r)).network.layers for r in (False, True))
    assert np.linalg.norm(plain[0].delta) < 1e-40
    assert np.linalg.norm(residual[0].delta) > 1e-6


def test_layers_below_and_above_a_change_of_width_have_no_skip() -> None:
    trainer = evaluated(replace(DIGITS, residual=True))
    first, second, third, _ = trainer.network.layers
    np.testing.assert_allclose(first.a, np.tanh(first.z), rtol=1e-15)
    np.testing.assert_allclose(second.a, np.tanh(second.z) + first.a, rtol=1e-15)
    np.testing.assert_allclose(third.a, np.tanh(third.z), rtol=1e-15)


@pytest.mark.parametrize("normalization", ["none", "layer", "batch"])
def test_delta_follows_the_chain_rule_written_out(normalization: str) -> None:
    """The oracle is the Jacobian dn/dz, entry by entry: (I - 1/m - n_hat n_hat^T / m) / s."""
    trainer = evaluated(replace(DIGITS, residual=True, normalization=normalization))
    layers, batch = trainer.network.layers, 6
    for l, (layer, above) in enumerate(pairwise(layers), start=1):
        da = above.delta @ above.W.T + (above.da if l == 1 else 0)
        np.testing.assert_allclose(layer.da, da, rtol=1e-12, atol=1e-18)
        dn = da * (1 - np.tanh(layer.n) ** 2)
        np.testing.assert_allclose(layer.db, dn.sum(0), rtol=1e-12, atol=1e-16)
        if normalization == "none":
            expected = dn
        elif normalization == "layer":
            expected = np.stack([jacobian(layer.z[i]) @ dn[i] for i in range(batch)])
        else:
            expected = np.stack([jacobian(z) @ g for z, g in zip(layer.z.T, dn.T, strict=True)], axis=1)
        np.testing.assert_allclose(layer.delta, expected, rtol=1e-9, atol=1e-15)
        below = trainer.x if l == 1 else layers[l - 2].a
        np.testing.assert_allclose(layer.dW, below.T @ layer.delta, rtol=1e-12, atol=1e-16)


def jacobian(z: Array) -> Array:
    """d n_i / d z_j of one group of values."""
    m, s = len(z), np.sqrt(np.var(z) + EPSILON)
    n_hat = (z - z.mean()) / s
    return (np.eye(m) - 1 / m - np.outer(n_hat, n_hat) / m) / s


@pytest.mark.parametrize(("normalization", "axis"), [("layer", 1), ("batch", 0)])
def test_what_the_activation_sees_has_mean_b_and_nearly_variance_one(normalization: str, axis: int) -> None:
    trainer = Trainer(replace(DIGITS, normalization=normalization))
    trainer.step(3)
    for layer in trainer.network.layers[:-1]:
        b = trainer.network.buffers
        n_hat, s = b.n_hat[layer.index].T, b.s[layer.index].T
        variance = layer.z.var(axis=axis, keepdims=True)
        np.testing.assert_allclose(s, np.sqrt(variance + EPSILON), rtol=1e-12)
        np.testing.assert_allclose(n_hat.mean(axis), 0, atol=1e-12)
        np.testing.assert_allclose(n_hat.var(axis, keepdims=True), variance / (variance + EPSILON), rtol=1e-9)
    last = trainer.network.layers[-1]
    np.testing.assert_array_equal(last.n, last.z)


def test_the_bias_is_the_shift_after_the_normalisation() -> None:
    net = MLP((3, 4, 2), "tanh", normalization="layer", initializer="xavier")
    x = np.random.RandomState(0).normal(size=(5, 3))
    net.forward(x)
    before = net.layers[0].n.copy()
    net.layers[0].b[...] = [1, -2, 3, 0.5]
    net.forward(x)
    np.testing.assert_allclose(net.layers[0].n - before, np.tile([1, -2, 3, 0.5], (5, 1)), atol=1e-12)
    np.testing.assert_allclose(net.layers[0].z, x @ net.layers[0].W, rtol=1e-12)


def test_the_size_of_the_weights_below_a_normalisation_does_not_matter() -> None:
    """Ten times the weights: the same outputs, and a tenth of the gradient (up to epsilon)."""
    outputs, gradients = [], []
    for factor in (1.0, 10.0):
        net = MLP((3, 6, 2), "tanh", "linear", normalization="batch", initializer="xavier", seed=1)
        net.layers[0].W *= factor
        outputs.append(net.forward(np.random.RandomState(0).normal(size=(8, 3))))
        net.backward(np.random.RandomState(1).normal(size=(8, 2)))
        gradients.append(net.layers[0].dW.copy())
    np.testing.assert_allclose(outputs[0], outputs[1], rtol=1e-3)
    np.testing.assert_allclose(gradients[0], 10 * gradients[1], rtol=1e-2, atol=1e-4)


def test_a_plain_network_shares_what_it_does_not_need_apart() -> None:
    """No array and no call more than before there were skips and normalisation."""
    buffers = evaluated(DIGITS).network.buffers
    for l in range(1, 5):
        assert buffers.n[l].ctypes.data == buffers.z[l].ctypes.data
        assert buffers.f[l].ctypes.data == buffers.a[l].ctypes.data
    assert not buffers.skips | buffers.n_hat.keys() | buffers.dn.keys() | buffers.s.keys()
    calls = [len(op.calls) for op in Trainer(Experiment(hidden_layers=(4, 4))).program()]
    # z, a (four calls of the sigmoid) of three layers; loss; delta (its slopes are four), dW; ...
    assert calls == [1, 4, 1, 4, 1, 4, 3, 5, 1, 2, 1, 2, 2, 2, 2, 3]


@pytest.mark.parametrize("output", ["sigmoid", "linear"])
@pytest.mark.parametrize(("residual", "normalization"), [(False, "none"), (True, "none"), (False, "batch")])
def test_slopes_are_each_layers_own_in_one_sweep_or_in_two(
    output: str, residual: bool, normalization: str
) -> None:
    """Where hidden layers and output have one activation their slopes are computed at once, else apart."""
    net = MLP(
        (3, 4, 4, 2), "sigmoid", output, initializer="xavier", residual=residual, normalization=normalization
    )
    net.forward(np.random.RandomState(0).normal(size=(5, 3)) * 9)
    net.backward(np.random.RandomState(1).normal(size=(5, 2)))
    net.backward(np.random.RandomState(2).normal(size=(5, 2)))  # once more: they stay
    for layer in net.layers:
        f = ACTIVATIONS[output if layer.index == len(net.layers) else "sigmoid"]
        np.testing.assert_array_equal(layer.slope, f.derivative(layer.n))


def test_structure_can_be_taken_and_left() -> None:
    """A network that had skips and normalisation computes like one that never had."""
    x = np.random.RandomState(0).normal(size=(5, 3))
    net, plain = (MLP((3, 4, 4, 2), "tanh", seed=2, initializer="xavier") for _ in range(2))
    net.use_structure(True, "batch")
    assert "skips, batch normalization" in repr(net)
    other = MLP((3, 4, 4, 2), "tanh", seed=2, initializer="xavier", residual=True, normalization="batch")
    np.testing.assert_array_equal(net.forward(x), other.forward(x))
    net.use_structure(False, "none")
    np.testing.assert_array_equal(net.forward(x), plain.forward(x))
    np.testing.assert_array_equal(net.backward(np.ones((5, 2))), plain.backward(np.ones((5, 2))))


def test_one_sample_of_a_batch_is_normalised_among_the_others_backwards_too() -> None:
    """dLoss/dx of sample 0 depends on the other samples with batch normalisation, and not with layer's."""
    x = np.random.RandomState(0).normal(size=(5, 3))
    for normalization, alone in (("layer", True), ("batch", False)):
        net = MLP((3, 4, 2), "tanh", normalization=normalization, initializer="xavier")
        net.forward(x)
        dx = net.backward(np.ones((5, 2)))[0]
        net.forward(np.concatenate([x[:1], 2 * x[1:]]))
        assert np.allclose(net.backward(np.ones((5, 2)))[0], dx, rtol=1e-12) == alone


def test_an_unknown_normalisation_is_a_key_error() -> None:
    assert list(NORMALIZATIONS) == ["none", "layer", "batch"]
    with pytest.raises(KeyError):
        MLP((3, 4, 2), normalization="instance")


def arrays_of(probe: Probe) -> dict[str, Array]:
    """Every array of a step by the name that operations give it; those that others share only once."""
    b: Buffers = probe.network.buffers
    found: dict[str, Array] = {"y": b.y.T, "loss": b.loss, "a0": b.a[0].T}
    for layer in probe.network.layers:
        l = layer.index
        found |= {
            f"{k}{l}": getattr(layer, k) for k in ("W", "b", "z", "a", "slope", "delta", "da", "dW", "db")
        }
        if l in b.n_hat:
            found |= {f"n{l}": layer.n, f"n_hat{l}": b.n_hat[l].T, f"dn{l}": b.dn[l].T, f"s{l}": b.s[l].T}
        if b.skips and l < b.depth:
            found[f"f{l}"] = b.f[l].T
    if probe.experiment.penalty:
        found["penalty"] = b.penalty
    for name, state in probe.optimizer_state.items():
        if not state.ndim:
            found[name] = state
            continue
        for l, block in enumerate(blocks(state, probe.network.sizes), start=1):
            found |= {f"{name}W{l}": block[:-1], f"{name}b{l}": block[-1]}
    return found


def unnamed(operation: Operation, name: str, depth: int) -> bool:
    """What an operation may use without saying so: slopes, which come along with other things.

    Gates write them with a; the output layer's delta begins with those of all layers, from their n and f.
    """
    sweep = operation.symbol == "delta" and operation.layer == depth
    return name.rstrip("0123456789") in ({"slope", "z", "n", "f", "a"} if sweep else {"slope"})


@QUICK
@given(EXPERIMENTS)
def test_every_operation_reads_and_writes_what_it_says_and_nothing_else(experiment: Experiment) -> None:
    """Arrays that it does not name are filled with rubbish: its results stay, and so does the rubbish."""
    probe = Probe(Trainer(experiment))
    probe.evaluate()
    for operation in probe.program:
        arrays = arrays_of(probe)
        assert operation.reads.keys() | operation.writes.keys() <= arrays.keys()
        before = {name: array.copy() for name, array in arrays.items()}
        operation()
        after = {name: arrays[name].copy() for name in operation.writes}
        named = {*operation.reads, *operation.writes}
        depth = len(probe.network.layers)
        rubbish = [n for n in arrays if n not in named and not unnamed(operation, n, depth)]
        for name in arrays:
            arrays[name][...] = 77.0 if name in rubbish else before[name]
        for name in set(operation.writes) - set(operation.reads):
            arrays[name][...] = 55.0
        operation()
        for name in operation.writes:
            np.testing.assert_array_equal(arrays[name], after[name], err_msg=f"{operation}, {name}")
        for name in rubbish:
            np.testing.assert_array_equal(arrays[name], 77.0, err_msg=f"{operation}, {name}")
        for name in arrays:
            arrays[name][...] = after.get(name, before[name])
        if operation.phase == "backward":
            operation()


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_a_normalised_layer_has_an_operation_of_its_own(normalization: str) -> None:
    program = Trainer(replace(DIGITS, normalization=normalization)).program()
    forward = [(o.symbol, o.layer) for o in program if o.phase == "forward"]
    symbols = ["z", "a"] if normalization == "none" else ["z", "n", "a"]
    hidden = [(s, l) for l in (1, 2, 3) for s in symbols]
    assert forward == [*hidden, ("z", 4), ("a", 4)]
    assert [o.symbol for o in program if o.phase == "backward"] == ["delta", "dW"] * 4


def test_formulas_say_what_runs() -> None:
    plain = {(o.symbol, o.layer): o.formula for o in Trainer(DIGITS).program()}
    program = Trainer(replace(DIGITS, residual=True, normalization="layer")).program()
    both = {(o.symbol, o.layer): o.formula for o in program}
    assert plain["z", 2] == both["z", 2] + " + b_{2}" == "z_{2} = a_{1} W_{2} + b_{2}"
    assert both["a", 2] == r"a_{2} = \tanh n_{2} + a_{1}"
    assert plain["a", 2] == r"a_{2} = \tanh z_{2}"
    assert r"+ \frac{\partial L}{\partial a_{2}}" in both["delta", 1]
    assert r"\frac{\partial L}" not in both["delta", 2]
    assert both["dW", 1].endswith(r"db_{1} = \sum dn_{1}")
    assert plain["dW", 1].endswith(r"db_{1} = \sum \delta_{1}")


@QUICK
@given(EXPERIMENTS, st.floats(0.1, 10))
def test_a_gain_multiplies_the_first_weights_and_nothing_else(experiment: Experiment, gain: float) -> None:
    """The same seed gives the same directions."""
    one, more = Trainer(replace(experiment, gain=1.0)), Trainer(replace(experiment, gain=gain))
    np.testing.assert_array_equal(one.x, more.x)
    for l, m in zip(one.network.layers, more.network.layers, strict=True):
        np.testing.assert_array_equal(l.W * gain, m.W)
        np.testing.assert_array_equal(l.b, m.b)


def test_published_weights_take_a_gain_too_but_not_their_biases() -> None:
    mazur = Experiment(dataset="mazur", hidden_layers=(2,), initializer="given", loss="sse", gain=2.0)
    first = Trainer(mazur).network.layers[0]
    np.testing.assert_array_equal(first.W, [[0.30, 0.50], [0.40, 0.60]])
    np.testing.assert_array_equal(first.b, [0.35, 0.35])

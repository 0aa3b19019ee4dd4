"""The two passes of a training step as operations: forward through the layers, and back.

What a layer has of its own (a normalisation, a skip connection around it) is read from the buffers; to the
operations of a plain network nothing is added.
"""

from __future__ import annotations

import numpy as np

from mlp_core.nn.activations import Activation
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.losses import Loss
from mlp_core.nn.normalization import Normalization
from mlp_core.nn.operation import Operation
from mlp_core.nn.penalties import NO_PENALTY, Penalty
from mlp_core.nn.steps import Step, bind


def _product(buffers: Buffers, l: int) -> Operation:
    """z = x W + b (with samples as columns: z = [W; b]^T [x; 1]), or z = x W before a normalisation."""
    below, block, z = buffers.h[l - 1], buffers.block[l - 1], buffers.z[l]
    formula = rf"z_{{{l}}} = a_{{{l - 1}}} W_{{{l}}}"
    reads = {f"a{l - 1}": buffers.a[l - 1].T, f"W{l}": block[:-1]}
    if l in buffers.n_hat:
        below, block = below[:-1], block[:-1]
    else:
        formula += f" + b_{{{l}}}"
        reads[f"b{l}"] = block[-1]
    return Operation(
        "forward", l, "z", formula, reads, {f"z{l}": z.T}, tuple(bind([(block.T.dot, below, z)]))
    )


def _normalized(buffers: Buffers, l: int, kind: Normalization) -> Operation:
    """n = (z - mean) / s + b, with n_hat (n before its shift) and s kept for the way back."""
    z, n, b, n_hat, s = buffers.z[l], buffers.n[l], buffers.block[l - 1][-1], buffers.n_hat[l], buffers.s[l]
    return Operation(
        "forward", l, "n",
        rf"n_{{{l}}} = \frac{{z_{{{l}}} - \mathrm{{mean}}\,z_{{{l}}}}}{{s_{{{l}}}}} + b_{{{l}}},"
        rf"\ s_{{{l}}}^2 = \mathrm{{var}}\,z_{{{l}}} + 10^{{-5}}",
        {f"z{l}": z.T, f"b{l}": b}, {f"n{l}": n.T, f"n_hat{l}": n_hat.T, f"s{l}": s.T},
        tuple(bind(kind.value_steps(z, b[:, None], n_hat, s, n))),
    )  # fmt: skip


def _activated(buffers: Buffers, l: int, f: Activation) -> Operation:
    """a = f(z), or f(n); around a skip connection a = f(z) + a_below."""
    seen = f"n_{{{l}}}" if l in buffers.n_hat else f"z_{{{l}}}"
    formula = rf"a_{{{l}}} = {f.formula.replace('z', seen)}"
    reads = {f"n{l}" if l in buffers.n_hat else f"z{l}": buffers.n[l].T}
    a, value = buffers.a[l], buffers.f[l]
    writes = {f"a{l}": a.T}
    steps = f.value_steps(buffers.n[l], value, buffers.slope[l])
    if buffers.skips and l < buffers.depth:
        # The slopes need f by itself, and are computed for all hidden layers in one sweep.
        writes[f"f{l}"] = value.T
        steps.append((np.positive, value, a))
    if l in buffers.skips:
        formula += rf" + a_{{{l - 1}}}"
        reads[f"a{l - 1}"] = buffers.a[l - 1].T
        steps[-1] = (np.add, value, buffers.a[l - 1], a)
    return Operation("forward", l, "a", formula, reads, writes, tuple(bind(steps)))


def forward_layer(buffers: Buffers, l: int, f: Activation) -> list[Operation]:
    """z = x W + b and a = f(z) of layer l; in a normalised layer z = x W, n and a = f(n)."""
    normalized = (
        [_normalized(buffers, l, buffers.normalization)]
        if buffers.normalization and l in buffers.n_hat
        else []
    )
    return [_product(buffers, l), *normalized, _activated(buffers, l, f)]


def compile_forward(buffers: Buffers, hidden: Activation, output: Activation) -> list[Operation]:
    """Layer by layer, from the input side."""
    layers = range(1, buffers.depth + 1)
    return [op for l in layers for op in forward_layer(buffers, l, output if l == buffers.depth else hidden)]


def _output_delta(
    buffers: Buffers, output: Activation, loss: Loss | None, hidden: Activation | None
) -> Operation:
    """delta = dLoss/da * f'(z) of the output layer, or a fused loss's a - y; first the slopes.

    A fused loss needs no slope, but who shows the layer does. Of softmax every output depends on every z.
    """
    l = buffers.depth
    upstream = rf"\frac{{\partial L}}{{\partial a_{{{l}}}}}"
    a, delta, da, slope = buffers.a[l], buffers.delta[l], buffers.da[l], buffers.slope[l]
    steps = hidden.slope_steps(*buffers.hidden_sweep()) if hidden else []
    steps += output.slope_steps(buffers.z[l], a, slope)
    if loss is not None and loss.fuses(output):
        formula = rf"\delta_{{{l}}} = (a_{{{l}}} - y) / N"
        reads = {f"a{l}": a.T, "y": buffers.y.T}
        steps += loss.fused_delta_steps(a, buffers.y, delta)
    else:
        formula = rf"\delta_{{{l}}} = {upstream} \odot f'(z_{{{l}}})"
        reads = {f"slope{l}": slope.T, f"da{l}": da.T}
        if not output.elementwise:
            formula = rf"\delta_{{{l}}} = a_{{{l}}} \odot ({upstream} - \sum {upstream}\, a_{{{l}}})"
            reads = {f"a{l}": a.T, f"da{l}": da.T}
        steps += output.delta_steps(da, a, slope, delta)
    return Operation("backward", l, "delta", formula, reads, {f"delta{l}": delta.T}, tuple(bind(steps)))


def _hidden_delta(buffers: Buffers, l: int) -> Operation:
    """delta = (delta_above W_above^T) * f'(z); da is the part before the slope, a skip's share included.

    In a normalised layer that product is dn, dLoss/dn, and delta is what comes of it through z's mean and s.
    """
    delta, da, slope = buffers.delta[l], buffers.da[l], buffers.slope[l]
    W_above, delta_above = buffers.block[l][:-1], buffers.delta[l + 1]
    passed = rf"\delta_{{{l + 1}}} W_{{{l + 1}}}^\top"
    reads = {f"slope{l}": slope.T, f"W{l + 1}": W_above, f"delta{l + 1}": delta_above.T}
    writes = {f"delta{l}": delta.T, f"da{l}": da.T}
    steps: list[Step] = [(W_above.dot, delta_above, da)]
    if l + 1 in buffers.skips:
        passed += rf" + \frac{{\partial L}}{{\partial a_{{{l + 1}}}}}"
        reads[f"da{l + 1}"] = buffers.da[l + 1].T
        steps.append((np.add, da, buffers.da[l + 1], da))
    if (kind := buffers.normalization) is None:
        formula = rf"\delta_{{{l}}} = ({passed}) \odot f'(z_{{{l}}})"
        steps.append((np.multiply, da, slope, delta))
    else:
        dn, n_hat, s = buffers.dn[l], buffers.n_hat[l], buffers.s[l]
        formula = (
            rf"dn_{{{l}}} = ({passed}) \odot f'(n_{{{l}}}),\ \delta_{{{l}}} = (dn_{{{l}}} - \mathrm{{mean}}\,"
            rf"dn_{{{l}}} - \hat{{n}}_{{{l}}}\,\mathrm{{mean}}(dn_{{{l}}} \hat{{n}}_{{{l}}})) / s_{{{l}}}"
        )
        reads |= {f"n_hat{l}": n_hat.T, f"s{l}": s.T}
        writes[f"dn{l}"] = dn.T
        steps += [(np.multiply, da, slope, dn), *kind.gradient_steps(dn, n_hat, s, delta)]
    return Operation("backward", l, "delta", formula, reads, writes, tuple(bind(steps)))


def _parameter_gradient(buffers: Buffers, l: int, penalty: Penalty = NO_PENALTY) -> Operation:
    """dW = a_below^T delta and db = sum of delta in one product; db = sum of dn in a normalised layer.

    A penalty's gradient is added to dW.
    """
    below, delta, dblock = buffers.h[l - 1], buffers.delta[l], buffers.dblock[l - 1]
    reads = {f"a{l - 1}": buffers.a[l - 1].T, f"delta{l}": delta.T}
    steps: list[Step] = [(below.dot, delta.T, dblock)]
    shift = rf"\delta_{{{l}}}"
    if l in buffers.dn:
        # The bias comes after the normalisation.
        reads[f"dn{l}"] = buffers.dn[l].T
        steps = [
            (below[:-1].dot, delta.T, dblock[:-1]),
            (np.add.reduce, buffers.dn[l], 1, None, dblock[-1]),
        ]
        shift = f"dn_{{{l}}}"
    added = penalty.gradient_formula(l)
    if penalty:
        reads[f"W{l}"] = buffers.block[l - 1][:-1]
        steps += penalty.gradient_steps(buffers.block[l - 1][:-1], dblock[:-1])
    return Operation(
        "backward", l, "dW",
        rf"dW_{{{l}}} = a_{{{l - 1}}}^\top \delta_{{{l}}}{added},\ db_{{{l}}} = \sum {shift}",
        reads, {f"dW{l}": dblock[:-1], f"db{l}": dblock[-1]}, tuple(bind(steps)),
    )  # fmt: skip


def output_layer(
    buffers: Buffers,
    output: Activation,
    loss: Loss | None,
    hidden: Activation | None = None,
    penalty: Penalty = NO_PENALTY,
) -> list[Operation]:
    """delta, dW and db of the output layer.

    Args:
        loss: fused with the output activation or not; None where dLoss/da is given from outside.
        hidden: the hidden layers' activation, where their slopes are to be computed on the way.
    """
    delta = _output_delta(buffers, output, loss, hidden)
    return [delta, _parameter_gradient(buffers, buffers.depth, penalty)]


def backward_layer(buffers: Buffers, l: int, penalty: Penalty = NO_PENALTY) -> list[Operation]:
    """delta, dW and db of hidden layer l, whose slopes are there."""
    return [_hidden_delta(buffers, l), _parameter_gradient(buffers, l, penalty)]


def compile_backward(
    buffers: Buffers,
    hidden: Activation,
    output: Activation,
    loss: Loss | None = None,
    penalty: Penalty = NO_PENALTY,
) -> list[Operation]:
    """Layer by layer, from the output down; `loss` as `output_layer` takes it.

    The slopes of all hidden layers are computed in one sweep over the flat activations (measured factor
    1.24), in the first operation.
    """
    hidden_layers = range(buffers.depth - 1, 0, -1)
    return [
        *output_layer(buffers, output, loss, hidden, penalty),
        *(op for l in hidden_layers for op in backward_layer(buffers, l, penalty)),
    ]

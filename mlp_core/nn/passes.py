"""The two passes of a training step as operations: forward through the layers, and back.

What a layer has of its own (a normalisation, a skip connection around it) is read from the buffers; to the
operations of a plain network nothing is added.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from mlp_core.nn import formulas
from mlp_core.nn.activations import Activation
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.losses import Loss
from mlp_core.nn.normalization import Normalization
from mlp_core.nn.operation import Operation, parts
from mlp_core.nn.penalties import NO_PENALTY, Penalty
from mlp_core.nn.steps import Array, Step, bind


def _product(buffers: Buffers, l: int) -> Operation:
    """z = x W + b (with samples as columns: z = [W; b]^T [x; 1]), or z = x W before a normalisation."""
    below, block, z = buffers.h[l - 1], buffers.block[l - 1], buffers.z[l]
    normalized = l in buffers.n_hat
    named = {"previous": (f"a{l - 1}", buffers.a[l - 1].T), "weights": (f"W{l}", block[:-1])}
    if normalized:
        below, block = below[:-1], block[:-1]
    else:
        named["bias"] = (f"b{l}", block[-1])
    reads, roles = parts(**named)
    return Operation(
        "forward", l, "z", "product",
        partial(formulas.product, l, not normalized),
        reads, {f"z{l}": z.T}, tuple(bind([(block.T.dot, below, z)])),
        roles, output=l == buffers.depth, normalized=normalized,
    )  # fmt: skip


def _normalized(buffers: Buffers, l: int, kind: Normalization) -> Operation:
    """n = (z - mean) / s + b, with n_hat (n before its shift) and s kept for the way back."""
    z, n, b, n_hat, s = buffers.z[l], buffers.n[l], buffers.block[l - 1][-1], buffers.n_hat[l], buffers.s[l]
    reads, roles = parts(seen=(f"z{l}", z.T), bias=(f"b{l}", b))
    return Operation(
        "forward", l, "n", "normalization", partial(kind.formula, l), reads,
        {f"n{l}": n.T, f"n_hat{l}": n_hat.T, f"s{l}": s.T},
        tuple(bind(kind.value_steps(z, b[:, None], n_hat, s, n))),
        roles, normalized=True,
    )  # fmt: skip


def _activated(buffers: Buffers, l: int, f: Activation) -> Operation:
    """a = f(z), or f(n); around a skip connection a = f(z) + a_below."""
    normalized, skip, output = l in buffers.n_hat, l in buffers.skips, l == buffers.depth
    seen = "n" if normalized else "z"
    named = {"seen": (f"{seen}{l}", buffers.n[l].T)}
    a, value = buffers.a[l], buffers.f[l]
    writes = {f"a{l}": a.T}
    steps = f.value_steps(buffers.n[l], value, buffers.slope[l], buffers.kept[l])
    if buffers.skips and not output:
        # The slopes need f by itself, and are computed for all hidden layers in one sweep.
        writes[f"f{l}"] = value.T
        steps.append((np.add, value, buffers.a[l - 1], a) if skip else (np.positive, value, a))
    if skip:
        named["previous"] = (f"a{l - 1}", buffers.a[l - 1].T)
    reads, roles = parts(**named)
    return Operation(
        "forward", l, "a", "activation", partial(formulas.activation, l, f, seen, skip),
        reads, writes, tuple(bind(steps)), roles,
        output=output, normalized=normalized, skip=skip, shares=not f.elementwise,
    )  # fmt: skip


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
    """delta = dLoss/da * f'(z) of the output layer, or a fused loss's own; first the slopes.

    A fused loss needs no slope, but who shows the layer does. Of softmax every output depends on every z.
    """
    l = buffers.depth
    a, delta, da, slope = buffers.a[l], buffers.delta[l], buffers.da[l], buffers.slope[l]
    named: dict[str, tuple[str, Array]]
    together = hidden is output and buffers.plain
    steps = hidden.slope_steps(*buffers.sweep(together)) if hidden else []
    steps += [] if together else output.slope_steps(buffers.z[l], a, slope, buffers.kept[l])
    fused = loss is not None and loss.fuses(output)
    if loss is not None and fused:
        named = {"output": (f"a{l}", a.T), "target": ("y", buffers.y.T)}
        steps += loss.fused_delta_steps(a, buffers.y, delta)
    else:
        own = {"slope": (f"slope{l}", slope.T)} if output.elementwise else {"output": (f"a{l}", a.T)}
        named = own | {"upstream": (f"da{l}", da.T)}
        steps += output.delta_steps(da, a, slope, delta)
    reads, roles = parts(**named)
    return Operation(
        "backward", l, "delta", "output_delta",
        partial(formulas.output_delta, l, output, loss if fused else None),
        reads, {f"delta{l}": delta.T}, tuple(bind(steps)), roles,
        output=True, shares=not output.elementwise, fused=fused,
    )  # fmt: skip


def _hidden_delta(buffers: Buffers, l: int) -> Operation:
    """delta = (delta_above W_above^T) * f'(z); da is the part before the slope, a skip's share included.

    In a normalised layer that product is dn, dLoss/dn, and delta is what comes of it through z's mean and s.
    """
    delta, da, slope = buffers.delta[l], buffers.da[l], buffers.slope[l]
    W_above, delta_above = buffers.block[l][:-1], buffers.delta[l + 1]
    named = {
        "slope": (f"slope{l}", slope.T),
        "weights": (f"W{l + 1}", W_above),
        "upstream": (f"delta{l + 1}", delta_above.T),
    }
    writes = {f"delta{l}": delta.T, f"da{l}": da.T}
    steps: list[Step] = [(W_above.dot, delta_above, da)]
    skip, kind = l + 1 in buffers.skips, buffers.normalization
    if skip:
        named["skip"] = (f"da{l + 1}", buffers.da[l + 1].T)
        steps.append((np.add, da, buffers.da[l + 1], da))
    if kind is None:
        steps.append((np.multiply, da, slope, delta))
    else:
        dn, n_hat, s = buffers.dn[l], buffers.n_hat[l], buffers.s[l]
        named |= {"n_hat": (f"n_hat{l}", n_hat.T), "spread": (f"s{l}", s.T)}
        writes[f"dn{l}"] = dn.T
        steps += [(np.multiply, da, slope, dn), *kind.gradient_steps(dn, n_hat, s, delta)]
    reads, roles = parts(**named)
    return Operation(
        "backward", l, "delta", "delta", partial(formulas.delta, l, skip, kind),
        reads, writes, tuple(bind(steps)), roles,
        normalized=kind is not None, skip=skip,
    )  # fmt: skip


def _parameter_gradient(
    buffers: Buffers, l: int, penalty: Penalty = NO_PENALTY, shares: bool = False, fused: bool = False
) -> Operation:
    """dW = a_below^T delta and db = sum of delta in one product; db = sum of dn in a normalised layer.

    A penalty's gradient is added to dW. `shares` and `fused` say of whose delta it is made.
    """
    below, delta, dblock = buffers.h[l - 1], buffers.delta[l], buffers.dblock[l - 1]
    named = {"previous": (f"a{l - 1}", buffers.a[l - 1].T), "delta": (f"delta{l}", delta.T)}
    steps: list[Step] = [(below.dot, delta.T, dblock)]
    normalized = l in buffers.dn
    if normalized:
        # The bias comes after the normalisation.
        named["shift"] = (f"dn{l}", buffers.dn[l].T)
        steps = [
            (below[:-1].dot, delta.T, dblock[:-1]),
            (np.add.reduce, buffers.dn[l], 1, None, dblock[-1]),
        ]
    if penalty:
        named["weights"] = (f"W{l}", buffers.block[l - 1][:-1])
        steps += penalty.gradient_steps(buffers.block[l - 1][:-1], dblock[:-1])
    reads, roles = parts(**named)
    return Operation(
        "backward", l, "dW", "gradient",
        partial(formulas.gradient, l, normalized, penalty),
        reads, {f"dW{l}": dblock[:-1], f"db{l}": dblock[-1]}, tuple(bind(steps)),
        {"shift": f"delta{l}"} | roles,
        output=l == buffers.depth, normalized=normalized, shares=shares, fused=fused, penalized=bool(penalty),
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
    return [delta, _parameter_gradient(buffers, buffers.depth, penalty, delta.shares, delta.fused)]


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
    1.24), in the first operation; the output layer's too, where it has the same activation.
    """
    hidden_layers = range(buffers.depth - 1, 0, -1)
    return [
        *output_layer(buffers, output, loss, hidden, penalty),
        *(op for l in hidden_layers for op in backward_layer(buffers, l, penalty)),
    ]

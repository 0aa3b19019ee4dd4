"""One training step as a list of operations.

    forward    z1, a1, z2, a2, ... zL, aL; where layers are normalised z1, n1, a1, ...
    loss       loss, dLoss/da of the output layer
    backward   delta L, dW and db L, delta L-1, dW and db L-1, ... delta 1, dW and db 1
    update     W and b 1, ... W and b L

The trainer runs the operations' bound NumPy calls one after another; a page may run the very
same operations one at a time and show the arrays they read and write. What is shown is what runs.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from mlp_core.nn import formulas
from mlp_core.nn.activations import Activation
from mlp_core.nn.buffers import Buffers
from mlp_core.nn.losses import Loss
from mlp_core.nn.network import MLP
from mlp_core.nn.operation import Call, Operation, flatten, parts
from mlp_core.nn.passes import compile_backward, compile_forward
from mlp_core.nn.penalties import NO_PENALTY, Penalty
from mlp_core.nn.steps import Array, bind
from mlp_core.optim.optimizers import Optimizer


def compile_loss(
    buffers: Buffers, loss: Loss, output: Activation, penalty: Penalty = NO_PENALTY
) -> Operation:
    """The loss, from a fused loss's z; of any other from a, and with it dLoss/da of the output layer."""
    depth = buffers.depth
    z, a, da = buffers.z[depth], buffers.a[depth], buffers.da[depth]
    fused = loss.fuses(output)
    writes: dict[str, Array] = {"loss": buffers.loss}
    if fused:
        shown = (f"z{depth}", z.T)
        steps = loss.fused_value_steps(z, buffers.y, buffers.loss)
    else:
        shown = (f"a{depth}", a.T)
        writes[f"da{depth}"] = da.T
        steps = loss.steps(a, buffers.y, da, buffers.loss)
    reads, roles = parts(output=shown, target=("y", buffers.y.T))
    if penalty:
        weights = [block[:-1] for block in buffers.block]
        reads |= {f"W{l}": W for l, W in enumerate(weights, start=1)}
        writes["penalty"] = buffers.penalty
        steps += penalty.value_steps(weights, buffers.penalty)
        steps.append((np.add, buffers.loss, buffers.penalty, buffers.loss))
    return Operation(
        "loss", None, "loss", "loss", partial(formulas.loss, loss, penalty, *buffers.y.T.shape),
        reads, writes, tuple(bind(steps)), roles,
        fused=fused, penalized=bool(penalty),
    )  # fmt: skip


def compile_evaluation(
    buffers: Buffers, network: MLP, loss: Loss, penalty: Penalty = NO_PENALTY
) -> list[Operation]:
    """Forward, loss and backward: everything of a training step but the update."""
    functions = network.activation, network.output_activation
    return [
        *compile_forward(buffers, *functions),
        compile_loss(buffers, loss, network.output_activation, penalty),
        *compile_backward(buffers, *functions, loss, penalty),
    ]


def compile_update(
    buffers: Buffers,
    parameters: Array,
    gradient: Array,
    optimizer: Optimizer,
    state: dict[str, Array],
    eta: Array,
    biases: bool = True,
) -> tuple[list[Operation], list[Call]]:
    """The optimizer's update, as (one operation a layer, calls that do the same to all layers at once).

    Both are made by the same `optimizer.steps`, which changes each parameter by itself: the bits are equal.

    Args:
        eta: the learning rate, 0-d.
        biases: whether they change too.
    """  # fmt: skip
    operations, start = [], 0
    begin = bind(optimizer.begin_steps(state, eta))
    for l, (block, dblock) in enumerate(zip(buffers.block, buffers.dblock, strict=True), start=1):
        size = block.size if biases else block[:-1].size
        part = slice(start, start + size)
        start += block.size
        its_state = {name: array[part] if array.ndim else array for name, array in state.items()}
        steps = optimizer.steps(parameters[part], gradient[part], its_state, eta)
        reads, roles = parts(
            weights=(f"W{l}", block[:-1]), bias=(f"b{l}", block[-1]),
            gradient=(f"dW{l}", dblock[:-1]), bias_gradient=(f"db{l}", dblock[-1]),
        )  # fmt: skip
        changed = {name: reads[name] for name in ([f"W{l}", f"b{l}"] if biases else [f"W{l}"])}
        memory = _named(its_state, l, block[:-1])
        operations.append(
            Operation(
                "update", l, "W", "update", partial(optimizer.equations, l, biases),
                reads | memory, changed | memory,
                (*(begin if l == 1 else ()), *bind(steps)), roles, output=l == buffers.depth,
            )
        )  # fmt: skip
    # One sweep over everything is the faster, where everything is updated.
    calls = [*begin, *bind(optimizer.steps(parameters, gradient, state, eta))]
    return operations, calls if biases else flatten(operations)


def _named(state: dict[str, Array], l: int, W: Array) -> dict[str, Array]:
    """A layer's part of an optimizer's state by name: "velocity" as velocityW1 and velocityb1, if there.

    What is one for the whole network keeps its name.
    """
    named = {name: part for name, part in state.items() if not part.ndim}
    for name, part in state.items():
        if part.ndim:
            named[f"{name}W{l}"] = part[: W.size].reshape(W.shape)
        if part.size > W.size:
            named[f"{name}b{l}"] = part[W.size :]
    return named

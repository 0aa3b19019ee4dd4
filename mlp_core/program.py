"""One training step as a list of operations.

    forward    z1, a1, z2, a2, ... zL, aL
    loss       loss, dLoss/da of the output layer
    backward   delta L, dW and db L, delta L-1, dW and db L-1, ... delta 1, dW and db 1
    update     W and b 1, ... W and b L

The trainer runs the operations' bound NumPy calls one after another; a page may run the very
same operations one at a time and show the arrays they read and write. What is shown is what runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from mlp_core.activations import Activation, Array, Step, bind
from mlp_core.losses import Loss
from mlp_core.optimizers import Optimizer

if TYPE_CHECKING:
    from mlp_core.buffers import Buffers
    from mlp_core.network import MLP

Call = Callable[[], Any]


@dataclass(frozen=True)
class Operation:
    """One line of the textbook, ready to run.

    Attributes:
        phase: "forward", "loss", "backward" or "update".
        layer: 1..L, or None when the operation is about the whole network.
        symbol: what it computes: "z", "a", "loss", "delta", "dW" or, in the update, "W".
        formula: LaTeX.
        reads, writes: name -> array, views with rows as samples; they change as the program runs.
        calls: the bound NumPy calls that do it.
    """

    phase: str
    layer: int | None
    symbol: str
    formula: str
    reads: Mapping[str, Array] = field(repr=False)
    writes: Mapping[str, Array] = field(repr=False)
    calls: tuple[Call, ...] = field(repr=False)

    def __call__(self) -> None:
        """Run the operation, in place. Overflow is not an error here: it shows up as inf or NaN."""
        with np.errstate(all="ignore"):
            for call in self.calls:
                call()

    def __str__(self) -> str:
        return f"{self.phase}: {self.symbol}" + (f" of layer {self.layer}" if self.layer else "")


def flatten(operations: Iterable[Operation]) -> list[Call]:
    """The calls of all operations, in order: what the hot loop runs."""
    return [call for operation in operations for call in operation.calls]


def _activation(layer: int, depth: int, hidden: Activation, output: Activation) -> Activation:
    return output if layer == depth else hidden


def compile_forward(buffers: Buffers, hidden: Activation, output: Activation) -> list[Operation]:
    """z = x W + b and a = f(z), layer by layer (with samples as columns: z = [W; b]^T [x; 1])."""
    operations = []
    for l in range(1, buffers.depth + 1):
        f = _activation(l, buffers.depth, hidden, output)
        below, block, z, a = buffers.h[l - 1], buffers.block[l - 1], buffers.z[l], buffers.a[l]
        operations.append(
            Operation(
                "forward", l, "z", rf"z_{{{l}}} = a_{{{l - 1}}} W_{{{l}}} + b_{{{l}}}",
                {f"a{l - 1}": buffers.a[l - 1].T, f"W{l}": block[:-1], f"b{l}": block[-1]}, {f"z{l}": z.T},
                tuple(bind([(block.T.dot, below, z)])),
            )
        )  # fmt: skip
        operations.append(
            Operation(
                "forward", l, "a", rf"a_{{{l}}} = {f.formula.replace('z', f'z_{{{l}}}')}",
                {f"z{l}": z.T}, {f"a{l}": a.T},
                tuple(bind(f.value_steps(z, a, buffers.slope[l]))),
            )
        )  # fmt: skip
    return operations


def compile_loss(buffers: Buffers, loss: Loss) -> Operation:
    """The loss and dLoss/da of the output layer."""
    depth = buffers.depth
    a, da = buffers.a[depth], buffers.da[depth]
    return Operation(
        "loss", None, "loss", loss.formula,
        {f"a{depth}": a.T, "y": buffers.y.T}, {"loss": buffers.loss, f"da{depth}": da.T},
        tuple(bind(loss.steps(a, buffers.y, da, buffers.loss))),
    )  # fmt: skip


def compile_backward(buffers: Buffers, hidden: Activation, output: Activation) -> list[Operation]:
    """delta = dLoss/da * f'(z), dW = a_below^T delta, db = sum of delta; dLoss/da below = delta W^T.

    The slopes of all hidden layers are computed in one sweep over the flat activations
    (measured factor 1.24), in the first backward operation.
    """
    operations = []
    for l in range(buffers.depth, 0, -1):
        delta, da, slope = buffers.delta[l], buffers.da[l], buffers.slope[l]
        steps: list[Step] = []
        reads = {f"slope{l}": slope.T}
        writes = {f"delta{l}": delta.T}
        if l == buffers.depth:
            steps += hidden.slope_steps(*buffers.hidden_sweep())
            steps += output.slope_steps(buffers.z[l], buffers.a[l], slope)
            formula = rf"\delta_{{{l}}} = \frac{{\partial L}}{{\partial a_{{{l}}}}} \odot f'(z_{{{l}}})"
            reads[f"da{l}"] = da.T
        else:
            W_above, delta_above = buffers.block[l][:-1], buffers.delta[l + 1]
            steps.append((W_above.dot, delta_above, da))
            formula = rf"\delta_{{{l}}} = (\delta_{{{l + 1}}} W_{{{l + 1}}}^\top) \odot f'(z_{{{l}}})"
            reads |= {f"W{l + 1}": W_above, f"delta{l + 1}": delta_above.T}
            writes[f"da{l}"] = da.T  # the gradient handed down, before the slope
        steps.append((np.multiply, da, slope, delta))
        operations.append(Operation("backward", l, "delta", formula, reads, writes, tuple(bind(steps))))
        below, dblock = buffers.h[l - 1], buffers.dblock[l - 1]
        operations.append(
            Operation(
                "backward", l, "dW",
                rf"dW_{{{l}}} = a_{{{l - 1}}}^\top \delta_{{{l}}},\ db_{{{l}}} = \sum \delta_{{{l}}}",
                {f"a{l - 1}": buffers.a[l - 1].T, f"delta{l}": delta.T},
                {f"dW{l}": dblock[:-1], f"db{l}": dblock[-1]},
                tuple(bind([(below.dot, delta.T, dblock)])),
            )
        )  # fmt: skip
    return operations


def compile_evaluation(buffers: Buffers, network: MLP, loss: Loss) -> list[Operation]:
    """Forward, loss and backward: everything of a training step but the update."""
    functions = network.activation, network.output_activation
    return [
        *compile_forward(buffers, *functions),
        compile_loss(buffers, loss),
        *compile_backward(buffers, *functions),
    ]


def compile_update(
    buffers: Buffers,
    parameters: Array,
    gradient: Array,
    optimizer: Optimizer,
    state: dict[str, Array],
    biases: bool = True,
) -> tuple[list[Operation], list[Call]]:
    """The optimizer's update, as (one operation a layer, calls that do the same to all layers at once).

    Both are made by the same `optimizer.steps`, which changes each parameter by itself: the bits are equal.
    With `biases` False only the weights change.
    """  # fmt: skip
    operations, start = [], 0
    for l, (block, dblock) in enumerate(zip(buffers.block, buffers.dblock, strict=True), start=1):
        size = block.size if biases else block[:-1].size
        part = slice(start, start + size)
        start += block.size
        steps = optimizer.steps(
            parameters[part], gradient[part], {name: array[part] for name, array in state.items()}
        )
        now = {f"W{l}": block[:-1], f"b{l}": block[-1]}
        operations.append(
            Operation(
                "update", l, "W", optimizer.layer_formula(l, biases),
                now | {f"dW{l}": dblock[:-1], f"db{l}": dblock[-1]},
                now if biases else {f"W{l}": block[:-1]},
                tuple(bind(steps)),
            )
        )  # fmt: skip
    # One sweep over everything is the faster, where everything is updated.
    return operations, bind(optimizer.steps(parameters, gradient, state)) if biases else flatten(operations)

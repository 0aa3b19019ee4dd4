"""Loss functions: how far the output a is from the target y, and dLoss/da."""

from __future__ import annotations

import numpy as np

from mlp_core.activations import Array, Step, bind


class Loss:
    """A loss of outputs `a` and targets `y`, both (batch, n_out)."""

    name: str
    formula: str
    """LaTeX of the printed value."""

    def steps(self, a: Array, y: Array, da: Array, value: Array) -> list[Step]:
        """Operations that write the loss into the 0-d array `value` and the gradient into `da`.

        `a`, `y` and `da` are C-contiguous with samples as columns, (n_out, batch): the engine's layout.
        """
        raise NotImplementedError

    def gradient_factor(self, n_out: int) -> float:
        """The gradient that `steps` writes, divided by the true gradient of the printed value."""
        return 1.0

    def _evaluate(self, a: Array, y: Array) -> tuple[float, Array]:
        columns_a, columns_y = (np.array(np.atleast_2d(v).T, dtype=np.float64, order="C") for v in (a, y))
        if columns_a.shape != columns_y.shape:
            raise ValueError(f"outputs {columns_a.T.shape} and targets {columns_y.T.shape} differ in shape")
        da, value = np.empty_like(columns_a), np.zeros(())
        with np.errstate(all="ignore"):
            for call in bind(self.steps(columns_a, columns_y, da, value)):
                call()
        return float(value), da.T

    def value(self, a: Array, y: Array) -> float:
        """The loss that is printed, for `a` and `y` of shape (batch, n_out) or (n_out,)."""
        return self._evaluate(a, y)[0]

    def gradient(self, a: Array, y: Array) -> Array:
        """dLoss/da as backpropagation uses it, (batch, n_out); it carries the 1/batch of the mean."""
        return self._evaluate(a, y)[1]

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class MeanSquaredError(Loss):
    """Half the mean squared error: 1/2 mean((a - y)^2) over outputs and samples.

    The tutorial prints this value but descends along a - y, the gradient of 1/2 *sum* over the
    outputs: n_out times the gradient of what it prints. Both are kept, so that the default run is
    the tutorial's; `gradient_factor` is that n_out. Source: tutorial, class MeanSquaredError.
    """

    name = "mse"
    formula = r"\tfrac{1}{2}\,\mathrm{mean}\,(a - y)^2"

    def steps(self, a: Array, y: Array, da: Array, value: Array) -> list[Step]:
        batch = a.shape[1]
        flat = da.reshape(-1)
        steps: list[Step] = [
            (np.subtract, a, y, da),
            (flat.dot, flat, value),
            (np.multiply, value, np.array(0.5 / a.size, dtype=value.dtype), value),
        ]
        if batch > 1:
            steps.append((np.divide, da, np.array(batch, dtype=da.dtype), da))
        return steps

    def gradient_factor(self, n_out: int) -> float:
        return float(n_out)


class SumSquaredError(Loss):
    """Half the squared error, summed over the outputs and averaged over the samples: 1/2 sum((a - y)^2).

    Its gradient a - y is that of the printed value. Source: M. Mazur, "A Step by Step Backpropagation
    Example" (2015), where the total error is the sum of 1/2 (target - output)^2.
    """

    name = "sse"
    formula = r"\tfrac{1}{2}\,\sum\,(a - y)^2"

    def steps(self, a: Array, y: Array, da: Array, value: Array) -> list[Step]:
        samples = np.array(0.5 / a.shape[1], dtype=value.dtype)
        steps = MeanSquaredError().steps(a, y, da, value)
        steps[2] = (np.multiply, value, samples, value)
        return steps


LOSSES: dict[str, Loss] = {loss.name: loss for loss in (MeanSquaredError(), SumSquaredError())}
"""name -> loss. The names go into links, so they never change."""

"""What a run's arrays tell: how a gradient shrinks on its way back, and whether it is the true one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlp_core.analysis.probe import Probe
from mlp_core.nn.activations import ACTIVATIONS, OUTPUT_ACTIVATIONS
from mlp_core.nn.norms import norm
from mlp_core.nn.steps import Array

MOST_CHECKED = 500
"""Parameters of one check at most, if nothing else is said; of more, as many, evenly spaced."""

_FIRST, _SHRINK, _TABLE = 0.1, 1.6, 9
_SCALES, _SURE, _GUESS = 7, 1e-9, 1e-3


@dataclass(frozen=True)
class Shrinking:
    """How delta shrinks from the layer above to this one: ratio = weights * slope.

    Attributes:
        ratio: ||delta_l|| / ||delta_{l+1}||.
        weights: ||delta_{l+1} W^T|| / ||delta_{l+1}||, what the weights pass on.
        slope: ||(delta_{l+1} W^T) * f'(z)|| / ||delta_{l+1} W^T||, what the slopes pass on of that.
    """

    ratio: float
    weights: float
    slope: float


def shrinking(delta_above: Array, da: Array, delta: Array) -> Shrinking | None:
    """The two factors of one layer: delta_{l+1} (batch, n_{l+1}), da = delta_{l+1} W^T, delta (batch, n).

    None where the layer above has no gradient left to pass on. Source: delta_l = (delta_{l+1} W^T) * f'(z_l).
    """
    above, passed, here = norm(delta_above), norm(da), norm(delta)
    if not above > 0 or not all(map(np.isfinite, (above, passed, here))):
        return None
    return Shrinking(here / above, passed / above, here / passed if passed > 0 else 0.0)


def ridders(f: Callable[[float], float]) -> tuple[float, float]:
    """The derivative of f at 0 by central differences, and an estimate of its error.

    Differences at ever smaller steps, extrapolated to step 0; the least estimated error wins, so that a
    vanished derivative is not drowned in the rounding of f. Source: C. Ridders, Adv. Eng. Softw. 4 (1982) 75.
    """
    step, rows = _FIRST, [[(f(_FIRST) - f(-_FIRST)) / (2 * _FIRST)]]
    best, error = rows[0][0], np.inf
    for i in range(1, _TABLE):
        step /= _SHRINK
        row = [(f(step) - f(-step)) / (2 * step)]
        power = 1.0
        for j in range(i):
            power *= _SHRINK**2
            row.append((power * row[j] - rows[-1][j]) / (power - 1))
            found = max(abs(row[-1] - row[-2]), abs(row[-1] - rows[-1][j]))
            if found <= error:
                best, error = row[-1], found
        if abs(row[-1] - rows[-1][-1]) >= 2 * error:
            break
        rows.append(row)
    return best, float(error)


@dataclass(frozen=True)
class GradientCheck:
    """A gradient against central differences, (n,) each.

    Attributes:
        analytic: what backpropagation computed.
        numeric: what differences of the loss give.
        error: how sure the differences are.
        of: how many parameters there are, of which these n were checked.
    """

    analytic: Array
    numeric: Array
    error: Array
    of: int

    @property
    def relative_error(self) -> float:
        """||numeric - analytic|| / ||analytic||; 0 where both are exactly 0."""
        difference = norm(self.numeric - self.analytic)
        return difference / norm(self.analytic) if difference else 0.0


def check_gradient(
    probe: Probe, parameters: Array, gradient: Array, most: int = MOST_CHECKED
) -> GradientCheck:
    """Compare a part of the probe's gradient with central differences of its loss.

    Args:
        probe: evaluated afresh here, and left evaluated at its own parameters.
        parameters, gradient: views of the probe's arrays of one shape, such as layer.W and layer.dW.
        most: how many parameters are checked at most, evenly spaced.
    """
    probe.evaluate()
    places = np.unique(np.linspace(0, parameters.size - 1, min(parameters.size, most)).astype(int))
    index = np.unravel_index(places, parameters.shape)
    analytic = gradient[index].copy()
    found = np.array([_derivative(probe, parameters, i) for i in zip(*index, strict=True)])
    probe.evaluate()
    return GradientCheck(analytic, found[:, 0], found[:, 1], parameters.size)


def _derivative(probe: Probe, parameters: Array, index: tuple[int, ...]) -> tuple[float, float]:
    """By differences of ever finer first steps, until one is sure; else the surest.

    Most are sure at the first. A normalised layer may bend within 1e-5: where all its z are nearly equal,
    it divides by an s of sqrt(1e-5), and what stands behind it divides again. A ReLU and |W| have a kink,
    which a finer step does not reach.
    """
    experiment = probe.experiment
    functions = ACTIVATIONS[experiment.activation], OUTPUT_ACTIVATIONS[experiment.output_activation]
    kinked = experiment.l1 > 0 or any(f.kinks for f in functions)
    # A smooth plain network's vanished gradients need the coarsest: finer steps drown them in rounding.
    bent = experiment.residual or experiment.normalization != "none" or kinked
    scales = _SCALES if bent else 1
    kept = parameters[index]
    best, error = 0.0, np.inf
    for finer in 10.0 ** -np.arange(scales):

        def moved(by: float, finer: float = finer) -> float:
            parameters[index] = kept + finer * by
            return probe.objective()

        found, doubt = (value / finer for value in ridders(moved))
        # Exactly 0, as at a dead unit, is believed where what came before is hardly more than a guess.
        dead = found == doubt == 0 and error > _GUESS * abs(best)
        if not np.isfinite(error) or dead or doubt * abs(best) < error * abs(found):
            best, error = found, doubt
        if error <= _SURE * abs(best):
            break
    parameters[index] = kept
    return best, error

"""What a run's arrays tell: how a gradient shrinks on its way back, and whether it is the true one."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlp_core.analysis.differences import Line, Slope, slope
from mlp_core.analysis.probe import Probe
from mlp_core.nn.norms import norm
from mlp_core.nn.steps import Array

MOST_CHECKED = 500
"""Parameters of one check at most, if nothing else is said; of more, as many, spread over all of them."""
_GOLDEN = 0.6180339887498949
"""The golden ratio's part: its multiples, without whole ones, lie evenly however many there are."""

Takes = Literal["left", "right", "middle", "neither"]
_CLOSE = 1e-4
"""How near to a side's slope one has to be to be that side's, in parts of the distance between both."""


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


@dataclass(frozen=True)
class GradientCheck:
    """A gradient against differences of the loss, (n,) each.

    Where the loss has a kink there is no one slope, and central differences give the mean of two. Of an
    activation backpropagation takes the slope on the left, f'(z) at a kink z; of |W| at 0 it takes 0.

    Attributes:
        analytic: what backpropagation computed.
        numeric: what central differences give of the loss that is descended along.
        error: how sure the differences are.
        of: how many parameters there are, of which these n were checked.
        printed: central differences of the loss that is printed.
        factor: by how much the loss that is descended along is more than the printed one, but for a penalty.
        left, right: the differences from each side, where the loss has a kink and they disagree; else NaN.
        kinks: z and f'(z) of the kinks that these are at.
        penalty_kink: whether |W| has one there.
    """

    analytic: Array
    numeric: Array
    error: Array
    of: int
    printed: Array
    factor: float
    left: Array
    right: Array
    kinks: tuple[tuple[float, float], ...] = ()
    penalty_kink: bool = False

    @property
    def kinked(self) -> Array:
        """Which of them are at a kink, (n,)."""
        return np.isfinite(self.left)

    @property
    def takes(self) -> Takes:
        """Which slope backpropagation takes at the kinks: that of all of them, or of neither side."""
        left, right, at = self.left[self.kinked], self.right[self.kinked], self.analytic[self.kinked]
        close = _CLOSE * np.abs(right - left)
        sides: dict[Takes, Array] = {"left": left, "right": right, "middle": (left + right) / 2}
        return next((name for name, side in sides.items() if np.all(np.abs(at - side) <= close)), "neither")

    @property
    def relative_error(self) -> float:
        """||numeric - analytic|| / ||analytic|| of those at no kink; 0 where both are exactly 0."""
        smooth = ~self.kinked
        difference = norm(self.numeric[smooth] - self.analytic[smooth])
        return difference / norm(self.analytic[smooth]) if difference else 0.0


def check_gradient(
    probe: Probe,
    parameters: Array,
    gradient: Array,
    most: int = MOST_CHECKED,
    seconds: float = math.inf,
) -> GradientCheck:
    """Compare a part of the probe's gradient with differences of its loss.

    Args:
        probe: evaluated afresh here, and left evaluated at its own parameters.
        parameters, gradient: views of the probe's arrays of one shape, such as layer.W and layer.dW.
        most: how many parameters are checked at most, evenly spaced.
        seconds: of this thread's own work after which no other is checked; one may need a few passes, or
            hundreds.
    """
    probe.evaluate()
    places = np.unique(np.linspace(0, parameters.size - 1, min(parameters.size, most)).astype(int))
    found = _slopes(probe, parameters, places, time.thread_time() + seconds)
    places, slopes = np.array(list(found)), list(found.values())
    probe.evaluate()
    analytic = gradient[np.unravel_index(places, parameters.shape)].copy()
    numeric, error, printed, left, right = (
        np.array(values) for values in zip(*(one[:5] for one in slopes), strict=True)
    )
    crossed = {place for one in slopes for place in one.kinks}
    kinks = {(kink.z, kink.slope) for place, kink in enumerate(probe.kinks) if place in crossed}
    return GradientCheck(
        analytic, numeric, error, parameters.size, printed, probe.factor, left, right,
        tuple(sorted(kinks)), len(probe.kinks) in crossed,
    )  # fmt: skip


def _slopes(probe: Probe, parameters: Array, places: Array, until: float) -> dict[int, Slope]:
    """place -> the slope there, in ascending order; where the time is up, of some that lie all over."""
    found = dict[int, Slope]()
    for place in places[np.argsort(np.arange(len(places)) * _GOLDEN % 1.0)].tolist():
        found[place] = slope(Line(probe, parameters, np.unravel_index(place, parameters.shape)))
        if time.thread_time() > until:
            break
    return dict(sorted(found.items()))

"""Derivatives of a probe's loss by differences: from both sides together, and at a kink from each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np

from mlp_core.analysis.probe import Probe
from mlp_core.nn.steps import Array
from mlp_core.training.experiment import Experiment

_FIRST, _SHRINK, _TABLE = 0.1, 1.6, 9
_SCALES, _FINEST, _SURE, _GUESS = 7, 1e-11, 1e-9, 1e-3
_ROUNDED = 1e5
"""A parameter is moved by this many of its last digits at least."""
_APART = 1e-6
"""How much of themselves the slopes from both sides differ by at a kink, beside 10 times their errors."""

Function = Callable[[float], float]
Found = tuple[float, float]
"""A derivative, and an estimate of its error."""


def _extrapolated(difference: Function, order: int) -> Found:
    """What differences at ever smaller steps come to at step 0; their error goes by order, 2 order, ..."""
    step, rows = _FIRST, [[difference(_FIRST)]]
    best, error = rows[0][0], np.inf
    for i in range(1, _TABLE):
        step /= _SHRINK
        row = [difference(step)]
        power = 1.0
        for j in range(i):
            power *= _SHRINK**order
            row.append((power * row[j] - rows[-1][j]) / (power - 1))
            found = max(abs(row[-1] - row[-2]), abs(row[-1] - rows[-1][j]))
            if found <= error:
                best, error = row[-1], found
        if abs(row[-1] - rows[-1][-1]) >= 2 * error:
            break
        rows.append(row)
    return best, float(error)


def ridders(f: Function) -> Found:
    """The derivative of f at 0 by central differences, and an estimate of its error.

    Differences at ever smaller steps, extrapolated to step 0; the least estimated error wins, so that a
    vanished derivative is not drowned in the rounding of f. Source: C. Ridders, Adv. Eng. Softw. 4 (1982) 75.
    """
    return _extrapolated(lambda step: (f(step) - f(-step)) / (2 * step), 2)


def one_sided(f: Function, side: int) -> Found:
    """The same from the right (side 1) or from the left (-1)."""
    return _extrapolated(lambda step: (f(side * step) - f(0.0)) / (side * step), 1)


class _Point(NamedTuple):
    objective: float
    printed: float
    sides: tuple[int, ...]


class Line:
    """A probe's loss along one parameter, from where it stands. Every point is computed once.

    Args:
        parameters: a view of the probe's weights, or of its biases; `index` says which.
    """

    def __init__(self, probe: Probe, parameters: Array, index: tuple[int, ...]) -> None:
        self._probe, self._parameters, self._index = probe, parameters, index
        self._kept = float(parameters[index])
        self._points: dict[float, _Point] = {}
        weights = (layer.W for layer in probe.network.layers)
        self._pulled = probe.experiment.l1 > 0 and any(np.may_share_memory(parameters, W) for W in weights)

    def _at(self, by: float) -> _Point:
        if by not in self._points:
            self._parameters[self._index] = self._kept + by
            objective = self._probe.objective()
            pulled = (int(np.sign(self._kept + by)),) if self._pulled else ()
            self._points[by] = _Point(objective, self._probe.printed, (*self._probe.sides(), *pulled))
            self._parameters[self._index] = self._kept
        return self._points[by]

    @property
    def experiment(self) -> Experiment:
        """The settings that hold."""
        return self._probe.experiment

    def objective(self, by: float) -> float:
        """The loss whose gradient backpropagation computes, with the parameter moved by so much."""
        return self._at(by).objective

    def printed(self, by: float) -> float:
        """The loss that is printed."""
        return self._at(by).printed

    @property
    def kinked(self) -> bool:
        """Whether the loss has kinks at all."""
        return self._pulled or bool(self._probe.kinks)

    @property
    def finest(self) -> float:
        """The smallest step worth taking: some of the parameter's last digits."""
        return max(_FINEST, _ROUNDED * float(np.spacing(abs(self._kept))))

    def crossed(self) -> list[int]:
        """The kinks that even the finest step reaches, as places in the probe's `kinks`; the penalty's is
        behind these.
        """
        if not self.kinked:
            return []
        three = zip(*(self._at(by).sides for by in (-self.finest, 0.0, self.finest)), strict=True)
        return [place for place, sides in enumerate(three) if len(set(sides)) > 1]

    def clear(self, step: float) -> bool:
        """Whether a step to either side reaches no more kinks than the finest one."""
        return all(self._at(side * step).sides == self._at(side * self.finest).sides for side in (-1, 1))


class Slope(NamedTuple):
    """A derivative by differences: `value` from both sides together, known to `error`.

    Attributes:
        printed: the same of the loss that is printed.
        left, right: from each side, where the loss has a kink and they disagree; else NaN.
        kinks: whose kinks they are, as `Line.crossed` says.
    """

    value: float
    error: float
    printed: float
    left: float = np.nan
    right: float = np.nan
    kinks: tuple[int, ...] = ()


def slope(line: Line) -> Slope:
    """The derivative at the line's beginning, by differences of ever finer first steps, until one is sure.

    Most are sure at the first. A normalised layer may bend within 1e-5: where all its z are nearly equal,
    it divides by an s of sqrt(1e-5), and what stands behind it divides again. A ReLU and |W| have kinks:
    steps begin where they reach none. Where even the finest does, both sides are looked at by themselves: at
    a kink that does not matter they agree.
    """
    experiment = line.experiment
    # A smooth plain network's vanished gradients need the coarsest: finer steps drown them in rounding.
    bent = experiment.residual or experiment.normalization != "none" or line.kinked
    scales = [10.0**-k for k in range(_SCALES if bent else 1)]
    if line.kinked:
        first = _clear(line)
        scales = [first, *(first * scale for scale in scales[1:] if _FIRST * first * scale > line.finest)]
    kinks = line.crossed()
    if kinks:
        (left, doubt), (right, other) = (_surest(line.objective, scales, one_sided, side) for side in (-1, 1))
        if abs(left - right) > max(10 * (doubt + other), _APART * max(abs(left), abs(right))):
            printed = _surest(line.printed, scales, ridders)[0]
            return Slope((left + right) / 2, max(doubt, other), printed, left, right, tuple(kinks))
    return Slope(*_surest(line.objective, scales, ridders), _surest(line.printed, scales, ridders)[0])


def _clear(line: Line) -> float:
    """The coarsest scale at which no kink is reached that the finest step does not reach."""
    scale = 1.0
    while _FIRST * scale > line.finest and not line.clear(_FIRST * scale):
        scale /= 2
    return scale


def _surest(f: Function, scales: Iterable[float], rule: Callable[..., Found], *side: int) -> Found:
    """What is surest of a rule's derivatives of f at several scales."""
    best, error = 0.0, np.inf
    for scale in scales:

        def scaled(by: float, scale: float = scale) -> float:
            return f(scale * by)

        found, doubt = (value / scale for value in rule(scaled, *side))
        # Exactly 0, as at a dead unit, is believed where what came before is hardly more than a guess.
        dead = found == doubt == 0 and error > _GUESS * abs(best)
        if found or doubt:  # rounded differences may agree by chance
            doubt = max(doubt, float(np.spacing(abs(f(0.0)))) / (_FIRST * scale))
        if not np.isfinite(error) or dead or doubt * abs(best) < error * abs(found):
            best, error = found, doubt
        if error <= _SURE * abs(best):
            break
    return best, error

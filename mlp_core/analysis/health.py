"""Whether a run is well: is it better than a constant answer, do gradients move anything, are units alive?

A ratio alone does not tell. Gradients of 1e-16 in every layer are alike, and a loss that falls to a third
may be that of a network which answers every sample alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np

from mlp_core.data.datasets import REGRESSION
from mlp_core.data.load import load
from mlp_core.nn.activations import Activation
from mlp_core.nn.losses import LOSSES, Loss
from mlp_core.nn.steps import Array, Matrix, Vector
from mlp_core.training.experiment import Experiment
from mlp_core.training.inference import accuracy
from mlp_core.training.stopping import Scores

LEARNED, RIGHT = 0.02, 0.1
"""A network has learned where its loss is below that of the constant answer by more than this share of it, or
its right answers are above those of the constant answer by more than this share of what those leave."""
VANISHED = 1e-8
"""A layer whose gradient is below this has vanished. It is Adam's epsilon, below which even steps that are
divided by the gradient's own size shrink; a plain step at a learning rate of 1 changes the eighth decimal."""
NOTHING = 1e-6
"""A loss below this is as good as 0, where it cannot be compared with that of a constant answer."""
IDLE = 0.5
"""A layer of which this share of units is dead, or of slopes is saturated, is named."""
ENOUGH = 8
"""Of fewer samples no unit is called dead."""
DEAD, SATURATED = "dead", "saturation"
"""What an idle unit is, by the measure's name in profile.py."""

_BEYOND = 1e300


@dataclass(frozen=True)
class Chance:
    """The best answer that looks at no input: one for all samples.

    Attributes:
        answer: (n_out,).
        scores: its losses and accuracies; NaN as in Scores.
    """

    answer: Vector
    scores: Scores


def chance(experiment: Experiment) -> Chance:
    """What an experiment's best constant answer scores, on what is trained on and on what is held back.

    The answer is chosen on the training samples, as a network's is. It need not lie within the output
    activation's bounds.
    """
    data, _ = load(experiment)
    return chance_of(experiment.loss, data.y, data.y_test, experiment.data.task != REGRESSION)


def chance_of(loss: str, y: Matrix, y_test: Matrix, classes: bool) -> Chance:
    """The best constant answer to targets y (samples, n_out) under a loss, by its name in LOSSES.

    It is the mean of the targets, m, for each of them: of classes, their shares.

    - Squared errors: d/da mean((a - y)^2) = 2 (a - m), which is 0 at a = m. What remains is the targets'
      variance: 1/2 of its mean over the outputs, or of its sum.
    - Binary cross-entropy: -(m log a + (1 - m) log(1 - a)) has the slope (a - m) / (a (1 - a)). What remains
      is the sum of the outputs' entropies -(m log m + (1 - m) log(1 - m)).
    - Softmax cross-entropy: by Gibbs' inequality -sum(m log a) among shares a of one is least at a = m. What
      remains is the entropy of the classes, -sum(m log m): log 10 for ten equally frequent ones.

    Another loss finds its own (Loss.best_constant). Under a cross-entropy a test sample of a class that is
    not trained on costs beyond all bounds (1e300).

    Args:
        y_test: (test samples, n_out), perhaps none.
        classes: whether answers are right or wrong.
    """
    answer = LOSSES[loss].best_constant(y)
    losses = [_constant(LOSSES[loss], answer, part) for part in (y, y_test)]
    shares = [accuracy(_all(answer, part), part) if classes else np.nan for part in (y, y_test)]
    return Chance(answer, Scores(*losses, *shares))


def _all(answer: Vector, y: Matrix) -> Matrix:
    return np.broadcast_to(answer, y.shape)


def _constant(loss: Loss, answer: Vector, y: Matrix) -> float:
    """The loss of one answer for all; of a cross-entropy from z, in which a share of 0 is -1e300."""
    if not len(y):
        return float("nan")
    if loss.output is None:
        return loss.value(_all(answer, y), y)
    with np.errstate(divide="ignore"):
        z = np.log(answer) - (np.log1p(-answer) if loss.output == "sigmoid" else 0)
    return loss.fused_value(_all(np.clip(z, -_BEYOND, _BEYOND), y), y)


def learned(scores: Scores, by_chance: Scores) -> bool | None:
    """Whether a network does better on the training samples than their best constant answer.

    None where that is right already: of one sample, or of samples that all have the same target.

    Args:
        by_chance: what the constant answer scores.
    """
    if not by_chance.train_loss > 0:
        return None
    lower = scores.train_loss < (1 - LEARNED) * by_chance.train_loss
    more = scores.train_accuracy - by_chance.train_accuracy > RIGHT * (1 - by_chance.train_accuracy)
    return bool(lower or more)


def idles(activation: Activation, samples: int) -> str | None:
    """Which way units of this activation fall idle: DEAD, SATURATED, or None where that cannot be said.

    Half of a ReLU's slopes are 0 and it is well; a unit is dead where they are so for every sample. Of a few
    samples that happens by chance: to 1 of 2^n units for n samples, were these independent. A unit between
    two bounds is saturated long before its slope is 0. No slope of a leaky ReLU comes near 0.

    Args:
        samples: of the batch that is looked at.
    """
    bounded = sum(map(isfinite, activation.bounds))
    if bounded == 1 and samples < ENOUGH:
        return None
    return (None, DEAD, SATURATED)[bounded]


def most_idle(shares: Array) -> tuple[int, float] | None:
    """(layer from 1, its share) of the hidden layer with the most idle units, where it is IDLE or more.

    Args:
        shares: (L,), the measure that `idles` names; the output layer, the last, is left out.
    """
    hidden = shares[:-1]
    if not len(hidden) or not np.nanmax(hidden, initial=0) >= IDLE:
        return None
    layer = int(np.nanargmax(hidden))
    return layer + 1, float(hidden[layer])

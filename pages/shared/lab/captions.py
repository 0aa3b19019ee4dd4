"""What the lab says: the names of the networks compared, and the sentence below the charts."""

from __future__ import annotations

import math

import numpy as np

from pages.shared.lab.settings import Lab
from pages.shared.lab.study import Line, Study
from pages.shared.numbers import significant
from pages.shared.text import text

ALIKE = 2.0
"""Gradients that differ by less are called alike."""


def setting_name(setting: str, kind: str = "init") -> str:
    """ "Sigmoid · Normal 0.01"; of kind "short", for a narrow place, "Sigmoid · Normal"."""
    activation, initializer = setting.split(".")
    return text(
        "lab.setting",
        activation=text(f"activation.{activation}"),
        initializer=text(f"lab.{kind}_{initializer}"),
    )


def name(line: Line) -> str:
    """A line's name in legend, charts and tables: its setting, or what is done to the first one."""
    if line.cure is None:
        return setting_name(line.setting)
    experiment = line.experiment
    change = text(
        f"lab.with_{line.cure}",
        activation=text(f"activation.{experiment.activation}"),
        initializer=text(f"lab.init_{experiment.initializer}"),
        rate=significant(experiment.learning_rate),
    )
    return text("lab.cured", setting=setting_name(line.setting), change=change)


def heading(lab: Lab) -> str:
    """What all networks have in common."""
    key = "lab.about" if lab.seeds > 1 else "lab.about_1"
    samples = text(f"lab.data_{lab.data}", n=lab.experiment(lab.compare[0]).sample_count)
    return text(key, depth=lab.depth, width=lab.width, data=samples, seeds=lab.seeds, seed=lab.seed)


def caption(study: Study, focus: int, trained: bool) -> str:
    """The focused network in a sentence or two; what stands between ** is emphasised."""
    line = study.lines[focus]
    said = [_layers(study, focus)]
    if line.cure is not None:
        said.append(_cured(study, focus))
    if trained:
        said.append(_training(study, focus))
    return " ".join(sentence for sentence in said if sentence)


def _layers(study: Study, focus: int) -> str:
    if study.layers.done < study.layers.of:
        return ""  # nothing can be said yet of what is not measured
    measure = study.lab.measure
    sizes = study.layers.median(focus)[measure]
    last, about = len(sizes), {"name": name(study.lines[focus]), "last": len(sizes)}
    first, top = float(sizes[0]), float(sizes[-1])
    if not (math.isfinite(first) and math.isfinite(top)):
        return text("lab.says_nothing", **about)
    if first == 0 or top == 0:
        return text("lab.says_zero" if first == 0 else "lab.says_none", **about)
    ratio, weights, slope = study.passed_on(focus)
    factors = ""
    if math.isfinite(ratio) and last > 1:
        experiment = study.lines[focus].experiment
        factors = text(
            "lab.factors",
            ratio=significant(ratio),
            slope_name=text("lab.slope" if experiment.normalization == "none" else "lab.slope_norm"),
            slope=significant(slope),
            weights_name=text("lab.weights_skips" if experiment.residual else "lab.weights"),
            weights=significant(weights),
        )
    key = "smaller" if top > ALIKE * first else "larger" if first > ALIKE * top else "alike"
    factor = significant(max(first, top) / min(first, top))
    return text(f"lab.says_{key}", factor=factor, factors=factors, **about)


def _cured(study: Study, focus: int) -> str:
    """How much larger the cure makes layer 1's gradient; or why a larger learning rate does not."""
    line, measure = study.lines[focus], study.lab.measure
    before, after = (float(study.layers.median(i)[measure][0]) for i in (0, focus))
    if line.cure == "learning_rate":
        return text("lab.says_rate")
    if not (before > 0 and after > 0):
        return ""
    key = "lab.says_cured" if after >= before else "lab.says_worse"
    return text(
        key, factor=significant(max(after, before) / min(after, before)), base=setting_name(line.setting)
    )


def _training(study: Study, focus: int) -> str:
    """What the loss did; or at which step the run left the finite numbers."""
    training = study.training
    known = ~np.isnan(training.loss[focus, :, 0])
    if not known.any():
        return ""
    diverged = training.diverged[focus][known]
    if (diverged >= 0).any():
        steps = diverged[diverged >= 0]
        return text("lab.says_diverged", step=int(np.median(steps)), n=len(steps), of=int(known.sum()))
    loss = training.medians()[1][focus]
    last = int(np.flatnonzero(~np.isnan(loss))[-1])
    return text(
        "lab.says_loss",
        before=significant(float(loss[0]), 3),
        after=significant(float(loss[last]), 3),
        step=last,
    )

"""What the lab says: the names of the networks compared, and the sentence below the charts."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from mlp_core import Scores
from mlp_core.analysis.health import DEAD, VANISHED, learned, most_idle
from pages.shared.lab.settings import Lab
from pages.shared.lab.study import Line, Study
from pages.shared.numbers import percent, significant
from pages.shared.text import counted, text

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


def names(study: Study) -> list[str]:
    """All lines' names."""
    return [name(line) for line in study.lines]


def heading(lab: Lab) -> str:
    """What all networks have in common."""
    key = "lab.about" if lab.seeds > 1 else "lab.about_1"
    count = lab.experiment(lab.compare[0]).sample_count
    samples = counted("lab.data_digits", count) if lab.data == "digits" else text(f"lab.data_{lab.data}")
    layers = counted("lab.layers", lab.depth, width=lab.width)
    return text(key, layers=layers, data=samples, seeds=lab.seeds, seed=lab.seed)


def caption(study: Study, focus: int, trained: bool) -> str:
    """The focused network in a sentence or two; what stands between ** is emphasised."""
    line = study.lines[focus]
    said = [_layers(study, focus), _idle(study, focus)]
    if line.cure is not None:
        said.append(_cured(study, focus))
    if trained:
        said.append(_training(study, focus))
    return _joined(*said)


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _layers(study: Study, focus: int) -> str:
    if study.layers.done < study.layers.of:
        return ""  # nothing can be said yet of what is not measured
    measure = study.lab.measure
    sizes = study.layers.median(focus)[measure]
    about: dict[str, Any] = {"name": name(study.lines[focus]), "last": len(sizes)}
    first, top = float(sizes[0]), float(sizes[-1])
    if not (math.isfinite(first) and math.isfinite(top)):
        return text("lab.says_nothing", **about)
    if first == 0 or top == 0:
        return text("lab.says_zero" if first == 0 else "lab.says_none", **about)
    factors = _factors(study, focus)
    if (most := float(np.max(sizes))) < VANISHED:
        return _joined(text("lab.says_vanished", most=significant(most), **about), factors)
    key = "smaller" if top > ALIKE * first else "larger" if first > ALIKE * top else "alike"
    factor = significant(max(first, top) / min(first, top))
    return _joined(text(f"lab.says_{key}", factor=factor, **about), factors)


def _factors(study: Study, focus: int) -> str:
    """What each layer passes on, in a sentence; empty where nothing is."""
    ratio, weights, slope = study.passed_on(focus)
    if not math.isfinite(ratio):
        return ""
    experiment = study.lines[focus].experiment
    return text(
        "lab.factors",
        ratio=significant(ratio),
        slope_name=text("lab.slope" if experiment.normalization == "none" else "lab.slope_norm"),
        slope=significant(slope),
        weights_name=text("lab.weights_skips" if experiment.residual else "lab.weights"),
        weights=significant(weights),
    )


def _idle(study: Study, focus: int) -> str:
    """The hidden layer with the most dead or saturated units, where they are many."""
    kind = study.lines[focus].idles
    if kind is None or study.layers.done < study.layers.of:
        return ""
    found = most_idle(study.layers.median(focus)[kind])
    if found is None:
        return ""
    layer, share = found
    key = "lab.says_dead_all" if kind == DEAD and share == 1 else f"lab.says_{kind}"
    return text(key, layer=layer, share=percent(share))


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
        step = int(np.median(steps))
        return counted("lab.says_diverged", int(known.sum()), step=step, part=len(steps))
    medians = training.medians()
    loss = medians.loss[focus]
    last = int(np.flatnonzero(~np.isnan(loss))[-1])
    after = float(loss[last])
    by_chance, right = study.chances[focus], float(medians.accuracy[focus, last])
    good = learned(Scores(after, math.nan, right, math.nan), by_chance)
    if good is None:
        before = significant(float(loss[0]), 3)
        return counted("lab.says_loss", last, before=before, after=significant(after, 3))
    return counted(
        "lab.says_learned" if good else "lab.says_guess",
        last,
        right=percent(right),
        after=significant(after, 3),
        chance=significant(by_chance.train_loss, 3),
    )

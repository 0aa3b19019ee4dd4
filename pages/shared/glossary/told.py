"""The glossary in words, formulas and the present run's values, as the browser and the pages are told it."""

from __future__ import annotations

from typing import TypedDict

from mlp_core import ACTIVATIONS, LOSSES, Experiment
from pages.shared import describe
from pages.shared.glossary.entries import ENTRIES, SETTING, WIDGETS
from pages.shared.stepper.mathml import mathml
from pages.shared.text import text


class Told(TypedDict):
    """One entry: `show` is a page and what is to be seen there, `now` the present run's value in words."""

    name: str
    group: str
    term: str
    says: str
    math: str
    show: tuple[str, str] | None
    now: str


def sentence(name: str) -> str:
    """What an entry says, for a tooltip of Streamlit's."""
    return text(f"glossary.{name}.says")


def entries(experiment: Experiment | None, page: str | None = None) -> list[Told]:
    """The glossary in its order.

    Args:
        experiment: the present run's settings, where they can be run.
        page: only what this page prints; None for all.
    """
    everywhere = set(WIDGETS.values())
    return [
        _told(name, experiment)
        for name, entry in ENTRIES.items()
        if page is None or page in entry.printed or name in everywhere
    ]


def _told(name: str, experiment: Experiment | None) -> Told:
    entry = ENTRIES[name]
    formula = _formula(name, experiment) if experiment else ""
    return {
        "name": name,
        "group": entry.group,
        "term": text(f"glossary.{name}.term"),
        "says": sentence(name),
        "math": mathml(formula or entry.formula) if formula or entry.formula else "",
        "show": entry.show,
        "now": _value(name, experiment) if experiment and entry.number == SETTING else "",
    }


def _formula(name: str, experiment: Experiment) -> str:
    """LaTeX of what the run's settings decide; empty for all else."""
    match name:
        case "activation" | "a":
            return f"a = {ACTIVATIONS[experiment.activation].latex('z')}"
        case "loss":
            return LOSSES[experiment.loss].formula(experiment.batch)
    return ""


def _value(name: str, experiment: Experiment) -> str:
    """The setting's value in this run, as a sentence."""
    match name:
        case "batch":
            return text("glossary.now_batch", batch=experiment.batch, n=experiment.train_count)
        case "penalty":
            return text("glossary.now_penalty", l1=f"{experiment.l1:g}", l2=f"{experiment.l2:g}")
        case "test":
            return text("glossary.now_run", value=f"{100 * experiment.test_share:.3g} %")
        case "noise":
            return text("glossary.now_run", value=f"{experiment.noise_level:g}")
    return text("glossary.now_run", value=describe.value(name, getattr(experiment, name)))

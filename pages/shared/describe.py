"""Settings in words."""

from __future__ import annotations

from dataclasses import fields

from mlp_core import Experiment, ExperimentError
from mlp_core.errors import shorten
from mlp_core.training.plan import EDITS_KEY, LINK_KEY
from pages.shared.text import text

_LONG = 60
"""Characters of a value."""


def value(field: str, setting: object) -> str:
    """A setting's value as a person reads it."""
    if field in ("activation", "output_activation"):
        return text(f"activation.{setting}")
    if field in ("initializer", "dataset", "loss", "optimizer", "normalization", "schedule", "dtype"):
        return text(f"{field}.{setting}")
    if field == "stop_when":
        return text(f"stop.{setting}")
    if setting is None:
        return text("setting.batch_all" if field == "batch_size" else "setting.usual")
    if isinstance(setting, bool):
        return text("setting.on" if setting else "setting.off")
    return f"{setting:g}" if isinstance(setting, float) else str(setting)


def refusal(error: ExperimentError) -> str:
    """Why a setting is refused: which, what was given, what may be."""
    kind = "link" if error.field in (LINK_KEY, EDITS_KEY) else "field"
    details = dict(error.details)
    if "output" in details:
        details["output"] = value("output_activation", details["output"])
    return text(
        f"refused.{error.problem}", setting=text(f"{kind}.{error.field}"), value=_given(error), **details
    )


def _given(error: ExperimentError) -> str:
    """The value as a person reads it, whatever it is."""
    try:
        return shorten(value(error.field, error.value), _LONG)
    except KeyError:  # a name of nothing
        return error.given


def differing(first: Experiment, *others: Experiment) -> list[str]:
    """The fields in which they are not all the same, in their order; but for what goes along with another."""
    names = [
        f.name
        for f in fields(first)
        if any(getattr(other, f.name) != getattr(first, f.name) for other in others)
    ]
    if {"activation", "output_activation"} <= set(names):
        names.remove("output_activation")
    return names


def changes(before: Experiment, after: Experiment) -> str:
    """What differs, and how it is afterwards: "Learning rate 0.1, Activation Tanh"."""
    changed = differing(before, after)
    if "stop_when" in changed and "stop_at" in changed and after.stop_when == "never":
        changed.remove("stop_at")
    return ", ".join(
        text("run.change", setting=text(f"field.{name}"), value=value(name, getattr(after, name)))
        for name in changed
    )

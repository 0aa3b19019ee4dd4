"""Settings in words."""

from __future__ import annotations

from dataclasses import fields

from mlp_core import Experiment
from pages.shared.text import text


def value(field: str, setting: object) -> str:
    """A setting's value as a person reads it."""
    if field in ("activation", "output_activation"):
        return text(f"activation.{setting}")
    if field in ("initializer", "dataset", "loss", "optimizer", "normalization", "schedule"):
        return text(f"{field}.{setting}")
    if field == "stop_when":
        return text(f"stop.{setting}")
    if setting is None:
        return text("setting.batch_all" if field == "batch_size" else "setting.usual")
    if isinstance(setting, bool):
        return text("setting.on" if setting else "setting.off")
    return f"{setting:g}" if isinstance(setting, float) else str(setting)


def changes(before: Experiment, after: Experiment) -> str:
    """What differs, and how it is afterwards: "Learning rate 0.1, Activation Tanh"."""
    changed = [f.name for f in fields(after) if getattr(before, f.name) != getattr(after, f.name)]
    if {"activation", "output_activation"} <= set(changed):
        changed.remove("output_activation")  # it goes with the other
    if "stop_when" in changed and "stop_at" in changed and after.stop_when == "never":
        changed.remove("stop_at")
    return ", ".join(
        text("run.change", setting=text(f"field.{name}"), value=value(name, getattr(after, name)))
        for name in changed
    )

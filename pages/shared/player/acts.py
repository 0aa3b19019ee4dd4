"""What a person does in the player that concerns the run itself: longer, continued, a weight set by hand, ...

What comes from the browser may be forged: what does not fit is ignored, what cannot be done is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from mlp_core import Edit
from mlp_core.nn.initializers import GIVEN
from pages.shared import link, session
from pages.shared.session import Run
from pages.shared.wire.bytes import real, whole


def _extend(run: Run, details: dict[str, Any]) -> None:
    session.wish(steps=whole(details.get("steps"), run.steps, link.MAX_STEPS))


def _continue(run: Run, details: dict[str, Any]) -> None:
    step = whole(details.get("step"), 1, link.MAX_STEPS)
    if run.origin:
        session.go_on(run, step)
        if step >= run.steps:  # else there would be nothing to see
            session.wish(steps=min(step + run.steps, link.MAX_STEPS))


def _edit(run: Run, details: dict[str, Any]) -> None:
    """Set one weight, or a bias where "from" is None, by hand; units are counted from 0, layers from 1."""
    match details:
        case {"step": int(step), "layer": int(layer), "from": int() | None as row, "to": int(column), **rest}:
            if (value := real(rest.get("value"))) is not None:
                session.edit(run, Edit(min(step, run.steps), layer, row, column, value))
                _show_settings(run)


def _undo(run: Run, details: dict[str, Any]) -> None:
    """Take the last weight that was set by hand back."""
    session.undo_edit(run)
    _show_settings(run)


def _show_settings(before: Run) -> None:
    """The widgets follow where other settings hold at the end of the run than before."""
    plan, _ = session.present()
    if plan.last != before.plan.last:
        session.wish(experiment=plan.last)


def _layers(run: Run, details: dict[str, Any]) -> None:
    """Other widths of the hidden layers."""
    match details:
        case {"hidden": [*widths]} if all(isinstance(width, int) for width in widths):
            now = run.plan.last
            drawn = "xavier" if now.initializer == GIVEN else now.initializer
            session.wish(experiment=replace(now, hidden_layers=tuple(widths), initializer=drawn))


def _return(run: Run, details: dict[str, Any]) -> None:
    """Back or forward in the browser's history: other settings, at the step that they were left at."""
    match details:
        case {"link": str(words), "query": str(query)}:
            session.return_to(words, query)


ACTS: dict[str, Callable[[Run, dict[str, Any]], None]] = {
    "extend": _extend,
    "continue": _continue,
    "restart": lambda run, details: session.start_over(run),
    "edit": _edit,
    "undo": _undo,
    "layers": _layers,
    "return": _return,
}
"""What is done by its name (asked.Act). Each raises ExperimentError where it cannot be."""

"""The sidebar's widgets <-> an Experiment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from mlp_core import ACTIVATIONS, LOSSES, Experiment, ExperimentError
from mlp_core.training.query import WORDS
from pages.shared import session, state, widgets
from pages.shared.session import Run
from pages.shared.state import Sidebar

ALL = "all"


def output_activation(activation: str) -> str:
    """The output layer's activation that goes with the hidden layers': the same, as the listing has it, or
    linear where that suits no output.
    """
    return activation if ACTIVATIONS[activation].suits_output else "linear"


_NO_WIDGET = {"output_activation", "train_biases", "gain", "table"}
_FIELDS = {WORDS[f.name].key: f.name for f in fields(Experiment) if f.name not in _NO_WIDGET}
"""key in a link -> field, of those that have a widget: it is named by the key, as in the address."""
_LAYERS = WORDS["hidden_layers"].key
"""Two widgets stand for it: how many layers, and how wide they are."""


def shown(experiment: Experiment) -> dict[str, Any]:
    """What the widgets, by their names, say of these settings."""
    e = experiment
    found = {key: getattr(e, field) for key, field in _FIELDS.items() if key != _LAYERS}
    return found | {
        "layers": len(e.hidden_layers),
        "width": max(e.hidden_layers),
        "samples": e.sample_count,
        "noise": e.noise_level,
        "test": round(100 * e.test_share),
        "batch": ALL if e.batch_size is None else e.batch_size,
    }


NAMES = (*shown(Experiment()), "steps")


def _changes(base: Experiment, said: dict[str, Any]) -> dict[str, Any]:
    """The fields that the widgets say otherwise than the base.

    What no widget shows (layers of unequal width, an output activation of its own) stays as the base has it
    until the widget beside it changes.
    """
    before = shown(base)
    changed = {key for key in before if said[key] != before[key]}
    changed.discard("dataset")  # changes more than itself (sidebar.py)
    found = {_FIELDS[key]: said[key] for key in changed if key in _FIELDS}
    if changed & {"layers", "width"}:
        found["hidden_layers"] = (said["width"],) * said["layers"]
    if "test" in changed:
        found["test_share"] = said["test"] / 100
    if "batch" in changed:
        found["batch_size"] = None if said["batch"] == ALL else said["batch"]
    needed = LOSSES[said["loss"]].output
    if needed:
        found["output_activation"] = needed
    elif "activation" in changed or ("loss" in changed and base.output_activation not in ACTIVATIONS):
        found["output_activation"] = output_activation(said["activation"])
    return found


def base() -> Experiment:
    """The settings that the widgets were last set to."""
    return state.SIDEBAR.get().base


def settings(**instead: object) -> tuple[Experiment, int]:
    """What the widgets say: the Experiment, and the steps to train.

    Args:
        instead: what is to hold instead of what some of them say.

    Raises:
        ExperimentError: for settings that cannot be run.
    """
    said = _said() | instead
    return replace(base(), **_changes(base(), said)), said["steps"]


def _said() -> dict[str, Any]:
    return {name: widgets.said(name) for name in NAMES}


def outdated(run: Run | None = None) -> bool:
    """Whether the widgets ask for another run than this one: the page is to be run again.

    A setting that is changed while a component asks for something arrives in one message with the question.
    Streamlit then runs the component's fragment alone, so the fragment has to look.

    Args:
        run: the session's, where none is named.
    """
    run = run or state.RUN.get()
    try:
        return run is None or not session.is_present(run, *settings())
    except ExperimentError:  # the sidebar says so
        return True


def put(experiment: Experiment, steps: int) -> None:
    """Set every widget to these settings, before they are drawn: the base that the widgets change."""
    state.SIDEBAR.put(Sidebar(experiment))
    widgets.say(**shown(experiment), steps=steps)
    keep()


def keep() -> None:
    """Remember what the widgets say."""
    state.SIDEBAR.get().said = _said()


def begin(page: str, meanwhile: Callable[[], None]) -> None:
    """Before any widget is drawn: take over the page's link, once, and what was wished for.

    Widgets of one page are forgotten on another, also where the other has the same ones, and one that is not
    drawn is at some later script run: put them back.

    Args:
        page: its key.
        meanwhile: done once the link is taken over; it may wish for more.
    """
    turned = session.turned_to(page)
    if found := session.opened():
        put(found.plan.last, found.steps)
    else:
        for name in NAMES:
            if turned or not widgets.is_there(name):
                widgets.put_back(name, state.SIDEBAR.get().said[name])
    meanwhile()
    wishes = session.wishes()
    if experiment := wishes.pop("experiment", None):
        put(experiment, widgets.said("steps"))
    widgets.say(**wishes)

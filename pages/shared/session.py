"""This browser session's run. All state between script runs lives here, in `st.session_state`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from mlp_core import Experiment, Trainer

_RUN, _TAKE = "_run", "_take"


@dataclass
class Run:
    """One Experiment being watched.

    Attributes:
        id: names the run in messages to and from the browser; the same settings give the same name.
        trainer: where it stands on the server, usually ahead of what the browser shows.
        steps: how many steps it is to have.
        kept: what the player has made once for this run (figures, the last tape).
    """

    id: str
    trainer: Trainer
    steps: int
    kept: dict[str, Any] = field(default_factory=dict)


def run_of(experiment: Experiment, steps: int) -> Run:
    """The session's run of this Experiment: the one there is, or a new one at step 0.

    Another number of steps alone keeps the run: the same training, only longer or shorter.
    """
    take = st.session_state.get(_TAKE, 0)
    name = f"{hashlib.blake2s(experiment.to_json().encode()).hexdigest()[:12]}-{take}"
    run: Run | None = st.session_state.get(_RUN)
    if run is None or run.id != name:
        run = Run(name, Trainer(experiment), steps)
        st.session_state[_RUN] = run
    elif run.steps != steps:
        run.steps = steps
        run.kept.clear()
    return run


def restart() -> None:
    """Begin a new run at the next script run, also when the settings stay as they are."""
    st.session_state[_TAKE] = st.session_state.get(_TAKE, 0) + 1

"""The tutorial's sample, and the losses that it prints beside ours."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mlp_core import PRESETS, Trainer
from mlp_core.nn.steps import Array
from mlp_core.tutorial import published_curve
from pages.shared import screen
from pages.shared.data.parts import height_of
from pages.shared.data.shown import Shown
from pages.shared.glossary.told import sentence
from pages.shared.numbers import significant
from pages.shared.text import text
from pages.shared.work import TURN

_TALL, _LOW, _FEW = 520, 265, 3.5
"""How tall the table of losses is, also for a projector; and how many inputs are in sight there."""


@cache
def _curves() -> tuple[Array, Array]:
    """The printed losses, and ours at the same steps: the same for everybody."""
    printed = np.array(published_curve())
    with TURN.held():
        trainer = Trainer(PRESETS["tutorial"])
        trainer.step(len(printed))
    return printed, trainer.history.loss[: len(printed)]


def _vector(key: str, values: Array) -> None:
    """One vector as a table: unit and value, every digit kept."""
    units = [str(unit) for unit in range(1, len(values) + 1)]
    rows = pd.DataFrame({text("data.unit"): units, text(key): [repr(float(v)) for v in values]})
    height: Any = height_of(len(rows), _FEW) if screen.is_projected() else "auto"
    screen.sized(key).dataframe(rows, hide_index=True, height=height)


def sample(shown: Shown, seed: int) -> None:
    """What the network is fed."""
    st.markdown(f"#### {text('data.title')}", help=sentence("x"))
    with st.container(key="data_intro"):
        st.write(text("data.intro", seed=seed))
    _vector("data.input", shown.data.inputs[0])
    _vector("data.target", shown.data.targets[0])


def losses() -> None:
    """The default run, trained here and now, beside what the tutorial prints."""
    printed, ours = _curves()
    st.markdown(f"#### {text('data.losses')}", help=sentence("published"))
    with st.container(key="data_losses_note"):
        st.write(text("data.losses_note", difference=significant(float(np.abs(ours - printed).max()))))
    columns = {
        "data.epoch": [str(epoch) for epoch in range(len(printed))],
        "data.printed": [repr(float(v)) for v in printed],
        "data.ours": [repr(float(v)) for v in ours],
        "data.difference": [significant(float(d)) for d in ours - printed],
    }
    rows = pd.DataFrame({text(key): values for key, values in columns.items()})
    height = round((_LOW if screen.is_projected() else _TALL) * screen.pixel())
    screen.sized("data.losses").dataframe(rows, hide_index=True, height=height)

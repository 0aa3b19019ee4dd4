"""The tutorial's sample, and the losses that it prints beside ours."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import streamlit as st

from mlp_core import PRESETS, Trainer
from mlp_core.nn.steps import Array
from mlp_core.tutorial import published_curve
from pages.shared.data.shown import Shown
from pages.shared.numbers import significant
from pages.shared.text import text
from pages.shared.work import TURN


@cache
def _curves() -> tuple[Array, Array]:
    """The printed losses, and ours at the same steps: the same for everybody."""
    printed = np.array(published_curve())
    with TURN:
        trainer = Trainer(PRESETS["tutorial"])
        trainer.step(len(printed))
    return printed, trainer.history.loss[: len(printed)]


def _vector(key: str, values: Array) -> pd.DataFrame:
    """One vector as a table: unit and value, every digit kept."""
    units = [str(unit) for unit in range(1, len(values) + 1)]
    return pd.DataFrame({text("data.unit"): units, text(key): [repr(float(v)) for v in values]})


def sample(shown: Shown, seed: int) -> None:
    """What the network is fed."""
    st.markdown(f"#### {text('data.title')}")
    st.write(text("data.intro", seed=seed))
    st.dataframe(_vector("data.input", shown.data.inputs[0]), hide_index=True)
    st.dataframe(_vector("data.target", shown.data.targets[0]), hide_index=True)


def losses() -> None:
    """The default run, trained here and now, beside what the tutorial prints."""
    printed, ours = _curves()
    st.markdown(f"#### {text('data.losses')}")
    st.write(text("data.losses_note", difference=significant(float(np.abs(ours - printed).max()))))
    columns = {
        "data.epoch": [str(epoch) for epoch in range(len(printed))],
        "data.printed": [repr(float(v)) for v in printed],
        "data.ours": [repr(float(v)) for v in ours],
        "data.difference": [significant(float(d)) for d in ours - printed],
    }
    rows = pd.DataFrame({text(key): values for key, values in columns.items()})
    st.dataframe(rows, hide_index=True, height=520)

"""Data: what the network is fed, and the tutorial's printed losses beside ours."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd
import streamlit as st

from mlp_core import PRESETS, Trainer
from mlp_core.tutorial import published_curve
from pages.shared import frame
from pages.shared.numbers import significant
from pages.shared.text import text
from pages.shared.work import TURN

frame.page("data")
printed = np.array(published_curve())
with TURN:
    trainer = Trainer(PRESETS["tutorial"])
    trainer.step(len(printed))
ours = trainer.history.loss[: len(printed)]


def table(key: str, values: np.ndarray) -> pd.DataFrame:
    """One vector as a table: unit and value, every digit kept."""
    units = [str(unit) for unit in range(1, len(values) + 1)]
    return pd.DataFrame({text("data.unit"): units, text(key): [repr(float(v)) for v in values]})


sample, losses = st.columns([2, 3], gap="medium")
with sample:
    st.markdown(f"#### {text('data.title')}")
    st.write(text("data.intro", seed=trainer.experiment.seed))
    st.dataframe(table("data.input", trainer.x[0]), hide_index=True)
    st.dataframe(table("data.target", trainer.y[0]), hide_index=True)
with losses:
    st.markdown(f"#### {text('data.losses')}")
    st.write(text("data.losses_note", difference=significant(float(np.abs(ours - printed).max()))))
    st.dataframe(
        pd.DataFrame(
            {
                text("data.epoch"): [str(epoch) for epoch in range(len(printed))],
                text("data.printed"): [repr(float(v)) for v in printed],
                text("data.ours"): [repr(float(v)) for v in ours],
                text("data.difference"): [significant(float(d)) for d in ours - printed],
            }
        ),
        hide_index=True,
        height=560,
    )

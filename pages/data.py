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

st.subheader(text("data.title"), anchor=False)
st.write(text("data.intro", seed=trainer.experiment.seed))


def table(key: str, values: np.ndarray) -> pd.DataFrame:
    """One vector as a table of unit and value, every digit kept."""
    units = pd.RangeIndex(1, len(values) + 1, name=text("data.unit"))
    return pd.DataFrame({f"{text(key)}: {text('data.value')}": [repr(float(v)) for v in values]}, index=units)


inputs, targets = st.columns(2)
inputs.table(table("data.input", trainer.x[0]))
targets.table(table("data.target", trainer.y[0]))

st.subheader(text("data.losses"), anchor=False)
st.write(text("data.losses_note", difference=significant(float(np.abs(ours - printed).max()))))
losses = pd.DataFrame(
    {
        text("data.printed"): printed,
        text("data.ours"): ours,
        text("data.difference"): [significant(float(d)) for d in ours - printed],
    },
    index=pd.RangeIndex(len(printed), name=text("data.epoch")),
)
st.dataframe(losses, column_config={c: st.column_config.NumberColumn(format="%.9f") for c in losses.columns[:2]})

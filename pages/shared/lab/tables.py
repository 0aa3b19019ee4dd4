"""The lab's numbers as tables: to read below the charts, and to download."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from mlp_core.analysis.results import over_seeds
from pages.shared.lab import captions
from pages.shared.lab.study import Stage, Study
from pages.shared.text import text
from pages.shared.work import TURN


def _named(study: Study, stage: Stage) -> pd.DataFrame:
    """A stage's networks, each with its line's name in front."""
    rows = stage.table()
    per_line = stage.of // len(study.lines)
    names = [captions.name(line) for line in study.lines]
    rows.insert(0, "name", [names[network // per_line] for network in rows["network"]])
    return rows


def _whole(study: Study, train: bool = False) -> None:
    """Measure what is still missing."""
    with TURN:
        study.advance(float("inf"), train)


def networks(study: Study) -> pd.DataFrame:
    """Every network of the staircase and of the depth sweep: one row per network and layer."""
    _whole(study)
    return pd.concat([_named(study, study.layers), _named(study, study.depths)], ignore_index=True)


def quartiles(study: Study) -> pd.DataFrame:
    """The measure's median and quartiles over the seeds, at the chosen depth."""
    _whole(study)
    return over_seeds(_named(study, study.layers), study.lab.measure)


def training(study: Study) -> pd.DataFrame:
    """The measure of every layer, and the loss, at every step of every run."""
    _whole(study, train=True)
    return study.training.table([captions.name(line) for line in study.lines])


def csv(rows: pd.DataFrame) -> bytes:
    """The table as CSV, every digit kept; with a byte-order mark, so that spreadsheets read the names."""
    return ("\ufeff" + rows.to_csv(index=False)).encode()


TABLES: dict[str, Callable[[Study], pd.DataFrame]] = {
    "quartiles": quartiles, "networks": networks, "training": training
}  # fmt: skip
"""name -> how it is made."""


def download(study: Study) -> None:
    """The button in the sidebar: every network's numbers, made when it is clicked."""
    with st.sidebar:
        st.download_button(
            text("lab.download"), lambda: csv(networks(study)), text("lab.file_networks"), "text/csv",
            icon=":material/download:", on_click="ignore", width="stretch",
        )  # fmt: skip


def show(study: Study) -> None:
    """The tables themselves, where they are wanted."""
    if not st.toggle(text("lab.show_tables"), key="lab_tables"):
        return
    chosen = st.segmented_control(
        text("lab.tables"), list(TABLES), default="quartiles", label_visibility="collapsed",
        format_func=lambda name: text(f"lab.table_{name}"),
    )  # fmt: skip
    if chosen is None:
        return
    rows = TABLES[chosen](study)
    st.dataframe(rows.map(_written), hide_index=True, height=400)
    st.download_button(
        text("lab.download"), csv(rows), text(f"lab.file_{chosen}"), "text/csv", icon=":material/download:",
        on_click="ignore", key="lab_download",
    )  # fmt: skip


def _written(value: object) -> object:
    """A number as it is: Streamlit's table rounds to four decimals, which makes 0 of a vanished gradient."""
    return repr(value) if isinstance(value, float) else value

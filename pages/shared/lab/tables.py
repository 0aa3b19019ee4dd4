"""The lab's numbers as tables: to read below the charts, and to download."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable

import pandas as pd
import streamlit as st

from mlp_core.analysis.results import over_seeds
from mlp_core.pauses import in_parts
from pages.shared import session, widgets, work
from pages.shared.lab import captions
from pages.shared.lab.study import Stage, Study, Training
from pages.shared.text import counted, naming, section, text
from pages.shared.work import studying

SLICE = 0.3
"""Seconds of a turn."""
_ROWS = 500
"""Of a file, between two pauses: 10 ms. All of the lab's first settings take half a second (measured)."""


def _named(stage: Stage, names: list[str]) -> pd.DataFrame:
    """A stage's networks, each with its line's name in front."""
    rows = stage.table()
    per_line = stage.of // len(names)
    rows.insert(0, "name", [names[network // per_line] for network in rows["network"]])
    return rows


def measure(
    study: Study,
    train: bool = False,
    told: Callable[[int, int], object] = lambda done, of: None,
    wanted: Callable[[], bool] = lambda: True,
    who: Hashable = None,
) -> bool:
    """Measure what is still missing, in slices between which others have their turn; says whether all is.

    Args:
        train: whether the training is wanted too.
        told: called with (networks and runs measured, of how many in all) after each slice.
        wanted: asked before each slice; where it says no, no more is measured.
        who: whose turns it takes, if not those of the session that this thread works for.
    """
    stages: list[Stage | Training] = [study.layers, study.depths, *([study.training] if train else [])]
    while wanted():
        with studying(study, who):
            complete = study.advance(time.monotonic() + SLICE, train)
        told(sum(stage.done for stage in stages), sum(stage.of for stage in stages))
        if complete:
            return True
    return False


def networks(study: Study, names: list[str] | None = None) -> pd.DataFrame:
    """Every network of the staircase and of the depth sweep: one row per network and layer.

    Args:
        names: what the lines are called, where no session is that reads a language.
    """
    names = names or captions.names(study)
    return pd.concat([_named(stage, names) for stage in (study.layers, study.depths)], ignore_index=True)


def quartiles(study: Study) -> pd.DataFrame:
    """The measure's median and quartiles over the seeds, at the chosen depth."""
    return over_seeds(_named(study.layers, captions.names(study)), study.lab.measure)


def training(study: Study) -> pd.DataFrame:
    """The measure of every layer, and the loss, at every step of every run."""
    return study.training.table(captions.names(study))


def headed(rows: pd.DataFrame) -> pd.DataFrame:
    """The same with its columns' names in the page's language."""
    return rows.rename(columns=_columns())


def _columns() -> dict[str, str]:
    """The columns' names in the page's language."""
    return section("lab.column")


def csv(rows: pd.DataFrame) -> bytes:
    """The table as CSV, every digit kept; with a byte-order mark, so that spreadsheets read the names."""
    parts = [rows[start : start + _ROWS] for start in range(0, max(1, len(rows)), _ROWS)]
    texts = (part.to_csv(index=False, header=part is parts[0]) for part in in_parts(parts, 1))
    return ("\ufeff" + "".join(texts)).encode()


TABLES: dict[str, Callable[[Study], pd.DataFrame]] = {
    "quartiles": quartiles, "networks": networks, "training": training
}  # fmt: skip
"""name -> how it is made, of what is measured."""


def download(study: Study) -> None:
    """The button in the sidebar: every network's numbers, made when it is clicked, while the page is open."""

    def made() -> bytes:
        measure(study, wanted=here, who=name)
        with studying(study, name):
            return csv(networks(study, names).rename(columns=columns))

    here, name, names = session.still_open(), work.session(), captions.names(study)
    columns = _columns()
    with st.sidebar:
        st.download_button(
            text("lab.download"), made, text("lab.file_networks"), "text/csv",
            icon=":material/download:", on_click="ignore", width="stretch",
        )  # fmt: skip


def show(study: Study) -> None:
    """The tables themselves, where they are wanted."""
    if not st.toggle(text("lab.show_tables"), key=widgets.key("lab_tables")):
        return
    chosen = st.segmented_control(
        text("lab.tables"), list(TABLES), default="quartiles", label_visibility="collapsed",
        format_func=naming("lab.table_", TABLES),
    )  # fmt: skip
    if chosen is None:
        return
    _measured(study, train=chosen == "training")
    with studying(study):
        rows = headed(TABLES[chosen](study))
        shown, file = _written(rows), csv(rows)
    st.dataframe(shown, hide_index=True, height=400)
    st.download_button(
        text("lab.download"), file, text(f"lab.file_{chosen}"), "text/csv", icon=":material/download:",
        on_click="ignore", key="lab_download",
    )  # fmt: skip


def _measured(study: Study, train: bool) -> None:
    """Measure what a table needs, with a bar, and a button that gives it up."""
    with st.container(horizontal=True, vertical_alignment="center"):
        bar, stop = st.empty(), st.empty()
    stop.button(text("lab.stop"), key="lab_tables_stop", on_click=lambda: widgets.say(lab_tables=False))

    def told(done: int, of: int) -> None:
        bar.progress(done / of, counted("lab.measuring", of, done=f"{done:,}"))

    measure(study, train, told)
    bar.empty()
    stop.empty()


def _written(rows: pd.DataFrame) -> pd.DataFrame:
    """Numbers as they are: Streamlit rounds them to four decimals, which makes 0 of a vanished gradient."""
    return pd.DataFrame({name: column.map(_digits) for name, column in in_parts(rows.items(), 1)})


def _digits(value: object) -> object:
    return repr(value) if isinstance(value, float) else value

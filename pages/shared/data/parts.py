"""The parts of the page that show the samples: a picture of them, and their tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mlp_core.errors import shorten
from pages.shared import controls, link, screen, state
from pages.shared.address import palette
from pages.shared.data import sentences, tables
from pages.shared.data.enlarged import enlarge
from pages.shared.data.figures import MOST_POINTS, scatter_figure
from pages.shared.data.pictures import EACH, gallery_figure
from pages.shared.data.shown import Shown
from pages.shared.fragment import fragment
from pages.shared.glossary.told import sentence
from pages.shared.plain import plain_text
from pages.shared.session import Run
from pages.shared.text import naming, text

_CONFIG = {"displayModeBar": False, "typesetMath": False}  # its buttons would lie over the classes' names
_CHART_HEIGHT, _ROW = 312, 31
_LOW_CHART_HEIGHT, _FEW = 200, 3.5
"""For a projector: and rows of a table in sight."""
_SAMPLES, _MOST, _FEW_SAMPLES, _FEW_CLASSES = 9.5, 4.5, 2.5, 3
"""Rows in sight, of the samples and of other tables; for a projector both tables stand below one another."""
_STYLE = """
<style>
.st-key-data_heading h3 { font-size: calc(17 * var(--px)); padding: 0.3rem 0; letter-spacing: 0; }
.st-key-data_file [data-testid="stFileUploaderDropzoneInstructions"] { display: none; }
.st-key-data_heading [data-testid="stHeading"] [data-testid="stMarkdownContainer"] { margin: 0; }
[data-testid="stPlotlyChart"] .js-plotly-plot :is(.plotly, .plotly div) { font-family: inherit; }
</style>
"""
_LONG = 22
"""Characters, from which a column gets no wider."""


def key_of(name: str) -> str:
    """The key of a widget of this page."""
    return f"data_{name}"


def remembered(name: str, options: Sequence[Any], default: Any) -> str:
    """The key of a widget that says what it last said, if that can still be chosen.

    Streamlit forgets a widget that is not drawn, as on another page: what it says is kept apart.
    """
    key, before = key_of(name), state.DATA.get().said
    value = state.said(key) if state.is_said(key) else before.get(key, default)
    before[key] = value if value in options else default
    state.say(key, before[key])
    return key


def chart(figure: Any, key: str) -> None:
    """A figure in the page, in the page's letters."""
    figure.update_layout(font_family="inherit", hoverlabel_font_family="inherit")
    height = _LOW_CHART_HEIGHT if screen.is_projected() else _CHART_HEIGHT
    enlarge(figure, screen.pixel())
    st.plotly_chart(figure, theme=None, height=round(height * screen.pixel()), key=key, config=_CONFIG)


def height_of(rows: int, most: float) -> int:
    """How tall a table of so many rows is, of which at most so many are in sight."""
    return round(_ROW * (min(rows, most) + 1) * screen.pixel()) + 4


def grid(table: str, rows: pd.DataFrame, most: float = _MOST, number: str = "%.6g", pinned: int = 0) -> None:
    """A table: numbers with some digits, whole ones with all; a cell that is opened shows every one."""
    config: dict[str, Any] = {}
    for i, (name, kind) in enumerate(rows.dtypes.items()):
        width: Any = "medium" if len(str(name)) > _LONG else None
        if pd.api.types.is_float_dtype(kind):
            config[str(name)] = st.column_config.NumberColumn(format=number, width=width)
        elif pd.api.types.is_integer_dtype(kind):
            config[str(name)] = st.column_config.NumberColumn(format="%d", width=width, pinned=i < pinned)
        elif pd.api.types.is_string_dtype(kind) and rows[name].str.len().max() > _LONG:
            config[str(name)] = st.column_config.TextColumn(width="medium")
    fitting = height_of(len(rows), min(most, _FEW) if screen.is_projected() else most)
    place = screen.sized(key_of(table))
    place.dataframe(rows, hide_index=True, height=fitting, column_config=config)


def heading(shown: Shown, run: Run) -> None:
    """What the data are, in a sentence; of a person's own file also what became of it."""
    st.html(_STYLE)
    with st.container(key="data_heading"):
        st.subheader(sentences.heading(shown), anchor=False)
    table = run.plan.last.table
    if table is None:
        return
    with st.container(key="data_own", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(sentences.in_use(table, run.plan.last))
        st.page_link(
            "app.py", label=text("data.go"), icon=":material/play_arrow:",
            query_params=link.settings(run.plan, run.steps),
        )  # fmt: skip


@fragment
def picture(shown: Shown) -> None:
    """The samples drawn: as points along any two inputs, or as the images that they are."""
    if controls.outdated():
        st.rerun()
    if shown.image and _kind() == "pictures":
        st.caption(text("data.gallery_note", n=EACH))
        chart(gallery_figure(shown, palette()), "data_gallery")
        return
    across, up = _axes(shown)
    chart(scatter_figure(shown, across, up, palette()), "data_scatter")
    note = [text("data.hollow")] if shown.held.any() else []
    if shown.labels is None and shown.count > 1:
        note.insert(0, text("data.colour", target=plain_text(shorten(shown.targets[0]))))
    if shown.count > MOST_POINTS:
        note.append(text("data.some_points", n=f"{MOST_POINTS:,}", of=f"{shown.count:,}"))
    st.caption(" ".join(note))


def _kind() -> str:
    kinds = ("pictures", "points")
    key = remembered("kind", kinds, "pictures")
    chosen: str | None = st.segmented_control(
        text("data.kind"), kinds, key=key, label_visibility="collapsed",
        format_func=naming("data.kind_", kinds),
    )  # fmt: skip
    return chosen or "pictures"


def _usual_axes(shown: Shown) -> dict[str, int]:
    """The first two inputs, or the one and the target; of an image the pixels that vary the most."""
    first, second = np.argsort(-shown.data.raw.std(0), kind="stable")[:2] if shown.image else (0, 1)
    return {"across": int(first), "up": int(second)}


def _axes(shown: Shown) -> tuple[int, int]:
    """Which inputs are drawn across and up; the one after the last is the target."""
    names = [*shown.features, shown.targets[0]]
    data = state.DATA.get()
    if data.axes_of != names:  # other data: what was chosen means nothing here
        data.axes_of = names
        for name in ("across", "up"):
            state.unsay(key_of(name))
            data.said.pop(key_of(name), None)
    usual = _usual_axes(shown)
    axes = []
    for place, (name, options) in zip(
        st.columns(2), (("across", range(len(names) - 1)), ("up", range(len(names)))), strict=True
    ):
        key = remembered(name, options, usual[name])
        axes.append(
            place.selectbox(
                text(f"data.{name}"), options, key=key, format_func=lambda i: shorten(names[i], 60)
            )
        )
    return axes[0], axes[1]


@fragment
def samples(shown: Shown) -> None:
    """The table of all samples."""
    if controls.outdated():
        st.rerun()
    large = screen.is_projected()
    title, switch = st.columns([1, 2] if large else [3, 2], vertical_alignment="center")
    title.markdown(f"**{text('data.table')}**", help=sentence("sample"))
    key = remembered("fed", (False, True), False)
    fed = switch.toggle(
        text("data.fed"), key=key, disabled=not shown.standardized,
        help=text("data.fed.help") if shown.standardized else text("data.not_fed.help"),
    )  # fmt: skip
    rows = tables.samples(shown, fed and shown.standardized)
    grid("samples", rows, _FEW_SAMPLES if large else _SAMPLES, pinned=1)
    if len(rows) < shown.count:
        st.caption(text("data.some_rows", n=f"{len(rows):,}", of=f"{shown.count:,}"))


def balance(shown: Shown) -> None:
    """How many samples there are of each class, or how the numbers to learn lie."""
    if shown.count == 1:
        return
    classes = shown.labels is not None
    st.markdown(f"**{text('data.balance' if classes else 'data.spread')}**", help=sentence("y"))
    most = _FEW_CLASSES if screen.is_projected() else _MOST
    grid("balance", tables.balance(shown), most, "%.1f %%" if classes else "%.4g")
    if untested := tables.untested(shown):
        st.caption(text("data.untested", names=plain_text(shorten(", ".join(untested), 120))))


def scaling(shown: Shown) -> None:
    """What standardising does to each input."""
    if shown.count == 1:
        return
    st.markdown(
        f"**{text('data.scaling')}**",
        help=text("data.scaling_on" if shown.standardized else "data.scaling_off"),
    )
    grid("scaling", tables.scaling(shown), number="%.4g")

"""The table of all runs tried in this session: sorted, searched, downloaded, and a run brought back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin

import streamlit as st

from pages.shared import player, screen, session, state
from pages.shared.compare import pins, tried, tried_file, tried_rows
from pages.shared.compare.tried import Row
from pages.shared.compare.tried_rows import Column
from pages.shared.data.parts import height_of
from pages.shared.fragment import fragment
from pages.shared.text import counted, text

KEY = "tried"
_MOST, _FEW = 10.5, 5.5
"""Rows in sight; for a projector."""


@fragment
def show() -> None:
    """Draw the table, with the present run and those that are compared as far as they have come."""
    for run in [state.RUN.get(), *state.COMPARED_RUNS.get().values()]:
        session.note_tried(run)
    found = tried.rows()
    with st.container(key=KEY, gap="small"):
        st.subheader(text("tried.title"), anchor=False)
        if not found:
            st.markdown(text("tried.empty"))
            return
        shown = _filtered(found)
        if shown:
            _act(shown, _table(shown))
        else:
            st.markdown(text("tried.none"))


def _filtered(rows: list[Row]) -> list[Row]:
    """The rows that are wanted, the last ones first, and above them what says which those are."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    # Words of another language find nothing.
    search = left.text_input(
        text("tried.search"), key=state.worded(f"{KEY}_search"), placeholder=text("tried.search_example"),
        help=text("tried.search_help"),
    )  # fmt: skip
    names = sorted({tried_rows.dataset_of(row) for row in rows})
    wanted = right.multiselect(
        text("tried.datasets"), names, key=state.worded(f"{KEY}_datasets"), placeholder=text("tried.all"),
        disabled=len(names) < 2,
    )  # fmt: skip
    return tried_rows.matching(rows, search or "", wanted)[::-1]


def _table(rows: Sequence[Row]) -> list[Row]:
    """Draw the rows; those that are marked."""
    columns = tried_rows.columns(rows)
    table = tried_rows.frame(columns)
    words = {name: _words(column) for name, column in zip(table, columns, strict=True)}
    # Marks are kept by the rows' places: other rows are another table.
    which = hashlib.blake2s(repr([row.number for row in rows]).encode(), digest_size=4).hexdigest()
    size = round(100 * screen.pixel())
    most = _FEW if screen.is_projected() else _MOST
    found = st.dataframe(
        table.style.format(words, na_rep="–"),
        key=state.worded(f"{KEY}_rows_{which}_{size}"),
        hide_index=True,
        height=height_of(len(rows), most),
        column_config={str(name): _config(column) for name, column in zip(table, columns, strict=True)},
        on_select="rerun",
        selection_mode="multi-row",
    )
    return [rows[place] for place in sorted(found.selection.rows) if place < len(rows)]


def _words(column: Column) -> Any:
    """How a value of the column is written: a table sorts by the values and shows the words."""
    return dict(zip(column.values, column.words, strict=True)).__getitem__


def _config(column: Column) -> Any:
    pinned = column.key == "number"
    kind = st.column_config.NumberColumn if column.is_numeric else st.column_config.TextColumn
    return kind(help=column.help or None, pinned=pinned)


def _act(rows: Sequence[Row], marked: Sequence[Row]) -> None:
    """What is done with the marked rows, and the file of all that are shown."""
    one = marked[0] if len(marked) == 1 else None
    words = tried.words_of(one) if one else None
    plans = [(row, plan) for row in marked if (plan := tried.plan_of(row))]
    free = pins.now().free
    with st.container(horizontal=True, vertical_alignment="center", key=f"{KEY}_buttons"):
        if st.button(
            text("tried.bring_back"), icon=":material/undo:", disabled=words is None, key=f"{KEY}_back",
            help=text("tried.bring_back_help"),
        ) and one and words is not None:  # fmt: skip
            session.return_to(words, f"{words}&step={one.outcome.step}")
            player.tell(step=one.outcome.step)  # who has just left this very run stays where it was else
            st.switch_page("app.py")
        if st.button(
            text("tried.pin"), icon=":material/keep:", key=f"{KEY}_pin", help=text("tried.pin_help"),
            disabled=not 0 < len(plans) <= free,
        ):  # fmt: skip
            found = pins.now()
            there = {(pin.plan, pin.steps) for pin in found.pins}
            for row, plan in plans:
                if (plan, row.steps) not in there:
                    found = pins.added(found, plan, row.steps, row.outcome.step)
            pins.put(found)
            st.rerun()
        # Any click draws the page, and so the table, anew.
        st.button(
            text("tried.refresh"), icon=":material/refresh:", key=f"{KEY}_refresh",
            help=text("tried.refresh_help"),
        )  # fmt: skip
        st.download_button(
            text("tried.download"), tried_file.csv(rows, _base()), text("tried.file"), "text/csv",
            icon=":material/download:", on_click="ignore", key=f"{KEY}_download",
            help=text("tried.download_help"),
        )  # fmt: skip
        st.caption(_hint(rows, marked, len(plans), free))


def _hint(rows: Sequence[Row], marked: Sequence[Row], known: int, free: int) -> str:
    """What can be done next, or why something cannot."""
    if not marked:
        return counted("tried.shown", len(rows))
    if known < len(marked):
        return text("tried.gone")
    if known > free:
        return text("tried.no_room", most=pins.MOST_PINS)
    return counted("tried.marked", len(marked))


def _base() -> str:
    """The address of the Train page, as the browser knows it."""
    return urljoin(str(st.context.url or ""), "./") if st.context.url else ""

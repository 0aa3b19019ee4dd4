"""The page Compare: what is compared, in words, in pictures and in numbers."""

from __future__ import annotations

import streamlit as st

from pages.shared import address as own_address
from pages.shared import language, screen
from pages.shared.compare import comparison, differences, pins, ready, sidebar, tried_table
from pages.shared.compare.differences import Differences, Row
from pages.shared.compare.naming import listed
from pages.shared.plain import plain_text
from pages.shared.text import text


def show() -> None:
    """Draw it."""
    sidebar.show()
    language.switch(lambda: None)
    compared, crowded = comparison.made()
    if crowded:
        names = listed(pins.now())
        st.warning(text("compare.no_room", names=", ".join(plain_text(names[pin.id]) for pin in crowded)))
    if compared is None:
        own_address.show(alone=True)  # a reload would bring the runs back
        st.subheader(text("compare.title"), anchor=False)
        st.info(text("compare.empty"), icon=":material/push_pin:")
        _ready()
    else:
        found = differences.of(pins.now().shown)
        _head(found)
        comparison.show()
        if not screen.is_projected():  # fewer things, all in sight
            _differences(found)
    if not screen.is_projected():
        tried_table.show()


def _ready() -> None:
    """What to begin with: every ready comparison and its question."""
    for key in ready.READY:
        with st.container(key=f"ready_{key}", gap="xsmall"):
            st.button(ready.name(key), key=f"ready_take_{key}", on_click=sidebar.take, args=(key,))
            st.caption(ready.question(key))


def _head(found: Differences) -> None:
    """What differs, in one sentence; above it the question of a ready comparison."""
    with st.container(key="compare_head", gap=None):
        if asked := sidebar.question():
            st.markdown(f"**{asked}**")
        st.markdown(found.sentence or text("compare.alone"))


def _differences(found: Differences) -> None:
    """Only the settings that differ, and what may not be compared."""
    if found.rows:
        st.markdown(f"**{text('compare.differences')}**")
        heads = [text("compare.setting"), *map(plain_text, found.names)]
        columns = [[_setting(row) for row in found.rows]]
        columns += [[row.values[i] for row in found.rows] for i in range(len(found.names))]
        with screen.sized("compare_differences"):
            st.table(dict(zip(heads, columns, strict=True)))
    if found.cautions:
        st.markdown(f"**{text('compare.cautions')}**")
        st.markdown("\n".join(f"- {caution}" for caution in found.cautions))


def _setting(row: Row) -> str:
    """Which setting it is, and whether it only goes along with another one."""
    return f"{row.setting} ({text('differ.follows')})" if row.follows else row.setting

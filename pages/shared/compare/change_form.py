"""The form that changes one thing of a run: of which, what, and to which values."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import streamlit as st

from mlp_core import Plan
from pages.shared import state, widgets
from pages.shared.compare import changing, naming, pinning, pins, rows
from pages.shared.compare.changing import KINDS, Offer
from pages.shared.compare.pins import MOST_SHOWN
from pages.shared.text import counted, text
from pages.shared.text import naming as texts_of
from pages.shared.widgets import changed, choice, key, say

PRESENT = 0
"""Stands for the session's run among the pins' ids."""
_WHAT = "change_what"


def show() -> None:
    """Draw it, if there is a run to change."""
    runs = _runs()
    if not runs:
        return
    with st.expander(text("change.title"), icon=":material/difference:"):
        _of(runs)
        _what()
        chosen = state.CHANGING.get()
        plan, steps = runs[_id(runs)]
        settings, was_changed = changing.settings(plan)
        if was_changed:
            st.caption(text("change.legs"))
        offers = changing.offers(settings, chosen.what)
        values = _values(offers, changing.chosen(settings, chosen.what))
        for offer in offers:
            if offer.refused:
                st.caption(text("change.refused", value=offer.name, error=offer.refused))
        st.button(
            text("change.make"), key="change_make", icon=":material/play_arrow:", width="stretch",
            help=text("change.make_help"), on_click=_make, args=(plan, steps, chosen.what, values),
        )  # fmt: skip


def _runs() -> dict[int, tuple[Plan, int]]:
    """Those that can be changed, by the pin's id, and the present one."""
    now = pins.now()
    found = {pin.id: (pin.plan, pin.steps) for pin in (*now.shown, *now.pins)}
    return found | ({PRESENT: run} if (run := pinning.present()) else {})


def _id(runs: dict[int, tuple[Plan, int]]) -> int:
    """Which is chosen, or the first."""
    of = state.CHANGING.get().of
    return of if of in runs else next(iter(runs))


def _of(runs: dict[int, tuple[Plan, int]]) -> None:
    names = naming.listed(pins.now()) | {PRESENT: text("pins.present_name")}
    options = list(runs)
    name = f"change_of_{_mark([names[id] for id in options])}"
    say(**{name: _id(runs)})

    def choose() -> None:
        state.CHANGING.get().of = widgets.said(name)

    named = {id: names[id] for id in options}
    st.selectbox(
        text("change.of"), options, **choice(name, options), format_func=named.__getitem__,
        on_change=changed(name, choose),
    )  # fmt: skip


def _what() -> None:
    say(**{_WHAT: state.CHANGING.get().what})

    def choose() -> None:
        state.CHANGING.get().what = widgets.said(_WHAT)

    kinds = list(KINDS)
    st.selectbox(
        text("change.what"), kinds, **choice(_WHAT, kinds), format_func=texts_of("change.", kinds),
        on_change=changed(_WHAT, choose),
    )  # fmt: skip


def _values(offers: Sequence[Offer], first: Sequence[Any]) -> list[Any]:
    """Those that are chosen. Other values to choose from are another widget, with what suits it chosen."""
    good = [offer for offer in offers if offer.experiment]
    names = {offer.value: offer.name for offer in good}
    return st.multiselect(
        text("change.values"), list(names), default=list(first), format_func=names.__getitem__,
        key=key(f"change_values_{_mark(names.values())}"), help=text("change.values_help"),
    )  # fmt: skip


def _mark(words: Iterable[str]) -> str:
    """Follows from these words: what a browser says of a choice is its words, so others need another key."""
    return f"{zlib.crc32('|'.join(words).encode()):08x}"


def _make(plan: Plan, steps: int, what: str, values: Sequence[Any]) -> None:
    """Pin the runs, and show them alone with the one that they come from."""
    settings, _ = changing.settings(plan)
    made, refused = changing.made(settings, what, values)
    for reason in refused:
        st.toast(reason, icon=":material/block:")
    if not made:
        st.toast(text("change.nothing"), icon=":material/info:")
        return
    runs = [(Plan.of(each), steps) for each in (settings, *made)]
    before = pins.now()
    found, lacking = rows.alone(before, runs)
    new = len(found.pins) - len(before.pins)
    if new or not lacking:  # nothing else is compared where nothing could be made
        pins.put(found)
    if new:
        st.toast(counted("change.made", new), icon=":material/keep:")
    if len(runs) - lacking > MOST_SHOWN:
        st.toast(text("pins.first_shown", most=MOST_SHOWN), icon=":material/info:")
    rows.tell_lacking(lacking)

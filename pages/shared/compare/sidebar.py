"""The sidebar of the page Compare: ready comparisons, the pinned runs, and one thing changed of one of them.

What a person does here is done at once (a widget's callback), before anything is drawn; so whoever draws by
the pins, also a part of the page that Streamlit runs alone, looks whether they are still those.
"""

from __future__ import annotations

import streamlit as st

from pages.shared import widgets
from pages.shared.compare import address, change_form, naming, pinning, pins, ready, rows, swatches, view
from pages.shared.compare.pins import MOST_SHOWN
from pages.shared.text import counted, text
from pages.shared.theme import LIGHT, PALETTES
from pages.shared.widgets import changed, choice, say

_OWN, _READY = "own", "ready_comparison"


def show() -> None:
    """Draw it all."""
    with st.sidebar:
        _ready()
        _pins()
        change_form.show()


def _ready() -> None:
    """Those to begin with: the one that is chosen is shown alone."""
    now = ready.asked(pins.now().shown) or _OWN
    say(**{_READY: now})
    options = [*([_OWN] if now == _OWN else []), *ready.READY]
    named = {option: text(f"ready.{option}") for option in options}
    st.selectbox(
        text("ready.title"), options, **choice(_READY, options), format_func=named.__getitem__,
        help=text("ready.help"), on_change=changed(_READY, _take),
    )  # fmt: skip


def _take() -> None:
    if (key := widgets.said(_READY)) in ready.READY:
        take(key)


def take(key: str) -> None:
    """Show a ready comparison alone, covered until its question is answered."""
    before = pins.now()
    pins.put(ready.taken(before, key))
    view.look(ready.READY[key].tab, ready.READY[key].clock, asks=True)
    kept = {pin.id for pin in pins.now().pins}
    if gone := sum(pin.id not in kept for pin in before.pins):
        st.toast(counted("pins.made_room", gone), icon=":material/info:")


def _pins() -> None:
    """What is pinned, and what can be done with it."""
    now = pins.now()
    st.markdown(f"**{text('pins.title')}**", help=text("pins.help", most=MOST_SHOWN))
    if not now.pins:
        st.caption(text("pins.none"))
    names, palette = naming.listed(now), PALETTES.get(st.context.theme.type or "", LIGHT)
    with st.container(key="pins", gap="xxsmall"):
        st.html(swatches.style({rows.behind(pin): pin.colour for pin in now.pins}, palette))
        for place, pin in enumerate(now.pins):
            rows.show(pin, names[pin.id], place, len(now.pins), palette)
    if out := address.left_out(now.pins):
        st.caption(counted("pins.no_link", out))
    with st.container(gap="xsmall"):
        st.button(
            text("pins.present"), key="pins_present", icon=":material/keep:", help=text("pins.present_help"),
            on_click=_pin_present, width="stretch",
        )  # fmt: skip
        st.button(
            text("pins.undo"), key="pins_undo", icon=":material/undo:", help=text("pins.undo_help"),
            on_click=pins.undo, disabled=not pins.can_undo(), width="stretch",
        )  # fmt: skip


def _pin_present() -> None:
    """The session's run, where it was left."""
    if run := pinning.present():
        plan, steps = run
        st.toast(pinning.add(plan, steps, min(pinning.left_at(), steps)), icon=":material/keep:")


def question() -> str:
    """What is asked of the runs that are compared before they are played; empty where nothing is."""
    return ready.question(ready.asked(pins.now().shown))

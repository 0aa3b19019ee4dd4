"""One pinned run in the sidebar: whether it is compared, its looks, and behind its name what can be done."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from mlp_core import Plan
from pages.shared import link, session, state, widgets
from pages.shared.compare import address, pins, view, words
from pages.shared.compare.forking import forks
from pages.shared.compare.naming import MOST_LETTERS
from pages.shared.compare.pins import MOST_PINS, MOST_SHOWN, Pin, Pins
from pages.shared.compare.swatches import picture, shape_of
from pages.shared.plain import label_text, plain_text
from pages.shared.text import counted, text
from pages.shared.theme import LIGHT, Palette
from pages.shared.widgets import changed, field, key, say

_TOLD = ("activation", "initializer", "loss", "optimizer", "learning_rate", "batch_size")


def behind(pin: Pin) -> str:
    """The key of the button with its name."""
    return f"pin_more_{pin.id}"


def show(pin: Pin, name: str, place: int, of: int, palette: Palette) -> None:
    """Draw it: `place` of so many, from 0."""
    shown = _widget(pin, "shown")
    say(**{shown: pin.is_shown, _widget(pin, "name"): pin.name, _colour(pin, palette): pin.colour})
    with st.container(
        key=f"pin_row_{pin.id}", horizontal=True, gap="xsmall", vertical_alignment="center", wrap=False
    ):
        st.checkbox(
            label_text(name),
            **field(shown),
            label_visibility="collapsed",
            on_change=changed(shown, lambda: _check(pin.id)),
        )
        with st.popover(plain_text(name), key=behind(pin), width="stretch", type="tertiary", wrap=True):
            _more(pin, place, of, palette)


def _widget(pin: Pin, what: str) -> str:
    return f"pin_{what}_{pin.id}"


def _colour(pin: Pin, palette: Palette) -> str:
    """The widget of its colour: what a browser says of it are its pictures, and they are of a theme."""
    return _widget(pin, "colour" if palette is LIGHT else "colour_dark")


def _pictures(palette: Palette) -> list[str]:
    """What every colour looks like."""
    return [
        picture(n, palette, text("pins.colour_n", shape=text(f"pins.shape_{shape_of(n)}"), n=n + 1))
        for n in range(MOST_PINS)
    ]


def _more(pin: Pin, place: int, of: int, palette: Palette) -> None:
    """Behind its name."""
    st.caption(_about(pin))
    name, colour = _widget(pin, "name"), _colour(pin, palette)
    st.text_input(
        text("pins.rename"), **field(name), max_chars=MOST_LETTERS, help=text("pins.rename_help"),
        on_change=changed(name, lambda: _change(pin.id, name=" ".join(widgets.said(name).split()))),
    )  # fmt: skip
    colours = list(range(MOST_PINS))
    st.pills(
        text("pins.colour"), colours, default=pin.colour, key=key(colour), required=True,
        format_func=_pictures(palette).__getitem__,
        on_change=changed(colour, lambda: _change(pin.id, colour=widgets.said(colour))),
    )  # fmt: skip
    with st.container(horizontal=True, gap="xsmall"):
        _button(pin, "up", ":material/arrow_upward:", place == 0)
        _button(pin, "down", ":material/arrow_downward:", place == of - 1)
        _button(pin, "remove", ":material/delete:")
    if fork := forks(pin):
        st.button(
            text("pins.fork"), key=f"pin_fork_{pin.id}", icon=":material/alt_route:", width="stretch",
            help=text("pins.fork_help", change=fork.change, step=f"{fork.step:,}"),
            on_click=_fork, args=(pin.id,),
        )  # fmt: skip
    if st.button(
        text("pins.go"), key=f"pin_go_{pin.id}", icon=":material/open_in_new:", width="stretch",
        help=text("pins.go_help"),
    ):  # fmt: skip
        _go(pin)


def _about(pin: Pin) -> str:
    """Its settings, short."""
    e = pin.plan.last
    values = [words.value(name, e) for name in ("dataset", "hidden_layers")]
    values += [words.short(name, e) for name in _TOLD]
    return counted("pins.about", pin.steps, settings=" · ".join(values))


def _button(pin: Pin, what: str, icon: str, disabled: bool = False) -> None:
    act = {"up": _up, "down": _down, "remove": _remove}[what]
    st.button(
        text(f"pins.{what}"), key=f"pin_{what}_{pin.id}", icon=icon, on_click=act, args=(pin.id,),
        disabled=disabled,
    )  # fmt: skip


# What a person does


def _put(found: Pins) -> None:
    pins.put(found)


def _check(id: int) -> None:
    """Compare it, or no longer; more than fit are refused, and the widget says so at its next drawing."""
    before = pins.now()
    pin = next((pin for pin in before.pins if pin.id == id), None)
    if pin is None:
        return
    if not pin.is_shown and sum(each.is_shown for each in before.pins) >= MOST_SHOWN:
        st.toast(text("pins.too_many", most=MOST_SHOWN), icon=":material/block:")
        return
    _put(pins.changed(before, id, is_shown=not pin.is_shown))


def _change(id: int, **changes: object) -> None:
    _put(pins.changed(pins.now(), id, **changes))


def _up(id: int) -> None:
    _put(pins.moved(pins.now(), id, -1))


def _down(id: int) -> None:
    _put(pins.moved(pins.now(), id, 1))


def _remove(id: int) -> None:
    _put(pins.removed(pins.now(), id))


def _fork(id: int) -> None:
    """The run and what it would have been without its last change, they alone, from the change on."""
    pin = next((pin for pin in pins.now().pins if pin.id == id), None)
    if pin and (fork := forks(pin)):
        found, lacking = alone(pins.now(), [(pin.plan, pin.steps), (fork.unchanged, pin.steps)], fork.step)
        _put(found)
        view.look(address.TABS[0], address.CLOCKS[0], fork.step)
        tell_lacking(lacking)


def alone(before: Pins, runs: list[tuple[Plan, int]], step: int = 0) -> tuple[Pins, int]:
    """These pins with those runs alone shown, as many as can be, pinned where they are not; and how many had
    no room.
    """
    first = runs[:MOST_SHOWN]
    hidden = tuple(replace(pin, is_shown=(pin.plan, pin.steps) in first) for pin in before.pins)
    found, lacking = replace(before, pins=hidden), 0
    there = {(pin.plan, pin.steps) for pin in hidden}
    for plan, steps in runs:
        if (plan, steps) in there:
            continue
        lacking += not found.free
        found = pins.added(found, plan, steps, step)
    return found, lacking


def tell_lacking(lacking: int) -> None:
    """Say how many runs had no room, if any."""
    if lacking:
        st.toast(counted("pins.no_room", lacking, most=MOST_PINS), icon=":material/block:")


def _go(pin: Pin) -> None:
    """Take the run up on Train, at the step at which it was pinned."""
    from pages.shared import player

    words = link.encoded(pin.plan, pin.steps)
    state.PAST.get()[words] = (pin.plan, pin.steps)  # a person's own file is in no link
    session.return_to(words, f"{words}&step={pin.step}")
    player.tell(step=pin.step, mark=None)
    st.switch_page("app.py")

"""The lab's own widgets <-> its settings. They are forgotten on another page, so what they say is kept."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from mlp_core import ExperimentError
from mlp_core.analysis.cures import CURES
from mlp_core.analysis.profile import SIZES
from pages.shared import link, session, state, widgets
from pages.shared.lab import captions
from pages.shared.lab.settings import (
    DATA,
    LIMITS,
    MOST_COMPARED,
    OUTPUTS,
    SETTINGS,
    STORIES,
    WORDS,
    Lab,
    View,
)
from pages.shared.lab.study import refusals
from pages.shared.state import LabChoice
from pages.shared.text import naming, text
from pages.shared.widgets import changed, choice, field, key, say

_FIELDS = [each.name for each in fields(Lab)]


def _widget(name: str) -> str:
    """The widget's name: no other page has one of it."""
    return f"lab_{name}"


def _key(name: str) -> str:
    return key(_widget(name))


def _said(name: str) -> Any:
    return widgets.said(_widget(name))


def _values(lab: Lab) -> dict[str, object]:
    """What every widget says, by its name."""
    fields = {_widget(name): value for name, value in asdict(lab).items() if name != "cures"}
    cures = {_widget(f"cure_{cure}"): cure in lab.cures for cure in CURES}
    return fields | cures | {_widget("compare"): list(lab.compare)}


def begin() -> None:
    """Before any widget is drawn: put back what they said when the page was left, or what the link says."""
    if not state.LAB_CHOICE.is_there:
        state.LAB_CHOICE.put(LabChoice(*WORDS.of(session.link_of())))
    for name, value in _values(state.LAB_CHOICE.get().settings).items():
        # Each by itself: a widget that is not drawn for a while is forgotten too, as that of the samples.
        if not widgets.is_there(name):
            widgets.put_back(name, value)


def return_to(query: str) -> None:
    """Take up settings again that were left, and how they were looked at: what an address says of them."""
    take(*WORDS.of(link.read(parse_qs(query), session.present()[0])))


def take(lab: Lab, view: View) -> None:
    """Take up other settings, looked at like that, at the next script run."""
    session.wish(**_values(lab))
    if state.LAB_CHOICE.is_there:
        choice = state.LAB_CHOICE.get()
        choice.settings, choice.wish, choice.view = lab, None, view
    else:
        state.LAB_CHOICE.put(LabChoice(lab, view))


def _story() -> None:
    if (name := _said("story")) in STORIES:
        say(**_values(STORIES[name].lab))
        chosen, story = state.LAB_CHOICE.get(), STORIES[name]
        chosen.wish, chosen.view = {"below": story.below, "train": story.train}, View(below=story.below)


def _number(name: str) -> None:
    low, high = LIMITS[name]
    st.number_input(text(f"lab.set_{name}"), int(low), int(high), **field(_widget(name)))


def _real(name: str, step: float, help: str | None = None) -> None:
    low, high = LIMITS[name]
    st.number_input(
        text(f"lab.set_{name}"), low, high, **field(_widget(name)), step=step, format="%g", help=help
    )


def _compare() -> None:
    """Which settings are compared: named in the button, chosen behind it."""
    chosen = _said("compare")
    label = text("lab.compare_1" if len(chosen) == 1 else "lab.compare", n=len(chosen))
    with st.expander(label):
        st.multiselect(
            text("lab.set_compare"), list(SETTINGS), default=chosen, key=_key("compare"),
            format_func={one: captions.setting_name(one, "short") for one in SETTINGS}.__getitem__,
            max_selections=MOST_COMPARED,
        )  # fmt: skip


def _cures() -> None:
    lab = _now()
    refused = refusals(lab) if lab else {}
    first = captions.setting_name(lab.compare[0]) if lab else ""
    st.markdown(text("lab.cures"), help=text("lab.cures_help", setting=first))
    with st.container(gap=None):
        for cure in CURES:
            st.checkbox(
                text(f"lab.cure_{cure}"), **field(_widget(f"cure_{cure}")), disabled=cure in refused,
                help=text(f"lab.refused_{cure}") if cure in refused else None,
            )  # fmt: skip


def _more() -> None:
    with st.expander(text("lab.more")):
        st.selectbox(
            text("lab.set_data"), DATA, **choice(_widget("data"), DATA), format_func=naming("lab.name_", DATA)
        )
        if _said("data") == "digits":
            _number("samples")
        st.selectbox(
            text("lab.set_output"), OUTPUTS, **choice(_widget("output"), OUTPUTS),
            format_func=naming("activation.", OUTPUTS), help=text("lab.set_output_help"),
        )  # fmt: skip
        for name in ("width", "seeds", "seed", "steps"):
            _number(name)
        _real("learning_rate", 0.01)
        _real("gain", 0.5, help=text("lab.set_gain_help"))


def sidebar() -> Lab:
    """Draw the settings and return what they say; the last ones that could be used where they cannot."""
    lab = _now()
    story = next((name for name, story in STORIES.items() if story.lab == lab), "own")
    say(**{_widget("story"): story})
    with st.sidebar:
        stories = [*(["own"] if story == "own" else []), *STORIES]
        st.selectbox(
            text("lab.story"), stories, **choice(_widget("story"), stories),
            on_change=changed(_widget("story"), _story),
            format_func=naming("lab.story_", stories), help=text("lab.story_help"),
        )  # fmt: skip
        _number("depth")
        _compare()
        st.selectbox(
            text("lab.set_measure"),
            SIZES,
            **choice(_widget("measure"), SIZES),
            format_func=naming("lab.measure_", SIZES),
            help=text("lab.set_measure_help"),
        )
        _cures()
        _more()
        if lab is None:
            st.warning(text("lab.refused"))
    return keep()


def keep() -> Lab:
    """Remember what the widgets say, if it can be used."""
    chosen = state.LAB_CHOICE.get()
    chosen.settings = _now() or chosen.settings
    return chosen.settings


def outdated(lab: Lab) -> bool:
    """Whether the widgets say something else, or are to: a fragment hears of it first (controls.outdated)."""
    begin()
    return session.is_wished() or _now() not in (None, lab)


def _now() -> Lab | None:
    """What the widgets say, if it can be used."""
    values = {name: _said(name) for name in _FIELDS if name != "cures"}
    if None in values.values():  # an emptied number
        return None
    cures = tuple(cure for cure in CURES if _said(f"cure_{cure}"))
    try:
        return Lab(**(values | {"compare": tuple(values["compare"]), "cures": cures}))
    except ExperimentError:
        return None

"""The lab's charts in the browser: the server measures and draws, bit by bit; the browser shows and plays.

The browser asks for what it wants (which network is in focus, which charts, whether the training) by setting
the component's state "ask"; the server measures for a moment, answers with what there is, and is asked again
while something is missing. Stopping is not asking. Nothing polls.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from mlp_core import ACTIVATIONS
from mlp_core.nn.steps import Array
from mlp_core.pauses import pause
from pages.shared import actions, controls, link, session, state
from pages.shared.browser.files import markup, read
from pages.shared.component import PLOTLY_URL, Component
from pages.shared.figures import log_range
from pages.shared.fragment import fragment
from pages.shared.lab import captions, figures, figures_over, sidebar
from pages.shared.lab.figures import Style
from pages.shared.lab.settings import VIEWS, Lab, View
from pages.shared.lab.study import Z_BINS, Stage, Study, Training
from pages.shared.state import Sent, Studied
from pages.shared.text import language, section, text
from pages.shared.theme import PALETTES, SHAPES
from pages.shared.wire.bytes import numbers, packed, whole
from pages.shared.wire.header import Json
from pages.shared.wire.health import RULES, by_chance
from pages.shared.wire.lab_header import LabHeader, LabView, LineStyle, StudyHeader, Wish
from pages.shared.wire.once import Once
from pages.shared.work import CHARTS, STUDIES, studying

KEY = "lab"
FIRST_SECONDS, SECONDS = 0.1, 0.4
"""A changed setting's picture comes first; what follows is asked for, in slices so that nobody waits long."""
BEYOND = 6
"""Decades that the axis may grow by as the networks train."""

_LAB = Component(
    "lab",
    "lab/lab.js",
    markup("lab/lab.html"),
    read("player/player.css") + read("player/screens.css") + read("lab/lab.css"),
)


@dataclass(frozen=True)
class Ask:
    """What the browser wants to see, and what it has: how many trained runs, which charts and which header by
    their keys. Before it has asked, `n` is None.
    """

    view: View
    train: bool
    theme: str
    have: int
    keys: dict[str, object]
    n: int | None
    header: object


def _ask(study: Study, said: object, opened: View) -> Ask:
    """What the browser asks of this study; before it has asked, what its link says."""
    asked: dict[str, Any] = said if isinstance(said, dict) else {}
    theme = str(asked.get("theme") or st.context.theme.type)
    focus = whole(asked.get("focus", opened.focus), 0, len(study.lines) - 1)
    chosen = {
        name: asked[name] if asked.get(name) in allowed else getattr(opened, name)
        for name, allowed in VIEWS.items()
    }
    train = bool(asked.get("train", opened.step > 0)) or chosen["below"] == "course"
    keys = asked.get("keys")
    return Ask(
        view=View(opened.step, focus, **chosen),
        train=train,
        theme=theme if theme in PALETTES else "light",
        have=whole(asked.get("have"), 0, study.training.of),
        keys=keys if isinstance(keys, dict) else {},
        n=whole(asked["n"], 0, 2**53) if "n" in asked else None,
        header=asked.get("header"),
    )


def styles(study: Study, theme: str, focus: int) -> list[Style]:
    """How every line looks."""
    colours = PALETTES[theme].lines
    return [
        Style(captions.name(line), colours[i % len(colours)], SHAPES[i % len(SHAPES)], i == focus)
        for i, line in enumerate(study.lines)
    ]


def _decades(study: Study) -> tuple[float, float]:
    """One axis for all layers, networks and steps; what training sends beyond all bounds leaves it."""
    low, high = log_range(study.layers.quartiles(study.lab.measure))
    if not study.training.done:
        return low, high
    reached = log_range(study.training.medians().sizes)
    return max(min(low, reached[0]), low - BEYOND), min(max(high, reached[1]), high + BEYOND)


Chart = tuple[str, Callable[[], go.Figure]]
"""What a chart depends on, beside focus and theme; and how it is made."""


def _upper(study: Study, view: View, theme: str) -> dict[str, Chart]:
    """The staircase, and the chart beside it, by their places."""
    palette, focus, looks = PALETTES[theme], view.focus, styles(study, theme, view.focus)
    measure, decades = study.lab.measure, _decades(study)
    median, experiment = study.layers.median(focus), study.lines[focus].experiment

    def staircase() -> go.Figure:
        quartiles = study.layers.quartiles(measure)[:, :, 0]
        return figures.staircase_figure(
            quartiles, looks, _label(study), decades, palette, study.ceiling(focus)
        )

    def passes() -> go.Figure:
        most, norm = ACTIVATIONS[experiment.activation].max_slope, experiment.normalization != "none"
        return figures.passes_figure(
            median["gain"], median["slope"], most, palette, experiment.residual, norm
        )

    def saturation() -> go.Figure:
        shares = study.layers.quartiles("saturation")[1, :, 0]
        return figures.saturation_figure(shares, median["dead"], looks, palette)

    def z() -> go.Figure:
        edge = saturated_from(experiment.activation)
        return figures.z_figure(study.pre_activations(focus), Z_BINS, edge, palette)

    made = {"passes": passes, "saturation": saturation, "z": z}[view.aside]
    known = study.layers.done
    return {"staircase": (f"{known} {decades}", staircase), "aside": (f"{view.aside} {known}", made)}


def _lower(study: Study, view: View, theme: str) -> dict[str, Chart]:
    """The two charts below, by their places: over depth, or over the steps of training."""
    palette, focus, looks = PALETTES[theme], view.focus, styles(study, theme, view.focus)
    measure, decades, training = study.lab.measure, _decades(study), study.training
    depths = np.array(study.depths.depths)

    def first() -> go.Figure:
        quartiles = study.depths.quartiles(measure)[:, :, :, 0]
        return figures_over.first_layer_figure(depths, quartiles, looks, _label(study), palette)

    def heat() -> go.Figure:
        median = study.depths.quartiles(measure)[1, focus]
        return figures_over.depths_figure(depths, median, _label(study), palette)

    def course() -> go.Figure:
        return figures_over.course_figure(training.medians().sizes[focus], _label(study), decades, palette)

    def curve() -> go.Figure:
        medians = training.medians()
        if (scores := _guesses(study)) is None:
            return figures_over.loss_figure(medians.loss, looks, palette)
        losses, shares = scores
        if view.curve == "accuracy":
            return figures_over.accuracy_figure(medians.accuracy, shares, looks, palette)
        return figures_over.loss_figure(medians.loss, looks, palette, losses)

    if view.below == "depth":
        known = study.depths.done
        return {"left": (f"first {known}", first), "right": (f"heat {known}", heat)}
    if not training.done:
        return {}
    left, right = f"course {training.done} {decades}", f"{view.curve} {training.done}"
    return {"left": (left, course), "right": (right, curve)}


def _guesses(study: Study) -> tuple[Array, Array] | None:
    """(losses, shares of right answers) of the best constant answers, (lines,) each; None for none."""
    scores = study.chances
    if not all(s.train_loss > 0 for s in scores):
        return None
    return np.array([s.train_loss for s in scores]), np.array([s.train_accuracy for s in scores])


def _label(study: Study) -> str:
    return text(f"lab.measure_{study.lab.measure}")


def saturated_from(activation: str) -> float | None:
    """The |z| beyond which a bounded activation's slope is below 0.01; None for those that have no such."""
    z = np.linspace(0, float(Z_BINS[-1]), 801)
    low = ACTIVATIONS[activation].derivative(z) < 0.01
    return float(z[low][0]) if low[-1] and ACTIVATIONS[activation].derivative(z)[0] > 0 else None


def _header(study: Study, name: str) -> Once:
    """What stays the same for a study. In turn, for what guessing scores takes a while with many seeds."""
    with studying(study):
        chances = [by_chance(found) for found in study.chances]
    header: StudyHeader = {
        "study": name,
        "steps": study.lab.steps,
        "depths": study.depths.depths,
        "heading": captions.heading(study.lab),
        "measure": study.lab.measure,
        "lab": study.lab.to_link(),
        "initializers": [line.experiment.initializer for line in study.lines],
        "chances": chances,
        "idles": [line.idles for line in study.lines],
        "rules": RULES,
        "plotly": PLOTLY_URL,
        "text": section("lab"),
        "player": section("player"),
    }
    return Once(header, "study")


def _answer(studied: Studied, ask: Ask, wish: Wish | None, seconds: float) -> bytes:
    """Measure for a moment, and draw what there is."""
    with studying(studied.study):
        complete = studied.study.advance(time.monotonic() + seconds, ask.train)
        return _said(studied, ask, wish, complete)


def _said(studied: Studied, ask: Ask, wish: Wish | None, complete: bool) -> bytes:
    """What there is of a study now."""
    study = studied.study
    view, training = ask.view, study.training
    arrays: dict[str, Array] = {}
    if ask.train and training.done and training.done != ask.have:
        arrays = training.medians()._asdict()
    stages: list[Stage | Training] = [study.layers, study.depths, *([training] if ask.train else [])]
    changing: LabHeader = {
        "n": ask.n,
        "complete": complete,
        "done": sum(stage.done for stage in stages),
        "of": sum(stage.of for stage in stages),
        "theme": ask.theme,
        "view": _view(view),
        "have": training.done,
        "train": ask.train,
        "ceiling": study.ceiling(view.focus) is not None,
        "wish": wish,
        "lines": [_line(style) for style in styles(study, ask.theme, view.focus)],
        "decades": _decades(study),
        "caption": captions.caption(study, view.focus, ask.train),
        "figures": _figures(studied, ask),
        "palette": PALETTES[ask.theme].as_json(),
        "link": link.encoded(*session.present()),
        "mounted": actions.mounted(KEY),
    }
    return packed({**studied.header.beside(ask.header), **changing}, arrays)


def _view(view: View) -> LabView:
    return {
        "step": view.step, "focus": view.focus, "below": view.below, "aside": view.aside, "curve": view.curve
    }  # fmt: skip


def _line(style: Style) -> LineStyle:
    return {"name": style.name, "colour": style.colour, "symbol": style.symbol, "focus": style.focus}


def _figures(studied: Studied, ask: Ask) -> dict[str, Json]:
    """The charts by place; of those that the browser has already only the key."""
    found = dict[str, Json]()
    charts = _upper(studied.study, ask.view, ask.theme) | _lower(studied.study, ask.view, ask.theme)
    for place, (what, make) in charts.items():
        pause()
        follows = f"{what} {ask.view.focus} {ask.theme} {studied.language}"
        key = f"{studied.id} {follows}"
        found[place] = {"key": key}
        if key != ask.keys.get(place):
            found[place] |= CHARTS.of((studied.lab, place, follows), partial(_drawn, make))
    return found


def _drawn(make: Callable[[], go.Figure], _: object) -> Json:
    """A chart as the browser has it."""
    return numbers(make().to_plotly_json())


def study_of(lab: Lab) -> Study:
    """The study with these settings: the session's, one that another visitor has asked for, or a new one."""
    studied, spoken = state.STUDIED.get(), language()
    if studied and studied.lab == lab and not studied.is_left:
        if studied.language != spoken:
            header = _header(studied.study, studied.id)
            state.STUDIED.put(replace(studied, language=spoken, header=header, sent=None))
        return studied.study
    study, take = STUDIES.of(lab, Study), studied.take + 1 if studied else 0
    name = f"{hashlib.blake2s(repr(lab).encode()).hexdigest()[:12]}-{take}"
    state.STUDIED.put(Studied(lab, study, name, spoken, _header(study, name), take))
    return study


def take(lab: Lab, view: View) -> None:
    """Show other settings, or the same ones anew, looked at like that, whatever the browser says of these."""
    sidebar.take(lab, view)
    seen = {name: getattr(view, name) for name in ("below", "aside", "curve", "focus", "step")}
    wish = cast(Wish, {**seen, "train": view.step > 0})
    state.LAB_CHOICE.get().wish = wish
    if studied := state.STUDIED.get():
        state.STUDIED.put(replace(studied, is_left=True))


def _act(studied: Studied) -> None:
    """Open the network that was clicked on the Train page; or go back to other settings."""
    study = studied.study
    match actions.new(KEY):
        case {"do": "open", "study": studied.id, "line": int(line), "depth": int(depth)} if (
            0 <= line < len(study.lines) and depth in study.depths.depths
        ):
            controls.put(study.experiment(line, depth), link.DEFAULT_STEPS)
            st.switch_page("app.py")
        case {"do": "return", "query": str(query)}:
            sidebar.return_to(query)
            studied.sent = None  # another answer, also where these settings are there already
            st.rerun()


@fragment
def show(study: Study) -> None:
    """Draw the lab's charts."""
    if sidebar.outdated(study.lab):
        st.rerun()
    studied, choice = state.STUDIED.get(), state.LAB_CHOICE.get()
    assert studied
    _act(studied)
    asked = state.told(KEY).get("ask")
    if not isinstance(asked, dict) or asked.get("study") != studied.id:
        asked = None
    # A rerun that asks for nothing new gets the same bytes, which Streamlit then does not send again.
    if studied.sent is None or studied.sent.asked != asked:
        ask = _ask(study, asked, choice.view)
        wish, choice.wish = (choice.wish, None) if ask.n is None else (None, choice.wish)
        data = _answer(studied, ask, wish, SECONDS if studied.sent else FIRST_SECONDS)
        studied.sent = Sent(asked, data)
        # Another study's first answer is as the person looked at this one.
        choice.view = replace(ask.view, step=0)
    _LAB.mount(KEY, studied.sent.data, "ask", "act")

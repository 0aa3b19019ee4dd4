"""The lab's charts in the browser: the server measures and draws, bit by bit; the browser shows and plays.

The browser asks for what it wants (which network is in focus, which charts, whether the training) by setting the
component's state "ask"; the server measures for a moment, answers with what there is, and is asked again while
something is missing. Stopping is not asking. Nothing polls.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from mlp_core import ACTIVATIONS
from mlp_core.activations import Array
from pages.shared import controls, link, session
from pages.shared.component import PLOTLY_URL, bundle, numbers, packed, plain, read, whole
from pages.shared.figures import log_range
from pages.shared.lab import figures, words
from pages.shared.lab.figures import Style
from pages.shared.lab.settings import VIEWS, Lab, View
from pages.shared.lab.study import Z_BINS, Study
from pages.shared.text import section, text
from pages.shared.theme import PALETTES
from pages.shared.work import TURN

KEY = "lab"
FIRST_SECONDS, SECONDS = 0.1, 0.4
"""A changed setting's picture comes first; what follows is asked for, in slices so that nobody waits long."""
SYMBOLS = ("circle", "diamond")
"""Of a setting, and of a cure."""

_SCRIPTS = [
    *(f"player/{name}.js" for name in ("format", "dom", "bytes", "draw", "panels", "transport", "place")),
    *(f"lab/{name}.js" for name in ("files", "charts", "lab")),
]
_mount = st.components.v2.component(
    "backprop_lab", html=read("lab/lab.html"), css=read("player/player.css") + read("lab/lab.css"),
    js=bundle(*_SCRIPTS), isolate_styles=False,
)  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """What the browser wants to see, and what it has: how many trained runs, and which charts by their keys."""

    view: View
    train: bool
    theme: str
    have: int
    keys: dict[str, object]


def _ask(study: Study, state: object, opened: View) -> Ask:
    """What the browser asks of this study; before it has asked, what its link says."""
    asked: dict[str, Any] = state if isinstance(state, dict) else {}
    theme = asked.get("theme") or st.context.theme.type
    focus = whole(asked.get("focus", opened.focus), 0, len(study.lines) - 1)
    chosen = {
        name: asked[name] if asked.get(name) in allowed else getattr(opened, name)
        for name, allowed in VIEWS.items()
    }
    train = bool(asked.get("train", opened.step > 0)) or chosen["below"] == "course"
    keys = asked.get("keys")
    return Ask(        View(opened.step, focus, **chosen), train, theme if theme in PALETTES else "light",
        whole(asked.get("have"), 0, study.training.of),
        keys if isinstance(keys, dict) else {},
    )  # fmt: skip


def styles(study: Study, theme: str) -> list[Style]:
    """How every line looks."""
    colours = PALETTES[theme].lines
    return [
        Style(words.name(line), colours[i % len(colours)], SYMBOLS[line.cure is not None])
        for i, line in enumerate(study.lines)
    ]


def _decades(study: Study) -> tuple[float, float]:
    """One axis for all layers, networks and steps."""
    seen = [study.layers.quartiles(study.lab.measure).ravel()]
    if study.training.done:
        seen.append(study.training.medians()[0].ravel())
    return log_range(np.concatenate(seen))


def charts(
    study: Study, view: View, theme: str, trained: bool
) -> dict[str, tuple[str, Callable[[], go.Figure]]]:
    """The charts that are shown: place -> (what it depends on, how it is made)."""
    palette, measure, focus = PALETTES[theme], study.lab.measure, view.focus
    label, looks, decades = text(f"lab.measure_{measure}"), styles(study, theme), _decades(study)
    median, experiment = study.layers.median(focus), study.lines[focus].experiment
    training = f"{study.training.done}" if trained else ""
    depths = np.array(study.depths.depths)

    def course() -> go.Figure:
        return figures.course_figure(study.training.medians()[0][focus], label, decades, palette)

    def staircase() -> go.Figure:
        quartiles = study.layers.quartiles(measure)[:, :, 0]
        return figures.staircase_figure(
            quartiles, looks, label, decades, palette, study.ceiling(focus), focus
        )

    def passes() -> go.Figure:
        most = ACTIVATIONS[experiment.activation].max_slope
        return figures.passes_figure(median["gain"], median["slope"], most, palette)

    def saturation() -> go.Figure:
        shares = study.layers.quartiles("saturation")[1, :, 0]
        return figures.saturation_figure(shares, median["dead"], looks, palette, focus)

    def z() -> go.Figure:
        edge = saturated_from(experiment.activation)
        return figures.z_figure(study.pre_activations(focus), Z_BINS, edge, palette)

    def first() -> go.Figure:
        quartiles = study.depths.quartiles(measure)[:, :, :, 0]
        return figures.first_layer_figure(depths, quartiles, looks, label, palette, focus)

    def heat() -> go.Figure:
        return figures.depths_figure(depths, study.depths.quartiles(measure)[1, focus], label, palette)

    def loss() -> go.Figure:
        return figures.loss_figure(study.training.medians()[1], looks, palette, focus)

    made: dict[str, tuple[str, Callable[[], go.Figure]]] = {
        "staircase": (f"{study.layers.done} {decades}", staircase),
        "aside": {
            "passes": (f"passes {study.layers.done}", passes),
            "saturation": (f"saturation {study.layers.done}", saturation),
            "z": ("z", z),
        }[view.aside],
    }
    if view.below == "course":
        if study.training.done:
            made |= {"left": (f"course {training} {decades}", course), "right": (f"loss {training}", loss)}
    else:
        made |= {"left": (f"first {study.depths.done}", first), "right": (f"heat {study.depths.done}", heat)}
    return made


def saturated_from(activation: str) -> float | None:
    """The |z| beyond which a bounded activation's slope is below 0.01; None for those that have no such."""
    z = np.linspace(0, float(Z_BINS[-1]), 801)
    low = ACTIVATIONS[activation].derivative(z) < 0.01
    return float(z[low][0]) if low[-1] and ACTIVATIONS[activation].derivative(z)[0] > 0 else None


def _answer(study: Study, ask: Ask, n: object, kept: dict[str, Any], seconds: float) -> bytes:
    """Measure for a moment, and draw what there is."""
    with TURN:
        complete = study.advance(time.monotonic() + seconds, ask.train)
    view, training = ask.view, study.training
    arrays: dict[str, Array] = {}
    if ask.train and training.done and training.done != ask.have:
        arrays = dict(zip(("sizes", "loss"), training.medians(), strict=True))
    stages = [study.layers, study.depths, *([training] if ask.train else [])]
    header = {
        "study": kept["id"],
        "n": n,
        "complete": complete,
        "done": sum(stage.done for stage in stages),
        "of": sum(stage.of for stage in stages),
        "theme": ask.theme,
        "view": asdict(view),
        "have": training.done,
        "steps": study.lab.steps,
        "lines": [asdict(style) for style in styles(study, ask.theme)],
        "depths": study.depths.depths,
        "decades": _decades(study),
        "heading": words.heading(study.lab),
        "caption": words.caption(study, view.focus, ask.train),
        "measure": text(f"lab.measure_{study.lab.measure}"),
        "figures": _figures(study, ask, kept),
        "palette": PALETTES[ask.theme].as_json(),
        "link": kept["link"],
        "lab": study.lab.to_link(),
        "plotly": PLOTLY_URL,
        "text": section("lab"),
        "player": section("player"),
    }
    return packed(plain(header), arrays)


def _figures(study: Study, ask: Ask, kept: dict[str, Any]) -> dict[str, Any]:
    """The charts by place; of those that the browser has already only the key."""
    made: dict[str, Any] = kept.setdefault("figures", {})
    found = {}
    for place, (what, make) in charts(study, ask.view, ask.theme, ask.train).items():
        key = f"{kept['id']} {what} {ask.view.focus} {ask.theme}"
        if key != ask.keys.get(place):
            if made.get(place, {}).get("key") != key:
                made[place] = {"key": key, **numbers(make().to_plotly_json())}
            found[place] = made[place]
        else:
            found[place] = {"key": key}
    return found


def study_of(lab: Lab) -> Study:
    """The session's study with these settings: the one there is, or a new one."""
    kept = session.kept(KEY)
    if kept.get("lab") != lab:
        study = Study(lab)
        name = hashlib.blake2s(repr(lab).encode()).hexdigest()[:12]
        kept |= {"lab": lab, "study": study, "id": name, "acted": 0}
        kept.pop("answer", None)
    found: Study = kept["study"]
    return found


def _act(study: Study, kept: dict[str, Any], action: object) -> None:
    """Open the network that was clicked on the Train page; each click once."""
    match action:
        case {"study": str(name), "n": int(n), "line": int(line), "depth": int(depth)} if (
            name == kept["id"]
            and n > kept["acted"]
            and line < len(study.lines)
            and depth in study.depths.depths
        ):
            kept["acted"] = n
            controls.open_network(study.experiment(line, depth))
            st.switch_page("app.py")


@st.fragment
def show(study: Study) -> None:
    """Draw the lab's charts."""
    kept = session.kept(KEY)
    kept["link"] = link.encoded(*session.present())
    state = st.session_state.get(KEY) or {}
    _act(study, kept, state.get("act"))
    asked = state.get("ask")
    if not isinstance(asked, dict) or asked.get("study") != kept["id"]:
        asked = None
    # A rerun that asks for nothing new gets the same bytes, which Streamlit then does not send again.
    if "answer" not in kept or kept["asked"] != asked:
        seconds = FIRST_SECONDS if "answer" not in kept else SECONDS
        kept["answer"] = _answer(
            study, _ask(study, asked, kept["view"]), (asked or {}).get("n"), kept, seconds
        )
        kept["asked"] = asked
    _mount(key=KEY, data=kept["answer"], on_ask_change=lambda: None, on_act_change=lambda: None)

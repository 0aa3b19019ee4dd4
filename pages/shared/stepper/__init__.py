"""The stepper: one training step, one operation at a time, on the run that the session has.

The server runs the step's program on a copy of the run's state (mlp_core/probe.py) and sends every array that
it reads or writes; moving between operations, selecting and formulas are then the browser's, with no round
trip. The browser asks for another step, or for this one with numbers changed by hand, by setting the state
"ask". The answer is a function of (run, ask).
"""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

import streamlit as st

from mlp_core import OPTIMIZERS, OUTPUT_ACTIVATIONS, DivergedError, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.training.inference import classes_of
from pages.shared import controls, figures, link
from pages.shared.browser.files import read
from pages.shared.browser.loader import bundle
from pages.shared.component import PLOTLY_URL, whole
from pages.shared.player.tape import SECONDS, reach
from pages.shared.session import Run
from pages.shared.stepper import scene, trees
from pages.shared.text import section, text
from pages.shared.theme import PALETTES
from pages.shared.work import TURN

KEY = "stepper"
_mount = st.components.v2.component(
    "backprop_stepper", html=read("stepper/stepper.html"), css=read("stepper/stepper.css"),
    js=bundle("stepper/stepper.js"), isolate_styles=False,
)  # fmt: skip


def _header(run: Run, probe: Probe, step: int) -> dict[str, Any]:
    """What the browser needs beside the arrays."""
    experiment = probe.experiment
    opened = run.opened
    layers = len(experiment.sizes) - 1
    return {
        "run": run.id,
        "step": step,
        "start": {"step": run.start, **(opened.stepper if opened else {})},
        "link": link.encoded(run.plan, run.steps),
        "sizes": experiment.sizes,
        **_samples(run.trainer, probe),
        "rate": run.trainer.rate,
        "optimizer": {"name": experiment.optimizer, **asdict(OPTIMIZERS[experiment.optimizer]())},
        "loss": experiment.loss,
        **trees.terms(experiment),
        "penalty": asdict(experiment.penalty),
        "normalization": experiment.normalization,
        "softmax": not OUTPUT_ACTIVATIONS[experiment.output_activation].elementwise,
        "biases": experiment.train_biases,
        "titles": [text("stepper.input"), *(text("player.layer", n=l) for l in range(1, layers + 1))],
        "slopes": scene.slopes(experiment),
        "most_steps": link.MAX_STEPS,
        "palettes": {name: palette.as_json() for name, palette in PALETTES.items()},
        "figures": {
            name: figures.array_figure(palette).to_plotly_json() for name, palette in PALETTES.items()
        },
        "plotly": PLOTLY_URL,
        "text": section("stepper"),
    }


def _samples(trainer: Trainer, probe: Probe) -> dict[str, Any]:
    """The step's samples: how many, where they stand among those trained on, and what they and their inputs
    are called. Names may be a person's own, from a file: text, never markup.
    """
    experiment, data = probe.experiment, probe.experiment.data
    all_of_them = len(probe.x) == experiment.train_count
    named = len(data.classes) > 1
    made_up = data.noise is not None  # its inputs are x1 and x2
    notes = [*([] if all_of_them else ["batch"]), *(["standardized"] if experiment.standardize else [])]
    return {
        "samples": len(probe.x),
        "rows": None if all_of_them else trainer.batch_rows + 1,
        "train_count": experiment.train_count,
        "epoch": trainer.step_count // trainer.steps_per_epoch + 1,
        "features": () if made_up else data.features,
        "classes": data.classes if named else (),
        "labels": classes_of(probe.y) if named else None,
        "start_say": ["start", *(f"start_{note}" for note in notes)],
    }


def answer(run: Run, ask: dict[str, Any]) -> bytes:
    """The scene of one step, with numbers changed by hand; or how far training to it has come."""
    trainer = run.trainer
    step = whole(ask.get("step"), 0, link.MAX_STEPS - 1)
    diverged, training = None, None
    try:
        if not reach(trainer, step, time.monotonic() + SECONDS):
            training = {"to": step, "now": trainer.step_count}
            trainer.approach(0)
    except DivergedError as error:
        diverged = {"step": error.step, "last": error.last_finite_step}
        trainer.goto(error.last_finite_step)
    step = trainer.step_count
    changes = scene.changes_from(ask.get("edits"))
    probe = Probe(trainer)
    scene.apply(probe, changes)
    check = scene.checked(probe, ask.get("check"))
    arrays, operations = scene.play(probe)
    depth = len(probe.network.layers)
    before = None
    if changes:
        before = scene.summary(scene.play(Probe(trainer))[0], depth)
    changing = {
        "n": ask.get("n"),
        "operations": operations,
        "factors": scene.factors(arrays, depth),
        "edits": [[c.kind, c.layer, c.row, c.column, c.value] for c in changes],
        "before": before,
        "after": scene.summary(arrays, depth) if changes else None,
        "check": check,
        "diverged": diverged,
        "training": training,
    }
    return scene.encode(_header(run, probe, step) | changing, arrays)


@st.fragment
def show(run: Run) -> None:
    """Draw the stepper of `run`; says so where the network is too large for it."""
    if controls.outdated(run):
        st.rerun()
    if run.trainer.network.parameters.size > scene.MAX_PARAMETERS:
        most = f"{scene.MAX_PARAMETERS:,}"
        st.info(text("stepper.too_large", n=f"{run.trainer.network.parameters.size:,}", most=most))
        return
    cells = sum(run.trainer.network.sizes) * run.trainer.experiment.batch
    if cells > scene.MAX_CELLS:
        st.info(text("stepper.too_many", n=f"{cells:,}", most=f"{scene.MAX_CELLS:,}"))
        return
    ask = (st.session_state.get(KEY) or {}).get("ask")
    if not isinstance(ask, dict) or ask.get("run") != run.id:
        ask = {"step": min(run.start, link.MAX_STEPS - 1)}
    # A rerun that asks for nothing new gets the same bytes, which Streamlit then does not send again.
    if "scene" not in run.kept or run.kept["scene_asked"] != ask:
        with TURN:
            run.kept["scene"] = answer(run, ask)
            run.kept["scene_asked"] = ask
    _mount(key=KEY, data=run.kept["scene"], on_ask_change=lambda: None)

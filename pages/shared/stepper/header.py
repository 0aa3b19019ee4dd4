"""What the browser needs beside a step's arrays: the run, its operations in words, its samples.

The types stand in pages/shared/wire/scene_header.py.
"""

from __future__ import annotations

from dataclasses import asdict

from mlp_core import OUTPUT_ACTIVATIONS, Experiment, Operation, Trainer
from mlp_core.analysis.probe import Probe
from mlp_core.nn.normalization import EPSILON
from mlp_core.training.inference import classes_of
from pages.shared import figures, link
from pages.shared.session import Run
from pages.shared.stepper import code, formulas, trees
from pages.shared.stepper.address import WORDS, Shown
from pages.shared.text import section, text
from pages.shared.theme import PALETTES
from pages.shared.wire import scene
from pages.shared.wire.bytes import plain
from pages.shared.wire.scene_header import OperationHeader, ProgramHeader, SamplesHeader, SceneStart


def program(run: Run, probe: Probe, operations: list[OperationHeader], plotly_url: str) -> ProgramHeader:
    """What follows from the run and from the settings that hold at the step.

    Args:
        operations: what each reads and writes (scene.play).
    """
    experiment, layers = probe.experiment, len(probe.experiment.sizes) - 1
    data = experiment.data
    return {
        "run": run.id,
        "start": _start(run),
        "link": link.encoded(run.plan, run.steps),
        "most_steps": link.MAX_STEPS,
        "sizes": experiment.sizes,
        "image": data.image,
        "features": () if data.noise is not None else data.features,  # what is made up has x1 and x2
        "classes": data.classes if len(data.classes) > 1 else (),
        "objective": trees.objective(experiment),
        "rule": trees.rule(experiment),
        "epsilon": EPSILON,
        "penalty": asdict(experiment.penalty),
        "normalization": experiment.normalization,
        "softmax": not OUTPUT_ACTIVATIONS[experiment.output_activation].elementwise,
        "biases": experiment.train_biases,
        "titles": [text("stepper.input"), *(text("player.layer", n=l) for l in range(1, layers + 1))],
        "slopes": scene.slopes(experiment),
        "functions": {
            name: section("activation").get(name, name)
            for name in (experiment.activation, experiment.output_activation)
        },
        "operations": [
            _in_words(about, operation, experiment)
            for about, operation in zip(operations, probe.program, strict=True)
        ],
        "palettes": {name: palette.as_json() for name, palette in PALETTES.items()},
        "figures": {
            name: plain(figures.array_figure(palette).to_plotly_json()) for name, palette in PALETTES.items()
        },
        "plotly": plotly_url,
        "text": section("stepper"),
    }


def _start(run: Run) -> SceneStart:
    """Where the page opens, and what its link chose."""
    chosen = WORDS.of(run.opened) if run.opened else Shown()
    return {"step": run.start, **chosen}


def _in_words(about: OperationHeader, operation: Operation, experiment: Experiment) -> OperationHeader:
    """An operation with its formula, its sentences, its numbers' places and its code."""
    return {
        **about,
        "math": formulas.symbols(operation, experiment),
        "say": formulas.sentences(operation, experiment),
        "numbers": formulas.substituted(operation, experiment),
        **trees.facts(operation),
        "textbook": code.textbook(operation, experiment),
        "tutorial": code.tutorial(operation, experiment),
    }


def samples(trainer: Trainer, probe: Probe) -> SamplesHeader:
    """The step's samples: how many, and where they stand among those trained on."""
    experiment = probe.experiment
    all_of_them = len(probe.x) == experiment.train_count
    named = len(experiment.data.classes) > 1
    notes = [*([] if all_of_them else ["batch"]), *(["standardized"] if experiment.standardize else [])]
    return {
        "samples": len(probe.x),
        "rows": None if all_of_them else (trainer.batch_rows + 1).tolist(),
        "train_count": experiment.train_count,
        "epoch": trainer.step_count // trainer.steps_per_epoch + 1,
        "labels": classes_of(probe.y).tolist() if named else None,
        "start_say": ["start", *(f"start_{note}" for note in notes)],
    }

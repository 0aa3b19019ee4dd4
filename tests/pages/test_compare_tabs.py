"""What the tabs of a comparison work out of frames, in the browser: the core's numbers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlp_core import PRESETS, Experiment, Plan, Trainer
from pages.shared.player import header
from pages.shared.session import Run
from pages.shared.text import section
from pages.shared.wire.answer import answer
from pages.shared.wire.once import Once
from pages.shared.wire.tape import Recorder, Request
from tests.core.imports import ROOT

NODE = Path(sys.executable).parent / "node"
SHARED = ROOT / "pages" / "shared"
COMPARE = SHARED / "compare"
SCRIPT = f"""
import {{ readFileSync }} from "node:fs";
const {{ decode }} = await import("{SHARED.as_uri()}/browser/tape.js");
const {{ measured }} = await import("{COMPARE.as_uri()}/outcome.js");
const {{ difference, pairing }} = await import("{COMPARE.as_uri()}/tabs/difference.js");
const tapes = process.argv.slice(2).map((file) => decode(new Uint8Array(readFileSync(file))));
const found = tapes.map(({{ header, frames }}) => measured(header, frames.at(-1)));
const [one, other] = tapes.map(({{ frames }}) => frames.at(-1));
const cards = tapes.map(({{ header }}) => header.cards);
const layers = cards[0].map((card, layer) => {{
  const pair = pairing(card, cards[1][layer]);
  if (pair !== "same") return {{ pair }};
  return Object.fromEntries(["W", "dW"].map((name) => {{
    const {{ largest, norm, grain }} = difference(other.part(name, layer), one.part(name, layer));
    return [name, {{ largest, norm, grain }}];
  }}));
}});
console.log(JSON.stringify({{ found, layers }}));
"""
SPIRALS = replace(PRESETS["spirals"], test_share=0.25, batch_size=20)
STEPS = 40


def taped(experiment: Experiment, path: Path) -> Trainer:
    """Write the tape of a run's last step; returns its trainer, which stands there, evaluated."""
    trainer = Trainer(Plan.of(experiment))
    recorder = Recorder(trainer)
    told = Once(header.make(Run(path.name, trainer.plan, trainer, STEPS), recorder, ""), "run")
    path.write_bytes(answer(recorder, Request(STEPS, count=1), STEPS, seconds=60.0).tape(told.beside(None)))
    return trainer


def compared(tmp_path: Path, *experiments: Experiment) -> tuple[list[Trainer], dict[str, Any]]:
    """The trainers of two runs, and what the browser works out of their tapes."""
    files = [tmp_path / f"{i}.tape" for i in range(len(experiments))]
    trainers = [taped(experiment, file) for experiment, file in zip(experiments, files, strict=True)]
    script = tmp_path / "compared.mjs"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [NODE, script, *files]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return trainers, json.loads(done.stdout)


@pytest.mark.parametrize("experiment", [SPIRALS, Experiment()], ids=["spirals", "tutorial"])
def test_what_came_of_a_run_is_the_cores(tmp_path: Path, experiment: Experiment) -> None:
    trainers, found = compared(tmp_path, experiment, replace(experiment, activation="relu"))
    for trainer, numbers in zip(trainers, found["found"], strict=True):
        norms = trainer.measures()["dW_norm"]
        assert numbers["gradient"]["value"] == norms[0]
        assert numbers["gradient_last"]["value"] == norms[-1]
        assert numbers["ratio"]["value"] == norms[-1] / norms[0]
        if not trainer.scorer.wanted:
            assert numbers["loss"]["value"] == trainer.history.loss[STEPS]
            assert numbers["accuracy"] is numbers["test_loss"] is None
            continue
        scores = trainer.scorer.scores()
        assert numbers["loss"]["value"] == scores.train_loss
        assert numbers["test_loss"]["value"] == scores.test_loss
        assert numbers["accuracy"]["value"] == scores.train_accuracy
        assert numbers["test_accuracy"]["value"] == scores.test_accuracy


def test_differences_of_layers_are_the_cores_within_what_is_said_of_them(tmp_path: Path) -> None:
    trainers, found = compared(tmp_path, SPIRALS, replace(SPIRALS, learning_rate=0.2))
    one, other = (trainer.network.layers for trainer in trainers)
    for here, there, said in zip(one, other, found["layers"], strict=True):
        for name in ("W", "dW"):
            apart = getattr(there, name) - getattr(here, name)
            grain = said[name]["grain"]
            assert abs(said[name]["largest"] - np.abs(apart).max()) <= grain
            assert abs(said[name]["norm"] - np.linalg.norm(apart)) <= grain * np.sqrt(apart.size)
            assert grain < 1e-6 * max(np.abs(getattr(layer, name)).max() for layer in (here, there))


def test_layers_of_other_shapes_and_in_blocks_are_not_subtracted(tmp_path: Path) -> None:
    wide = replace(SPIRALS, hidden_layers=(200, 8))
    _, found = compared(tmp_path, wide, replace(wide, hidden_layers=(200, 16)))
    assert [layer.get("pair") for layer in found["layers"]] == ["blocks", "shapes", "shapes"]


def test_every_text_of_the_tabs_is_in_the_catalogue() -> None:
    known = section("compare")
    files = [*(COMPARE / "tabs").glob("*.js"), *COMPARE.glob("outcome*.js")]
    used = {
        key
        for file in files
        for key in re.findall(
            r"[\"`.]((?:surfaces|confusion|stacks|outcome)_[a-zA-Z_0-9]+)", file.read_text(encoding="utf-8")
        )
    }
    whole = {key for key in used if not key.endswith("_")}  # the others go on with a name
    assert len(whole) > 40
    assert whole <= known.keys()
    measures = ("loss", "test_loss", "accuracy", "test_accuracy", "gradient", "gradient_last", "ratio")
    kinds = ("larger", "smaller", "same", "zero", "from_zero", "both_zero")
    begun = [f"outcome_name_{name}" for name in measures] + [f"outcome_{kind}" for kind in kinds]
    begun += [f"outcome_gradient_{kind}" for kind in kinds] + ["stacks_shapes", "stacks_blocks"]
    begun += [f"outcome_{name}_same" for name in ("loss", "accuracy", "accuracy_test")]
    assert set(begun) <= known.keys()

"""One path and what moved, as the browser computes them of a scene: the core's numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.analysis.diagnostics import shrinking
from mlp_core.analysis.paths import Chain, count, share, strongest, total, weakest
from mlp_core.analysis.probe import Probe
from mlp_core.nn.norms import norm
from tests.core.imports import ROOT
from tests.pages.scenes import sent

NODE = Path(sys.executable).parent / "node"
STEPPER = (ROOT / "pages" / "shared" / "stepper").as_uri()
SCRIPT = f"""
import {{ readFileSync }} from "node:fs";
const {{ decodeScene }} = await import("{STEPPER}/scene.js");
const {{ Chain, count, pathOf, total }} = await import("{STEPPER}/paths.js");
const {{ over }} = await import("{STEPPER}/scaled.js");
const {{ layerMoves, furthest }} = await import("{STEPPER}/moved.js");
const {{ whyKeys }} = await import("{STEPPER}/why_card.js");
const scene = decodeScene(new Uint8Array(readFileSync(process.argv[2])));
const ways = JSON.parse(process.argv[3]).map(([sample, layer, unit]) => {{
  const chain = new Chain(scene, sample);
  const sum = total(chain, layer, unit);
  const paths = ["strongest", "weakest"].map((choice) => {{
    const {{ units, around, product }} = pathOf(chain, layer, unit, {{ choice, units: {{}}, around: [] }});
    return {{ units, around, product, share: over(product, sum) }};
  }});
  return {{ sum, count: String(count(chain, layer)), paths }};
}});
const k = scene.operations.length;
const {{ factors, slopes }} = scene.header;
const why = Object.entries(factors).map(([l, one]) =>
  one && whyKeys(one, slopes.most[slopes.names[l - 1]], scene.normalized(Number(l))));
console.log(JSON.stringify({{ ways, layers: layerMoves(scene, k), most: furthest(scene, k, 5), why }}));
"""
DEEP = Experiment(hidden_layers=(16,) * 50)
NETWORKS = {
    "tutorial": Experiment(),
    "batch": replace(PRESETS["iris"], batch_size=3),
    "skips": Experiment(
        dataset="xor", hidden_layers=(4, 4, 4, 4), activation="tanh", output_activation="sigmoid", loss="bce",
        residual=True, initializer="xavier",
    ),
    "relu": replace(PRESETS["spirals"], activation="relu", samples=20, batch_size=5),
    "deep": DEEP,
    "float32": replace(DEEP, dtype="float32"),
}  # fmt: skip


def browsers(experiment: Experiment, picks: list[tuple[int, int, int]], folder: Path) -> dict[str, Any]:
    """What the browser's modules make of the scene of step 0."""
    scene, script = folder / "scene.bin", folder / "script.mjs"
    scene.write_bytes(sent(experiment, step=0))
    script.write_text(SCRIPT, encoding="utf-8")
    said = subprocess.run(
        [NODE, script, scene, json.dumps(picks)], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(said.stdout)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_browsers_paths_and_updates_are_the_cores(name: str, tmp_path: Path) -> None:
    experiment = NETWORKS[name]
    trainer = Trainer(experiment)
    probe = Probe(trainer)
    probe.evaluate()
    layers = probe.network.layers
    samples = len(probe.x)
    picks = [(s, l.index, j) for s in {0, samples - 1} for l in layers for j in {0, l.fan_out - 1}]
    found = browsers(experiment, picks, tmp_path)
    for (sample, l, unit), way in zip(picks, found["ways"], strict=True):
        chain = Chain.of(probe, sample)
        assert int(way["count"]) == count(chain.sizes, l, chain.skips)
        expected = total(chain, l)[unit]
        size = abs(float(way["sum"]["m"]))
        # Summed in another order, and where paths cancel to little, that is all that is left of the digits.
        assert way["sum"]["e"] == pytest.approx(int(expected.exponent), abs=1)
        assert size * 2.0 ** (way["sum"]["e"] - int(expected.exponent)) == pytest.approx(
            abs(float(expected.mantissa)), rel=1e-9
        )
        for path, theirs in zip((strongest, weakest), way["paths"], strict=True):
            ours = path(chain, l, unit)
            assert (theirs["units"], theirs["around"]) == (list(ours.units), sorted(ours.around))
            assert theirs["product"]["m"] == float(ours.product.mantissa)
            assert theirs["product"]["e"] == int(ours.product.exponent)
            assert theirs["share"] == pytest.approx(share(chain, ours), rel=1e-9)
    before = [layer.W.astype(np.float64) for layer in layers]
    factors = [shrinking(above.delta, below.da, below.delta) for below, above in pairwise(layers)]
    for operation in probe.program:
        operation()
    for W, layer, move in zip(before, layers, found["layers"], strict=True):
        assert move["ratio"] == pytest.approx(norm(layer.W - W) / norm(W), rel=1e-12)
    changes = [np.abs(layer.W - W).max() for W, layer in zip(before, layers, strict=True)]
    assert abs(found["most"][0]["change"]) >= max(changes)
    most = layers[0].activation.max_slope
    for split, said in zip(factors, found["why"], strict=True):
        if split is None:
            assert said is None
            continue
        assert (said["heading"] == "why") == (split.ratio < 0.5)
        assert (said["note"] == "why_most") == (split.slope < 0.9 * most)

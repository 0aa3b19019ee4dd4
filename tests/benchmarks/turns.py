"""How long others wait while one visitor does the worst that there is: `python tests/benchmarks/turns.py`.

Another asks for the turn again and again, works for 10 ms, and rests for 20 ms, as a player does. Printed are
its longest waits while the first works, and the same where nobody lets others go first on the way.
"""

from __future__ import annotations

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # read when NumPy is imported

import logging
import math
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from mlp_core import PRESETS, Experiment, Trainer
from mlp_core.analysis.probe import Probe
from pages.shared import turn as turns
from pages.shared.data import upload
from pages.shared.lab.settings import SETTINGS, Lab
from pages.shared.lab.study import Study
from pages.shared.turn import Turn
from pages.shared.wire import answer, scene
from pages.shared.wire.tape import Recorder, Request

WORKS, RESTS = 0.01, 0.02
DIGITS = replace(PRESETS["digits"], batch_size=None)
CHECKED = replace(
    DIGITS, hidden_layers=(270, 270), samples=470, test_share=0.0, residual=True, normalization="batch"
)
LARGEST = replace(DIGITS, hidden_layers=(512,) * 8, samples=1400)
TEXTS = "\n".join(["a,b,y", *(f"t{i},u{i * 7},{i % 5}" for i in range(95_000))]).encode()
ROWS = "\n".join(["x,y,c", *(f"{i % 97},{i % 89},{'ab'[i % 3 > 0]}" for i in range(100_000))]).encode()


def check(turn: Turn) -> None:
    """A gradient check where a layer bends: hundreds of passes for a parameter."""
    with turn.held("one"):
        probe = Probe(Trainer(CHECKED), exact=True)
        scene.checked(probe, {"kind": "W", "layer": 2, "row": None, "column": None})


def texts(turn: Turn) -> None:
    """A file of 190,000 different texts."""
    with turn.held("one"):
        upload.read("texts.csv", 1, TEXTS)


def play(turn: Turn, experiment: Experiment) -> None:
    """A run is opened, and two answers played."""
    with turn.held("one"):
        recorder = Recorder(Trainer(experiment, scored=True))
    for step in range(2):
        with turn.held("one"):
            answer.answer(recorder, Request(step), 100)


def rows(turn: Turn) -> None:
    """75,000 rows at once, with batch normalisation."""
    table = upload.read("rows.csv", 1, ROWS).prepared()
    assert not isinstance(table, Exception)
    network = replace(
        upload.network_for(table), batch_size=None, normalization="batch", hidden_layers=(35, 35)
    )
    play(turn, network)


def lab(turn: Turn) -> None:
    """The largest study."""
    study = Study(Lab(depth=50, width=64, samples=1797, seeds=20, steps=500, compare=SETTINGS[:6]))
    for _ in range(3):
        with study.turn.held(), turn.held("one"):
            study.advance(time.monotonic() + 0.4, train=True)


ATTACKS: dict[str, Callable[[Turn], None]] = {
    "a gradient check": check,
    "a file of 190,000 texts": texts,
    "75,000 rows, batch normalisation": rows,
    "512x8 units, 1,400 digits": lambda turn: play(turn, LARGEST),
    "the largest study": lab,
}


def waits(attack: Callable[[Turn], None], most_at_once: float) -> tuple[float, float]:
    """(seconds that the attack takes, the longest that the other waits meanwhile)."""
    turns.MOST_AT_ONCE = most_at_once
    turn, over, found = Turn(), threading.Event(), [0.0]

    def other() -> None:
        while not over.is_set():
            asked = time.perf_counter()
            with turn.held("other"):
                had = time.perf_counter()
                found.append(had - asked)
                while time.perf_counter() - had < WORKS:
                    pass
            time.sleep(RESTS)

    thread = threading.Thread(target=other)
    thread.start()
    began = time.perf_counter()
    attack(turn)
    took = time.perf_counter() - began
    over.set()
    thread.join()
    return took, max(found)


def main() -> None:
    """Print the table."""
    logging.disable(logging.WARNING)  # of Streamlit, which does not run
    usual = turns.MOST_AT_ONCE
    print(f"{'':<34}{'takes':>8}{'others wait':>14}{'without pauses':>16}")
    for name, attack in ATTACKS.items():
        took, waited = waits(attack, usual)
        _, before = waits(attack, math.inf)
        print(f"{name:<34}{took:>6.1f} s{waited:>12.2f} s{before:>14.2f} s", flush=True)


if __name__ == "__main__":
    main()

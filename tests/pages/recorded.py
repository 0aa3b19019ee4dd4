"""Frames of a run as a recorder makes them, read as a browser reads them."""

from __future__ import annotations

from typing import Any

import numpy as np

from mlp_core import Experiment, Trainer
from pages.shared.wire.tape import Recorder, Request, encode
from tests.pages import tapes


def recorded(
    experiment: Experiment, request: Request, last: int = 100
) -> tuple[list[int], list[dict[str, Any]], Recorder]:
    """(their steps, the frames, what has made them) of a new run of so many steps."""
    recorder = Recorder(Trainer(experiment))
    steps, frames = recorder.record(request, last, seconds=60)
    form = recorder.form(request.skip, request.coarse)
    header = {
        "channels": recorder.channels(), "skip": request.skip, "coarse": form.coarse,
        "frame_bytes": form.frame_bytes, "steps": steps, "curve": {"first": 0, "count": 0},
    }  # fmt: skip
    return steps, tapes.read(encode(header, frames, np.zeros(0)))[1], recorder

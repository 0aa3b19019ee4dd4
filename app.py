"""The home page, Train: watch a network learn."""

import os

# Before NumPy is imported: two BLAS threads bring nothing at this size and collapse under load (measured).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pages.shared import controls, frame, player, session

frame.page("train")
experiment, steps = controls.sidebar()
player.show(session.run_of(experiment, steps))

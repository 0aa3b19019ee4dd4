"""The home page, Train: watch a network learn."""

import os

# Before NumPy is imported: two BLAS threads bring nothing at this size and collapse under load (measured).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pages.shared import frame, player, session, sidebar, start

with frame.page("train"):
    experiment, steps = sidebar.sidebar()
    player.show(session.run_of(experiment, steps))
    start.show()

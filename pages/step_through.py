"""Step through: one training step, one operation at a time."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pages.shared import frame, session, sidebar
from pages.shared.stepper import screen

with frame.page("step_through"):
    experiment, steps = sidebar.sidebar()
    screen.show(session.run_of(experiment, steps))

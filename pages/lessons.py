"""Lessons: all of them, what a teacher prints, a file of one's own, and one made of collected moments."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pages.shared import address, frame, session, sidebar
from pages.shared.lessons import page

with frame.page("lessons"):
    experiment, steps = sidebar.sidebar()
    session.run_of(experiment, steps)
    address.show()
    page.show()

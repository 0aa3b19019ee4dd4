"""Vanishing gradients: how much of the gradient reaches layer 1, why, and what cures it."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from pages.shared import frame, language
from pages.shared.lab import screen, sidebar, tables

with frame.page("vanishing_gradients"):
    sidebar.begin()
    lab = sidebar.sidebar()
    study = screen.study_of(lab)
    tables.download(study)
    language.switch(sidebar.keep)
    screen.show(study)
    tables.show(study)

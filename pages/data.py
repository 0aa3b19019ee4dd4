"""Data: the samples of the present run, and a person's own file."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from pages.shared import address, frame, screen, session, sidebar
from pages.shared.data import form, parts, tutorial
from pages.shared.data.address import WORDS
from pages.shared.data.shown import samples_of

with frame.page("data"):
    experiment, steps = sidebar.sidebar()
    run = session.run_of(experiment, steps)
    address.show()
    shown = samples_of(run)

    parts.heading(shown, run)
    form.show(is_wanted=run.opened is not None and WORDS.of(run.opened))
    left, right = st.columns([2, 3], gap="medium")
    if experiment.dataset == "tutorial":
        with left:
            tutorial.sample(shown, experiment.seed)
        with right:
            tutorial.losses()
    else:
        large = screen.is_projected()  # fewer things, each in sight
        with left, st.container(gap="xsmall"):
            parts.picture(shown)
            if not large:
                parts.balance(shown)
        with right, st.container(gap="xsmall"):
            parts.samples(shown)
            (parts.balance if large else parts.scaling)(shown)

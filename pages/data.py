"""Data: the samples of the present run, and a person's own file."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from pages.shared import frame, session, sidebar
from pages.shared.data import browser, form, parts, tutorial
from pages.shared.data.shown import samples_of

frame.page("data")
experiment, steps = sidebar.sidebar()
run = session.run_of(experiment, steps)
browser.show()
shown = samples_of(run)

parts.heading(shown, run)
form.show()
left, right = st.columns([2, 3], gap="medium")
if experiment.dataset == "tutorial":
    with left:
        tutorial.sample(shown, experiment.seed)
    with right:
        tutorial.losses()
else:
    with left, st.container(gap="xsmall"):
        parts.picture(shown)
        parts.balance(shown)
    with right, st.container(gap="xsmall"):
        parts.samples(shown)
        parts.scaling(shown)

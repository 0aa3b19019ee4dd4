"""A page that tells its player what to show, as a lesson does."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from mlp_core import Experiment
from pages.shared import player, session

st.set_page_config(layout="wide")
TOLD = {
    "Look at step 40": {
        "step": 40, "choices": {"view": "dW", "selected": 1, "axis": "log"}, "mark": {"layer": 1}
    },
    "Look at the profile": {"mark": {"part": "profile"}},
    "Look at nothing": {"mark": None},
    "Look at what is not there": {
        "choices": {"view": "nonsense", "selected": 99, "shown": "draw", "none": 1}, "mark": {"part": "x"}
    },
}  # fmt: skip

with st.sidebar:
    for name, what in TOLD.items():
        # A callback: a click that comes with what the player asks runs the fragment of that alone.
        st.button(name, on_click=player.tell, kwargs=what)
    st.button("Only run again")
    is_drawn = st.toggle("Player", True)
if is_drawn:
    player.show(session.own_run("told", Experiment(), 100), of_sidebar=False)

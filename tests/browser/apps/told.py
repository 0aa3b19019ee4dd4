"""A page that tells its player what to show, as a lesson does."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from mlp_core import Experiment
from pages.shared import player, session

st.set_page_config(layout="wide")
with st.sidebar:
    if st.button("Look at step 40"):
        player.tell(step=40, choices={"view": "dW", "selected": 1, "axis": "log"}, mark={"layer": 1})
    if st.button("Look at the profile"):
        player.tell(mark={"part": "profile"})
    if st.button("Look at nothing"):
        player.tell(mark=None)
    if st.button("Look at what is not there"):
        player.tell(
            choices={"view": "nonsense", "selected": 99, "shown": "draw", "none": 1}, mark={"part": "x"}
        )
    st.button("Only run again")
    is_drawn = st.toggle("Player", True)
if is_drawn:
    player.show(session.own_run("told", Experiment(), 100), of_sidebar=False)

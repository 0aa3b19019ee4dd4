"""Two players on one page: of two runs, or of one."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import streamlit as st

from mlp_core import Experiment
from pages.shared import connection, player, session


def two(other: Experiment) -> None:
    """The tutorial's run, to which the address belongs, and another."""
    left, right = st.columns(2)
    with left:
        player.show(session.own_run("left", Experiment(), 100), of_sidebar=False)
    with right:
        player.show(session.own_run("right", other, 100), key="right", of_sidebar=False, address=False)


def two_runs() -> None:
    two(Experiment(hidden_layers=(8, 8), activation="tanh"))


def same_run() -> None:
    run = session.own_run("left", Experiment(), 100)
    left, right = st.columns(2)
    with left:
        player.show(run, of_sidebar=False)
    with right:
        player.show(run, key="right", of_sidebar=False, address=False)


def nothing() -> None:
    st.write("No player here")


st.set_page_config(layout="wide")
pages = [
    st.Page(two_runs, title="Two runs", default=True),
    st.Page(same_run, title="The same run"),
    st.Page(nothing, title="Nothing"),
]
current = st.navigation(pages, position="hidden")
with st.sidebar:
    for page in pages:
        st.page_link(page)
    st.number_input("A number", 0, 9, 3)
    st.selectbox("A list", ["first", "second", "third"])
    connection.show(current.title)  # as on all our pages: what is left overtakes nothing that is asked for
current.run()

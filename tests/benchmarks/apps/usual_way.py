"""Training drawn the way Streamlit suggests: a fragment that runs again and again, with st.plotly_chart."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st

from mlp_core import Experiment, Trainer

st.set_page_config(layout="wide")
st.session_state.setdefault("trainer", Trainer(Experiment()))


def chart(trace: go.Scatter | go.Heatmap, name: str) -> None:
    """One chart, low enough for all to be on the screen."""
    figure = go.Figure(trace, {"height": 130, "margin": {"l": 20, "r": 5, "t": 5, "b": 15}})
    st.plotly_chart(figure, key=name)


@st.fragment(run_every=0.05)
def show() -> None:
    """One step, and all that the Train page shows of it."""
    trainer: Trainer = st.session_state.trainer
    trainer.step()
    for column, layer in zip(st.columns(len(trainer.network.layers)), trainer.network.layers, strict=True):
        with column:
            chart(go.Heatmap(z=layer.W, showscale=False), f"W{layer.index}")
    left, right = st.columns(2)
    with left:
        chart(go.Scatter(y=trainer.measures()["dW_norm"]), "profile")
    with right:
        chart(go.Scatter(y=trainer.history.loss), "loss")
    st.html(f'<span data-testid="usual" data-step="{trainer.step_count}"></span>')


show()

"""The Data page without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from mlp_core.datasets import TUTORIAL_TARGET
from mlp_core.tutorial import published_curve

APP = Path(__file__).parents[2] / "app.py"


def test_shows_the_sample_and_both_loss_curves() -> None:
    app = AppTest.from_file(str(APP), default_timeout=30).run().switch_page("pages/data.py").run()
    assert not app.exception
    inputs, targets, losses = (frame.value for frame in app.dataframe)
    assert len(inputs) == 10
    assert [float(v) for v in targets.iloc[:, 1]] == list(TUTORIAL_TARGET)
    assert [float(v) for v in losses.iloc[:, 1]] == published_curve()
    assert max(abs(float(a) - float(b)) for a, b in losses.iloc[:, 1:3].to_numpy()) < 5e-5

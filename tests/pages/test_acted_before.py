"""A server that begins anew hears from an open page what the person did last: it is not done again."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages import tapes

APP = str(Path(__file__).parents[2] / "app.py")


def test_what_was_done_before_the_session_began_is_not_done_again() -> None:
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["seed"] = "5"
    went_back = {"n": 3, "do": "return", "link": "seed=9", "query": "seed=9"}
    app.session_state["player"] = {"act": went_back}
    app.run()
    assert "seed=5" in tapes.of(app)[0]["link"]
    app.session_state["player"] = {"act": {**went_back, "n": 4}}
    app.run()
    assert "seed=9" in tapes.of(app)[0]["link"]

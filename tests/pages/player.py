"""What a player's browser says, and what it gets."""

from __future__ import annotations

from typing import Any

from streamlit.testing.v1 import AppTest

from tests.pages import tapes


def pull(app: AppTest, **wanted: Any) -> tuple:
    """Ask as the browser does, and read the answer: (header, frames, curve)."""
    run = tapes.of(app)[0]["run"]
    app.session_state["player"] = {"pull": {"run": run, "stride": 1, "known": 0, "n": 1} | wanted}
    app.run()
    assert not app.exception
    return tapes.of(app)


def act(app: AppTest, do: str, n: int = 1, **details: object) -> None:
    """What the player reports when a person acts on the run."""
    run = tapes.of(app)[0]["run"]
    app.session_state["player"] = {"act": {"run": run, "n": n, "do": do, **details}}
    app.run()
    assert not app.exception

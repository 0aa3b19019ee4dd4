"""The app without a browser around it, opened by a link."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.core.imports import ROOT


def opened(patience: float = 30, /, **query: str | list[str]) -> AppTest:
    """The Train page, opened by a link that says this.

    Args:
        patience: seconds that a run of a page may take.
    """
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=patience)
    app.query_params.update(query)
    app.run()
    assert not app.exception
    return app

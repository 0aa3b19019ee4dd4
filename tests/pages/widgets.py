"""Finding a widget of the sidebar by its name: its key is not always that (pages/shared/widgets.py)."""

from __future__ import annotations

import re
from typing import Any

from streamlit.testing.v1 import AppTest


def widget(app: AppTest, name: str) -> Any:
    """The one widget of this name; fails where there is none, or more than one."""
    kinds = (app.number_input, app.selectbox, app.toggle, app.checkbox, app.multiselect)
    (found,) = (one for kind in kinds for one in kind if re.fullmatch(rf"{name}(_\d+)?", one.key or ""))
    return found

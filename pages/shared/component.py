"""What our browser components share: their scripts as one, and where Plotly is."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import plotly
import streamlit.components.v1 as components_v1


def read(path: str) -> str:
    """A file below pages/shared, such as "player/tape.js"."""
    return resources.files("pages.shared").joinpath(path).read_text(encoding="utf-8")


def markup(path: str) -> str:
    """A file of HTML; where a comment names another, as <!-- player/copy.html -->, that stands there."""
    return re.sub(r"<!-- (\S+\.html) -->", lambda named: read(named[1]).strip(), read(path))


def bundle(*paths: str) -> str:
    """ES modules as one: a component's script is a blob, in which relative imports do not resolve."""
    lines = "\n".join(read(path) for path in paths).splitlines()
    return "\n".join(
        line if line.startswith("export default ") else line.removeprefix("export ")
        for line in lines
        if not line.startswith("import ")
    )


# Plotly.js comes from the installed plotly package: nothing is vendored, and it works without a network.
_plotly = components_v1.declare_component("plotly", path=str(Path(plotly.__file__).parent / "package_data"))
PLOTLY_URL = f"component/{_plotly.name}/plotly.min.js"

"""Where Plotly is: our components load it, and nothing is vendored; it works without a network."""

from __future__ import annotations

from pathlib import Path

import plotly
import streamlit.components.v1 as components_v1

_plotly = components_v1.declare_component("plotly", path=str(Path(plotly.__file__).parent / "package_data"))
PLOTLY_URL = f"component/{_plotly.name}/plotly.min.js"
"""Of the installed package's Plotly.js, below the page's own address."""

"""What our browser components share: their scripts as one, their bytes, and the numbers that they send."""

from __future__ import annotations

import json
import math
from importlib import resources
from pathlib import Path
from typing import Any

import plotly
import streamlit.components.v1 as components_v1


def read(path: str) -> str:
    """A file below pages/shared, such as "player/tape.js"."""
    return resources.files("pages.shared").joinpath(path).read_text(encoding="utf-8")


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


def plain(value: Any) -> Any:
    """Arrays as lists, for JSON."""
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value.tolist() if hasattr(value, "tolist") else value


def head(header: dict[str, Any]) -> bytes:
    """A header as 4 bytes of its length (little-endian), JSON, and zero bytes up to a multiple of 8."""
    text = json.dumps(header, separators=(",", ":"), allow_nan=False).encode()
    start = len(text).to_bytes(4, "little") + text
    return start + b"\0" * (-len(start) % 8)


def whole(value: object, low: int, high: int) -> int:
    """A number from the browser, kept within its limits."""
    if not isinstance(value, int | float) or (isinstance(value, float) and not math.isfinite(value)):
        return low
    return min(high, max(low, int(value)))

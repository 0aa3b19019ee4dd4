"""Colours of both themes, and the colour scales.

Signed values run orange (negative) - neutral - blue (positive), the neutral being the page's background.
The chain rule's factors keep one colour each everywhere, from or near the Okabe-Ito set.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Palette:
    """One theme. `diverging` lists (position 0..1, colour) from the most negative to the most positive."""

    background: str
    surface: str
    ink: str
    muted: str
    grid: str
    accent: str
    delta: str
    slope: str
    weights: str
    previous: str
    diverging: tuple[tuple[float, str], ...]

    def as_json(self) -> dict[str, object]:
        """Plain values, for the browser."""
        return asdict(self)

    def plotly_scale(self) -> list[list[object]]:
        """`diverging` for Plotly: explicit, since named scales differ between Plotly.js and Python."""
        return [list(stop) for stop in self.diverging]


LIGHT = Palette(
    background="#ffffff",
    surface="#f7f8fa",
    ink="#1a1d29",
    muted="#5f6778",
    grid="#e1e4ea",
    accent="#0f62c8",
    delta="#d55e00",
    slope="#009e73",
    weights="#0072b2",
    previous="#b8860b",
    diverging=((0.0, "#8f3d00"), (0.25, "#e38a2c"), (0.5, "#ffffff"), (0.75, "#62a8e5"), (1.0, "#063f86")),
)
DARK = Palette(
    background="#0e1117",
    surface="#171b23",
    ink="#f2f4f8",
    muted="#a0a8b8",
    grid="#2a2f3a",
    accent="#6cb2ff",
    delta="#ff8c42",
    slope="#2fd3a2",
    weights="#5db4f0",
    previous="#e2b64a",
    diverging=((0.0, "#ffc27a"), (0.25, "#bd5a00"), (0.5, "#0e1117"), (0.75, "#2166b8"), (1.0, "#9accff")),
)
PALETTES: dict[str, Palette] = {"light": LIGHT, "dark": DARK}

CHART_FONT_SIZE = 12
"""Pixels; 11 is the least that a chart may use."""

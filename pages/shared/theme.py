"""Colours of both themes, and the colour scales.

Signed values run orange (negative) - neutral - blue (positive), the neutral being the page's background.
The chain rule's factors keep one colour each everywhere, from or near the Okabe-Ito set.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Palette:
    """One theme.

    Attributes:
        test: what was held back, beside `accent` for what is trained on.
        diverging: (position 0..1, colour) from the most negative to the most positive.
        sequential: (position 0..1, colour) of magnitudes, from the least to the most.
        lines: colours of things that are compared; the first eight stay apart for the colour-blind too.
    """

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
    test: str
    diverging: tuple[tuple[float, str], ...]
    sequential: tuple[tuple[float, str], ...]
    lines: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Plain values, for the browser."""
        return asdict(self)

    def plotly_scale(self) -> list[list[object]]:
        """`diverging` for Plotly: explicit, since named scales differ between Plotly.js and Python."""
        return [list(stop) for stop in self.diverging]

    def layer_colour(self, layer: int, layers: int) -> str:
        """A colour for layer 1..L, along `sequential` without the end that is too near the background."""
        share = (layer - 1) / max(1, layers - 1)
        low, high = (0.0, 0.85) if self is LIGHT else (0.4, 1.0)
        return _between(self.sequential, low + share * (high - low))


def _between(stops: tuple[tuple[float, str], ...], at: float) -> str:
    """The colour at a position of a scale."""
    k = next(k for k in range(1, len(stops)) if stops[k][0] >= at)
    (start, one), (end, other) = stops[k - 1], stops[k]
    share = (at - start) / (end - start)
    parts = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in parts)


_VIRIDIS = ((0.0, "#440154"), (0.25, "#3b528b"), (0.5, "#21918c"), (0.75, "#5ec962"), (1.0, "#fde725"))
"""Of matplotlib (CC0): as bright as the value is large, also for the colour-blind."""


LIGHT = Palette(
    background="#ffffff",
    surface="#f7f8fa",
    ink="#1a1d29",
    muted="#5f6778",
    grid="#e1e4ea",
    accent="#0f62c8",
    delta="#bd5200",
    slope="#017e63",
    weights="#0a4aa3",
    previous="#8d6600",
    test="#b8377f",
    diverging=((0.0, "#8f3d00"), (0.25, "#e38a2c"), (0.5, "#ffffff"), (0.75, "#62a8e5"), (1.0, "#063f86")),
    sequential=_VIRIDIS,
    lines=(
        "#bc5402",
        "#de66a0",
        "#156aa7",
        "#498c6e",
        "#b08e48",
        "#439cd9",
        "#1a1e29",
        "#8b574d",
        "#7a4fbf",
        "#6b7280",
        "#a3b000",
        "#e0435c",
        "#17a2b8",
    ),
)
DARK = Palette(
    background="#0e1117",
    surface="#171b23",
    ink="#f2f4f8",
    muted="#a0a8b8",
    grid="#2a2f3a",
    accent="#6cb2ff",
    delta="#ff8c42",
    slope="#2ae8b4",
    weights="#4aaef2",
    previous="#e2b64a",
    test="#ff93c9",
    diverging=((0.0, "#ffc27a"), (0.25, "#bd5a00"), (0.5, "#0e1117"), (0.75, "#2166b8"), (1.0, "#9accff")),
    sequential=_VIRIDIS,
    lines=(
        "#ff882d",
        "#c06e93",
        "#3cb2f8",
        "#07febe",
        "#f3cd72",
        "#abd4f7",
        "#eeeff2",
        "#c79a8a",
        "#b497ff",
        "#a0a8b8",
        "#d4e04a",
        "#ff7d92",
        "#5cd6e8",
    ),
)
PALETTES: dict[str, Palette] = {"light": LIGHT, "dark": DARK}

SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "hexagon", "star")
"""Beside their colours, of things that are compared; Plotly's names (browser/shapes.js draws the same)."""

CHART_FONT_SIZE = 12
"""Pixels; 11 is the least that a chart may use."""
EXPONENT_SIZE = 11
"""An exponent in a chart is at least so large."""
POWER_SIZE = EXPONENT_SIZE / 0.7
"""The size of a 10 whose exponent is so large: Plotly writes superscripts at 70 %."""

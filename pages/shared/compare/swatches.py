"""What a run looks like in charts, small: its line with its dash and marker, in its colour."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from urllib.parse import quote

from pages.shared.compare.pins import DASHES
from pages.shared.theme import SHAPES, Palette

_WIDTH, _HEIGHT, _RADIUS = 26, 14, 4.0
_CORNERS = {
    "square": (4, 1 / 8, 1.25), "diamond": (4, 0.0, 1.3), "triangle-up": (3, -1 / 4, 1.5),
    "triangle-down": (3, 1 / 4, 1.5), "pentagon": (5, -1 / 4, 1.15), "hexagon": (6, 0.0, 1.1),
    "star": (10, -1 / 4, 1.6),
}  # fmt: skip
"""How many corners, where the first is (in turns), and how far out: as browser/shapes.js has them."""
_INNER = 0.45
_DASHED = {
    "solid": "", "dash": "5 3", "dot": "1.5 2", "dashdot": "5 2 1.5 2", "longdash": "8 3",
    "longdashdot": "8 2 1.5 2",
}  # fmt: skip


_BUTTONS = (
    ".st-key-pins button[kind] { justify-content: flex-start; text-align: left; min-height: 0; "
    "padding-block: 2px; color: inherit !important; }"
    ".st-key-pins button[kind]:is(:hover, [aria-expanded=true]) p { text-decoration: underline; }"
)


def shape_of(colour: int) -> str:
    """The marker that goes with a colour."""
    return SHAPES[colour % len(SHAPES)]


def swatch(colour: int, palette: Palette) -> str:
    """An <svg> of it."""
    ink, dash = palette.lines[colour], _DASHED[DASHES[colour % len(DASHES)]]
    middle = _HEIGHT / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" '
        f'viewBox="0 0 {_WIDTH} {_HEIGHT}">'
        f'<path d="M0 {middle}H{_WIDTH}" stroke="{ink}" stroke-width="2" stroke-dasharray="{dash}"/>'
        f"{_marker(shape_of(colour), ink)}</svg>"
    )


def picture(colour: int, palette: Palette, says: str) -> str:
    """The same where a widget's words stand, with what it says to who cannot see it."""
    coded = base64.b64encode(swatch(colour, palette).encode()).decode()
    return f"![{says}](data:image/svg+xml;base64,{coded})"


def style(colours: Mapping[str, int], palette: Palette) -> str:
    """Rules that put it before the words of buttons, by their keys, as the look of what they name."""
    rules = [
        f'.st-key-{key} button::before {{ content: ""; flex: none; width: calc({_WIDTH} * var(--px)); '
        f"height: calc({_HEIGHT} * var(--px)); margin-right: calc(6 * var(--px)); "
        "background: no-repeat center / contain "
        f'url("data:image/svg+xml,{quote(swatch(colour, palette))}"); }}'
        for key, colour in colours.items()
    ]
    return f"<style>{_BUTTONS}{''.join(rules)}</style>"


def _marker(shape: str, ink: str) -> str:
    x, y = _WIDTH / 2, _HEIGHT / 2
    if shape not in _CORNERS:
        return f'<circle cx="{x}" cy="{y}" r="{_RADIUS}" fill="{ink}"/>'
    count, first, out = _CORNERS[shape]
    places = []
    for i in range(count):
        turn = 2 * math.pi * (first + i / count)
        reach = _RADIUS * out * (_INNER if shape == "star" and i % 2 else 1)
        places.append(f"{x + reach * math.cos(turn):.1f},{y + reach * math.sin(turn):.1f}")
    return f'<polygon points="{" ".join(places)}" fill="{ink}"/>'

"""Colours that are compared stay apart, also for the colour-blind, and stand out from the page."""

from __future__ import annotations

from itertools import combinations

import pytest
from coloraide import Color

from pages.shared.data.figures import class_colours
from pages.shared.theme import PALETTES, Palette

APART = 10.0
"""Of CIEDE2000: some four times what is told apart side by side."""
EYES = ("normal", "protan", "deutan", "tritan")
EIGHT, THREE = 8, 3
"""The lab's lines, and three spirals."""


def seen(colour: str, eye: str) -> Color:
    """As it looks to somebody (the whole of a cone missing)."""
    return Color(colour) if eye == "normal" else Color(colour).filter(eye)


def compared(palette: Palette) -> dict[str, list[str]]:
    return {
        "lines": list(palette.lines[:EIGHT]),
        "classes": class_colours(THREE, palette),
        "two classes": class_colours(2, palette),
        "factors": [palette.delta, palette.slope, palette.weights],
    }


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("eye", EYES)
def test_what_is_compared_stays_apart(theme: str, eye: str) -> None:
    for name, colours in compared(PALETTES[theme]).items():
        looks = [seen(colour, eye) for colour in colours]
        least = min(one.delta_e(other, method="2000") for one, other in combinations(looks, 2))
        assert least >= APART, (name, least)


@pytest.mark.parametrize("theme", PALETTES)
def test_what_is_drawn_stands_out_from_the_page(theme: str) -> None:
    """3 to 1, as WCAG 2.2 asks of pictures (1.4.11)."""
    palette = PALETTES[theme]
    for colour in (*palette.lines[:EIGHT], palette.accent, palette.test, palette.delta, palette.slope):
        assert Color(colour).contrast(palette.background, method="wcag21") >= 3, colour

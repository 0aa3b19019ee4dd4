"""The browser writes numbers as Python does."""

from __future__ import annotations

import random
from pathlib import Path

from playwright.sync_api import Page

from pages.shared.numbers import percent, significant

FORMAT = Path(__file__).parents[2] / "pages" / "shared" / "browser" / "format.js"


def test_numbers_are_written_as_in_python(page: Page) -> None:
    rng = random.Random(1)
    cases = [(rng.choice([-1, 1]) * 10 ** rng.uniform(-320, 300), rng.randint(1, 7)) for _ in range(3000)]
    cases += [(10 ** rng.uniform(-5, 7), rng.randint(1, 7)) for _ in range(3000)]
    cases += [(0.0, 2), (5e-324, 3), (999.5, 3), (0.00099951, 2)]
    script = FORMAT.read_text(encoding="utf-8").replace("export ", "")
    written = page.evaluate(
        f"cases => {{ {script}; return cases.map(([v, d]) => significant(v, d)) }}", cases
    )
    # Python rounds halves to even where the browser rounds them up: none of these values is a half.
    assert written == [significant(value, digits) for value, digits in cases]
    shares = [(k / n, digits) for n in (8, 16, 40, 64, 1000) for k in range(n + 1) for digits in (0, 1)]
    written = page.evaluate(f"cases => {{ {script}; return cases.map(([v, d]) => percent(v, d)) }}", shares)
    assert written == [percent(share, digits) for share, digits in shares]

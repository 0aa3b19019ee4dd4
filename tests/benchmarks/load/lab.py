"""A visitor of the lab, who waits until its charts are complete (pages/shared/lab/lab.js)."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from tests.benchmarks.load.session import Session


class Lab(Session):
    """Args:
        asks: whether it asks until all is measured, as the page does.

    Attributes:
        complete: set once all is measured, after `complete_seconds`.
    """

    component, page = "backprop_lab", "vanishing_gradients"

    def __init__(self, address: str, query: str = "", asks: bool = True) -> None:
        super().__init__(address, query)
        self.complete, self.complete_seconds = asyncio.Event(), 0.0
        self._asks, self._count = asks, 0
        self._keys = dict[str, str]()

    def hear(self, header: dict[str, Any], size: int) -> None:
        for place, figure in header["figures"].items():
            self._keys[place] = figure["key"]
        if header["complete"]:
            self.complete_seconds = self.complete_seconds or time.perf_counter() - self._opened
            self.complete.set()
        elif self._asks:
            self._count += 1
            view = {name: header["view"][name] for name in ("focus", "below", "aside")}
            self.tell_soon("ask", {
                "study": header["study"], "n": self._count, **view, "train": False, "theme": header["theme"],
                "have": 0, "keys": dict(self._keys), "header": header["key"],
            })  # fmt: skip

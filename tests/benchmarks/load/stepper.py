"""A visitor of Step through, who asks for a step or a check, one after the other (stepper/stepper.js)."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.benchmarks.load.session import PATIENCE_SECONDS, Session


class Stepper(Session):
    """One at a time."""

    component, page = "backprop_stepper", "step_through"

    def __init__(self, address: str, query: str = "") -> None:
        super().__init__(address, query)
        self.header = dict[str, Any]()
        self._count = 0
        self._heard = asyncio.Event()

    def hear(self, header: dict[str, Any], size: int) -> None:
        self.header = header
        if header["n"] == self._count:
            self._heard.set()

    async def look(self, step: int, **check: object) -> None:
        """Ask for a step; returns with the answer.

        Args:
            check: the gradient to check there (CheckAsk), if one is.
        """
        self._count += 1
        self._heard.clear()
        checked = {"check": check} if check else {}
        of = {"run": self.header["run"], "n": self._count, "header": self.header.get("key"), "edits": []}
        await self.tell("ask", {**of, "step": step, **checked})
        await asyncio.wait_for(self._heard.wait(), PATIENCE_SECONDS)

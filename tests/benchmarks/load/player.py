"""A visitor of Train who plays, as pages/shared/player/asking.js and browser/transport.js do."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from pages.shared.wire.names import MATRICES, UNITS
from pages.shared.wire.tape import CHUNK_FRAMES, LONG_FRAMES
from tests.benchmarks.load.buffer import Buffer
from tests.benchmarks.load.session import Session

FULL, SPARE = 60.0, 0.95
"""Frames a second, and the part that is played of what comes."""
FEW = 8
"""Frames that are asked for while it does not play."""
AGAIN_SECONDS, OTHER_SECONDS = 3.0, 0.6
"""After so long a question is sent once more, and another may take its place."""
SKIP = [*(name for name in MATRICES if name != "W"), UNITS]
"""What a browser that looks at the weights does without."""


class Player(Session):
    """Args:
        plays: whether it plays as soon as there is a picture.
        stride: steps from one frame to the next.

    Attributes:
        step: the one that is shown.
        painted: how many frames were.
        longest: the longest that one frame stayed while it played, since `watch`.
    """

    component = "backprop_player"

    def __init__(
        self,
        address: str,
        query: str = "",
        plays: bool = True,
        stride: int = 1,
        cookies: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(address, query, cookies)
        self.step, self.painted, self.longest = 0, 0, 0.0
        self.header = dict[str, Any]()
        self._wants, self._stride = plays, stride
        self._playing = False
        self._run: str | None = None
        self._count = 0
        self._last = self._due = 0.0
        self._rate = FULL
        self._begin(0)

    def _begin(self, step: int) -> None:
        self._buffer, self.step = Buffer(), step
        self._known = 0
        self._asked: tuple[dict[str, Any], float] | None = None
        self._asked_first = 0.0
        self._target: int | None = None

    @property
    def end(self) -> int:
        """The last step that can be shown."""
        diverged, met = self.header["diverged"], self.header["met"]
        limits = (diverged and diverged["last"], met and met["step"])
        return min([self.header["end"], *(limit for limit in limits if limit is not None)])

    def hear(self, header: dict[str, Any], size: int) -> None:
        self.header = header
        steps = header["steps"]
        if header["run"] != self._run:
            self._run = header["run"]
            start = header["start"]["step"]
            self._begin(start if start in steps else steps[0] if steps else 0)
            self._play(self._wants)
        self._buffer.put(steps, size, self.step)
        curve = header["curve"]
        if curve["first"] <= self._known:
            self._known = max(self._known, curve["first"] + curve["count"])
        if self._asked and header["n"] == self._asked[0]["n"]:
            self._pace(header["pace"], len(steps))
            self._asked = None
        self._arrive()
        self._ahead()

    def _pace(self, pace: float | None, frames: int) -> None:
        """Play no faster than the server says, and than frames come."""
        if pace is not None:
            took = max(1e-3, time.perf_counter() - self._asked_first)
            self._rate = min(pace, max(1.0, SPARE * frames / took))

    def _arrive(self) -> None:
        if self._target is not None and min(self._target, self.end) in self._buffer:
            self.step, self._target = min(self._target, self.end), None

    def _play(self, plays: bool) -> None:
        self._playing, self._last = plays, time.perf_counter()

    def seek(self, step: int) -> None:
        """Go to a step, and stay there."""
        self._play(False)
        self._target = step
        self._arrive()
        self._ahead()

    @property
    def arrived(self) -> bool:
        """Whether the step that was sought is shown."""
        return self._target is None

    # While it plays

    def watch(self) -> None:
        """Measure the longest standstill from now on."""
        self.longest, self._last = 0.0, time.perf_counter()

    def stood(self) -> float:
        """The longest standstill since, also one that goes on."""
        return max(self.longest, time.perf_counter() - self._last if self._playing else 0.0)

    def frame(self, now: float) -> None:
        """The browser's next animation frame: no more are painted a second than the server says ("pace")."""
        if not self._playing or not self.is_open or now < self._due - 0.5 / FULL:
            return
        step = 0 if self.step >= self.end else min(self.step + self._stride, self.end)
        if step in self._buffer:
            self.step = step
            self.painted += 1
            self.longest, self._last = max(self.longest, now - self._last), now
            self._due = max(self._due + 1 / self._rate, now) if self._rate < FULL else 0.0
        self._ahead()

    # Asking

    def _ahead(self) -> None:
        """Ask for the next frames that will be wanted, where they are not here; or once more."""
        now = time.perf_counter()
        request = self._request()
        if self._asked:
            question, sent = self._asked
            if request is None or request.items() <= question.items():
                if now - sent >= AGAIN_SECONDS:
                    self._put(question, now)
                return
            if now - self._asked_first < OTHER_SECONDS:
                return
        if request:
            self.ask(**request)

    def _request(self) -> dict[str, Any] | None:
        many = LONG_FRAMES if self._rate < FULL else CHUNK_FRAMES
        stride, count = (self._stride, many) if self._playing else (1, FEW)
        if self._target is None and not self._playing:
            return None
        first = min(self.step + stride, self.end) if self._target is None else self._target
        missing = self._buffer.missing(first, stride, self.end, count)
        if missing is None:
            return None
        return {"first": missing, "stride": stride, "count": count, "coarse": self._playing}

    def ask(self, **request: object) -> None:
        """Ask for this now, in place of what was asked before."""
        self._count += 1
        of = {"run": self._run, "known": self._known, "header": self.header["key"], "skip": SKIP}
        self._asked_first = time.perf_counter()
        self._put({**of, **request, "n": self._count}, self._asked_first)

    def _put(self, question: dict[str, Any], now: float) -> None:
        self._asked = question, now
        self.tell_soon("pull", question)

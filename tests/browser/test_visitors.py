"""The visitors without a browser of tests/benchmarks/load get from the server what a browser gets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pages.shared.wire.tape import CHUNK_FRAMES
from tests.benchmarks.load import uploads
from tests.benchmarks.load.crowd import faults, screens, visiting
from tests.benchmarks.load.lab import Lab
from tests.benchmarks.load.player import Player
from tests.benchmarks.load.session import PATIENCE_SECONDS, Session
from tests.benchmarks.load.stepper import Stepper


def apart(visit: Coroutine[object, object, None]) -> None:
    """Run a visit in a thread of its own: Playwright may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as one:
        one.submit(asyncio.run, visit).result()


async def _until_painted(player: Player, frames: int) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while player.painted < frames and player.is_open:
            await asyncio.sleep(0.02)


def test_they_play_seek_look_and_measure(server: str) -> None:
    async def visit() -> None:
        player, stepper = Player(server), Stepper(server)
        lab = Lab(server, "lab=depth~2~seeds~1")
        sessions: list[Session] = [player, stepper, lab]
        async with screens([player]), visiting(sessions):
            await _until_painted(player, 2 * CHUNK_FRAMES)  # more than one answer
            player.seek(90)
            await stepper.answered()
            await stepper.look(3)
            await asyncio.wait_for(lab.complete.wait(), PATIENCE_SECONDS)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while not player.arrived:
                    await asyncio.sleep(0.02)
            assert faults(sessions) == []
        assert (player.step, stepper.header["step"]) == (90, 3)

    apart(visit())


def test_they_bring_a_file_and_train_on_it(server: str) -> None:
    async def visit() -> None:
        player = Player(server, plays=False)
        player.page = "data"
        async with player:
            await player.first_run.wait()
            await uploads.use(player, b"a,b,y\n" + b"1,2,x\n2,1,z\n3,5,x\n4,4,z\n" * 10)
            await player.go("")
            await player.answered()
            assert faults([player]) == []
        assert player.header["data"]["features"] == ["a", "b"]

    apart(visit())


@pytest.mark.parametrize(("pace", "painted"), [(None, 60), (15, 15)])
def test_they_play_no_faster_than_they_are_told(pace: float | None, painted: int) -> None:
    """A second of animation frames, with all that is to be shown at hand."""
    header: dict[str, Any] = {
        "run": "a", "key": "b", "n": None, "start": {"step": 0}, "steps": list(range(101)), "end": 100,
        "diverged": None, "met": None, "curve": {"first": 0, "count": 101}, "pace": pace,
    }  # fmt: skip
    player = Player("http://127.0.0.1:1")
    player.hear(header, 1)
    player._asked, player._asked_first = ({"n": 1}, 0.0), time.perf_counter()
    player.hear({**header, "n": 1}, 1)  # 101 frames at once: the server's word counts
    player._socket = object()  # type: ignore[assignment]  # as if it were connected
    for frame in range(60):
        player.frame(1000 + frame / 60)
    assert abs(player.painted - painted) <= 1

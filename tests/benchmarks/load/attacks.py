"""What one visitor's worst does to the others, who play: before, and meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Sequence

from tests.benchmarks.load.crowd import faults, screens, visiting
from tests.benchmarks.load.levels import SETTLE_SECONDS, warm
from tests.benchmarks.load.meter import head, quantile, row
from tests.benchmarks.load.offences import OFFENCES
from tests.benchmarks.load.player import Player
from tests.benchmarks.load.servers import Site

OTHERS = 8
BEFORE_SECONDS = 4.0
"""How long the others are looked at before."""


def print_head() -> None:
    """The table's names."""
    head(
        "one visitor", f"the {OTHERS} others before: frames/s, longest wait",
        "meanwhile: frames/s median / worst, longest wait", "the server's memory", "faults",
    )  # fmt: skip


async def attack(site: Site, name: str, seconds: float) -> None:
    """Print the row of one offence, which goes on for so long at most."""
    await warm(site)
    others = [Player(site.address, f"steps=200000&seed={seed}") for seed in range(OTHERS)]
    meter = site.meter()
    async with screens(others), visiting(others):
        await asyncio.gather(*(player.answered() for player in others))
        await asyncio.sleep(SETTLE_SECONDS)
        before, waited = await _watched(others, BEFORE_SECONDS)
        memory = meter.megabytes
        offence = asyncio.ensure_future(OFFENCES[name](site))
        meanwhile, longest = await _watched(others, seconds)
        used, said = meter.megabytes, faults(others)
        failed = offence.exception() if offence.done() and not offence.cancelled() else None
        offence.cancel()
        with contextlib.suppress(BaseException):
            await offence
    row(
        (OFFENCES[name].__doc__ or name).strip(),
        f"{quantile(before, 0.5):.0f}, {waited:.1f} s",
        f"{quantile(meanwhile, 0.5):.0f} / {min(meanwhile):.0f}, {longest:.1f} s",
        f"{memory:.0f} → {used:.0f} MB",
        "; ".join([*said, *([f"not carried out: {failed!r}"] if failed else [])]) or "none",
    )


async def _watched(players: Sequence[Player], seconds: float) -> tuple[list[float], float]:
    """(frames a second of each, the longest that any stood still) for some time."""
    painted, began = [player.painted for player in players], time.perf_counter()
    for player in players:
        player.watch()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    each = [(player.painted - before) / took for player, before in zip(players, painted, strict=True)]
    return each, max(player.stood() for player in players)

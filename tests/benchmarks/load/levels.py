"""So many play at once: when each has a picture, how many frames a second it gets, what that costs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from tests.benchmarks.load.crowd import faults, screens, visiting
from tests.benchmarks.load.meter import Meter, busy_seconds, head, own, quantile, row
from tests.benchmarks.load.player import Player
from tests.benchmarks.load.servers import Site

SETTLE_SECONDS = 2.0
"""From the last picture to the first frame that counts."""
LEVELS = (10, 20, 30, 45, 60)


def print_head() -> None:
    """The table's names."""
    head(
        "playing at once", "first picture p95", "frames/s each, median / worst", "longest standstill",
        "bytes/frame", "server CPU/frame", "cores: server, client, others", "memory before, now",
    )  # fmt: skip


async def warm(site: Site) -> None:
    """One visitor first, for every process: later ones find an app that is imported."""
    for _ in range(site.processes):
        async with Player(site.address, plays=False) as first:
            await first.answered()


async def level(site: Site, count: int, seconds: float) -> float:
    """Print the row of `count` players.

    Returns:
        The frames a second of all together.
    """
    await warm(site)
    memory = site.meter().megabytes
    players = [Player(site.address, f"steps=200000&seed={seed}") for seed in range(count)]
    async with screens(players), visiting(players):
        await asyncio.gather(*(player.answered() for player in players), return_exceptions=True)
        await asyncio.sleep(SETTLE_SECONDS)
        return await _measured(players, site.meter(), memory, seconds)


async def _measured(players: Sequence[Player], server: Meter, memory: float, seconds: float) -> float:
    client = own()
    painted, received = [p.painted for p in players], sum(p.bytes for p in players)
    began, used, ours, busy = time.perf_counter(), server.cpu, client.cpu, busy_seconds()
    for player in players:
        player.watch()
    await asyncio.sleep(seconds)
    took = time.perf_counter() - began
    used, ours = server.cpu - used, client.cpu - ours
    frames = [player.painted - before for player, before in zip(players, painted, strict=True)]
    each, total = [count / took for count in frames], max(1, sum(frames))
    pictures = [player.first_seconds for player in players if player.first_seconds is not None]
    row(
        str(len(players)),
        f"{quantile(pictures, 0.95):.1f} s" + ("" if len(pictures) == len(players) else ", some none"),
        f"{quantile(each, 0.5):.1f} / {min(each):.1f}",
        f"{max(player.stood() for player in players):.1f} s",
        f"{(sum(p.bytes for p in players) - received) / total / 1000:.1f} kB",
        f"{1000 * used / total:.2f} ms",
        f"{used / took:.2f}, {ours / took:.2f}, {(busy_seconds() - busy - used - ours) / took:.2f}",
        f"{memory:.0f}, {server.megabytes:.0f} MB",
    )
    for fault in faults(players):
        print(f"  fault: {fault}")
    return total / took

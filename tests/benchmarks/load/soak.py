"""A school day: visitors come, do something for a while, and go. The server's memory over time."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable

from tests.benchmarks.load.crowd import faults, screens
from tests.benchmarks.load.lab import Lab
from tests.benchmarks.load.meter import Meter
from tests.benchmarks.load.player import Player
from tests.benchmarks.load.servers import Site
from tests.benchmarks.load.session import Session
from tests.benchmarks.load.stepper import Stepper

STAY_SECONDS = (30.0, 90.0)
EVERY_SECONDS = 10.0
"""The curve's step; where the soak is short it has this many points all the same."""
POINTS = 30
QUIET_SECONDS = 180.0
"""How long the server is looked at after all have gone."""
BAR = 50
"""Characters of the curve's longest bar."""


async def soak(site: Site, minutes: float, at_once: int) -> None:
    """Print the server's memory every so often, while they come and go and after the last has gone."""
    meter, players, seen = site.meter(), list[Player](), list[Session]()
    begin = time.perf_counter()
    end = begin + 60 * minutes
    curve = Curve(meter, begin, max(60 * minutes / POINTS, EVERY_SECONDS), lambda: len(seen))
    async with screens(players), asyncio.TaskGroup() as group:
        drawing = group.create_task(curve.draw())
        async with asyncio.TaskGroup() as lives:
            for place in range(at_once):
                lives.create_task(_seat(site, place, end, players, seen))
        print(f"{len(seen)} came; all have gone; went wrong: {'; '.join(faults(seen)) or 'nothing'}")
        await asyncio.sleep(min(QUIET_SECONDS, 60 * minutes))
        drawing.cancel()
    print(f"memory: first {curve.first:.0f} MB, most {curve.most:.0f} MB, now {meter.megabytes:.0f} MB")


async def _seat(site: Site, place: int, end: float, players: list[Player], seen: list[Session]) -> None:
    """One visitor after another on one chair."""
    rng = random.Random(place)
    await asyncio.sleep(rng.uniform(0, STAY_SECONDS[0]))
    while time.perf_counter() < end:
        visitor = _visitor(site, rng)
        seen.append(visitor)
        async with visitor:
            if isinstance(visitor, Player):
                players.append(visitor)
            doing = asyncio.create_task(_do(visitor, rng))
            await asyncio.sleep(min(rng.uniform(*STAY_SECONDS), max(1.0, end - time.perf_counter())))
            doing.cancel()
            with contextlib.suppress(asyncio.CancelledError, TimeoutError):
                await doing
        if isinstance(visitor, Player):
            players.remove(visitor)


def _visitor(site: Site, rng: random.Random) -> Session:
    """Whom a class has: most on Train, some at the lab or on Step through."""
    seed = rng.randrange(10**6)
    kind = rng.choices(("play", "pause", "lab", "step"), (9, 11, 2, 3))[0]
    if kind == "lab":
        return Lab(site.address, f"lab=seed~{seed}")
    if kind == "step":
        return Stepper(site.address, f"seed={seed}")
    return Player(site.address, f"steps=20000&seed={seed}", plays=kind == "play")


async def _do(visitor: Session, rng: random.Random) -> None:
    """What a person does every few seconds: another step, another seed."""
    await visitor.answered()
    while True:
        await asyncio.sleep(rng.uniform(2, 10))
        if isinstance(visitor, Stepper):
            await visitor.look(rng.randrange(100))
        elif isinstance(visitor, Player) and rng.random() < 0.3:
            await visitor.set("seed", rng.randrange(10**6))
        elif isinstance(visitor, Player) and rng.random() < 0.5:
            visitor.seek(rng.randrange(20000))


class Curve:
    """The server's memory over time, a bar a line."""

    def __init__(self, meter: Meter, begin: float, every: float, came: Callable[[], int]) -> None:
        self._meter, self._begin, self._every, self._came = meter, begin, every, came
        self.first, self.most = 0.0, 0.0

    async def draw(self) -> None:
        """Until it is cancelled."""
        while True:
            await asyncio.sleep(self._every)
            now = self._meter.megabytes
            self.first = self.first or now
            self.most = max(self.most, now)
            minutes = (time.perf_counter() - self._begin) / 60
            bar = "█" * round(BAR * now / (2 * self.first))
            print(f"{minutes:6.1f} min {now:6.0f} MB {self._came():5d} came  {bar}", flush=True)

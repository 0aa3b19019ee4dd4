"""A class at once: `levels`. What one visitor can do to the others: `attacks`. Comings and goings, and the
server's memory: `soak`. All of it on this machine alone, against servers of its own.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable

from tests.benchmarks.load import attacks, levels, soak
from tests.benchmarks.load.crowd import MOST_SESSIONS
from tests.benchmarks.load.offences import OFFENCES
from tests.benchmarks.load.servers import classroom, fresh

MOST_SECONDS, MOST_MINUTES = 60.0, 90.0


def _within(most: float) -> Callable[[str], float]:
    def number(text: str) -> float:
        if not 0 < (value := float(text)) <= most:
            raise argparse.ArgumentTypeError(f"more than 0, at most {most:g}")
        return value

    return number


def _levels(counts: list[int], seconds: float, processes: int | None) -> None:
    levels.print_head()
    for count in counts:
        with classroom(processes) if processes else fresh() as site:
            asyncio.run(levels.level(site, count, seconds))


def _attacks(names: list[str], seconds: float) -> None:
    attacks.print_head()
    for name in names:
        with fresh() as site:
            asyncio.run(attacks.attack(site, name, seconds))


def _soak(minutes: float, at_once: int) -> None:
    with fresh() as site:
        asyncio.run(soak.soak(site, minutes, at_once))


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks load", description=__doc__)
    parser.add_argument("what", nargs="?", choices=["levels", "attacks", "soak"], default="levels")
    parser.add_argument("--levels", nargs="+", type=int, default=list(levels.LEVELS), metavar="N")
    parser.add_argument(
        "--classroom", type=int, metavar="PROCESSES", help="behind nginx (deploy/classroom.py)"
    )
    parser.add_argument("--seconds", type=_within(MOST_SECONDS), help="a level (60) or an attack (15)")
    parser.add_argument("--names", nargs="+", choices=list(OFFENCES), default=list(OFFENCES))
    parser.add_argument("--minutes", type=_within(MOST_MINUTES), default=60.0, help="of the soak")
    parser.add_argument("--at-once", type=int, default=30, help="in the soak")
    asked = parser.parse_args()
    if max(*asked.levels, asked.at_once) > MOST_SESSIONS:
        parser.error(f"at most {MOST_SESSIONS} sessions at once")
    if asked.what == "attacks":
        _attacks(asked.names, asked.seconds or 15.0)
    elif asked.what == "soak":
        _soak(asked.minutes, asked.at_once)
    else:
        _levels(asked.levels, asked.seconds or MOST_SECONDS, asked.classroom)


if __name__ == "__main__":
    main()

"""All benchmarks: `python -m tests.benchmarks [--csv FILE] [--rounds N] [NAME ...]`.

First the contest of contest.py: for each case one process per contestant, all waiting but the one whose
turn it is, in rounds of random order, so that a busy machine slows all alike. Printed are the microseconds
a step (median) and how many times as long as ours the others take, with quartiles over the rounds. PyTorch
and JAX take part where `pip install -r tests/benchmarks/requirements.txt` has been run. Then every other
script of this folder, one after the other, and the folder load/. NAME picks "contest" or one of these; what
follows "load" is for load/__main__.py. The contest's rounds are written to FILE as CSV.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE, ROOT = Path(__file__).parent, Path(__file__).resolve().parents[2]
SECONDS = 0.3
"""About how long one turn takes."""
NOT_SCRIPTS = {"__main__", "contest", "contestant"}
LOAD = "load"


class Entry:
    """A contestant's process."""

    def __init__(self, case: str, name: str) -> None:
        self.name = name
        command = [sys.executable, "-m", "tests.benchmarks.contestant", case, name]
        self._process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        said = self._read().split()
        self.present = said[:1] == ["ready"]
        self.error = float(said[1]) if self.present else float("nan")
        self.times: list[float] = []
        if self.present:
            self._turn(20)
            self._steps = max(10, round(SECONDS / self._turn(50)))

    def _read(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline()

    def _turn(self, steps: int) -> float:
        """Seconds a step."""
        assert self._process.stdin
        print(steps, file=self._process.stdin, flush=True)
        return float(self._read()) / steps

    def race(self) -> None:
        """One turn, measured."""
        self.times.append(self._turn(self._steps))

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def contest(rounds: int, table: Any) -> None:
    """Every case, printed and written down."""
    from tests.benchmarks.contest import CONTESTANTS, cases, enters

    for case in cases():
        print(f"\n{case}   (load of the machine: {os.getloadavg()[0]:.1f})")
        entries = [Entry(case, name) for name in CONTESTANTS if enters(name, case)]
        for entry in entries:
            if not entry.present:
                print(f"  {entry.name:<18}not here, or wrong (see above)")
        present = [entry for entry in entries if entry.present]
        for number in range(rounds):
            for entry in random.sample(present, len(present)):
                entry.race()
                table.writerow([case, entry.name, number, entry.times[-1], entry.error])
        for entry in present:
            print(f"  {entry.name:<18}{_line(present[0].times, entry)}")
        for entry in entries:
            entry.close()


def _line(ours: list[float], entry: Entry) -> str:
    """A contestant's microseconds and its ratio to ours, round by round: median and quartiles."""
    ratios = [its / our for our, its in zip(ours, entry.times, strict=True)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    time = 1e6 * statistics.median(entry.times)
    return f"{time:>10,.1f} µs a step   {middle:>6.2f}  ({low:.2f} to {high:.2f})   off by {entry.error:.0e}"


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    scripts = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in NOT_SCRIPTS)
    names = ["contest", *scripts, LOAD]
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    parser.add_argument("--rounds", type=int, default=15, help="of the contest, 15 if nothing is said")
    parser.add_argument("--csv", default=os.devnull, metavar="FILE", help="where its rounds are written")
    given = sys.argv[1:]
    own = given.index(LOAD) + 1 if LOAD in given else len(given)
    asked = parser.parse_args(given[:own])
    if unknown := set(asked.names) - set(names):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(names)}")
    for name in asked.names or names:
        print(f"\n== {name}", flush=True)
        if name == "contest":
            with Path(asked.csv).open("w", newline="", encoding="utf-8") as file:
                table = csv.writer(file)
                table.writerow(["case", "contestant", "round", "seconds_a_step", "relative_error"])
                contest(asked.rounds, table)
        elif name == LOAD:
            subprocess.run(
                [sys.executable, "-m", f"tests.benchmarks.{LOAD}", *given[own:]], cwd=ROOT, check=False
            )
        else:
            subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=False)


if __name__ == "__main__":
    main()

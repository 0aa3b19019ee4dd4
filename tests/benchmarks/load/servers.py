"""Servers of our own for a load, each fresh."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.benchmarks.load.meter import Meter
from tests.browser.system import ROOT, free_port, serving, wait_until_healthy


@dataclass(frozen=True)
class Site:
    """Where visitors go.

    Attributes:
        address: the one that they open.
        processes: how many servers are behind it; who comes next gets the next of them.
        pids: of all that serves.
    """

    address: str
    processes: int
    pids: tuple[int, ...]

    def meter(self) -> Meter:
        """What it takes."""
        return Meter(*self.pids)


@contextmanager
def fresh() -> Iterator[Site]:
    """One server, as the README starts it."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "log.txt") as server:
        yield Site(server.address, 1, (server.pid,))


@contextmanager
def classroom(processes: int) -> Iterator[Site]:
    """The classroom's server, on this machine alone."""
    port = free_port()
    command = [sys.executable, "deploy/classroom.py", f"--processes={processes}", "--address=127.0.0.1"]
    with tempfile.TemporaryDirectory() as folder, (log := Path(folder) / "log.txt").open("w") as out:
        started = subprocess.Popen([*command, f"--port={port}"], cwd=ROOT, stdout=out, stderr=out)
        try:
            wait_until_healthy(f"http://127.0.0.1:{port}", started, log)
            pids = [child.pid for child in psutil.Process(started.pid).children(recursive=True)]
            yield Site(f"http://127.0.0.1:{port}", processes, tuple(pids))
        finally:
            started.terminate()
            started.wait(60)

"""What a process takes, and how figures are put into a table."""

from __future__ import annotations

import os
from collections.abc import Sequence

import psutil


class Meter:
    """CPU and memory of some processes."""

    def __init__(self, *pids: int) -> None:
        self._processes = [psutil.Process(pid) for pid in pids]

    @property
    def cpu(self) -> float:
        """Seconds of a core since they began."""
        times = [process.cpu_times() for process in self._processes]
        return sum(t.user + t.system for t in times)

    @property
    def megabytes(self) -> float:
        """Of memory, now."""
        return sum(process.memory_info().rss for process in self._processes) / 1e6


def own() -> Meter:
    """This client's."""
    return Meter(os.getpid())


def busy_seconds() -> float:
    """Of all cores, of whatever ran on them: figures beside others' work say less."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0)


def quantile(values: Sequence[float], share: float) -> float:
    """The value that a share of all stay at or below; NaN for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] if ordered else float("nan")


def row(*cells: str) -> None:
    """Print one row of a Markdown table."""
    print("|", " | ".join(cells), "|", flush=True)


def head(*names: str) -> None:
    """Print its first two."""
    row(*names)
    row(*("---" for _ in names))

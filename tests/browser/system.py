"""The real browser and the real server, for the tests and the benchmarks alike."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

SEEN = "try { localStorage.setItem('backprop-explorer.start', 'seen') } catch {}"
"""A script for a page, before it is opened: who has seen the start card, which would lie over charts."""


def chromium() -> str:
    """The system's browser; raises RuntimeError, saying what to install, where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("no Chromium found: on Debian, apt-get install chromium")


def free_port() -> int:
    """A port of this machine that nobody listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """The app on a port of its own, which it keeps when it is started again.

    Args:
        log: where its output goes.
        script: another one, of a test, that is served instead.
        options: of Streamlit, such as "--server.address=0.0.0.0".
    """

    def __init__(self, log: Path, script: str = "app.py", *options: str) -> None:
        self._log, self._script, self._options = log, script, options
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Of its process."""
        assert self._process
        return self._process.pid

    def start(self) -> None:
        """Start it; returns when it answers."""
        command = [sys.executable, "-m", "streamlit", "run", self._script, "--server.headless=true"]
        with self._log.open("a") as out:
            self._process = subprocess.Popen(
                [*command, f"--server.port={self.port}", *self._options],
                cwd=ROOT, stdout=out, stderr=out, env={**os.environ, "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        wait_until_healthy(self.address, self._process, self._log)

    def stop(self) -> None:
        """End it in order."""
        if self._process:
            self._process.terminate()
            self._process.wait(60)

    def kill(self) -> None:
        """End it as a crash does."""
        assert self._process
        self._process.kill()
        self._process.wait(60)


@contextmanager
def serving(log: Path, script: str = "app.py", *options: str) -> Iterator[Server]:
    """The app on a free port, stopped at the end."""
    server = Server(log, script, *options)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@contextmanager
def running(log: Path, script: str = "app.py") -> Iterator[str]:
    """The same, where its address is all that is wanted."""
    with serving(log, script) as server:
        yield server.address


@contextmanager
def faultless(log: Path, script: str = "app.py") -> Iterator[str]:
    """The same; fails at the end where the server has told of an error of its own."""
    with running(log, script) as address:
        yield address
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


def wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server that was just started answers.

    Raises:
        RuntimeError: with its log, where it does not.
    """
    for _ in range(1200):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-3000:]}")

"""A server for a class: several processes of the app behind nginx. `python deploy/classroom.py --help`.

One process of Python computes on one core, so there are as many as there are cores. Needs nginx (on Debian,
apt-get install nginx-light). docs/classroom-server.md says more.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from proxy import Site, configuration

ROOT = Path(__file__).resolve().parents[1]
LOOK_SECONDS = 1.0
"""How often it looks whether all processes are there; one that has ended is started again."""
FEW_HEAPS = {"MALLOC_ARENA_MAX": "2"}
"""With it, what a class has left goes back to the machine (pages/shared/visits.py)."""
START_SECONDS, STOP_SECONDS = 60.0, 10.0
"""How long a process is waited for."""


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens to."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def own_names() -> list[str]:
    """Under which a class may reach this machine: its name, and the address of its way out."""
    names = ["localhost", "127.0.0.1", socket.gethostname()]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way_out:
        try:
            way_out.connect(("192.0.2.1", 9))  # nothing is sent: it only chooses the address
            names.append(way_out.getsockname()[0])
        except OSError:
            pass  # no network: this machine alone
    return list(dict.fromkeys(names))


def app_command(site: Site, port: int) -> list[str]:
    """One process of the app, for this machine alone: nginx is what the class reaches."""
    options = {
        "server.address": ["127.0.0.1"],
        "server.port": [str(port)],
        "server.headless": ["true"],
        # Else Streamlit asks a web service for the machine's address.
        "browser.serverAddress": [site.names[0]],
        "browser.serverPort": [str(site.port)],
        "server.allowedHosts": site.names,
        "server.corsAllowedOrigins": site.origins,
    }
    said = [f"--{name}={value}" for name, values in options.items() for value in values]
    return [sys.executable, "-m", "streamlit", "run", "app.py", *said]


class Processes:
    """Those of the app, each on its port, and nginx."""

    def __init__(self, site: Site, ports: list[int], nginx: list[str]) -> None:
        self._commands = [app_command(site, port) for port in ports]
        self._apps = list[subprocess.Popen[bytes]]()
        try:
            for command in self._commands:
                self._apps.append(self._start(command))
            for port in ports:
                _wait_until_open(port)
            self._nginx = self._start(nginx)
        except BaseException:  # stopped already: nothing that was started stays behind
            _end(self._apps)
            raise

    def _start(self, command: list[str]) -> subprocess.Popen[bytes]:
        count = {"BACKPROP_PROCESSES": str(len(self._commands))}
        return subprocess.Popen(command, cwd=ROOT, env=FEW_HEAPS | count | os.environ)

    def watch(self) -> int:
        """Start again what ends; returns nginx's status when that has ended."""
        while self._nginx.poll() is None:
            time.sleep(LOOK_SECONDS)
            for n, app in enumerate(self._apps):
                if app.poll() is not None:
                    print(f"process {n} has ended ({app.returncode}): started again", flush=True)
                    self._apps[n] = self._start(self._commands[n])
        return self._nginx.returncode

    def stop(self) -> None:
        """End all of them."""
        _end([self._nginx, *self._apps])


def _wait_until_open(port: int) -> None:
    """Wait until a process listens: till then nginx would take it for gone."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    end = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, end - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


def _stop(number: int, _: FrameType | None) -> None:
    sys.exit(128 + number)


def _serve(site: Site, count: int, nginx: str) -> int:
    ports = free_ports(count)
    signal.signal(signal.SIGTERM, _stop)
    with tempfile.TemporaryDirectory(prefix="backprop-explorer-nginx-") as folder:
        Path(folder).chmod(0o711)  # started by root, nginx works as another user, who keeps files below it
        written = Path(folder) / "nginx.conf"
        written.write_text(configuration(site, ports, Path(folder)), encoding="utf-8")
        processes = Processes(site, ports, [nginx, "-p", folder, "-c", str(written), "-e", "stderr"])
        print(f"{count} processes for {' '.join(site.origins)}", flush=True)
        try:
            return processes.watch()
        except KeyboardInterrupt:
            return 0
        finally:
            processes.stop()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="one a core if not said")
    parser.add_argument("--address", default="0.0.0.0", help="where nginx listens (all of the machine's)")
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--host", action="append", metavar="NAME",
                        help="under which the class reaches it; may be said several times")  # fmt: skip
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="for HTTPS, with --key")
    parser.add_argument("--key", type=Path, metavar="FILE")
    parser.add_argument("--print", action="store_true", help="write nginx's configuration, and end")
    asked = parser.parse_args()
    if bool(asked.certificate) != bool(asked.key):
        parser.error("--certificate and --key belong together")
    if asked.processes < 1:
        parser.error("at least one process")
    return asked


def main() -> int:
    """Serve until it is stopped."""
    asked = _arguments()
    names = tuple(asked.host or own_names())
    files = [file and file.resolve() for file in (asked.certificate, asked.key)]
    site = Site(asked.address, asked.port, names, *files)
    if asked.print:
        print(configuration(site, free_ports(asked.processes), Path("/var/cache/backprop-explorer")))
        return 0
    nginx = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
    if nginx is None:
        print("nginx is missing: install it (on Debian: apt-get install nginx-light)", file=sys.stderr)
        return 1
    return _serve(site, asked.processes, nginx)


if __name__ == "__main__":
    sys.exit(main())

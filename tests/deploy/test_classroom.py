"""The classroom's server: visitors stay with their process, and go on with another when that is gone."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil
import pytest

from tests.benchmarks.load.player import Player
from tests.benchmarks.load.servers import Site, classroom
from tests.benchmarks.load.session import PATIENCE_SECONDS
from tests.browser.system import ROOT

PROCESSES = 2
NGINX = any(os.access(Path(folder) / "nginx", os.X_OK) for folder in (*os.get_exec_path(), "/usr/sbin"))
needs_nginx = pytest.mark.skipif(
    not NGINX and os.environ.get("CI") != "true", reason="nginx is not installed"
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with classroom(PROCESSES) as found:
        yield found


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    text: str


def _get(site: Site, path: str = "/", **headers: str) -> Answer:
    with contextlib.closing(http.client.HTTPConnection(urlsplit(site.address).netloc)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))


def _runs(process: psutil.Process, what: str) -> bool:
    """Whether it is what is looked for; one that has ended meanwhile is not."""
    try:
        return what in process.cmdline()
    except psutil.NoSuchProcess:
        return False


def _apps() -> list[psutil.Process]:
    """The processes of the app that run."""
    (command,) = (p for p in psutil.Process().children() if _runs(p, "deploy/classroom.py"))
    return [p for p in command.children() if _runs(p, "streamlit")]


def _kill(process: str) -> None:
    """End the process of that number as a crash does."""
    _apps()[int(process)].kill()


@needs_nginx
def test_newcomers_go_to_one_process_after_the_other_and_stay_there(site: Site) -> None:
    async def visit() -> list[str]:
        found = list[str]()
        for _ in range(PROCESSES):
            async with Player(site.address, plays=False) as player:
                await player.answered()
                found.append(player.cookies["process"])
        return found

    found = asyncio.run(visit())
    assert sorted(found) == [str(n) for n in range(PROCESSES)]
    for process in found:
        for path in ("/", "/data", "/_stcore/health", "/_stcore/host-config"):
            cookies = _get(site, path, Cookie=f"process={process}").headers.get_all("Set-Cookie") or []
            assert f"process={process}" in "; ".join(cookies)


@needs_nginx
def test_a_page_of_another_site_is_not_answered(site: Site) -> None:
    assert _get(site, Host="elsewhere.example").status == http.HTTPStatus.MISDIRECTED_REQUEST
    assert _get(site).headers["X-Content-Type-Options"] == "nosniff"


@needs_nginx
def test_scripts_come_packed_and_are_kept_by_nginx(site: Site) -> None:
    """Asked for again, a script is answered without a process: no cookie says which."""
    script = "/static/js/index." + _get(site).text.split("static/js/index.")[1].split('"')[0]
    packed = {"Accept-Encoding": "gzip"}
    first, again = _get(site, script, **packed), _get(site, script, **packed)
    assert [first.headers["Content-Encoding"], again.headers["Content-Encoding"]] == ["gzip", "gzip"]
    assert first.headers["Set-Cookie"].startswith("process=")
    assert again.headers["Set-Cookie"] is None


@needs_nginx
def test_where_a_process_is_gone_a_link_opens_the_same_step_on_another(site: Site) -> None:
    async def visit() -> None:
        link = "steps=500&seed=7&step=40"
        async with Player(site.address, link, plays=False) as player:
            await player.answered()
            run, cookies = player.header["run"], player.cookies
            _kill(cookies["process"])
        async with Player(site.address, link, plays=False, cookies=cookies) as again:
            await again.answered()
            assert (again.header["run"].split("-")[0], again.step) == (run.split("-")[0], 40)
            assert again.cookies["process"] != cookies["process"]
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(_apps()) < PROCESSES:  # it is started again
                await asyncio.sleep(0.1)

    asyncio.run(visit())


def test_stopped_while_it_starts_it_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "nginx").symlink_to(sys.executable)  # which is not reached
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, "deploy/classroom.py", "--processes=2", "--host=a.example"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PATH": path}) as process:
        while len(started := psutil.Process(process.pid).children()) < 2:
            assert process.poll() is None
            time.sleep(0.01)
        time.sleep(0.2)  # now it waits for them
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 128 + signal.SIGTERM
    try:
        assert not any(each.is_running() for each in started)
    finally:
        for each in started:
            if each.is_running():
                each.kill()


def test_nginx_lets_through_what_streamlit_takes_and_hardly_more() -> None:
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    most = tomllib.loads(text)["server"]["maxUploadSize"]
    assert f"client_max_body_size {most + 1}m;" in (ROOT / "deploy" / "nginx.conf").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("processes", [1, 3])
@pytest.mark.parametrize("secure", [False, True])
def test_the_configuration_names_every_process_and_leaves_nothing_open(processes: int, secure: bool) -> None:
    command = [
        sys.executable,
        "deploy/classroom.py",
        "--print",
        f"--processes={processes}",
        "--host=a.example",
    ]
    files = ["--certificate=/c.pem", "--key=/k.pem"] if secure else []
    text = subprocess.run([*command, *files], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "@" not in text.split("daemon off", 1)[1]
    assert text.count("backup;") == processes * (processes - 1)
    assert text.count("SameSite=Lax; Secure") == (processes if secure else 0)
    assert ("ssl_certificate_key /k.pem;" in text) == secure
    assert "server_name a.example;" in text


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    command = [sys.executable, "deploy/classroom.py", "--print", "--address=::", "--host=fe80::1"]
    text = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "listen [::]:8501;" in text
    assert "server_name [fe80::1];" in text

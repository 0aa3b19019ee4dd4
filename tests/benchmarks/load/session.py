"""One visitor, as the server sees a browser: Streamlit's protocol, and a component that asks."""

from __future__ import annotations

import asyncio
import http.client
import ipaddress
import json
import socket
import time
from collections import Counter
from collections.abc import Mapping
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from tests.benchmarks.load.widgets import Widgets

PATIENCE_SECONDS = 120.0
"""How long anything is waited for: only a fault, or a server that stands still, uses it up."""
KEPT_MESSAGES = 100
"""Messages that may come as their hash alone when they come again, as many as a page has at most."""
_EARLY = ForwardMsg.ScriptFinishedStatus.Value("FINISHED_EARLY_FOR_RERUN")


def require_loopback(address: str) -> None:
    """Raises ValueError for another machine's address: a load is laid on this one alone."""
    host = urlsplit(address).hostname or ""
    found = {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    if not all(ipaddress.ip_address(ip).is_loopback for ip in found):
        raise ValueError(f"{address} is not this machine")


class Session:
    """One visitor of one page. What a component does with an answer is a subclass's.

    Args:
        address: the server's.
        query: the settings' part of the link that is opened.
        cookies: of the same browser's last visit.

    Attributes:
        first_answer: set once the component has its first answer, which came after `first_seconds`.
        idle: set while no script run is on its way.
        bytes: received.
        cookies: by name.
        exceptions: what the server said went wrong, with numbers.
        lost: why the connection ended, where it was not this side that closed it.
    """

    component = ""
    """How the name of the component ends that is talked to."""
    page = ""

    def __init__(self, address: str, query: str = "", cookies: Mapping[str, str] | None = None) -> None:
        require_loopback(address)
        self.address, self.query = address, query
        self.widgets = Widgets()
        self.said = dict[str, Any]()
        self.first_answer, self.first_run, self.idle = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.first_seconds: float | None = None
        self.bytes = 0
        self.exceptions = Counter[str]()
        self.lost: str | None = None
        self.id = ""
        self.cookies = dict(cookies or {})
        self._place: tuple[str, str] | None = None  # the component's id, and its fragment's
        self._header = dict[str, Any]()
        self._kept = dict[str, bytes]()
        self._page_hash = ""
        self._socket: ClientConnection | None = None
        self._reading: asyncio.Task[None] | None = None
        self._sending = set[asyncio.Task[None]]()

    # There and gone

    async def open(self) -> None:
        """Connect, and have the page run."""
        host = urlsplit(self.address).netloc
        self.cookies = await asyncio.to_thread(_visit, host, self.cookies)
        self._opened = time.perf_counter()
        self._socket = await connect(
            f"ws://{host}/_stcore/stream", subprotocols=[Subprotocol("streamlit")], origin=Origin(f"http://{host}"),
            additional_headers={"Cookie": self.cookie}, compression=None,
            max_size=None, max_queue=None, ping_interval=None, open_timeout=PATIENCE_SECONDS,
        )  # fmt: skip
        await self.rerun()
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        """Leave, as a tab that is closed."""
        socket_, self._socket = self._socket, None
        if self._reading:
            self._reading.cancel()
        if socket_:
            await socket_.close()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def is_open(self) -> bool:
        """Whether it is connected."""
        return self._socket is not None

    @property
    def cookie(self) -> str:
        """The header with all of its cookies."""
        return _written(self.cookies)

    @property
    def fragment(self) -> str:
        """The fragment that the component is in."""
        assert self._place
        return self._place[1]

    # What it says

    async def send(self, message: BackMsg) -> None:
        """Send anything."""
        if self._socket is None:
            return
        try:
            await self._socket.send(message.SerializeToString())
        except ConnectionClosed as error:
            self._ended(error)

    async def rerun(self, fragment: str = "", *extra: WidgetState) -> None:
        """Have the page run, or a fragment of it.

        Args:
            extra: what is said this once.
        """
        message = BackMsg()
        rerun = message.rerun_script
        rerun.query_string, rerun.page_script_hash, rerun.fragment_id = self.query, self._page_hash, fragment
        rerun.page_name = "" if self._page_hash else self.page
        rerun.cached_message_hashes.extend(self._kept)
        rerun.context_info.timezone, rerun.context_info.locale = "UTC", "en-US"
        rerun.context_info.url = self.address
        rerun.widget_states.widgets.extend(self.widgets.states)
        if self._place and self.said:
            rerun.widget_states.widgets.append(
                WidgetState(id=self._place[0], json_value=json.dumps(self.said))
            )
        rerun.widget_states.widgets.extend(extra)
        self.idle.clear()
        await self.send(message)

    async def go(self, page: str) -> None:
        """On to another page, "" for Train, in the same session; returns when it has run."""
        self.page, self._page_hash = page, ""
        await self.rerun()
        await self.settled()

    async def tell(self, name: str, value: object) -> None:
        """Set one of the component's states; its fragment runs."""
        self.said[name] = value
        await self.rerun(self.fragment)

    async def forge(self, text: str) -> None:
        """Say this in place of the component's states."""
        assert self._place
        await self.rerun(self.fragment, WidgetState(id=self._place[0], json_value=text))

    def tell_soon(self, name: str, value: object) -> None:
        """The same from where nothing can be waited for."""
        self._sending.add(task := asyncio.create_task(self.tell(name, value)))
        task.add_done_callback(self._sending.discard)

    async def set(self, name: str, value: object = True, kind: str = "") -> None:
        """Use a widget, as a person does."""
        widget = self.widgets.find(name, kind)
        state = self.widgets.set(widget, value)
        await self.rerun(widget.fragment, *([state] if widget.kind == "button" else []))

    async def settled(self) -> None:
        """Wait until no script run is on its way."""
        await asyncio.wait_for(self.idle.wait(), PATIENCE_SECONDS)

    async def answered(self) -> None:
        """Wait until the component has its first answer.

        Raises:
            RuntimeError: saying what came instead.
        """
        try:
            await asyncio.wait_for(self.first_answer.wait(), PATIENCE_SECONDS)
        except TimeoutError:
            run = "is over" if self.first_run.is_set() else "is not over"
            said = (
                f"{self.bytes} bytes, the page's run {run}, exceptions: {dict(self.exceptions)}, {self.lost}"
            )
            raise RuntimeError(f"no answer: {said}") from None

    # What it hears

    async def _read(self) -> None:
        assert self._socket
        try:
            async for data in self._socket:
                assert isinstance(data, bytes)
                self._receive(data)
        except ConnectionClosed as error:
            self._ended(error)
        else:
            self._ended("closed by the server")

    def _ended(self, why: object) -> None:
        if self._socket is not None:
            self.lost, self._socket = str(why), None

    def _receive(self, data: bytes) -> None:
        self.bytes += len(data)
        message = self._whole(data)
        match message.WhichOneof("type"):
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                self._drawn(message.delta.new_element, message.delta.fragment_id)
            case "new_session":
                self._page_hash = message.new_session.page_script_hash
                self.id = message.new_session.initialize.session_id or self.id
            case "navigation":  # a run that began with a page's name began as the first page's
                self._page_hash = message.navigation.page_script_hash
            case "script_finished" if message.script_finished != _EARLY:
                self.first_run.set()
                self.idle.set()

    def _whole(self, data: bytes) -> ForwardMsg:
        """A message, which may have come as a hash of one that came before."""
        message = ForwardMsg.FromString(data)
        if message.WhichOneof("type") == "ref_hash":
            whole = ForwardMsg.FromString(self._kept[message.ref_hash])
            whole.metadata.CopyFrom(message.metadata)
            return whole
        if message.metadata.cacheable:
            self._kept[message.hash] = data
            while len(self._kept) > KEPT_MESSAGES:
                del self._kept[next(iter(self._kept))]
        return message

    def _drawn(self, element: Any, fragment: str) -> None:
        kind = element.WhichOneof("type")
        if kind == "bidi_component":
            component = element.bidi_component
            if self.component and component.component_name.endswith(self.component):
                self._place = component.id, fragment
                if component.bytes:
                    self._answer(component.bytes)
        elif kind == "exception":
            self.exceptions[f"{element.exception.type}: {element.exception.message[:200]}"] += 1
        elif kind:
            self.widgets.drawn(kind, getattr(element, kind), fragment)

    def _answer(self, data: bytes) -> None:
        length = int.from_bytes(data[:4], "little")
        said = json.loads(data[4 : 4 + length])
        if "text" in said:  # the header that comes once
            self._header = said
        if self.first_seconds is None:
            self.first_seconds = time.perf_counter() - self._opened
        self.hear({**self._header, **said}, len(data))
        self.first_answer.set()

    def hear(self, header: dict[str, Any], size: int) -> None:
        """An answer has come.

        Args:
            header: the whole of it.
            size: of the answer, in bytes.
        """


def _visit(host: str, cookies: Mapping[str, str]) -> dict[str, str]:
    """The cookies that a browser has before it connects, having loaded the page and asked for its health.

    Args:
        cookies: those of its last visit.
    """
    cookies = dict(cookies)
    connection = http.client.HTTPConnection(host, timeout=PATIENCE_SECONDS)
    try:
        for path in ("/", "/_stcore/health"):
            connection.request("GET", path, headers={"Cookie": _written(cookies)})
            answer = connection.getresponse()
            answer.read()
            for said in answer.headers.get_all("Set-Cookie") or []:
                cookies |= {name: cookie.value for name, cookie in SimpleCookie(said).items()}
    finally:
        connection.close()
    return cookies


def _written(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())

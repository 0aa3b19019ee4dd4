"""A slow line: a server's address through which all bytes come to a browser at so many a second."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

PIECE = 8192


class Line:
    """What all connections share.

    Attributes:
        rate: bytes a second to the browser, or None for as many as there are.
    """

    def __init__(self, address: str) -> None:
        self.rate: float | None = None
        self._to = urlsplit(address)
        self._free = 0.0  # when the line has carried what was put on it
        self._tasks = set[asyncio.Task[None]]()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A browser has connected."""
        there, back = await asyncio.open_connection(self._to.hostname, self._to.port)
        for task in (asyncio.create_task(self._carry(reader, back, False)),
                     asyncio.create_task(self._carry(there, writer, True))):  # fmt: skip
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, source: asyncio.StreamReader, to: asyncio.StreamWriter, slow: bool) -> None:
        with suppress(OSError, asyncio.CancelledError):
            while data := await source.read(PIECE):
                if slow and self.rate:
                    now = asyncio.get_running_loop().time()
                    self._free = max(self._free, now) + len(data) / self.rate
                    await asyncio.sleep(self._free - now)
                to.write(data)
                await to.drain()
        to.close()

    async def close(self) -> None:
        """Cut all connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


@contextmanager
def line_to(address: str) -> Iterator[tuple[str, Line]]:
    """(its own address, the line) to a server, as fast as it can be at first."""
    loop, line = asyncio.new_event_loop(), Line(address)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def done(job: object) -> object:
        return asyncio.run_coroutine_threadsafe(job, loop).result(60)  # type: ignore[arg-type]

    listening = done(asyncio.start_server(line.accept, "127.0.0.1", 0))
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", line  # type: ignore[attr-defined]
    finally:
        listening.close()  # type: ignore[attr-defined]
        done(line.close())
        loop.call_soon_threadsafe(loop.stop)
        thread.join(60)
        loop.close()

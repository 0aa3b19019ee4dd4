"""A file of one's own, as the browser brings it to the server, and files that are much work to read."""

from __future__ import annotations

import asyncio
import http.client
import random
import uuid
from urllib.parse import urlsplit

from streamlit.proto.WidgetStates_pb2 import WidgetState

from mlp_core.data.csv import MAX_BYTES
from tests.benchmarks.load.session import PATIENCE_SECONDS, Session


def _put(session: Session, data: bytes) -> str:
    """Bring a file; its name on the server."""
    connection = http.client.HTTPConnection(urlsplit(session.address).netloc, timeout=PATIENCE_SECONDS)
    name, edge = str(uuid.uuid4()), uuid.uuid4().hex
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="file.csv"\r\n'
    body = f"{head}Content-Type: text/csv\r\n\r\n".encode() + data + f"\r\n--{edge}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={edge}", "Cookie": session.cookie}
    path = f"/_stcore/upload_file/{session.id}/{name}"
    connection.request("PUT", path, body, {**headers, "X-Xsrftoken": session.cookies["_streamlit_xsrf"]})
    status = connection.getresponse().status
    connection.close()
    if status != http.client.NO_CONTENT:
        raise RuntimeError(f"the file was refused: {status}")
    return name


async def use(session: Session, data: bytes) -> None:
    """On the Data page: bring a file, wait until it is read, and take it.

    Raises:
        LookupError: where the page does not offer to take it.
    """
    widget = session.widgets.find(kind="file_uploader")
    name = await asyncio.to_thread(_put, session, data)
    state = WidgetState(id=widget.id)
    file = state.file_uploader_state_value.uploaded_file_info.add()
    file.file_id, file.name, file.size = name, "file.csv", len(data)
    session.widgets.keep(state)
    await session.rerun(widget.fragment)
    await session.settled()
    await session.set("Use this data", kind="button")
    await session.settled()


def _lines(head: str, lines: list[str]) -> bytes:
    """As much of a file as is read."""
    data = "\n".join([head, *lines]).encode()[: MAX_BYTES - 1]
    return data[: data.rfind(b"\n")]


def texts() -> bytes:
    """95,000 rows, every cell another text."""
    return _lines("a,b,y", [f"t{i},u{7 * i},{i % 5}" for i in range(95_000)])


def numbers() -> bytes:
    """100,000 rows of two numbers, and which of two classes they are."""
    rng = random.Random(0)
    rows = [(rng.randrange(100) / 10, rng.randrange(100) / 10) for _ in range(100_000)]
    return _lines("a,b,y", [f"{a},{b},{'no' if a + b < 10 else 'yes'}" for a, b in rows])

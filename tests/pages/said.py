"""All that a page says to a person, wherever it stands in what Streamlit is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

_SOURCES = {"js_content", "css_content", "html_content", "id", "form_id", "key", "query_string"}
"""Fields that nobody reads."""


def strings(app: AppTest) -> set[str]:
    """Every string of the page: of widgets and texts, charts and tables, and of what our components get."""
    found = set[str]()
    for node in app._tree:
        proto = getattr(node, "proto", None)
        if isinstance(proto, Message):
            found.update(_of_message(proto))
        if node.type == "arrow_data_frame":
            found.update(map(str, node.value.columns))  # type: ignore[attr-defined]
            found.update(cell for cell in node.value.to_numpy().ravel() if isinstance(cell, str))  # type: ignore[attr-defined]
    return found


def _of_message(message: Message) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name in _SOURCES:
            continue
        values = [value] if isinstance(value, str | bytes | Message) else value
        if field.type not in (
            FieldDescriptor.TYPE_STRING,
            FieldDescriptor.TYPE_BYTES,
            FieldDescriptor.TYPE_MESSAGE,
        ):
            continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            continue
        for one in values:
            if isinstance(one, Message):
                yield from _of_message(one)
            else:
                yield from _of_text(_head(one) if isinstance(one, bytes) else one)


def _head(data: bytes) -> str:
    """The header of what one of our components gets; empty where these are other bytes."""
    length = int.from_bytes(data[:4], "little")
    return data[4 : 4 + length].decode() if data[4:5] == b"{" and 4 + length <= len(data) else ""


def _of_text(text: str) -> Iterator[str]:
    if text.startswith(("{", "[")):
        with suppress(ValueError):
            yield from _of_json(json.loads(text))
            return
    yield text


def _of_json(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _of_json(one)
    elif isinstance(value, list):
        for one in value:
            yield from _of_json(one)

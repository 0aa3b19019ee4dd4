"""JSON that Python cannot read, as a browser's message: passed over, whatever of a state it stands in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state import common, session_state

from pages.shared.unreadable import MOST_DEEP, forgiving, ignore_unreadable, is_shallow

UNREADABLE = {
    "5,000 digits": "1" * 5000,
    "10,000 lists": "[" * 10_000 + "]" * 10_000,
    "10,000 objects": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "900 lists": "[" * 900 + "]" * 900,
    "no JSON": "{{{",
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize(
    "around", ["{}", '{{"pull":{}}}', '{{"act":{{"n":{}}}}}', '{{"ask":{{"keys":[{}]}}}}']
)
def test_what_cannot_be_read_is_nothing(around: str, text: str) -> None:
    message = WidgetState(id="player", json_value=around.format(text))
    assert forgiving(common.unpack_widget_state_value)(message) is None


@pytest.mark.parametrize(
    "value", [{"pull": {"run": "a", "extra": ["answer", [1.5, None]]}}, [], 7, "x", None]
)
def test_what_can_be_read_is_read(value: Any) -> None:
    message = WidgetState(id="player", json_value=json.dumps(value))
    assert forgiving(common.unpack_widget_state_value)(message) == value


def test_streamlit_reads_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this fails, another version of Streamlit reads messages elsewhere."""
    monkeypatch.setattr(session_state, "unpack_widget_state_value", common.unpack_widget_state_value)
    ignore_unreadable.__wrapped__()
    states = session_state.WStates()
    states.set_widget_from_proto(WidgetState(id="a", json_value='{"pull":' + "1" * 5000 + "}"))
    states.set_widget_metadata(
        session_state.WidgetMetadata("a", lambda value: value or {}, lambda value: value, "json_value")
    )
    assert states["a"] == {}


def test_how_deep_a_value_is() -> None:
    value: Any = 1
    for _ in range(MOST_DEEP):
        value = [value]
    assert is_shallow(value)
    assert is_shallow({"a": value[0]})
    assert not is_shallow([value])
    assert not is_shallow({"a": value, "b": 1})

"""A header comes once: what the server leaves out follows from the run and the question alone."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import lab, tapes
from tests.pages.opening import opened
from tests.pages.widgets import widget


def sent(app: AppTest) -> tuple[dict[str, Any], bytes]:
    """(header, what follows it) of what the page has handed to its component."""
    assert not app.exception
    data = tapes.component(app).proto.bytes
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length]), data[-(-(4 + length) // 8) * 8 :]


def is_whole(header: dict[str, Any]) -> bool:
    return "text" in header and "figures" in header


def pull(app: AppTest, **wanted: Any) -> tuple[dict[str, Any], bytes]:
    app.session_state["player"] = {
        "pull": {"run": sent(app)[0]["run"], "n": 1, "first": 30, "count": 1} | wanted
    }
    app.run()
    return sent(app)


def test_a_short_tape_has_the_same_frames_and_says_the_same_of_them() -> None:
    app = opened()
    key = sent(app)[0]["key"]
    whole, frames = pull(app)
    short, same = pull(app, n=2, header=key)
    assert is_whole(whole)
    assert not is_whole(short)
    assert frames == same
    assert short == {name: whole[name] for name in short} | {"n": 2}
    assert len(json.dumps(short)) < 1000


@pytest.mark.parametrize("header", [None, "", "0123456789ab", 7, ["x"]])
def test_who_does_not_have_this_very_header_gets_it(header: object) -> None:
    assert is_whole(pull(opened(), header=header)[0])


def test_asking_twice_gives_the_same_bytes_short_and_whole() -> None:
    app = opened()
    key = sent(app)[0]["key"]
    first = pull(app, header=key)
    pull(app, n=2)
    assert pull(app, header=key) == first


def test_other_steps_are_another_header_of_the_same_run() -> None:
    app = opened()
    before = sent(app)[0]
    pull(app, header=before["key"])
    widget(app, "steps").set_value(300).run()
    after, _ = sent(app)
    assert is_whole(after)
    assert (after["run"], after["end"]) == (before["run"], 300)
    assert after["key"] != before["key"]
    assert is_whole(pull(app, n=2, header=before["key"])[0])
    assert not is_whole(pull(app, n=3, header=after["key"])[0])
    widget(app, "steps").set_value(100).run()
    assert pull(app, n=4, header=before["key"])[0]["key"] == before["key"]


def test_the_same_run_has_the_same_key_in_any_session() -> None:
    """So a browser that outlives the server has a header that still counts."""
    one, other = opened(seed="7"), opened(seed="7")
    assert sent(one)[0]["key"] == sent(other)[0]["key"] != sent(opened(seed="8"))[0]["key"]


def test_a_player_that_is_mounted_anew_gets_its_last_tape_with_the_header() -> None:
    app = opened()
    short, frames = pull(app, header=sent(app)[0]["key"])
    app.session_state["player"] = {}
    app.run()
    whole, same = sent(app)
    assert is_whole(whole)
    assert (whole["steps"], same) == (short["steps"], frames)
    app.run()
    assert sent(app) == (whole, same)


def test_a_scenes_header_is_left_out_for_who_has_it() -> None:
    app = opened().switch_page("pages/step_through.py").run()
    header, _ = sent(app)
    ask = {"run": header["run"], "step": 1, "edits": []}
    found = []
    for n, more in enumerate([{}, {"header": header["key"]}, {"header": "another"}]):
        app.session_state["stepper"] = {"ask": ask | {"n": n} | more}
        app.run()
        found.append(sent(app))
    assert [is_whole(header) for header, _ in found] == [True, False, True]
    assert len({arrays for _, arrays in found}) == 1
    assert found[1][0] == {name: found[0][0][name] for name in found[1][0]} | {"n": 1}


def test_the_labs_header_is_left_out_for_who_has_it() -> None:
    app = lab.opened(lab="depth~1~width~2~samples~4~compare~sigmoid.normal~seeds~1")
    whole = tapes.packed(app)[0]
    short, _ = lab.ask(app, header=whole["key"])
    assert is_whole(whole)
    assert not is_whole(short)
    assert short["key"] == whole["key"]

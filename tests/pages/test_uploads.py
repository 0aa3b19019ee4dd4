"""Files on the server: the last one of each session."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from mlp_core.data.csv import MAX_BYTES
from pages.shared.uploads import keep_one_each

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


@pytest.fixture
def files() -> MemoryUploadedFileManager:
    manager = MemoryUploadedFileManager("/upload")
    keep_one_each(manager)
    keep_one_each(manager)
    return manager


def put(files: MemoryUploadedFileManager, session: str, name: str) -> None:
    files.add_file(session, UploadedFileRec(name, f"{name}.csv", "text/csv", b"a,b\n1,2\n"))


def test_a_session_has_one_file(files: MemoryUploadedFileManager) -> None:
    for n in range(20):
        put(files, "a", f"file{n}")
    put(files, "b", "other")
    assert {session: list(kept) for session, kept in files.file_storage.items()} == {
        "a": ["file19"], "b": ["other"]
    }  # fmt: skip
    assert [file.data for file in files.get_files("a", ["file0", "file19"])] == [b"a,b\n1,2\n"]


def test_the_same_file_can_come_again(files: MemoryUploadedFileManager) -> None:
    put(files, "a", "file")
    put(files, "a", "file")
    files.remove_file("a", "file")
    files.remove_session_files("a")
    assert not files.get_files("a", ["file"])


def test_the_server_takes_little_more_than_is_read_and_answers_to_this_machines_names() -> None:
    server = tomllib.loads(CONFIG.read_text())["server"]
    assert MAX_BYTES < server["maxUploadSize"] * 2**20 <= 3 * MAX_BYTES
    assert set(server["allowedHosts"]) == {"localhost", "127.0.0.1", "::1"}

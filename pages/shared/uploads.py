"""Files that visitors put on the server: one each."""

from __future__ import annotations

from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileManager, UploadedFileRec


class _OneEach:
    """Adds a file in place of the session's others.

    Streamlit keeps all that come until the session ends, also those that no page has asked for.
    """

    def __init__(self, manager: MemoryUploadedFileManager) -> None:
        self._manager, self._add = manager, manager.add_file

    def __call__(self, session_id: str, file: UploadedFileRec) -> None:
        self._manager.remove_session_files(session_id)
        self._add(session_id, file)


def keep_one_each(manager: UploadedFileManager) -> None:
    """Have the server's files so; said as often as you like."""
    if isinstance(manager, MemoryUploadedFileManager) and not isinstance(manager.add_file, _OneEach):
        setattr(manager, "add_file", _OneEach(manager))  # noqa: B010 - a method, to mypy

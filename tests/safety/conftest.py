"""The window for these tests is the same as for the others; the network can be denied."""

import sys
from collections.abc import Iterator

import pytest

from tests.ui.conftest import bare_workspace, dressed, memory, open_window, window, workspace

__all__ = ["bare_workspace", "dressed", "memory", "open_window", "window", "workspace"]

_ASKING = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
_asked: list[str] | None = None


def _refuse(event: str, _args: tuple[object, ...]) -> None:
    """A hook can't be taken off again: it looks whether anybody wants it."""
    if _asked is not None and event.startswith(_ASKING):
        _asked.append(event)
        raise PermissionError(f"the network is denied: {event}")


sys.addaudithook(_refuse)


@pytest.fixture
def network_denied() -> Iterator[list[str]]:
    """Whatever opens a connection, in Python, fails and is noted here."""
    global _asked
    _asked = []
    yield _asked
    found, _asked = _asked, None
    assert found == []

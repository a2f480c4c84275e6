"""The window for these tests is the same as for the others."""

from tests.ui.conftest import bare_workspace, dressed, memory, open_window, window, workspace

__all__ = ["bare_workspace", "dressed", "memory", "open_window", "window", "workspace"]

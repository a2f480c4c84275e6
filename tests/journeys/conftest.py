"""What the window's journeys borrow from the window's own tests."""

from tests.ui.conftest import desk, dressed, memory

__all__ = ["desk", "dressed", "memory"]

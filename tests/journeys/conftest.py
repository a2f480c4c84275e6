"""What the window's journeys borrow from the window's own tests."""

from tests.ui.conftest import dressed, memory

__all__ = ["dressed", "memory"]

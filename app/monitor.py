"""The protocol by which long work reports its progress and learns that it was cancelled."""

from typing import Protocol

from app.errors import Cancelled


class Monitor(Protocol):
    """What long work is handed to speak to whoever waits for it."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Say how far the work is; raises Cancelled when the clerk has stopped it."""


class Silent:
    """A monitor nobody watches."""

    def report(self, done: int, total: int, text: str = "") -> None:
        """Do nothing."""


class Cancellable:
    """A monitor that another thread may cancel; subclasses show the progress."""

    def __init__(self) -> None:
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled = True

    def report(self, done: int, total: int, text: str = "") -> None:
        """Raise Cancelled when asked to stop, otherwise show the progress."""
        if self._cancelled:
            raise Cancelled
        self.show(done, total, text)

    def show(self, done: int, total: int, text: str) -> None:
        """Show the progress; the base shows nothing."""


SILENT: Monitor = Silent()

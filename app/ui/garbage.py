"""When Python looks for garbage: not while rows are read or made, and through little at a time.

What only refers to itself in a ring is found by going through everything held. Making 50,000 rows
asks for that several times over, and with them in memory each search stops the window for 200 ms.
So no search runs while much is made; what was made is then left out of later ones, and all of it is
gone through when the clerk turns to another window.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

_MUCH = 20_000


@contextmanager
def uncollected() -> Iterator[None]:
    """Make or read much without a search; what is dropped meanwhile is freed by its counts."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _MUCH:
            gc.freeze()
        if was_on:
            gc.enable()


def collect_when_left(application: QGuiApplication) -> None:
    """Go through everything when the clerk turns away: then nobody waits."""

    def look(state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    application.applicationStateChanged.connect(look)

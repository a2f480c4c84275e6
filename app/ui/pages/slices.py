"""A widget made in slices, one a turn of the event loop, so that no turn works long.

Making, dressing and placing a widget costs a quarter of a millisecond; a page has hundreds. Its
frame comes first, then part after part while the window stays alive; what has been made is painted
when all of it is there, so that nothing shifts before the clerk's eyes.

A page keeps plain values in ``__init__`` and ends it with ``self.make_in_slices(self._make())``::

    def _make(self) -> Iterator[None]:
        self.list = UnitList(self.workspace)
        yield  # the slice ends here
        self.duties = DutiesTab(self.workspace)
        yield  # and here
        self._lay_out()

Each piece between two ``yield`` works 25 ms at most. A part that is put where it stands (its parent
given, or added to the layout of what stands already) is dressed within its slice; one that is kept
aside and laid out at the end is dressed at the end, with all the others. ``showEvent``,
``hideEvent`` and the like may come before the page is whole: they ask ``self.is_whole``, or what
they need is made before the first slice. The window asks the page for nothing (``refresh``,
``go_to``, ``take_focus`` …) before it is whole, or completes it at once.

Anything else, such as a side panel, makes a ``Slices`` of its own, asks it to ``finish`` before it
is used, or hands it what is to be done ``then``. Keys pressed while the owner has the keyboard
finish it too. With work inline all is made at once.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.ui.operations import works_inline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_END = object()
_SHOWN_OR_HIDDEN = Qt.WidgetAttribute.WA_WState_ExplicitShowHide


class Slices(QObject):
    """Makes what a widget holds, a slice a turn while the widget is in view.

    Args:
        owner: the widget; out of sight its making rests.
        parts: makes the next slice each time it is asked.
        body: where the parts come in; not painted before all is there and done.
    """

    def __init__(
        self, owner: QWidget, parts: Iterator[object], *, body: QWidget | None = None
    ) -> None:
        super().__init__(owner)
        self.owner, self._body = owner, body or owner
        self._parts: Iterator[object] | None = parts
        self._then: deque[Callable[[], object]] = deque()
        self._is_making = False
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._next)
        if works_inline():
            self.finish()
            return
        self._body.setUpdatesEnabled(False)
        owner.installEventFilter(self)
        self._go_on()

    @property
    def is_through(self) -> bool:
        """Everything is made, and done that was to be done then."""
        return self._parts is None and not self._then

    def then(self, work: Callable[[], object]) -> None:
        """Do a work when all is made, in a turn of its own; what waits already is done once."""
        if self.is_through:
            work()
        elif work not in self._then:
            self._then.append(work)

    def finish(self) -> None:
        """Make all that is left at once, show it, and do what was to be done then."""
        if self._is_making or self.is_through:
            return
        while self._parts is not None:
            self._next()
        _show_added(self._body)
        while self._then:
            self._next()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._go_on()
        if event.type() == QEvent.Type.KeyPress and self._holds_keyboard():
            self.finish()
            receiver = self.owner.window().focusWidget()
            if receiver and receiver is not self.owner:
                return QApplication.sendEvent(receiver, event)
        return False

    def _holds_keyboard(self) -> bool:
        """A key pressed before all is made goes where it would have gone."""
        return self.owner.window().focusWidget() is self.owner

    def _next(self) -> None:
        if self._is_making or self.is_through:
            return
        try:
            self._carry_out_next()
        except Exception:
            self._then.clear()  # half made, nothing can be asked of it
            raise
        finally:
            self._go_on()

    def _carry_out_next(self) -> None:
        if self._parts is None:
            self._then.popleft()()
            return
        self._is_making = True
        try:
            if next(self._parts, _END) is _END:
                self._parts = None
        finally:
            self._is_making = False

    def _go_on(self) -> None:
        if self.is_through:
            self._turn.stop()
            self.owner.removeEventFilter(self)
            self._body.setUpdatesEnabled(True)
        elif self.owner.isVisible():
            self._turn.start()


def _show_added(body: QWidget) -> None:
    """Qt shows what was added to a layout in a later turn, but only what is shown takes keys."""
    if not body.isVisible():
        return
    for part in body.findChildren(QWidget):
        if part.isHidden() and not part.testAttribute(_SHOWN_OR_HIDDEN) and not part.isWindow():
            part.show()

"""Reading work behind a page, done in the background: the newest wish wins, a hidden page waits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Signal
from typing_extensions import override

from app.ui.operations import run_service

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.errors import UserError
    from app.monitor import Monitor
    from app.ui.operations import Operation
    from app.ui.workspace import Workspace

    Work = Callable[[Monitor], Any]


class Latest(QObject):
    """Does a page's reading again whenever it is asked for, never two at once.

    Args:
        page: whose work it is; what is under way when it is hidden is done when it is back.
        workspace: told what went wrong.
        make: the work as the page wishes it now, None for nothing; asked when it begins.
        show: gets the result, unless a newer one is wished meanwhile.
        failed: gets what the clerk can mend; said at the foot of the window when None.

    Signals:
        begun: work begins.
        ended: nothing is under way any more.
    """

    begun = Signal()
    ended = Signal()

    def __init__(
        self,
        page: QWidget,
        workspace: Workspace,
        make: Callable[[], Work | None],
        show: Callable[[Any], object],
        *,
        failed: Callable[[UserError], object] | None = None,
    ) -> None:
        super().__init__(page)
        self._page, self._workspace = page, workspace
        self._make, self._show = make, show
        self._failed = failed or (lambda error: workspace.complain(error.message))
        self._running: Operation[Any] | None = None
        self._busy = self._again = False
        page.installEventFilter(self)

    @property
    def is_busy(self) -> bool:
        """Work is under way."""
        return self._busy

    def ask(self) -> None:
        """Do the work as it is wished now; what is under way is given up for it."""
        if self._busy:
            self._give_up()
            return
        self._again = False
        work = self._make()
        if work is None:
            return
        self._busy = True
        self.begun.emit()
        operation = run_service(
            self._page, self._workspace, work, done=self._take, failed=self._failed, changes=False
        )
        if operation.running:
            self._running = operation
            operation.ended.connect(self._on_ended)
        else:
            self._on_ended()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and self._busy:
            self._give_up()
        elif event.type() == QEvent.Type.Show and self._again and not self._busy:
            self.ask()
        return False

    def _give_up(self) -> None:
        self._again = True
        if self._running:
            self._running.cancel()

    def _take(self, result: object) -> None:
        if not self._again:
            self._show(result)

    def _on_ended(self) -> None:
        self._busy, self._running = False, None
        if self._again and not self._page.isVisible():
            return
        self.ended.emit()
        if self._again:
            self.ask()

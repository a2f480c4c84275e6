"""Loads the code of the pages not yet looked at, piece by piece, while the window stands idle.

Loading a page's code takes up to half a second; in pieces, no key waits longer than for one.
"""

from __future__ import annotations

import logging
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from app.ui.garbage import uncollected
from app.ui.pages.catalogue import PAGES, UNLISTED

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = logging.getLogger(__name__)
_AFTER_MS, _BETWEEN_MS, _QUIET_MS = 1_000, 20, 250
_INPUT = frozenset(
    (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel, QEvent.Type.MouseMove)
)
# Libraries that come as a whole: a thread of their own loads them, and lets the window in.
_WHOLE = ("reportlab.pdfgen.canvas", "rapidfuzz.distance", "xlrd")
# What the pages are made of, so that no page comes as one large piece: in the order it is loaded.
_PIECES = (
    "app.services.work.cells",
    "app.ui.itemmodels.taskcolumns",
    "app.services.work.doubts",
    "app.ui.pages.entering.progressform",
    "app.importing.tables.layout",
    "app.importing.drafts",
    "app.importing.comparing.pairs",
    "app.ui.itemmodels.taskcells",
    "app.importing.prose.timing",
    "app.importing.prose.clauses",
    "app.importing.readers.doc",
    "app.importing.readers.docx",
    "app.importing.readers.xlsx",
    "app.importing.readers.webpage",
    "app.importing.readers.registry",
    "app.importing.registers.itemcolumns",
    "app.importing.reading",
    "app.services.breakdown.itemimport",
    "app.ui.comparing",
    "app.ui.pages.sidepanels.sidepanel_readings",
    "app.ui.pages.sidepanels.sidepanel_facts",
    "app.ui.pages.sidepanels.sidepanel_checkpoints",
    "app.ui.paper.pages",
    "app.ui.evidence.box",
    "app.ui.pages.sidepanels.sidepanel_files",
    "app.services.supervision.assignments",
    "app.ui.pages.tasklist.taskactions",
    "app.ui.pages.tasklist.taskreader",
    "app.ui.problems.factstab",
    "app.services.supervision.problemimport",
    "app.reports.formats.registerfields",
    "app.reports.formats.format",
    "app.reports.rendering.fonts",
    "app.reports.rendering.drawing",
    "app.services.reporting.returnchecks",
    "app.reports.formats.formatreading",
    "app.reports.formats.build",
    "app.services.reporting.returns",
    "app.services.reporting.provenance_page",
    "app.services.reporting.filing",
    "app.ui.filing.desk",
    "app.ui.filing.findings",
    "app.ui.filing.rightpanel",
    "app.ui.paper.pane",
    "xml.sax.saxutils",
    "app.reports.narrative.docx",
    "app.services.reporting.narrative",
    "app.services.periodfolder",
    "app.ui.pages.entering.filling",
    "app.ui.pages.sidepanels.sidepanel",
    "app.ui.problems.panel",
    "app.ui.pages.unitlist.units_orders",
    "app.importing.comparing.kinship",
    "app.services.intake.imports",
    "app.ui.importwizard.desk",
    "app.ui.importwizard.readstep",
    "PySide6.QtPrintSupport",
)


class Preloader(QObject):
    """Loads one piece at a time, and waits while the clerk types or points."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        specs = (spec for spec in (*PAGES, *UNLISTED) if spec.ahead)
        pages = (spec.place.partition(":")[0] for spec in specs)
        self._left = [*_PIECES, *pages]
        self._thread: Thread | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._load_next)

    @property
    def left(self) -> Sequence[str]:
        """What is still to be loaded."""
        return tuple(self._left)

    def start(self) -> None:
        """Begin in a moment, when the window has been drawn and the first page read."""
        application = QApplication.instance()
        if application:
            application.installEventFilter(self)
        self._timer.start(_AFTER_MS)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the clerk does comes first."""
        if event.type() in _INPUT and self._timer.isActive():
            self._timer.start(_QUIET_MS)
        return False

    def _load_next(self) -> None:
        if self._thread is None:
            self._thread = Thread(target=_load, args=_WHOLE)
            self._thread.start()
        elif not self._thread.is_alive():
            _load(self._left.pop(0))
        if self._left:
            self._timer.start(_BETWEEN_MS)
        else:
            self._end()

    def _end(self) -> None:
        """Out of the way at once: as a filter it would be asked about every event of the window."""
        application = QApplication.instance()
        if application:
            application.removeEventFilter(self)
        self.deleteLater()


def _load(*pieces: str) -> None:
    for piece in pieces:
        try:
            with uncollected():
                import_module(piece)
        except ImportError as error:  # the page itself says so when it is wanted
            _log.info("%s can't be loaded ahead: %r", piece, error)

"""What the side panels of tasks and of problems share: a head, parts behind tabs, one record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.controls import ElidedLabel, fill, label, row
from app.ui.fields import LightLabel
from app.ui.icons import icon
from app.ui.lateparts import LatePart
from app.ui.style import px
from app.ui.targets import opening
from app.ui.wording import in_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.ui.workspace import Workspace

_LEAST_WIDTH, _LEAST_HEIGHT = 400, 240
_READ_AFTER_MS = 50


class PanelPart(QWidget):
    """One part of a side panel; ``title`` is the word on its tab."""

    title: ClassVar[str] = ""

    def begin(self) -> None:
        """Take the keyboard where work begins."""
        self.setFocus()

    def leave(self) -> None:
        """The clerk goes to another record or closes the panel: save what was typed."""

    def go_back(self) -> bool:
        """Esc: close what is open here; False when there was nothing."""
        return False


P = TypeVar("P", bound=PanelPart)


class LatePanelPart(LatePart[P]):
    """The place of a part that is made when it is looked at; its tab has its word before."""

    def __init__(self, title: str, make: Callable[[QWidget], P]) -> None:
        super().__init__(make)
        self.title = title

    def begin(self) -> None:
        """Take the keyboard where work begins."""
        self.part.begin()

    def leave(self) -> None:
        """Save what was typed, if anything could be."""
        if self.made is not None:
            self.made.leave()

    def go_back(self) -> bool:
        """Esc: close what is open here; False when there was nothing."""
        return self.made is not None and self.made.go_back()


class DetailPanel(QFrame):
    """One record in full: what it is and how it stands, its parts behind tabs.

    Attributes:
        record_id: the record shown or about to be.
        parts: what stands behind the tabs, in their order.

    Signals:
        closed: the clerk closed the panel, or the record is gone.
    """

    closed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        parts: Sequence[PanelPart | LatePanelPart[Any]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "surface")
        self.setMinimumWidth(px(_LEAST_WIDTH))
        self.workspace, self.parts = workspace, tuple(parts)
        self.record_id: int | None = None
        self._read_later = QTimer(self, singleShot=True, interval=_READ_AFTER_MS)
        self._read_later.timeout.connect(self.refresh)
        self._make_head()
        self._make_bar()
        self.bar.currentChanged.connect(self._on_tab_changed)

    def show_record(self, number: int, *, at_once: bool = False) -> None:
        """Show a record; while keys run down the table only the last one is read."""
        if number != self.record_id:
            self.leave()
        self.record_id = number
        if at_once:
            self.refresh()
        else:
            self._read_later.start()

    def refresh(self) -> None:
        """Read the record again; one that is gone closes the panel."""
        self._read_later.stop()
        if self.record_id is not None and not self.read(self.record_id):
            self.record_id = None
            self.closed.emit()

    def read(self, number: int) -> bool:
        """Read a record and show it; False when it is gone."""
        raise NotImplementedError

    def current_part(self) -> PanelPart | LatePanelPart[Any]:
        """The part in view."""
        return self.parts[self.bar.currentIndex()]

    def begin(self) -> None:
        """Put the keyboard into the part in view."""
        self.current_part().begin()

    def leave(self) -> None:
        """Save what was typed."""
        for part in self.parts:
            part.leave()

    def go_back(self) -> bool:
        """Esc: close a question or an open form first; False when there was none."""
        return self.current_part().go_back()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(px(_LEAST_WIDTH), px(_LEAST_HEIGHT))

    def show_title(self, path: Sequence[str], text: str, most: int) -> None:
        """Show where the record stands and its text, the first ``most`` signs of it."""
        self.path.setText("　".join(part for part in path if part))
        self.title.setText(opening(text, most))
        self.title.setToolTip(in_lines(text))

    def show_counts(self, counts: Sequence[str]) -> None:
        """What stands after the word of each tab, such as 17/23."""
        for place, (part, count) in enumerate(zip(self.parts, counts, strict=False)):
            self.bar.setTabText(place, f"{part.title} {count}" if count else part.title)

    def lay_out(self, *, verbs: Sequence[QWidget] = (), notice: QWidget | None = None) -> None:
        """Put it together: ``verbs`` stand in the head, ``notice`` between head and tabs."""
        top = row(self.path, None, *verbs, self.close_button)
        told = row(self.light, self.why)
        told.setStretch(1, 1)
        told.setAlignment(self.light, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(16), px(8), px(16), px(12))
        layout.setSpacing(px(4))
        fill(layout, top, self.title, told, *((notice,) if notice else ()), 4, self.bar)
        layout.addWidget(self._stack, 1)

    def _make_head(self) -> None:
        self.path = ElidedLabel("small")
        self.title = label("", "large", wrap=True, selectable=True)
        self.light = LightLabel()
        self.why = label("", "muted", wrap=True, selectable=True)
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close"))
        self.close_button.setIconSize(QSize(px(16), px(16)))
        self.close_button.setToolTip("关闭（Esc）")
        self.close_button.setAccessibleName("关闭侧栏")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.closed.emit)

    def _make_bar(self) -> None:
        self.bar = QTabBar()
        self.bar.setAccessibleName("侧栏各页")
        self.bar.setProperty("role", "tight")
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._stack = QStackedWidget()
        for part in self.parts:
            self.bar.addTab(part.title)
            self._stack.addWidget(part)

    def _on_tab_changed(self, place: int) -> None:
        self._stack.setCurrentIndex(place)

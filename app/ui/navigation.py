"""The left side of the window: the office, the pages with their counts, settings and help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.ui.controls import hairline, label
from app.ui.icons import icon, picture
from app.ui.keys import HELP, MENU, page_keys
from app.ui.outline import NAV_NARROW, NAV_WIDTH
from app.ui.style import px, sized_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from app.ui.pages.catalogue import PageSpec


_SMALL = 8.5  # the type of a word under its icon, in points


class NavButton(QPushButton):
    """One page: icon, word, and a count at the right end; where room is short, the word below."""

    def __init__(self, spec: PageSpec, shortcut: str) -> None:
        super().__init__(spec.label)
        self._word, self._narrow = spec.label, False
        self.setAccessibleName(spec.label)
        self.setProperty("role", "nav")
        self.setCheckable(True)
        self._icon = icon(spec.icon)
        self.setIcon(self._icon)
        self.setIconSize(QSize(px(18), px(18)))
        self.setToolTip(f"{spec.label}（{shortcut}）" if shortcut else spec.label)
        self._count = label("", "small")
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, px(16), 0)
        layout.addStretch(1)
        layout.addWidget(self._count)

    def show_narrow(self, *, narrow: bool) -> None:
        """Show the icon over its word, or the word and the count beside it."""
        self._narrow = narrow
        self.setText("" if narrow else self._word)
        self.setIcon(QIcon() if narrow else self._icon)
        self._count.setVisible(not narrow)
        self.setProperty("narrow", narrow)
        self.style().polish(self)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._narrow:
            return
        painter = QPainter(self)
        painter.setFont(sized_font(_SMALL))
        word = painter.fontMetrics().height()
        side = px(18)
        top = (self.height() - side - word) // 2
        place = QRect((self.width() - side) // 2, top, side, side)
        lit = QIcon.State.On if self.isChecked() else QIcon.State.Off
        self._icon.paint(painter, place, state=lit)
        below = QRect(0, top + side, self.width(), word)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self._word)

    def show_count(self, count: int | None) -> None:
        """Show a count; nothing when None or 0."""
        self._count.setText(str(count) if count else "")

    def count_text(self) -> str:
        """The count as shown."""
        return self._count.text()


class Navigation(QFrame):
    """The pages, one below the other.

    Signals:
        chosen: a page's key.
    """

    chosen = Signal(str)

    def __init__(self, pages: Sequence[PageSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nav")
        self.setFixedWidth(px(NAV_WIDTH))
        self._buttons: dict[str, NavButton] = {}
        self.menu_button, self._sign = QToolButton(), QToolButton()
        self._words = QWidget()
        self._narrow = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(12), 0, px(8))
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addSpacing(px(12))
        self._add(layout, [spec for spec in pages if not spec.below], first=1)
        layout.addStretch(1)
        layout.addWidget(hairline())
        layout.addSpacing(px(8))
        above = sum(not spec.below for spec in pages)
        self._add(layout, [spec for spec in pages if spec.below], first=above + 1)

    def show_office(self, name: str) -> None:
        """Show the office under the program's name."""
        self.menu_button.setText(f"{name or '本单位'} ▾")

    def show_narrow(self, *, narrow: bool) -> None:
        """Show icons alone where the window is narrow."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        self.setFixedWidth(px(NAV_NARROW if narrow else NAV_WIDTH))
        self._words.setVisible(not narrow)
        for button in self._buttons.values():
            button.show_narrow(narrow=narrow)

    def show_menu(self, menu: QMenu) -> None:
        """Hang the ledger's menu under the office."""
        self.menu_button.setMenu(menu)
        self._sign.setMenu(menu)

    def menu(self) -> QMenu:
        """The ledger's menu."""
        return self._sign.menu()

    def open_menu(self) -> None:
        """Open the ledger's menu where it hangs."""
        place = self._sign if self._narrow else self.menu_button
        place.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.menu().popup(place.mapToGlobal(place.rect().bottomLeft()))

    def show_current(self, key: str) -> None:
        """Mark the page in view."""
        for name, button in self._buttons.items():
            button.setChecked(name == key)

    def show_count(self, key: str, count: int | None) -> None:
        """Show a count beside a page."""
        if key in self._buttons:
            self._buttons[key].show_count(count)

    def button_of(self, key: str) -> NavButton:
        """The button of a page."""
        return self._buttons[key]

    def _head(self) -> QHBoxLayout:
        self._sign.setIcon(QIcon(picture("logo", px(28), ratio=self.devicePixelRatioF())))
        self._sign.setIconSize(QSize(px(28), px(28)))
        self._sign.setObjectName("sign")
        self._sign.setAccessibleName("台账")
        name = label("攻坚台账")
        name.setObjectName("appname")
        self.menu_button.setObjectName("ledgermenu")
        for one in (self._sign, self.menu_button):
            one.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            one.setToolTip(MENU.tip("新建、打开、备份台账"))
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(self.menu_button, 0, Qt.AlignmentFlag.AlignLeft)
        name.setIndent(px(6))
        head = QHBoxLayout()
        head.setContentsMargins(px(8), 0, px(4), 0)
        head.setSpacing(0)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._words, 1)
        return head

    def _add(self, layout: QVBoxLayout, pages: Sequence[PageSpec], *, first: int) -> None:
        for place, spec in enumerate(pages, first):
            shortcut = HELP.text if spec.key == "help" else page_keys(place)
            button = NavButton(spec, shortcut)
            button.clicked.connect(lambda _=False, key=spec.key: self.chosen.emit(key))
            self._buttons[spec.key] = button
            layout.addWidget(button)

"""Everything can be reached, named and read: screen readers, the keyboard, large type, contrast."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QWidget,
)
from typing_extensions import override

from app.models.database import Ledger
from app.models.rules.pace import State
from app.services.parties.units import add_unit
from app.services.proof.evidence import Owner, attach
from app.ui.contrast import SETS, Contrast, brightness, ratio, settle
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.catalogue import PAGES, UNLISTED
from app.ui.pages.proof import ProofPage
from app.ui.pages.tasklist.tasks import TasksPage
from app.ui.pages.unitlist.units import UnitsPage
from app.ui.style import TEXT_SIZES, Ink, apply_style, contrast, light_mark
from app.ui.workspace import Destination, Workspace
from tests.ledgers import JUNE
from tests.ui.campaign import play_campaign

Open = Callable[[Workspace], MainWindow]
PLACES = [*(spec.key for spec in (*PAGES, *UNLISTED)), "panel", "filling"]
_INPUTS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit,
    QTabBar, QTextEdit,
)  # fmt: skip


@pytest.fixture
def full(dressed: QApplication, ledger: Ledger, memory: Memory) -> Workspace:
    """A workspace on a small campaign with every kind of task."""
    campaign = play_campaign(ledger)
    return Workspace(ledger, memory, as_of=JUNE, list_id=campaign.list_id)


@pytest.fixture
def at(dressed: QApplication) -> Iterator[Callable[[int], None]]:
    """Sets the text size, and the usual one again at the end."""
    yield lambda percent: apply_style(dressed, percent=percent)
    apply_style(dressed)


def show(window: MainWindow, place: str) -> QWidget:
    """Bring a page into view, or the task page with its panel or filling."""
    if place == "panel":
        window.go(Destination("tasks", task_id=1, part="items"))
    elif place == "filling":
        window.go(Destination("tasks", part="fill"))
    else:
        window.show_page(place)
    QApplication.processEvents()
    return window


def inputs(root: QWidget) -> list[QWidget]:
    """What one can press, choose from or type into, the insides of Qt's own left out."""
    return [
        one
        for kind in _INPUTS
        for one in root.findChildren(kind)
        if one.isVisible() and not _is_inside(one)
    ]


def _is_inside(one: QWidget) -> bool:
    whole = (QComboBox, QAbstractSpinBox, QCalendarWidget, QAbstractItemView, QLineEdit, QTabBar)
    return (
        one.objectName().startswith("qt_")
        or isinstance(one, QHeaderView)
        or isinstance(one.parent(), whole)
    )


def spoken(one: QWidget) -> str:
    """What a screen reader would call it."""
    if one.accessibleName():
        return one.accessibleName()
    if isinstance(one, QAbstractButton):
        return one.text() or (one.toolTip() if one.icon() else "")
    labels = one.window().findChildren(QLabel)
    return next((label.text() for label in labels if label.buddy() is one), "")


def told(one: QWidget) -> str:
    parents: list[str] = []
    up: QWidget | None = one
    while up is not None and len(parents) < 4:
        parents.append(type(up).__name__)
        up = up.parentWidget()
    words = one.text() if isinstance(one, QAbstractButton | QLabel) else ""
    return f"{' < '.join(parents)} {words}"


@pytest.mark.parametrize("place", PLACES)
def test_every_input_has_a_name(open_window: Open, full: Workspace, place: str) -> None:
    window = show(open_window(full), place)
    assert [told(one) for one in inputs(window) if not spoken(one)] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_button_takes_the_keyboard(open_window: Open, full: Workspace, place: str) -> None:
    window = show(open_window(full), place)
    buttons = [one for one in inputs(window) if isinstance(one, QAbstractButton)]
    mute = Qt.FocusPolicy.TabFocus
    assert [told(one) for one in buttons if not one.focusPolicy() & mute] == []


@pytest.mark.parametrize("percent", [150, 175])
@pytest.mark.parametrize("place", PLACES)
def test_no_words_are_cut_in_large_type(
    open_window: Open, full: Workspace, at: Callable[[int], None], place: str, percent: int
) -> None:
    at(percent)
    window = show(open_window(full), place)
    window.resize(1366, 768)
    QApplication.processEvents()
    assert [told(one) for one in window.findChildren(QWidget) if is_cut(one)] == []


def is_cut(one: QWidget) -> bool:
    """A button or label whose words need more room than it has; eliding ones keep a tooltip."""
    if not one.isVisible() or one.toolTip():
        return False
    if isinstance(one, QPushButton) and one.text():
        return QFontMetrics(one.font()).horizontalAdvance(one.text()) > one.width()
    if type(one) is not QLabel or not one.text() or one.textFormat() == Qt.TextFormat.RichText:
        return False
    if one.wordWrap():
        return one.heightForWidth(one.width()) > one.height() + 2
    wide = max(QFontMetrics(one.font()).horizontalAdvance(line) for line in one.text().split("\n"))
    return wide > one.contentsRect().width() + 2


@pytest.mark.parametrize("percent", TEXT_SIZES)
def test_pages_never_need_scrolling_sideways(
    open_window: Open, full: Workspace, at: Callable[[int], None], percent: int
) -> None:
    at(percent)
    window = open_window(full)
    wide = {key: window.show_page(key).minimumSizeHint().width() for key in PLACES[: len(PAGES)]}
    room = 1366 - window.navigation.width()
    assert [key for key, width in wide.items() if width > room] == []


class Windows(QObject):
    """Hears of every widget that comes up as a window."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(told(watched))
        return False


def test_no_page_flashes_a_window_while_it_is_made(
    dressed: QApplication, open_window: Open, full: Workspace
) -> None:
    window, windows = open_window(full), Windows()
    dressed.installEventFilter(windows)
    for place in PLACES:
        show(window, place)
    dressed.removeEventFilter(windows)
    assert windows.seen == []


@pytest.mark.parametrize("worn", [Contrast.LIGHT, Contrast.DARK])
def test_high_contrast_is_high(worn: Contrast) -> None:
    inks = SETS[worn].inks
    for ground in ("GROUND", "SURFACE", "RAISED"):
        for words in ("TEXT", "MUTED"):
            assert ratio(inks[words], inks[ground]) >= 12
        for words in ("FAINT", "ACCENT", "FAULT", "DOUBT", "CHANGED"):
            assert ratio(inks[words], inks[ground]) >= 7
        assert ratio(inks["EDGE"], inks[ground]) >= 12
    assert ratio(inks["TEXT"], inks["ACCENT_TINT"]) >= 7
    assert ratio(inks["SURFACE"], inks["ACCENT"]) >= 7
    for ink, ground in SETS[worn].lights.values():
        assert ratio(ink, ground) >= 7


def test_the_usual_words_can_be_read_too() -> None:
    inks = SETS[Contrast.USUAL].inks
    assert ratio(inks["TEXT"], inks["GROUND"]) >= 12
    assert ratio(inks["MUTED"], inks["GROUND"]) >= 4.5
    assert ratio("#FFFFFF", "#000000") == pytest.approx(21)


def test_lights_keep_shape_and_word_in_every_set(dressed: QApplication) -> None:
    usual = {state: light_mark(state).text for state in State}
    for worn in (Contrast.LIGHT, Contrast.DARK):
        apply_style(dressed, contrast=worn)
        assert {state: light_mark(state).text for state in State} == usual
        assert contrast() is worn
    apply_style(dressed)


def test_a_set_is_worn_by_the_whole_window(
    dressed: QApplication, open_window: Open, full: Workspace
) -> None:
    apply_style(dressed, contrast=Contrast.DARK)
    try:
        window = open_window(full)
        for key in PLACES[: len(PAGES)]:
            image = show(window, key).grab().toImage()
            corner = image.pixelColor(image.width() - 3, image.height() // 2).name()
            assert brightness(corner) < 0.2, key
        assert Ink.TEXT.value == "#FFFFFF"
    finally:
        apply_style(dressed)
    assert Ink.TEXT.value == "#20262B"


def test_the_desktop_decides_when_nothing_is_chosen(dressed: QApplication, memory: Memory) -> None:
    assert memory.contrast() is Contrast.SYSTEM
    assert settle(Contrast.SYSTEM, dressed) in {Contrast.USUAL, Contrast.LIGHT, Contrast.DARK}
    assert settle(Contrast.DARK, dressed) is Contrast.DARK
    memory.keep("window/contrast", "purple")
    assert memory.contrast() is Contrast.SYSTEM


def after(widget: QWidget) -> str:
    """What Tab comes to from a widget, by name."""
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Tab)
    at = widget.window().focusWidget() or widget
    return at.accessibleName() or (at.text() if isinstance(at, QPushButton) else "")


def test_tab_goes_as_the_eye_does(full: Workspace, open_window: Open) -> None:
    add_unit(full.ledger, "张村", kind="village")
    window = open_window(full)
    window.go(Destination("tasks", part="fill"))
    page = window.current_page()
    assert isinstance(page, TasksPage)
    following = after(page.filling.form.nil)  # there is nothing to go back to yet
    assert following.startswith("下一项")
    window.show_page("units")
    units = window.current_page()
    assert isinstance(units, UnitsPage)
    assert after(units.list.field) == "单位"
    assert after(units.desk.duties.parts) == "办理事项"


def test_the_part_of_the_proof_gone_to_has_the_keyboard(
    full: Workspace, open_window: Open, tmp_path: Path
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"photo")
    attach(full.ledger, Owner(task_id=1), [photo])
    window = open_window(full)
    window.go(Destination("proof"))
    window.go(Destination("proof", part="all"))
    page = window.current_page()
    assert isinstance(page, ProofPage)
    assert window.focusWidget() is page.held.grid

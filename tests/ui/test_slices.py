"""A page made in slices: part after part while the window lives, whole as soon as it is asked."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.services.queries import list_tasks
from app.ui.lateparts import LatePart
from app.ui.operations import Worker
from app.ui.pages.entering.filling import FillingView
from app.ui.pages.page import Page
from app.ui.pages.slices import Slices
from app.ui.workspace import Workspace

PARTS = 4


class SlicedPage(Page):
    """Four fields, one a slice; the last takes the keyboard."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.fields: list[QLineEdit] = []
        self.asked: list[str] = []
        self.add_action("数一数", lambda: self.asked.append(f"数 {len(self.fields)}"))
        self.make_in_slices(self._make())

    def _make(self) -> Iterator[None]:
        for _place in range(PARTS):
            field = QLineEdit(self)
            self.body.addWidget(field)
            self.fields.append(field)
            yield
        self.home = self.fields[-1]

    def refresh(self) -> None:
        self.asked.append(f"refresh {len(self.fields)}")

    def search(self, words: str) -> None:
        self.asked.append(f"search {words}")


@pytest.fixture
def outside(qtbot: QtBot, workspace: Workspace, qapp: QApplication) -> Iterator[QWidget]:
    """A window in view, work done in the background as for a clerk; Python looks at every turn."""
    worker = qapp.findChild(Worker, "main")
    assert worker is not None
    worker.inline = False
    widget = QWidget()
    QVBoxLayout(widget)
    qtbot.addWidget(widget)
    widget.show()
    yield widget
    worker.inline = True


def _shown(outside: QWidget, page: SlicedPage) -> SlicedPage:
    layout = outside.layout()
    assert layout is not None
    layout.addWidget(page)
    page.show()
    return page


def test_parts_come_one_a_turn_and_are_painted_when_all_are_there(
    qtbot: QtBot, outside: QWidget, workspace: Workspace
) -> None:
    page = _shown(outside, SlicedPage(workspace))
    assert not page.fields
    assert not page.is_whole
    seen = set()
    while not page.is_whole:
        QApplication.processEvents()
        seen.add(len(page.fields))
        assert page.is_whole or not any(one.updatesEnabled() for one in page.fields)
    assert {1, 2, 3} <= seen
    assert all(one.updatesEnabled() for one in page.fields)


def test_what_is_asked_meanwhile_is_done_in_order_and_once(
    qtbot: QtBot, outside: QWidget, workspace: Workspace
) -> None:
    page = _shown(outside, SlicedPage(workspace))
    page.when_whole(page.refresh)
    page.when_whole(page.refresh)
    page.when_whole(lambda: page.search("锅炉"))
    assert not page.asked
    qtbot.waitUntil(lambda: page.is_whole)
    assert page.asked == [f"refresh {PARTS}", "search 锅炉"]
    page.when_whole(page.refresh)
    assert page.asked[-1] == f"refresh {PARTS}"


def test_a_button_pressed_early_finds_the_page_whole(
    outside: QWidget, workspace: Workspace
) -> None:
    page = _shown(outside, SlicedPage(workspace))
    page.when_whole(page.refresh)
    page.actions()[0].trigger()
    assert page.is_whole
    assert page.asked == [f"refresh {PARTS}", f"数 {PARTS}"]


def test_a_key_pressed_early_goes_into_the_field_it_is_meant_for(
    outside: QWidget, workspace: Workspace
) -> None:
    page = _shown(outside, SlicedPage(workspace))
    page.enter()
    QTest.keyClicks(page, "8")
    assert page.fields[-1].text() == "8"


def test_the_keyboard_is_not_taken_from_where_the_clerk_went_meanwhile(
    qtbot: QtBot, outside: QWidget, workspace: Workspace
) -> None:
    search = QLineEdit(outside)
    search.show()
    page = _shown(outside, SlicedPage(workspace))
    page.enter()
    assert outside.focusWidget() is page
    search.setFocus(Qt.FocusReason.ShortcutFocusReason)
    qtbot.waitUntil(lambda: page.is_whole)
    assert outside.focusWidget() is search


def test_out_of_sight_the_making_rests(
    qtbot: QtBot, outside: QWidget, workspace: Workspace
) -> None:
    page = _shown(outside, SlicedPage(workspace))
    page.hide()
    for _turn in range(2 * PARTS):
        QApplication.processEvents()
    assert len(page.fields) <= 1
    page.show()
    qtbot.waitUntil(lambda: page.is_whole)


def test_a_part_that_breaks_leaves_the_frame_painted_and_is_asked_nothing_more(
    outside: QWidget,
) -> None:
    def parts() -> Iterator[None]:
        yield
        raise ValueError("broken")

    asked: list[str] = []
    slices = Slices(outside, parts())
    slices.then(lambda: asked.append("refresh"))
    with pytest.raises(ValueError, match="broken"):
        slices.finish()
    slices.finish()
    assert slices.is_through
    assert not asked
    assert outside.updatesEnabled()


def test_work_inline_makes_all_at_once(workspace: Workspace) -> None:
    page = SlicedPage(workspace)
    assert page.is_whole
    assert len(page.fields) == PARTS
    page.deleteLater()


def test_a_part_looked_at_first_is_made_then_filled_and_painted_when_filled(
    qtbot: QtBot, outside: QWidget
) -> None:
    place = LatePart(QLineEdit, outside)
    place.hide()
    place.tell(lambda field: field.setText("序时进度"))
    place.show()
    assert place.made is not None
    assert not place.made.text()
    assert not place.updatesEnabled()
    qtbot.waitUntil(place.updatesEnabled)
    assert place.made.text() == "序时进度"


def test_filling_begun_early_takes_the_key_into_the_form(
    outside: QWidget, workspace: Workspace
) -> None:
    tasks = list_tasks(workspace.ledger, as_of=workspace.as_of, period=workspace.period)
    view = FillingView(workspace, outside)
    view.show()
    view.begin(tasks)
    assert view.task_id is None
    QTest.keyClicks(view, "7")
    assert view.task_id == tasks[0].id
    assert view.form.text.toPlainText().endswith("7")  # the amount follows from the items

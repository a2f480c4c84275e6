"""单位: who has what. Units at the left; at the right what one owes, its orders, its facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget
from typing_extensions import override

from app.services.supervision.assignments_reading import list_assignments
from app.services.supervision.unitstanding import unit_duties, unit_standing
from app.ui.assigning.handover import hand_over
from app.ui.controls import EmptyState
from app.ui.lateparts import LatePart
from app.ui.operations import run_service
from app.ui.pages.page import Page
from app.ui.pages.unitlist.units_desk import DUTIES, FACTS, ORDERS, UnitDesk
from app.ui.pages.unitlist.units_list import UnitList
from app.ui.pages.unitlist.units_table import UnitTable
from app.ui.pinyin import Finder
from app.ui.style import px
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.models.registers import AssignmentView, Duty, UnitStanding
    from app.ui.workspace import Workspace

_TABS = {"duties": DUTIES, "orders": ORDERS, "facts": FACTS}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read of the unit in view."""

    unit_id: int
    duties: tuple[Duty, ...]
    orders: tuple[AssignmentView, ...]


class UnitsPage(Page):
    """The desk of one unit after the other, and 名册 of all of them in its place."""

    title: ClassVar[str] = "单位"
    searchable: ClassVar[bool] = True

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._units: tuple[UnitStanding, ...] = ()
        self._wanted: Destination | None = None
        self._shown = 0
        self._make_actions()
        self.make_in_slices(self._make())

    @property
    def overview(self) -> UnitTable:
        """名册: all units in one table."""
        return self._register.part

    @override
    def refresh(self) -> None:
        """Read all units and the one in view again, in the background."""
        workspace = self.workspace
        day, period, list_id = workspace.as_of, workspace.period, workspace.list_id
        run_service(
            self,
            workspace,
            lambda _monitor: unit_standing(
                workspace.ledger, as_of=day, period=period, list_id=list_id
            ),
            done=self._on_units,
            title="正在统计各单位…",
            changes=False,
        )

    @override
    def go_to(self, destination: Destination) -> None:
        if destination.unit_id is None and destination.assignment_id is None:
            return
        self._views.setCurrentWidget(self._sides)
        self._wanted = destination
        self._show_actions()
        self._go_on()

    @override
    def search(self, words: str) -> None:
        if self._shows_overview():
            finder = Finder((one.id, " ".join((one.name, *one.aliases))) for one in self._units)
            self.overview.keep(finder.find(words))
        else:
            self.list.search(words)

    @override
    def take_focus(self) -> None:
        if self._views.currentWidget() is self._empty:
            super().take_focus()
            return
        (self.overview.table if self._shows_overview() else self.list.field).setFocus()

    @override
    def reveal(self, number: int) -> bool:
        """A number alone doesn't tell a unit from an order: the way goes by a destination."""
        del number
        return False

    @override
    def go_back(self) -> bool:
        if self._shows_overview():
            self.toggle_overview()
            return True
        if self.list.field.text():
            self.list.field.clear()
            self.list.field.setFocus()
            return True
        return False

    @override
    def print_page(self) -> bool:
        if self.desk.tabs.currentIndex() != ORDERS or not self.desk.orders.chosen():
            return False
        self.desk.orders.show_paper()
        return True

    def toggle_overview(self) -> None:
        """名册 of all units, or back to the desk."""
        over = not self._shows_overview()
        self._views.setCurrentWidget(self._register if over else self._sides)
        self._show_right_view()
        self._show_actions()
        self.take_focus()

    def show_unit(self, unit_id: int) -> None:
        """Read what a unit owes and its orders, in the background."""
        if unit_id != self._shown:
            self.desk.leave()
        self._shown = unit_id
        workspace = self.workspace
        day, period, list_id = workspace.as_of, workspace.period, workspace.list_id
        run_service(
            self,
            workspace,
            lambda _monitor: _Seen(
                unit_id,
                unit_duties(workspace.ledger, unit_id, as_of=day, period=period, list_id=list_id),
                list_assignments(workspace.ledger, as_of=day, unit_id=unit_id),
            ),
            done=self._on_seen,
            failed=lambda _gone: None,  # the next reading of all units shows who is left
            changes=False,
        )

    def _on_units(self, units: tuple[UnitStanding, ...]) -> None:
        self._units = units
        self.note(_told(self._units))
        self._register.tell(lambda register: register.show_units(units))
        before = self._views.currentWidget()
        first_units = before is self._empty
        self._show_right_view()
        if self._views.currentWidget() is not before and self.isAncestorOf(
            self.window().focusWidget()
        ):
            self.take_focus()  # what had the keyboard went out of view
        self.list.show_units(self._units)
        if first_units:
            self.list.choose_first()
        unit = self.list.unit
        if unit is not None:
            self.show_unit(unit.id)
        self._go_on()

    def _go_on(self) -> None:
        """Show what was asked for, once the units are read."""
        wanted = self._wanted
        if wanted is None or not self._units:
            return
        unit_id = wanted.unit_id or self._unit_of(wanted.assignment_id)
        if unit_id is None or not self.list.choose(unit_id):
            return
        self.desk.tabs.setCurrentIndex(
            _TABS.get(wanted.part, ORDERS if wanted.assignment_id else 0)
        )
        self.list.tell_now()
        self._show_wanted_order()

    def _show_wanted_order(self) -> None:
        wanted = self._wanted
        if wanted is None:
            return
        if wanted.assignment_id is None:
            self._wanted = None
        elif self.desk.orders.show_order(wanted.assignment_id):
            self._wanted = None
            self.desk.orders.begin()

    def _unit_of(self, assignment_id: int | None) -> int | None:
        if assignment_id is None:
            return None
        found = list_assignments(
            self.workspace.ledger, as_of=self.workspace.as_of, ids=[assignment_id]
        )
        return found[0].unit_id if found else None

    def _on_seen(self, seen: _Seen) -> None:
        unit = next((one for one in self._units if one.id == seen.unit_id), None)
        if unit is None or seen.unit_id != self._shown:
            return  # another unit is in view meanwhile
        self.desk.show_unit(unit, self._units, seen.duties, seen.orders)
        self._show_wanted_order()
        self._wanted = None  # what isn't there on this day must not draw the page back later

    def _make_actions(self) -> None:
        self._overview = self.add_action("名册", self.toggle_overview)
        self._overview.setToolTip("所有单位的名称、别名、联系人列成一张表，可以直接修改、粘贴")
        self._split = self.add_action("分解到村…", self._go_split)
        self._split.setToolTip("把任务的目标分到各村（社区）")
        add = self.set_primary("新增单位", self._add)
        paste = self.add_rare("粘贴单位…", self._paste)
        paste.setToolTip("从 Excel 或 WPS 复制名称、类别、别名、联系人、电话等列")
        tasks = self.add_rare("在任务页查看", self._show_tasks)
        remove = self.add_rare("删除所选", self._remove_selected)
        for action in (add, paste, remove):
            action.setVisible(not self.workspace.readonly)
        tasks.setToolTip("在任务页搜索这家单位")

    def _make(self) -> Iterator[None]:
        """The units, then what one of them owes; the rest is made when it is looked at."""
        self._views = QStackedWidget()
        self.body.addWidget(self._views, 1)
        self._sides = QSplitter(Qt.Orientation.Horizontal)
        self._sides.setProperty("role", "clear")
        self._sides.setHandleWidth(px(16))
        self._sides.setChildrenCollapsible(False)
        self._views.addWidget(self._sides)
        self.list = UnitList(self.workspace, self._sides)
        self.home = self.list.field
        yield
        self.desk = UnitDesk(self.workspace, self._sides)
        self._sides.setStretchFactor(1, 1)
        self._sides.setSizes([px(260), px(860)])
        yield
        self.desk.make_tabs()
        yield
        self._register = LatePart(self._make_register)
        self._views.addWidget(self._register)
        self._make_empty()
        self.list.chosen.connect(self.show_unit)
        self.list.entered.connect(self.desk.take_focus)
        self.desk.merged.connect(self.list.choose)
        self.desk.hand_asked.connect(self._hand_over)

    def _make_empty(self) -> None:
        self._empty = EmptyState(
            "units",
            "还没有村（社区）和部门。在 Excel 或 WPS 里复制名称、联系人、电话几列，粘贴到这里，"
            "就可以把任务交办下去。",
            action="" if self.workspace.readonly else "粘贴单位",
            run=self._paste,
        )
        self._views.addWidget(self._empty)

    def _make_register(self, place: QWidget) -> UnitTable:
        register = UnitTable(self.workspace, place)
        register.table.opened.connect(self._open_from_overview)
        return register

    def _open_from_overview(self, unit: UnitStanding) -> None:
        self.go_to(Destination("units", unit_id=unit.id))

    def _show_actions(self) -> None:
        self._overview.setText("返回办理" if self._shows_overview() else "名册")

    def _show_right_view(self) -> None:
        """The desk, or the page that teaches while there is none but the office itself."""
        if not self._shows_overview():
            alone = all(unit.kind == "office" for unit in self._units)
            self._views.setCurrentWidget(self._empty if alone else self._sides)

    def _shows_overview(self) -> bool:
        return self._views.currentWidget() is self._register

    def _add(self) -> None:
        """Add a unit in 名册 and begin to write its name."""
        if not self._shows_overview():
            self.toggle_overview()
        made = self.overview.add()
        if made is not None:
            self.overview.edit_name(made)

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        self.overview.paste([line.split("\t") for line in text.rstrip("\r\n").splitlines()])

    def _remove_selected(self) -> None:
        if self._shows_overview():
            self.overview.remove(self.overview.table.selected_rows())
        elif self.list.unit is not None:
            self.overview.remove([self.list.unit])

    def _hand_over(self) -> None:
        if self.list.unit is not None:
            things = self.desk.chosen_things()
            hand_over(self.workspace, things, unit_id=self.list.unit.id)

    def _go_split(self) -> None:
        self.workspace.go(Destination("split"))

    def _show_tasks(self) -> None:
        unit = self.list.unit
        if unit is not None:
            self.workspace.go(Destination("tasks", search=unit.name))


def _told(units: tuple[UnitStanding, ...]) -> str:
    """How many there are and how many owe something; nothing of the office all by itself."""
    if all(unit.kind == "office" for unit in units):
        return ""
    return f"{len(units)} 个，有未完事项的 {sum(unit.open > 0 for unit in units)} 个"

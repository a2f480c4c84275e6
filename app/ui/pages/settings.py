"""设置: the office, the names at the foot of returns, when lights turn, the looks, the backups."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.models.rules.pace import Thresholds, plain
from app.services import settings
from app.services.settings import PRESETS
from app.ui.contrast import CONTRAST_WORDS
from app.ui.controls import hairline, label, row
from app.ui.locking.lockpanel import LockPanel
from app.ui.locking.offering import LOCKING
from app.ui.operations import act
from app.ui.pages.duties import KEEP
from app.ui.pages.keepingpanel import KeepingPanel
from app.ui.pages.page import Page
from app.ui.pages.unitlist.units_table import split_names
from app.ui.style import TEXT_SIZES, px, text_scale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from PySide6.QtWidgets import QLayout

    from app.services.settings import Office
    from app.ui.workspace import Destination, Workspace

K = TypeVar("K")
_OWN = "自定"
_FIELDS = (
    ("filled_by", "填报人"),
    ("checked_by", "审核人"),
    ("signed_by", "负责人"),
    ("phone", "联系电话"),
)
_PEOPLE_ROWS = ((_FIELDS[0], _FIELDS[1]), (_FIELDS[2], _FIELDS[3]))


class SettingsPage(Page):
    """Everything is saved as soon as it is changed."""

    title: ClassVar[str] = "设置"

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.make_in_slices(self._make())

    @override
    def go_to(self, destination: Destination) -> None:
        parts = {
            KEEP: (self.keeping, self.keeping.check),
            LOCKING: (self.locking, self.locking.change),
        }
        if destination.part in parts:
            panel, first = parts[destination.part]
            self._area.ensureWidgetVisible(panel)
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def refresh(self) -> None:
        office = settings.office(self.workspace.ledger)
        self.name.setText(office.name)
        self.aliases.setText("、".join(office.aliases))
        for key, field in self.people.items():
            field.setText(getattr(office, key))
        self._show_limits(settings.thresholds(self.workspace.ledger))
        self.keeping.refresh()
        self.locking.refresh()
        self.sizes[round(text_scale() * 100)].setChecked(True)
        self.contrasts[self.workspace.memory.contrast()].setChecked(True)
        for widget in (self.name, self.aliases, *self.people.values()):
            widget.setReadOnly(self.workspace.readonly)
        for choice in self.presets.values():
            choice.setEnabled(not self.workspace.readonly)

    def _make(self) -> Iterator[None]:
        column = self._make_column()
        self._add_office(column)
        yield
        self._add_people(column)
        yield
        self._add_lights(column)
        yield
        self._add_looks(column)
        yield
        self._add_keeping(column)
        yield
        column.addWidget(label("锁屏密码", "heading"))
        self.locking = LockPanel(self.workspace, px(72))
        column.addWidget(self.locking)
        column.addStretch(1)

    def _make_column(self) -> QVBoxLayout:
        inner = QWidget()
        inner.setProperty("role", "clear")
        inner.setMaximumWidth(px(960))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, px(16), 0)
        column.setSpacing(px(12))
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self.body.addWidget(area)
        return column

    def _add_office(self, column: QVBoxLayout) -> None:
        self.name = _field("单位名称")
        self.aliases = _field("别名")
        _section(
            column,
            "本单位",
            "表里出现这个名称或别名的任务，就是本单位的任务。",
            [("单位名称", self.name), ("别名", self.aliases)],
        )
        for field in (self.name, self.aliases):
            field.editingFinished.connect(self._save_office)

    def _add_people(self, column: QVBoxLayout) -> None:
        self.people = {key: _field(word) for key, word in _FIELDS}
        _section(
            column,
            "报表落款",
            "印在报表末行，可以空着由人手签。",
            [
                (word, row(self.people[key], 16, _caption(other_word), self.people[other]))
                for (key, word), (other, other_word) in _PEOPLE_ROWS
            ],
        )
        for field in self.people.values():
            field.editingFinished.connect(self._save_office)

    def _add_lights(self, column: QVBoxLayout) -> None:
        self.presets = {name: QRadioButton(name) for name in (*PRESETS, _OWN)}
        self.green = _points("达到序时进度：落后不超过几个点")
        self.yellow = _points("滞后：落后不超过几个点")
        self.ahead = _points("超序时：超前几个点")
        within, beyond = label("个点"), label("个点，再多为严重滞后")
        rows: list[tuple[str, QWidget | QLayout]] = [
            ("标准", row(*self.presets.values(), None, spacing=24)),
            ("达到序时进度", row(label("落后不超过"), self.green, within, None)),
            ("滞后", row(label("落后不超过"), self.yellow, beyond, None)),
            ("超序时", row(label("超前达到"), self.ahead, label("个点"), None)),
        ]
        _section(column, "亮灯标准", "按实达与应达相差的百分点判定。", rows)
        self._tell_choice(self.presets, self._choose_preset)
        for box in (self.green, self.yellow, self.ahead):
            box.editingFinished.connect(self._save_limits)

    def _add_looks(self, column: QVBoxLayout) -> None:
        self.sizes = {size: QRadioButton(f"{size}%") for size in TEXT_SIZES}
        self.contrasts = {key: QRadioButton(word) for key, word in CONTRAST_WORDS.items()}
        rows: list[tuple[str, QWidget | QLayout]] = [
            ("文字大小", row(*self.sizes.values(), None, spacing=24)),
            ("颜色", row(*self.contrasts.values(), None, spacing=24)),
        ]
        _section(column, "看得清楚", "改了马上生效，不用重开。", rows)
        workspace = self.workspace
        self._tell_choice(self.sizes, workspace.text_size_chosen.emit)
        self._tell_choice(
            self.contrasts, lambda contrast: workspace.contrast_chosen.emit(contrast.value)
        )

    def _add_keeping(self, column: QVBoxLayout) -> None:
        folder = label(str(self.workspace.ledger.folder), "muted", wrap=True, selectable=True)
        _section(column, "台账文件夹", "", [("位置", folder)])
        column.addLayout(
            row(
                label("备份", "heading"),
                label("每天第一次打开时自动备份，每月自动演练一次恢复。", "muted"),
                None,
                spacing=12,
            )
        )
        self.keeping = KeepingPanel(self.workspace, px(72))
        column.addWidget(self.keeping)
        column.addWidget(hairline())

    def _tell_choice(self, choices: Mapping[K, QRadioButton], tell: Callable[[K], object]) -> None:
        """Let one of these be chosen at a time, and say which the clerk chose."""
        group = QButtonGroup(self)
        for key, choice in choices.items():
            group.addButton(choice)
            choice.clicked.connect(lambda _=False, key=key: tell(key))

    def _save_office(self) -> None:
        held = settings.office(self.workspace.ledger)
        typed = replace(
            held,
            name=self.name.text().strip(),
            aliases=split_names(self.aliases.text()),
            **{key: field.text().strip() for key, field in self.people.items()},
        )
        if typed == held:
            return
        if not typed.name:
            self.workspace.complain("单位名称不能为空；请填写本单位的全称。")
            self.name.setText(held.name)
            return
        self._save(typed)

    def _save(self, office: Office) -> None:
        ledger = self.workspace.ledger
        act(self, self.workspace, lambda: settings.change_office(ledger, office))

    def _choose_preset(self, name: str) -> None:
        own = name == _OWN
        for box in (self.green, self.yellow, self.ahead):
            box.setEnabled(own)
        if own:
            self.green.setFocus()
        else:
            self._change_limits(PRESETS[name])

    def _save_limits(self) -> None:
        values = (Decimal(box.value()) for box in (self.green, self.yellow, self.ahead))
        limits = Thresholds(*values)
        if limits.yellow < limits.green:
            self.workspace.complain("滞后的界限不能小于达到序时进度的界限；请重新填写。")
            self._show_limits(settings.thresholds(self.workspace.ledger))
            return
        self._change_limits(limits)

    def _change_limits(self, limits: Thresholds) -> None:
        ledger = self.workspace.ledger
        if limits != settings.thresholds(ledger):
            act(self, self.workspace, lambda: settings.change_thresholds(ledger, limits))

    def _show_limits(self, limits: Thresholds) -> None:
        name = next((name for name, preset in PRESETS.items() if preset == limits), _OWN)
        self.presets[name].setChecked(True)
        for box, value in (
            (self.green, limits.green),
            (self.yellow, limits.yellow),
            (self.ahead, limits.ahead),
        ):
            box.setValue(int(value))
            box.setToolTip(f"{plain(value)} 个百分点")
            box.setEnabled(name == _OWN and not self.workspace.readonly)


def _section(
    column: QVBoxLayout,
    title: str,
    line: str,
    rows: list[tuple[str, QWidget | QLayout]],
) -> None:
    head = row(label(title, "heading"), label(line, "muted"), None, spacing=12)
    column.addLayout(head)
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, px(8))
    form.setHorizontalSpacing(px(16))
    form.setVerticalSpacing(px(8))
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for word, part in rows:
        caption = _caption(word)
        if isinstance(part, QWidget):
            caption.setBuddy(part)
        form.addRow(caption, part)
    column.addLayout(form)
    column.addWidget(hairline())


def _caption(word: str) -> QLabel:
    caption = label(word, "muted")
    caption.setMinimumWidth(px(72))
    return caption


def _field(word: str) -> QLineEdit:
    field = QLineEdit()
    field.setAccessibleName(word)
    field.setMaximumWidth(px(480))
    return field


def _points(words: str) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(words)
    box.setRange(0, 100)
    box.setFixedWidth(px(56))
    box.setAlignment(Qt.AlignmentFlag.AlignRight)
    return box

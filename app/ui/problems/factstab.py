"""措施 in the side panel of problems: what is to be done and how far it is, edited in place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.services.supervision import problemlinks
from app.ui.controls import button, clear, label, row, scrolled_parts
from app.ui.fields import NoteEdit
from app.ui.problems.dayline import DayLine
from app.ui.problems.tab import ProblemTab
from app.ui.problems.targetline import TargetLine
from app.ui.style import px
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.models.registers import LinkTarget, ProblemDetail, ProblemView
    from app.ui.problems.verbs import ProblemVerbs

_LONG = {"text": ("问题", 3), "goal": ("整改目标", 2), "measures": ("整改措施", 3),
         "progress": ("整改进展", 3), "notes": ("备注", 2)}  # fmt: skip
_SHORT = {"number": "编号", "source": "来源", "unit": "责任单位", "person": "责任人",
          "deadline_text": "整改时限"}  # fmt: skip
_HEAD, _TASK = 84, 160


class FactsTab(ProblemTab):
    """The texts of one problem; each is saved when the keyboard leaves it."""

    title = "措施"

    def __init__(self, verbs: ProblemVerbs) -> None:
        super().__init__(verbs)
        self._shown: ProblemView | None = None
        self.notes: dict[str, NoteEdit] = {}
        self.lines: dict[str, QLineEdit] = {}
        self.own: dict[str, QLineEdit] = {}
        self.found_on = DayLine("如 6.20")
        self.found_on.setProperty("role", "")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnStretch(1, 1)
        self._own_grid = QGridLayout()
        self._own_grid.setHorizontalSpacing(px(8))
        self._own_grid.setVerticalSpacing(px(8))
        self._own_grid.setColumnStretch(1, 1)
        self._make_fields()
        inner = QWidget()
        inner.setProperty("role", "clear")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addLayout(self._grid)
        column.addLayout(self._own_grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, px(12), 0, 0)
        layout.addWidget(scrolled_parts(inner), 1)

    @override
    def show_detail(self, detail: ProblemDetail) -> None:
        """Show a problem; what is being typed in the same problem stays."""
        problem, old = detail.problem, self._shown
        same = old is not None and old.id == problem.id
        for field, edit in self.notes.items():
            typed = same and old is not None and edit.toPlainText() != getattr(old, field)
            if not (typed and edit.hasFocus()):
                edit.setPlainText(getattr(problem, field))
        for field, line in self.lines.items():
            typed = same and old is not None and line.text() != getattr(old, field)
            if not (typed and line.hasFocus()):
                line.setText(getattr(problem, field))
                line.setCursorPosition(0)
        self.found_on.year = self.workspace.as_of.year
        self.found_on.show_day(problem.found_on)
        self._show_task(problem)
        self._show_own(problem, same=same)
        self._shown = problem

    @override
    def begin(self) -> None:
        """Put the keyboard where one most likely writes."""
        self.notes["progress"].setFocus()

    @override
    def leave(self) -> None:
        """Save what was typed."""
        own = {name: text for name in self.own if (text := self._typed_own(name)) is not None}
        fields: dict[str, Any] = self._typed((*self.notes, *self.lines))
        if own:
            fields["fields"] = own
        self._keep(fields)

    def _make_fields(self) -> None:
        readonly = self.workspace.readonly
        for field, (name, lines) in _LONG.items():
            edit = NoteEdit(lines, grows=False)
            edit.setMaximumHeight(edit.sizeHint().height())
            edit.setAccessibleName(name)
            edit.setReadOnly(readonly)
            edit.left.connect(partial(self._save, field))
            self.notes[field] = edit
        for field, name in _SHORT.items():
            line = QLineEdit()
            line.setAccessibleName(name)
            line.setReadOnly(readonly)
            line.editingFinished.connect(partial(self._save, field))
            self.lines[field] = line
        self.found_on.setReadOnly(readonly)
        self.found_on.setAccessibleName("发现日期")
        self.found_on.picked.connect(self._save_found)
        self.found_on.refused.connect(self.workspace.complain)
        self.task_link = button("", self._go_task, role="link")
        self.task_off = button("取消对应", lambda: self._set_task(None), role="link")
        self.task = TargetLine("输入序号或文字，选一项任务", self._find_tasks, free=False)
        self.task.setReadOnly(readonly)
        self.task.chosen.connect(self._set_task)
        self._place_fields()

    def _place_fields(self) -> None:
        for name in ("text", "measures", "goal", "progress"):
            self._place(_LONG[name][0], self.notes[name])
        for field in ("unit", "person", "deadline_text"):
            self._place(_SHORT[field], self.lines[field])
        self._place("发现日期", self.found_on)
        task = QWidget()
        across = QVBoxLayout(task)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.task)
        across.addLayout(row(self.task_link, self.task_off, None))
        self._place("对应任务", task)
        for field in ("source", "number"):
            self._place(_SHORT[field], self.lines[field])
        self._place("备注", self.notes["notes"])

    def _place(self, name: str, field: QWidget) -> None:
        at, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        head = label(name, "muted")
        head.setFixedWidth(px(_HEAD))
        self._grid.addWidget(head, at, 0, top)
        wide = not isinstance(field, DayLine)
        self._grid.addWidget(field, at, 1, top if wide else top | Qt.AlignmentFlag.AlignLeft)

    def _show_task(self, problem: ProblemView) -> None:
        linked = problem.task_id is not None
        self.task.setVisible(not linked and not self.workspace.readonly)
        self.task_link.setVisible(linked)
        self.task_off.setVisible(linked and not self.workspace.readonly)
        words = problem.task
        # A link as wide as its words would push the fields above it out of sight.
        short = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, px(_TASK))
        self.task_link.setText(short)
        self.task_link.setToolTip(words)

    def _show_own(self, problem: ProblemView, *, same: bool) -> None:
        """The columns the district's list had beside the usual ones."""
        if not same or list(self.own) != list(problem.fields):
            clear(self._own_grid)
            self.own = {}
            for place, name in enumerate(problem.fields):
                line = QLineEdit()
                line.setAccessibleName(name)
                line.setReadOnly(self.workspace.readonly)
                line.editingFinished.connect(partial(self._save_own, name))
                head = label(name, "muted", wrap=True)
                head.setFixedWidth(px(_HEAD))
                self._own_grid.addWidget(head, place, 0)
                self._own_grid.addWidget(line, place, 1)
                self.own[name] = line
        for name, line in self.own.items():
            if not line.hasFocus():
                line.setText(problem.fields[name])
                line.setCursorPosition(0)

    def _save(self, field: str) -> None:
        self._keep(self._typed((field,)))

    def _save_own(self, name: str) -> None:
        text = self._typed_own(name)
        if text is not None:
            self._keep({"fields": {name: text}})

    def _typed(self, fields: Iterable[str]) -> dict[str, str]:
        """What differs from what the ledger holds; a problem can't lose its text."""
        shown = self._shown
        if shown is None or self.workspace.readonly:
            return {}
        typed = {}
        for field in fields:
            edit = self.notes.get(field)
            text = edit.toPlainText().strip() if edit else self.lines[field].text().strip()
            if field == "text" and not text:
                self.notes[field].setPlainText(shown.text)
                self.workspace.complain("问题描述不能为空；要去掉这个问题，请在表中按 Delete。")
            elif text != getattr(shown, field).strip():
                typed[field] = text
        if "deadline_text" in typed:
            if self._verbs.may_be_deadline(typed["deadline_text"]):
                typed["deadline_text"] = self._verbs.deadline_words(typed["deadline_text"])
            else:
                self.lines["deadline_text"].setText(shown.deadline_text)
                del typed["deadline_text"]
        return typed

    def _typed_own(self, name: str) -> str | None:
        shown, text = self._shown, self.own[name].text().strip()
        if shown is None or self.workspace.readonly or text == shown.fields.get(name, "").strip():
            return None
        return text

    def _keep(self, fields: dict[str, Any]) -> None:
        """Save in one step; from now on this is what the ledger holds."""
        shown = self._shown
        if shown is None or not fields:
            return
        held = {**shown.fields, **fields.get("fields", {})}
        self._shown = replace(shown, **{**fields, "fields": held})
        self._verbs.change((shown,), **fields)

    def _save_found(self, day: object) -> None:
        if self._shown:
            self._verbs.change((self._shown,), found_on=day)

    def _find_tasks(self, words: str) -> tuple[LinkTarget, ...]:
        found = problemlinks.find_targets(self.workspace.ledger, words)
        return tuple(target for target in found if target.task_id is not None)

    def _set_task(self, target: LinkTarget | None) -> None:
        if self._shown:
            self._verbs.change((self._shown,), task_id=target.task_id if target else None)

    def _go_task(self) -> None:
        if self._shown and self._shown.task_id is not None:
            self.workspace.go(Destination("tasks", task_id=self._shown.task_id))

"""What the tests of 问题整改 do to its page."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
)

from app.models.registers import ProblemView
from app.services.supervision import problems
from app.ui.problems.page import ProblemsPage

MAY = date(2020, 5, 6)


def rows(page: ProblemsPage) -> tuple[ProblemView, ...]:
    return problems.list_problems(page.workspace.ledger, as_of=page.workspace.as_of)


def type_into(line: QLineEdit, text: str) -> None:
    line.setText(text)
    QTest.keyClick(line, Qt.Key.Key_Return)

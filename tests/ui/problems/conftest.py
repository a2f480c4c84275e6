"""问题整改 through the real window, over three problems on their way."""

import pytest

from app.models.database import Ledger
from app.services.supervision import problems, problemsteps
from app.ui.mainwindow import MainWindow
from app.ui.problems.page import ProblemsPage
from tests.ledgers import JUNE
from tests.ui.problems.hands import MAY


@pytest.fixture
def numbers(ledger: Ledger) -> list[int]:
    """Three problems: one under way, one near its day without proof, one closed."""

    def made(text: str, steps: int, **fields: object) -> int:
        number = problems.add_problem(ledger, text=text, year=2020, **fields)
        if steps:
            (view,) = problems.list_problems(ledger, as_of=JUNE, problem_ids=[number])
            problemsteps.complete_step(
                ledger, view.steps[steps - 1].id, MAY, earlier="too", proofless=True
            )
        return number

    return [
        made("采菱港雨污混接", 1, source="中央督察", unit="水利站", deadline_text="9月底前"),
        made("印染厂污泥露天堆放", 3, source="信访", unit="张村", deadline_text="7.10"),
        made("建材堆场扬尘", 7, source="信访", unit="李村", deadline_text="立行立改"),
    ]


@pytest.fixture
def page(window: MainWindow, numbers: list[int]) -> ProblemsPage:
    window.workspace.tell_changed()
    shown = window.show_page("problems")
    assert isinstance(shown, ProblemsPage)
    return shown

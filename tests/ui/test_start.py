"""Starting the program: without a display it says so; with one the outline comes first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from app.services.parties.units import add_unit
from app.services.supervision.assignments import Thing, issue_assignments, same_to_each
from app.services.supervision.problems import add_problem
from app.ui.application import Starter
from app.ui.mainwindow import MainWindow
from app.ui.memory import Memory
from app.ui.pages.catalogue import PAGES
from app.ui.pages.start import StartPage
from app.ui.pictures import take_pictures
from tests.ledgers import JUNE, a_ledger, boilers

ROOT = Path(main.__file__).parent


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems have a screen")
@pytest.mark.parametrize("display", [None, ":397"])
def test_without_a_display_it_says_so(display: str | None) -> None:
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    if display:
        environment["DISPLAY"] = display
    run = subprocess.run(
        [sys.executable, "main.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 1
    assert run.stderr.strip() == main.NO_DISPLAY
    assert run.stdout == ""


def test_a_verb_goes_to_the_command_line_and_a_folder_to_the_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken: list[tuple[str, list[str]]] = []

    class Room:
        def __init__(self, name: str) -> None:
            self.name = name

        def main(self, argv: list[str]) -> int:
            taken.append((self.name, argv))
            return 2

        run_window = main

    monkeypatch.setattr(main, "import_module", Room)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main.main(["formats"]) == 2
    assert main.main([str(tmp_path)]) == 2
    assert main.main([]) == 2
    assert [name for name, _ in taken] == ["app.cli", "app.ui.application", "app.ui.application"]


def test_the_outline_gives_way_to_the_start_page_or_the_ledger(
    dressed: QApplication, qtbot: QtBot, memory: Memory, tmp_path: Path
) -> None:
    first = Starter(memory, None)
    first.begin()
    qtbot.waitUntil(lambda: first.desk is not None and isinstance(first.desk.window, StartPage))
    ledger = a_ledger(tmp_path)
    ledger.close()
    second = Starter(memory, ledger.folder)
    second.begin()
    qtbot.waitUntil(lambda: second.desk is not None and isinstance(second.desk.window, MainWindow))
    for starter in (first, second):
        starter.close()
        if starter.desk and starter.desk.window:
            starter.desk.window.close()
            starter.desk.window.deleteLater()


def test_an_unknown_text_size_is_the_usual_one(memory: Memory) -> None:
    memory.keep("window/text_size", 400)
    assert memory.text_size() == 100
    memory.keep("window/text_size", 130)
    assert memory.text_size() == 130


def test_pictures_of_every_page(dressed: QApplication, tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    task, _ = boilers(ledger, ticked=17)
    village = add_unit(ledger, "张村", kind="village")
    issue_assignments(ledger, same_to_each([village], [Thing(task_id=task)]), on=JUNE)
    add_problem(ledger, text="堆场扬尘", year=2020)
    ledger.close()
    made = take_pictures(ledger.folder, tmp_path / "图片")
    assert all(path.stat().st_size > 5_000 for path in made)
    named = {path.stem.partition("-")[2] for path in made}
    assert named == {
        "起始页", *(spec.label for spec in PAGES), "任务-侧栏", "任务-填写进展", "问题-侧栏",
        "分解到村", "交办", "交办单", "单位-交办", "佐证", "导入清单", "用区里的空表",
        "用区里的空表-填好", "历史",
    }  # fmt: skip


def test_pictures_of_an_empty_ledger(dressed: QApplication, tmp_path: Path) -> None:
    a_ledger(tmp_path).close()
    made = take_pictures(tmp_path / "台账", tmp_path / "图片")
    named = {path.stem.partition("-")[2] for path in made}
    assert {"工作台", "分解到村", "佐证"} <= named
    assert "交办" not in named

"""What a computer may lack or have wrong: one sentence with the next step, and work goes on."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from app.errors import UserError
from app.importing.readers import convert
from app.models.database import Ledger
from app.reports.rendering import fonts
from app.services.keeping.backup import back_up_daily, list_copies
from app.services.keeping.keepingstate import keeping_of
from app.services.keeping.upkeep import alarms, look_after
from app.services.reporting.filing import filed_returns, write_return
from app.services.reporting.returns import Wanted
from app.ui.dialogs.bug import BugDialog
from app.ui.mainwindow import MainWindow
from app.ui.wording import now, read_day
from tests.ledgers import boilers

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def words_in(window: MainWindow) -> str:
    """Everything that is said on the screen."""
    labels = [one.text() for one in window.findChildren(QLabel) if one.isVisible()]
    boxes = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]
    return "\n".join((*labels, *(one.text() for one in boxes), window.statusline.text()))


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A computer without any Chinese typeface that can be embedded."""
    monkeypatch.setattr(fonts, "font_folders", lambda: (tmp_path / "leer",))
    fonts.installed_fonts.cache_clear()
    yield
    fonts.installed_fonts.cache_clear()


def test_without_a_printer_the_way_by_pdf_is_told(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    page = window.show_page("returns")
    assert page.print_page()
    assert "没有可用的打印机；请先导出 PDF" in words_in(window)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, BugDialog)]


def test_without_a_typeface_nothing_is_written_and_the_sentence_says_which(
    ledger: Ledger, tmp_path: Path, no_fonts: None
) -> None:
    boilers(ledger, ticked=3)
    out = tmp_path / "出"
    with pytest.raises(UserError, match="没有找到可以嵌入的中文字体；请安装宋体"):
        write_return(ledger, Wanted("quarterly_tasks", "2020Q2", 1, date(2020, 7, 8)), out)
    assert not out.exists() or not list(out.iterdir())
    assert filed_returns(ledger) == ()


def test_without_a_typeface_the_window_says_so_and_the_rest_works(
    window: MainWindow, no_fonts: None
) -> None:
    window.show_page("returns")
    assert "没有找到可以嵌入的中文字体" in words_in(window)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, BugDialog)]
    window.show_page("tasks")
    assert window.current_page().isVisible()


@pytest.mark.parametrize("gone", ["missing", "breaks"])
def test_without_libreoffice_the_clerk_is_told_how_to_save_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    monkeypatch.setattr(convert, "_WINDOWS", tmp_path / "none.exe")
    monkeypatch.setenv("PATH", str(tmp_path))
    if gone == "breaks":
        broken = tmp_path / "soffice"
        broken.write_text("no program")
        broken.chmod(0o755)
    path = tmp_path / "计划.wps"
    path.write_bytes(b"old")
    with pytest.raises(UserError, match="请用WPS或Word打开，选“另存为”") as told:
        convert.as_docx(path).__enter__()
    assert told.value.code == "wrong_format"


def test_a_clock_set_back_is_told_and_no_copy_of_before_goes(ledger: Ledger) -> None:
    real = now()
    look_after(ledger, now=real)
    before = list_copies(ledger)
    back = real - timedelta(days=800)
    assert alarms(keeping_of(ledger), now=real) == ()
    assert alarms(keeping_of(ledger), now=real - timedelta(hours=3)) == ()  # another time zone
    (alarm,) = alarms(keeping_of(ledger), now=back)
    assert alarm.word == "电脑时间不对"
    assert f"{back:%Y-%m-%d}" in alarm.sentence
    assert "请校准电脑时间" in alarm.sentence
    for day in range(15):
        back_up_daily(ledger, now=back + timedelta(days=day))
    assert set(before) <= set(list_copies(ledger))
    assert len(list_copies(ledger)) >= len(before) + 10  # the new ones keep to the rule


@pytest.mark.parametrize(
    "typed",
    ["2020-2-30", "2020年2月30日", "0001-01-01", "1-1-1 1", "9999-12-31", "2202-6-1", "9" * 5000,
     "0230", "2020-13-01", "0-0-0", "明天", "2020-6-1" * 100],
)  # fmt: skip
def test_a_day_that_is_none_is_not_taken(typed: str) -> None:
    assert read_day(typed, 2020) is None


@given(st.text(max_size=60), st.integers(1990, 2100))
def test_whatever_is_typed_is_a_sane_day_or_none(typed: str, year: int) -> None:
    day = read_day(typed, year)
    assert day is None or 1900 <= day.year <= 2199


def test_now_is_told_with_its_zone() -> None:
    assert isinstance(now(), datetime)
    assert now().tzinfo is not None

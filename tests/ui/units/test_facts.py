"""单位: names, contacts and notes; one unit goes into another, or is deleted."""

from app.models.database import Ledger
from app.services.parties.units import list_units
from app.ui.mainwindow import MainWindow
from app.ui.pages.unitlist.units_desk import FACTS
from tests.ui.units.hands import see, units_page


def test_facts_are_saved_as_they_are_typed(desk: MainWindow, ledger: Ledger) -> None:
    page = units_page(desk)
    see(page, "cxc")
    page.desk.tabs.setCurrentIndex(FACTS)
    facts = page.desk.facts
    facts.texts["contact"].setText("王五")
    facts.texts["contact"].editingFinished.emit()
    facts.texts["aliases"].setText("漕溪，漕溪行政村")
    facts.texts["aliases"].editingFinished.emit()
    facts.notes.setPlainText("含工业园")
    facts.notes.left.emit()
    unit = next(one for one in list_units(ledger) if one.name == "漕溪村")
    assert (unit.contact, unit.aliases, unit.notes) == ("王五", ("漕溪", "漕溪行政村"), "含工业园")
    assert "王五" in page.desk.about.text()
    facts.texts["name"].setText("塘口村")
    facts.texts["name"].editingFinished.emit()
    assert "已有名为“塘口村”" in desk.statusline.text()
    assert facts.texts["name"].text() == "漕溪村"


def test_a_unit_goes_into_another_and_comes_out_again(desk: MainWindow, ledger: Ledger) -> None:
    page = units_page(desk)
    see(page, "tkc")
    page.desk.tabs.setCurrentIndex(FACTS)
    page.desk.facts.into.setCurrentText("没有的村")
    page.desk.facts.merge_button.click()
    assert "没有这家单位" in desk.statusline.text()
    page.desk.facts.into.setCurrentText("漕溪村")
    page.desk.facts.merge_button.click()
    page.list.tell_now()
    assert page.desk.name.text() == "漕溪村"
    assert "塘口村" not in {unit.name for unit in list_units(ledger)}
    desk.undo()
    assert "塘口村" in {unit.name for unit in list_units(ledger)}


def test_a_unit_in_use_is_not_deleted_and_one_without_is(desk: MainWindow, ledger: Ledger) -> None:
    page = units_page(desk)
    see(page, "cxc")
    page.desk.facts.remove_button.click()
    assert "名下有 1 份交办单" in desk.statusline.text()
    page.list.field.clear()
    see(page, "slz")
    page.desk.facts.remove_button.click()
    assert "水利站" not in {unit.name for unit in list_units(ledger)}

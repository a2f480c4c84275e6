"""A list pasted from the clipboard comes to the ledger as a file does, its source kept."""

from pathlib import Path

from app.services.intake.imports import commit_import, plan_import, read_clipboard
from app.services.intake.sources import task_source
from app.services.queries import find_task
from tests.ledgers import a_ledger

TEXT = "序号\t主要任务\t完成时限\t牵头单位\t责任单位\n1\t整治河道\t2020年底\t水利局\t牛塘镇\n"
HTML = (
    "<table><tr><td>序号<td>主要任务<td>完成时限<td>牵头单位<td>责任单位"
    "<tr><td>1<td>整治河道<br>清淤5公里<td>2020年底<td>水利局<td>牛塘镇</table>"
)


def test_a_pasted_list_is_imported_and_its_source_kept(tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    path, result = read_clipboard(ledger, HTML, TEXT, year=2020, folder=tmp_path / "pasted")
    (found,) = result.lists
    commit_import(ledger, plan_import(ledger, found, title="河道整治任务表"), path)
    kept = task_source(ledger, find_task(ledger, "1")).kept
    assert "清淤5公里" in kept.read_text(encoding="utf-8-sig")
    assert kept.suffix == ".html"
    ledger.close()


def test_a_later_paste_takes_the_place_of_the_former(tmp_path: Path) -> None:
    first, _ = read_clipboard(None, None, TEXT, folder=tmp_path)
    second, result = read_clipboard(
        None, None, TEXT.replace("整治河道", "改造锅炉"), folder=tmp_path
    )
    assert first == second
    assert result.lists[0].tasks[0].text == "改造锅炉"

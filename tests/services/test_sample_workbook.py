"""The sample: its data fits together, and its workbook looks as a district's list does."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app.errors import UserError
from app.services.samples.sample_data import Sample, load_sample
from app.services.samples.sample_workbook import write_sample_workbook

HEAD = 4


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load_sample()


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    path = tmp_path_factory.mktemp("sample") / "任务分解表.xlsx"
    write_sample_workbook(path)
    return load_workbook(path).worksheets[0]


def task_rows(sheet: Worksheet) -> list[int]:
    return [
        cell.row
        for cell in sheet["A"]
        if cell.row > HEAD + 1 and isinstance(cell.value, int) and cell.row is not None
    ]


class TestData:
    """The list and the ledger's entries fit together."""

    def test_serials_are_unique_and_every_entry_has_its_row(self, sample: Sample) -> None:
        serials = [row.serial for row in sample.task_list.rows]
        assert len(set(serials)) == len(serials)
        assert set(sample.tasks) <= set(serials)

    def test_rows_of_ours_of_all_of_some_and_of_others(self, sample: Sample) -> None:
        named = [row.responsible for row in sample.task_list.rows]
        assert any(sample.office in units for units in named)
        assert any("各镇（街道）" in units for units in named)
        assert any("相关镇（街道）" in units for units in named)
        towns = {unit.name for unit in sample.units if unit.kind == "town"}
        assert any(set(units) <= towns for units in named)

    def test_entries_are_only_for_tasks_that_concern_the_office(self, sample: Sample) -> None:
        concerned = {sample.office, "各镇（街道）"}
        rows = {row.serial: row for row in sample.task_list.rows}
        assert all(concerned & set(rows[serial].responsible) for serial in sample.tasks)

    def test_seventeen_of_the_boilers_are_ticked_by_the_half_year(self, sample: Sample) -> None:
        boilers = [item for item in sample.tasks["12"].items if item.name.startswith("燃气锅炉")]
        ticked = [item for item in boilers if item.done_on and item.done_on <= sample.as_of]
        assert (len(boilers), len(ticked)) == (23, 17)
        assert all(item.fields["吨位（t/h）"] for item in boilers)

    def test_amounts_agree_with_the_ticks_of_their_day(self, sample: Sample) -> None:
        for task in sample.tasks.values():
            for entry in task.progress:
                if entry.amount is None or not task.items:
                    continue
                ticked = [item for item in task.items if item.done_on]
                by_then = sum(1 for item in ticked if item.done_on and item.done_on <= entry.dated)
                assert entry.amount == Decimal(by_then), (task.serial, entry.period)

    def test_nothing_is_dated_after_the_half_year(self, sample: Sample) -> None:
        dates = [entry.dated for task in sample.tasks.values() for entry in task.progress]
        dates += [tick.on for tick in sample.ticks]
        assert max(dates) <= sample.as_of
        assert min(dates) >= date(2020, 1, 1)

    def test_whoever_sees_to_an_item_is_a_known_unit(self, sample: Sample) -> None:
        known = {unit.name for unit in sample.units}
        asked = {item.unit for task in sample.tasks.values() for item in task.items}
        assert asked <= known

    def test_no_name_or_alias_stands_for_two_units(self, sample: Sample) -> None:
        names = [name for unit in sample.units for name in (unit.name, *unit.aliases)]
        names += [sample.office, *sample.aliases]
        assert len(set(names)) == len(names)

    def test_every_lead_is_a_known_unit(self, sample: Sample) -> None:
        known = {name for unit in sample.units for name in (unit.name, *unit.aliases)}
        assert {name for row in sample.task_list.rows for name in row.lead} <= known

    def test_ticks_come_in_the_order_of_their_dates(self, sample: Sample) -> None:
        assert [tick.on for tick in sample.ticks] == sorted(tick.on for tick in sample.ticks)


class TestWorkbook:
    """The workbook has the shapes that lists in use have."""

    def test_head_of_two_rows_with_the_quarters_under_one_title(self, sheet: Worksheet) -> None:
        upper = [cell.value for cell in sheet[HEAD]]
        lower = [cell.value for cell in sheet[HEAD + 1]]
        place = upper.index("形象进度安排")
        assert lower[place : place + 4] == ["一季度", "二季度", "三季度", "四季度"]
        assert upper[:1] == ["序号"]
        assert sheet.print_title_rows == f"${HEAD}:${HEAD + 1}"

    def test_every_row_of_the_list_is_there(self, sheet: Worksheet, sample: Sample) -> None:
        rows = task_rows(sheet)
        written = [(str(sheet.cell(row, 1).value), sheet.cell(row, 3).value) for row in rows]
        assert written == [(row.serial, row.text) for row in sample.task_list.rows]

    def test_units_stand_one_a_line(self, sheet: Worksheet, sample: Sample) -> None:
        heads = [cell.value for cell in sheet[HEAD]]
        column = heads.index("责任单位") + 1
        cells = [sheet.cell(row, column).value for row in task_rows(sheet)]
        assert cells == ["\n".join(row.responsible) for row in sample.task_list.rows]

    def test_themes_are_merged_downwards_and_groups_across(self, sheet: Worksheet) -> None:
        merged = list(sheet.merged_cells.ranges)
        assert any(area.min_col == area.max_col == 2 and area.size["rows"] > 2 for area in merged)
        group = next(cell.row for cell in sheet["A"] if str(cell.value).startswith("（一）"))
        assert any(area.min_row == group and area.size["columns"] > 10 for area in merged)

    def test_annex_title_notes_and_signature_stand_around_it(
        self, sheet: Worksheet, sample: Sample
    ) -> None:
        first = [cell.value for cell in sheet["A"]]
        assert first[:2] == [sample.task_list.annex, sample.task_list.title]
        assert first[-1] == sample.task_list.signature
        assert first[-4] == sample.task_list.notes[0]

    def test_it_prints_on_landscape_pages_one_sheet_wide(self, sheet: Worksheet) -> None:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth == 1

    def test_a_place_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("x", encoding="utf-8")
        with pytest.raises(UserError):
            write_sample_workbook(blocked / "任务分解表.xlsx")
        assert blocked.read_text(encoding="utf-8") == "x"

"""Reading Word documents: tables as Word numbers and shows them, and the paragraphs around them."""

from pathlib import Path

import pytest

from app.errors import UserError
from app.importing.describe import as_json
from app.importing.readers import convert
from app.importing.readers.docx import read_paragraphs, read_word
from app.importing.readers.registry import read_sheets
from app.importing.reading import read_file
from app.importing.sheet import Merge
from tests.importing.wordfiles import (
    ANNEX,
    HEAD,
    TITLE,
    UNIT,
    Old,
    a_compound,
    a_doc,
    a_document,
    a_zip,
    old_row,
    p,
    r,
    tbl,
    tc,
    tr,
)

ROW_1, ROW_2 = ("1", "淘汰燃煤锅炉", "2020年9月底前", "住建局"), ("2", "整治河道", "常年", "水利局")


def cells_of(path: Path) -> dict[tuple[int, int], str]:
    (sheet,) = read_sheets(path)
    return {address: cell.value for address, cell in sheet.cells.items()}


def test_a_table_counts_from_one_and_its_lines_stand_above_and_below(tmp_path: Path) -> None:
    lines = (
        p(ANNEX),
        p(TITLE),
        p(UNIT),
        tbl(tr(*HEAD), tr(*ROW_1)),
        p("注：责任单位为空的由牵头单位负责。"),
    )
    (sheet,) = read_sheets(a_document(tmp_path / "a.docx", p("为打好攻坚战，制定本方案。"), *lines))
    assert (sheet.name, sheet.text(-2, 1), sheet.text(-1, 1), sheet.text(0, 1)) == (
        ANNEX, ANNEX, TITLE, UNIT,
    )  # fmt: skip
    assert [sheet.text(1, at) for at in range(1, 5)] == list(HEAD)
    assert sheet.text(3, 1).startswith("注：")
    described = as_json(read_file(tmp_path / "a.docx"))["tables"][0]
    assert (described["title"], described["header_rows"]) == (TITLE, [1])
    assert [task["row"] for task in described["tasks"]] == [2]
    assert [skipped["why"] for skipped in described["skipped"]] == [
        "annex", "title", "unit_line", "head", "note",
    ]  # fmt: skip


def test_spans_and_merges_become_areas(tmp_path: Path) -> None:
    table = tbl(
        tr(tc("序号", merge="restart"), tc("形象进度", span=2), tc("责任单位", merge="restart")),
        tr(tc(merge="continue"), "一季度", "二季度", tc(merge="continue")),
        tr("1", tc("全年推进", span=2), "住建局"),
    )
    (sheet,) = read_sheets(a_document(tmp_path / "a.docx", table))
    assert sorted(sheet.merges, key=lambda area: (area.top, area.left)) == [
        Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 2, 4), Merge(3, 2, 3, 3),
    ]  # fmt: skip


def test_edges_dragged_by_hand_stay_one_column(tmp_path: Path) -> None:
    grid = (1000, 2900, 200, 1400, 2000)
    first = tr(HEAD[0], HEAD[1], tc(HEAD[2], span=2), HEAD[3])
    shifted = tr("1", tc("淘汰燃煤锅炉", span=2), "9月底", "住建局")
    (sheet,) = read_sheets(a_document(tmp_path / "a.docx", tbl(first, shifted, widths=grid)))
    assert sheet.column_count == 4
    assert [sheet.text(2, at) for at in range(1, 5)] == ["1", "淘汰燃煤锅炉", "9月底", "住建局"]


def test_columns_left_out_at_the_beginning_of_a_row(tmp_path: Path) -> None:
    late = tr("整治河道", "常年", "水利局", properties='<w:gridBefore w:val="1"/>')
    cells = cells_of(a_document(tmp_path / "a.docx", tbl(tr(*HEAD), tr(*ROW_1), late)))
    assert (cells.get((3, 1)), cells[3, 2]) == (None, "整治河道")


def test_tracked_changes_are_read_as_accepted_and_told(tmp_path: Path) -> None:
    changed = (
        "<w:p><w:r><w:t>淘汰</w:t></w:r><w:del><w:r><w:delText>64</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>40</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>甲</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>台</w:t></w:r></w:moveTo></w:p>"
    )
    gone = tr("9", "删去的任务", "", "", properties="<w:del/>")
    table = tbl(tr(*HEAD), tr("1", tc(changed), "9月底", "住建局"), gone, tr(*ROW_2))
    path = a_document(tmp_path / "a.docx", table)
    assert cells_of(path)[2, 2] == "淘汰40台"
    assert cells_of(path)[3, 2] == "整治河道"
    assert "修订痕迹" in read_sheets(path)[0].notes[0]


def test_a_paragraph_whose_mark_is_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    first = p("淘汰燃煤", properties="<w:rPr><w:del/></w:rPr>")
    path = a_document(tmp_path / "a.docx", tbl(tr(*HEAD), tr("1", tc(first + p("锅炉")), "", "")))
    assert cells_of(path)[2, 2] == "淘汰燃煤锅炉"


def test_what_is_shown_is_read_and_the_rest_told(tmp_path: Path) -> None:
    shown = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:t>一</w:t><w:br/><w:t>二</w:t>"
        '<w:tab/><w:noBreakHyphen/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText>'
        '<w:t>令</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        '<w:r><w:t>三</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:fldSimple w:instr="X"><w:r><w:t>四</w:t></w:r>'
        "</w:fldSimple><w:r><w:footnoteReference/></w:r></w:p>"
    )
    path = a_document(tmp_path / "a.docx", tbl(tr(*HEAD), tr("1", tc(shown), "", "")))
    assert cells_of(path)[2, 2] == "一\n二\t-√三四"
    assert [("隐藏" in note, "脚注" in note) for note in read_sheets(path)[0].notes] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_content_controls_are_opened_and_prompts_are_no_text(tmp_path: Path) -> None:
    def control(inner: str, marks: str = "") -> str:
        return f"<w:sdt><w:sdtPr>{marks}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    prompt = control(p("单击此处输入"), "<w:showingPlcHdr/>")
    row = control(tr("1", tc(control(p("整治河道"))), tc(p() + prompt), control(tc("水利局"))))
    cells = cells_of(a_document(tmp_path / "a.docx", tbl(tr(*HEAD), row)))
    assert (cells[2, 2], cells.get((2, 3)), cells[2, 4]) == ("整治河道", None, "水利局")


def test_text_boxes_are_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(ANNEX)}</w:txbxContent>"
    doubled = (
        f"<AlternateContent><Choice>{box}</Choice><Fallback>{box}</Fallback></AlternateContent>"
    )
    anchor = p("", runs=f"<w:r>{doubled}</w:r>")
    (sheet,) = read_sheets(
        a_document(tmp_path / "a.docx", anchor, p(TITLE), tbl(tr(*HEAD), tr(*ROW_1)))
    )
    assert [sheet.text(row, 1) for row in (-2, -1, 0)] == ["", ANNEX, TITLE]


def test_automatic_numbers_are_read_as_shown(tmp_path: Path) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, kind, text in (
            (0, "chineseCounting", "%1、"),
            (1, "japaneseCounting", "（%2）"),
            (2, "decimal", "%3."),
        )
    )  # fmt: skip
    numbering = (
        f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = (
        '<w:style w:styleId="1" w:type="paragraph"><w:name w:val="heading 1"/><w:pPr>'
        '<w:numPr><w:numId w:val="3"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    )

    def numbered(text: str, level: int) -> str:
        marks = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>'
        return p(text, properties=marks)

    headed = p("工作目标", properties='<w:pStyle w:val="1"/>')
    body = (
        headed,
        numbered("水", 1),
        numbered("气", 1),
        numbered("锅炉", 2),
        headed,
        numbered("土", 1),
    )
    path = a_document(tmp_path / "a.docx", *body, styles=styles, numbering=numbering)
    found = read_paragraphs(path)
    assert [each.text for each in found] == [
        "一、工作目标", "（一）水", "（二）气", "1.锅炉", "二、工作目标", "（一）土",
    ]  # fmt: skip
    assert (found[0].style, found[0].level, found[0].label, found[1].level) == (
        "heading 1",
        1,
        "一、",
        0,
    )


def test_a_table_goes_on_after_a_page_break(tmp_path: Path) -> None:
    parts = tbl(tr(*HEAD), tr(*ROW_1)), p(""), p("续表"), tbl(tr(*HEAD), tr(*ROW_2))
    path = a_document(tmp_path / "a.docx", p(TITLE), *parts)
    (described,) = as_json(read_file(path, year=2020))["tables"]
    assert [(task["row"], task["serial"]) for task in described["tasks"]] == [(2, "1"), (5, "2")]


def test_a_rest_without_a_head_goes_on_too(tmp_path: Path) -> None:
    parts = tbl(tr(*HEAD), tr(*ROW_1)), p(""), tbl(tr(*ROW_2), widths=(1010, 2980, 1500, 2010))
    (sheet,) = read_sheets(a_document(tmp_path / "a.docx", p(TITLE), *parts))
    assert (sheet.text(3, 2), sheet.column_count) == ("整治河道", 4)


def test_several_annexes_are_several_sheets(tmp_path: Path) -> None:
    table = tbl(tr(*HEAD), tr(*ROW_1))
    body = (
        p("附件1"),
        p(TITLE),
        table,
        p("填报人：  审核人："),
        p("附件2"),
        p("重点工程计划表"),
        table,
    )
    first, second = read_sheets(a_document(tmp_path / "a.docx", *body))
    assert (first.name, second.name) == ("附件1", "附件2")
    assert first.text(3, 1).startswith("填报人")
    assert second.text(0, 1) == "重点工程计划表"


def test_a_table_that_lays_out_another_gives_way_to_it(tmp_path: Path) -> None:
    inner = tbl(tr(*HEAD), tr(*ROW_1))
    frame = tbl(tr(tc(p(TITLE))), tr(tc(inner + p())), widths=(8000,))
    (sheet,) = read_sheets(a_document(tmp_path / "a.docx", frame))
    assert (sheet.text(0, 1), sheet.text(1, 2), sheet.text(2, 2)) == (
        TITLE,
        "主要任务",
        "淘汰燃煤锅炉",
    )


def test_a_table_inside_a_task_is_text_of_its_cell(tmp_path: Path) -> None:
    inner = tbl(tr("河道", "长度"), tr("滆湖", "3公里"), widths=(500, 500))
    table = tbl(tr(*HEAD), tr("1", tc(p("整治：") + inner + p("等")), "常年", "水利局"))
    cells = cells_of(a_document(tmp_path / "a.docx", table))
    assert cells[2, 2] == "整治：\n河道\t长度\n滆湖\t3公里\n等"


def test_paragraphs_know_their_number_and_their_table(tmp_path: Path) -> None:
    body = p(TITLE), p(), p("一、总体要求"), p("坚持方向不变。"), p(ANNEX), p("任务分解表")
    path = a_document(tmp_path / "a.docx", *body, tbl(tr(*HEAD), tr(*ROW_1)), p("注：略。"))
    assert [(each.number, each.text, each.table) for each in read_paragraphs(path)] == [
        (1, TITLE, 0), (3, "一、总体要求", 0), (4, "坚持方向不变。", 0), (5, ANNEX, 1),
        (6, "任务分解表", 1), (7, "注：略。", 1),
    ]  # fmt: skip


def test_a_document_without_tables_is_told(tmp_path: Path) -> None:
    path = a_document(tmp_path / "a.docx", p("为打好攻坚战，制定本方案。"))
    with pytest.raises(UserError) as caught:
        read_word(path)
    assert caught.value.code == "no_table"
    assert read_paragraphs(path)[0].text == "为打好攻坚战，制定本方案。"


def test_hidden_rows_are_marked(tmp_path: Path) -> None:
    table = tbl(tr(*HEAD), tr(*ROW_1, properties="<w:hidden/>"), tr(*ROW_2))
    assert read_sheets(a_document(tmp_path / "a.docx", table))[0].hidden_rows == frozenset({2})


EDGES = (-108, 900, 4000, 5500, 7500)
DRAGGED = (-100, 905, 4010, 5490, 7500)


def test_a_binary_document_is_read_like_any_other(tmp_path: Path) -> None:
    paragraphs = (
        Old(ANNEX), Old(TITLE),
        *old_row(*HEAD, edges=EDGES),
        *old_row("1", "淘汰燃煤锅炉", "9月底", "住建局", edges=EDGES, marks=(0x60,)),
        *old_row("", "整治𠮷河\x0b二期", "常年", "水利局", edges=DRAGGED, marks=(0x20,)),
        *old_row("二、水", edges=(-108, 7500)),
        Old("注：\x13 PAGE \x14见后\x15。"),
    )  # fmt: skip
    (sheet,) = read_sheets(a_doc(tmp_path / "任务.doc", paragraphs))
    assert (sheet.name, sheet.text(0, 1), sheet.column_count) == (ANNEX, TITLE, 4)
    assert [sheet.text(3, at) for at in range(1, 5)] == ["", "整治𠮷河\n二期", "常年", "水利局"]
    assert set(sheet.merges) == {Merge(2, 1, 3, 1), Merge(4, 1, 4, 4)}
    assert sheet.text(5, 1) == "注：见后。"


def test_a_locked_binary_document_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        read_sheets(a_doc(tmp_path / "a.doc", [Old("甲")], flags=0x100))
    assert caught.value.code == "password_protected"


def test_a_cut_off_binary_document_is_refused(tmp_path: Path) -> None:
    whole = a_doc(tmp_path / "a.doc", [*old_row(*HEAD, edges=EDGES)] * 10).read_bytes()
    for share in (0.2, 0.5, 0.8):
        path = tmp_path / "b.doc"
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(UserError):
            read_sheets(path)


@pytest.mark.parametrize("kind", ["old", "rtf", "odt"])
def test_what_only_an_office_suite_reads_says_how_to_save_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(convert, "PROGRAMS", ("no-such-program",))
    with pytest.raises(UserError, match=r"另存为.*\.docx") as caught:
        read_sheets(an_old_text(tmp_path, kind))
    assert caught.value.code == "wrong_format"


def an_old_text(folder: Path, kind: str) -> Path:
    path = folder / "任务.wps"
    if kind == "rtf":
        path.write_bytes(rb"{\rtf1 x}")
        return path
    if kind == "odt":
        text = "application/vnd.oasis.opendocument.text"
        return a_zip(path, {"mimetype": text, "content.xml": "<x/>"})
    return a_compound(path, {"WordDocument": b"\xdc\xa5\x68\x00" + bytes(600)})


def test_an_office_suite_is_asked_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = a_document(tmp_path / "made.docx", p(TITLE), tbl(tr(*HEAD), tr(*ROW_1)))
    program = tmp_path / "suite"
    script = (
        '#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n'
        f'mkdir -p "$2"\ncp {made} "$2/source.docx"\n'
    )
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(convert, "PROGRAMS", (str(program),))
    (sheet,) = read_sheets(an_old_text(tmp_path, "rtf"))
    assert sheet.text(2, 2) == "淘汰燃煤锅炉"


def test_an_office_suite_that_hangs_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "suite"
    program.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(convert, "PROGRAMS", (str(program),))
    monkeypatch.setattr(convert, "SECONDS", 0.2)
    with pytest.raises(UserError, match="另存为"):
        read_sheets(an_old_text(tmp_path, "rtf"))


def test_runs_of_one_word_are_joined(tmp_path: Path) -> None:
    split = p("PM", runs=r("2.5", properties='<w:vertAlign w:val="subscript"/>') + r("浓度"))
    cells = cells_of(a_document(tmp_path / "a.docx", tbl(tr(*HEAD), tr("1", tc(split), "", ""))))
    assert cells[2, 2] == "PM2.5浓度"

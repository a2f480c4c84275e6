"""The work report's words and its paper: how tasks are named and told, how lines are set."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.rules.numerals import chinese_number, in_chinese
from app.models.rules.pace import Judgement, State
from app.models.rules.periods import Period
from app.models.views import TargetView, TaskView
from app.reports.looks import Font
from app.reports.narrative.docx import render_docx
from app.reports.narrative.drafting import Section, plain_name, us
from app.reports.narrative.narrativechanges import changes_between
from app.reports.narrative.narrativenumbers import carry_numbers, live_numbers
from app.reports.narrative.narrativepaper import (
    BODY_SIZE,
    LINES,
    Paragraph,
    Role,
    paper_grid,
    paragraphs,
)
from app.reports.narrative.narrativewords import Subject, bare, clause_of, name_of, told
from app.reports.rendering.fonts import installed_fonts
from app.reports.rendering.pdf import render_pdf
from tests.reports.reading import pypdf_pages, squeezed

Q2 = Period.parse("2020Q2")
DAY = date(2020, 7, 8)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def a_view(
    text: str,
    *,
    whole: str | None = None,
    unit: str = "",
    amount: str | None = None,
    comparator: str = "=",
    state: State = State.ON_PACE,
    due: date | None = date(2020, 12, 31),
    done_on: date | None = None,
    gathered: str = "",
) -> TaskView:
    """A task as it stands, with a target where a number is given."""
    target = TargetView(Decimal(whole), unit, comparator) if whole else None
    done = Decimal(amount) if amount is not None else None
    return TaskView(
        id=1, list_id=1, position=1, serial="1", groups=("一、蓝天",), text=text, acceptance="",
        score="", scoring_method="", deadline_text="", due=due, lead=(), responsible=(), assist=(),
        main_responsible=(), ours="yes", ours_why="", done_on=done_on, target=target, amount=done,
        items=0, items_done=0, evidence=0, has_progress=True,
        judgement=Judgement(state, None, None, ""), gathered=gathered,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "whole", "name"),
    [
        ("完成23台天然气锅炉低氮改造或更新。", ("23", "台"), "天然气锅炉低氮改造或更新"),
        ("配合完成漕溪浜、周家浜等5条黑臭水体销号。", ("5", "条"), "黑臭水体销号"),
        ("对熔炼炉、加热炉等9类工业炉窑升级或整治。", ("9", "类"), "工业炉窑升级或整治"),
        ("2020年底前，新建农村公厕6座，达到三类标准。", ("6", "座"), "新建农村公厕"),
        ("农膜回收量不少于60吨。", ("60", "吨"), "农膜回收量"),
        ("5000平方米及以上工地全部安装在线监测。", None, "5000平方米及以上工地安装在线监测"),
        ("秸秆综合利用率达到96%。", ("96", "%"), "秸秆综合利用率"),
        ("植树", None, "植树"),
    ],
)
def test_a_task_is_named_by_its_matter(text: str, whole: tuple[str, str] | None, name: str) -> None:
    view = a_view(text, whole=whole[0], unit=whole[1]) if whole else a_view(text)
    assert name_of(view) == name


@pytest.mark.parametrize(
    ("view", "said", "sentence"),
    [
        (
            a_view("完成23台锅炉低氮改造。", whole="23", unit="台", amount="17"),
            "已完成17台，余6台已签订合同。",
            "完成17台锅炉低氮改造，占计划23台的73.9%，余6台已签订合同",
        ),
        (
            a_view("完成23台锅炉低氮改造。", whole="23", unit="台", amount="23"),
            "",
            "23台锅炉低氮改造已全部完成",
        ),
        (
            a_view("监测覆盖率达到100%。", whole="100", unit="%", amount="52"),
            "",
            "监测覆盖率为52%，目标100%",
        ),
        (
            a_view(
                "平均降尘量低于4.5吨。", whole="4.5", unit="吨", amount="4.1", comparator="<",
                gathered="1—6月平均",
            ),
            "",
            "平均降尘量1—6月平均4.1吨，符合低于4.5吨的目标",
        ),
        (
            a_view(
                "平均降尘量低于4.5吨。", whole="4.5", unit="吨", amount="5", comparator="<",
                state=State.BEHIND,
            ),
            "",
            "平均降尘量5吨，超过低于4.5吨的目标",
        ),
        (
            a_view("完成涉磷调查工作。", state=State.DONE, done_on=date(2020, 3, 27)),
            "",
            "涉磷调查工作已于3月27日完成",
        ),
        (
            a_view("建立点位长制度。", state=State.DONE, done_on=date(2019, 12, 1)),
            "",
            "2019年12月1日建立点位长制度",
        ),
        (a_view("建成区锅炉整治。"), "签订协议1台。", "建成区锅炉整治方面，签订协议1台"),
        (a_view("夏季秸秆禁烧巡查。"), "秸秆禁烧巡查20人次。", "秸秆禁烧巡查20人次"),
        (a_view("建成湿地一处。"), "", ""),
        (
            a_view("完成5条河道整治。", whole="5", unit="条", amount="0"),
            "",
            "5条河道整治均未完成",
        ),
    ],
)  # fmt: skip
def test_a_task_is_told_with_the_ledgers_number(view: TaskView, said: str, sentence: str) -> None:
    assert told(Subject(view, said), Q2) == sentence


def test_what_was_ticked_is_named_while_it_is_short() -> None:
    view = a_view("完成4个行业整治。", whole="4", unit="个", amount="3")
    assert told(Subject(view, ticked=("家具", "喷涂")), Q2).endswith("，本期新完成家具、喷涂")
    assert told(Subject(view, ticked=tuple("甲乙丙")), Q2).endswith("，分别为甲、乙、丙")
    blanks = ("锅炉01", "锅炉02")
    assert told(Subject(view, ticked=blanks), Q2).endswith("，本期新完成2个")


@given(
    st.integers(1, 500), st.integers(0, 500), st.text("已完成余其0123456789台家，。%", max_size=40)
)
def test_the_number_told_is_always_the_ledgers(whole: int, amount: int, said: str) -> None:
    view = a_view("完成锅炉改造。", whole=str(whole), unit="台", amount=str(amount))
    words = told(Subject(view, said), Q2)
    if 0 < amount < whole:
        assert words.startswith(f"锅炉改造已完成{amount}台，占计划{whole}台的")
    assert not words.endswith(("，", "。"))


@given(st.text(max_size=60))
def test_any_wording_gives_a_name(text: str) -> None:
    assert "\n" not in name_of(a_view(text))
    assert "\n" not in clause_of(text) + bare(text)


@given(st.integers(1, 99))
def test_counts_are_written_as_they_are_read(number: int) -> None:
    assert chinese_number(in_chinese(number)) == number


def test_the_office_speaks_of_itself() -> None:
    assert [us(name) for name in ("牛塘镇", "西湖街道", "三厂工业园区", "经济发展办")] == [
        "我镇", "我街道", "我园区", "本单位",
    ]  # fmt: skip
    assert (
        plain_name("（一）打赢蓝天保卫战") == plain_name("一、打赢\n蓝天保卫战") == "打赢蓝天保卫战"
    )


def test_a_heading_ends_without_a_stop() -> None:
    assert plain_name("一、打赢蓝天保卫战。") == "打赢蓝天保卫战"


def test_changes_are_told_clause_by_clause() -> None:
    found = changes_between("共5项，已完成1项，滞后2项。", "共5项，已完成2项，滞后2项，超期1项。")
    assert [one.words() for one in found] == ["“已完成1项”改为“已完成2项”", "新增“超期1项”"]
    assert changes_between("同样。", "同样。") == ()


_DRAFT = "共5项任务，已完成1项，滞后2项（其中超期1项）。\n完成17台锅炉改造，占计划23台的73.9%。"
_LAG = "，滞后2项（其中超期1项）"
_NOW = "共5项任务，已完成3项，滞后2项（其中超期1项）。\n完成20台锅炉改造，占计划23台的87%。"


@pytest.mark.parametrize(
    ("text", "carried", "follows"),
    [
        (f"{_DRAFT}\n另，漕溪村3处。", f"{_NOW}\n另，漕溪村3处。", True),
        (_DRAFT.replace(_LAG, ""), _NOW.replace(_LAG, ""), True),
        ("已完成1项，很好。\n完成17台锅炉改造。", "已完成3项，很好。\n完成20台锅炉改造。", True),
        ("", "", True),
        (_DRAFT.replace("17台", "18台"), _NOW.replace("20台", "18台"), False),
        ("锅炉改造已大半完成。", "锅炉改造已大半完成。", False),
    ],
)  # fmt: skip
def test_numbers_move_in_what_the_clerk_wrote(text: str, carried: str, follows: bool) -> None:
    found = carry_numbers(text, _DRAFT, _NOW)
    assert (found.text, found.basis == _NOW) == (carried, follows)


def test_a_word_beside_a_number_goes_along_and_a_new_clause_is_told() -> None:
    drafted = "共1项任务，严重滞后1项。平均完成13%。"
    written = f"{drafted}下步加快推进。"
    found = carry_numbers(written, drafted, "共1项任务，滞后1项。平均完成30%。")
    assert found.text == "共1项任务，滞后1项。平均完成30%。下步加快推进。"
    more = carry_numbers(written, drafted, "共1项任务，严重滞后1项，超期1项。平均完成13%。")
    assert (more.text, more.basis) == (written, drafted)


@given(
    st.lists(st.integers(0, 999), min_size=4, max_size=4),
    st.lists(st.integers(0, 999), min_size=4, max_size=4),
    st.integers(0, 4),
)
def test_words_put_in_anywhere_stay_and_all_numbers_move(
    before: list[int], now: list[int], at: int
) -> None:
    clauses = "共{}项任务。已完成{}项，滞后的有{}项。占计划的{}台。"
    old, new = clauses.format(*before), clauses.format(*now)
    own, wanted = old.split("。"), new.split("。")
    own.insert(at, "镇里高度重视")
    wanted.insert(at, "镇里高度重视")
    carried = carry_numbers("。".join(own), old, new)
    assert (carried.text, carried.basis) == ("。".join(wanted), new)
    assert len(live_numbers(carried.text, carried.basis)) == 4


def test_all_numbers_of_a_section_left_alone_are_live() -> None:
    assert live_numbers("1—6月\n共3项", "1—6月\n共3项") == {(0, 0), (0, 2), (1, 1)}
    assert live_numbers("1—6月\n共9项", "1—6月\n共3项") == frozenset()


def sections(*more: Section) -> tuple[Section, ...]:
    return (
        Section("title", "", "牛塘镇2020年第二季度\n工作进展情况报告"),
        Section("opening", "", "截至6月底，进展如下。"),
        *more,
    )


def test_the_paper_is_an_office_paper() -> None:
    body = Section(
        "group:a", "打赢蓝天保卫战", "共3项。\n（一）工业\n完成2台，" + "改造" * 60 + "。"
    )
    empty, last = Section("group:b", "碧水", " \n"), Section("next", "下一步打算", "继续推进。")
    paper = paragraphs(sections(body, empty, last), office="牛塘镇", day=DAY)
    roles = {one.text: one.role for one in paper}
    assert roles["一、打赢蓝天保卫战"] is Role.HEADING
    assert roles["（一）工业"] is Role.SUBHEADING
    assert roles["二、下一步打算"] is Role.HEADING
    grid = paper_grid(paper)
    fonts = {cell.text.strip(): (cell.style.font, cell.style.size) for cell in grid.cells}
    assert fonts["牛塘镇2020年第二季度"] == (Font.TITLE, 22)
    assert fonts["一、打赢蓝天保卫战"] == (Font.HEI, 16)
    assert fonts["（一）工业"] == (Font.KAI, 16)
    assert fonts["继续推进。"] == (Font.FANGSONG, 16)
    assert grid.page.mode == "annex"


def test_a_page_holds_22_lines_and_a_line_28_characters() -> None:
    long = Section("opening", "", "\n".join("进" * 400 for _ in range(4)))
    paper = [one for one in paragraphs((long,), office="镇", day=DAY) if one.role is Role.BODY]
    grid = paper_grid(paper)
    assert max(len(cell.text) for cell in grid.cells) == 28
    pages = pypdf_pages(render_pdf(grid))
    lines = len(grid.cells)
    assert len(pages) == -(-lines // LINES)
    assert len(pages[0].removesuffix("—1—")) == sum(
        len(squeezed(cell.text)) for cell in grid.cells[:LINES]
    )


@given(st.lists(st.text("进展，。“”（）1a𠮷23台", min_size=1, max_size=90), min_size=1, max_size=4))
def test_nothing_of_the_text_is_lost_in_setting(texts: list[str]) -> None:
    paper = tuple(Paragraph(Role.BODY, text) for text in texts)
    fonts = installed_fonts()
    grid = paper_grid(paper, fonts=fonts)
    assert squeezed("".join(cell.text for cell in grid.cells)) == squeezed("".join(texts))
    for cell in grid.cells:
        assert fonts.width(cell.text, Font.FANGSONG) <= 28.001


def test_a_signature_never_stands_alone_on_a_page() -> None:
    for lines in range(18, 24):
        text = "\n".join("进展。" for _ in range(lines))
        paper = paragraphs((Section("opening", "", text),), office="牛塘镇", day=DAY)
        pages = pypdf_pages(render_pdf(paper_grid(paper)))
        assert "进展" in pages[-1]
        assert "牛塘镇2020年7月8日" in pages[-1]


def test_the_day_stands_four_characters_in_and_the_office_above_its_middle() -> None:
    office, day = paragraphs((), office="牛塘镇人民政府", day=DAY)[-2:]
    assert (office.role, day.role) == (Role.OFFICE, Role.DATE)
    assert day.room == 4
    assert office.room == 4 + (6.0 - 7.0) / 2


def part(content: bytes, name: str) -> Element:
    return fromstring(ZipFile(BytesIO(content)).read(name))


def test_the_word_document_has_the_layout_of_the_standard() -> None:
    paper = paragraphs(sections(), office="牛塘镇", day=DAY)
    content = render_docx(paper)
    document = part(content, "word/document.xml")
    margins = next(document.iter(f"{_W}pgMar")).attrib
    millimetres = {
        side: round(int(margins[f"{_W}{side}"]) / 1440 * 25.4)
        for side in ("top", "right", "bottom", "left")
    }
    assert millimetres == {"top": 37, "right": 26, "bottom": 35, "left": 28}
    pitch = int(next(document.iter(f"{_W}docGrid")).attrib[f"{_W}linePitch"]) / 20
    assert 28.9 < pitch <= 225 / 25.4 * 72 / LINES
    styles = {
        style.attrib[f"{_W}styleId"]: style for style in part(content, "word/styles.xml")
        if f"{_W}styleId" in style.attrib
    }  # fmt: skip
    faces = {
        key: (
            next(styles[key].iter(f"{_W}rFonts")).attrib[f"{_W}eastAsia"],
            int(next(styles[key].iter(f"{_W}sz")).attrib[f"{_W}val"]) / 2,
        )
        for key in ("title", "heading", "subheading", "body")
    }
    assert faces == {
        "title": ("方正小标宋简体", 22), "heading": ("黑体", BODY_SIZE),
        "subheading": ("楷体_GB2312", BODY_SIZE), "body": ("仿宋_GB2312", BODY_SIZE),
    }  # fmt: skip
    feet = [part(content, f"word/footer{place}.xml") for place in (1, 2)]
    assert ["".join(one.itertext()) for one in feet] == ["— 1 —", "— 1 —"]
    sides = [next(one.iter(f"{_W}jc")).attrib[f"{_W}val"] for one in feet]
    assert sides == ["right", "left"]


def test_every_part_of_the_word_document_is_declared() -> None:
    content = render_docx(paragraphs(sections(), office="甲&乙", day=DAY))
    names = set(ZipFile(BytesIO(content)).namelist())
    types = part(content, "[Content_Types].xml")
    declared = {one.attrib["PartName"].lstrip("/") for one in types if "PartName" in one.attrib}
    assert declared == {name for name in names if not name.endswith(".rels")} - {
        "[Content_Types].xml"
    }
    links = part(content, "word/_rels/document.xml.rels")
    assert {f"word/{one.attrib['Target']}" for one in links} <= names
    used = {
        value
        for one in part(content, "word/document.xml").iter()
        for name, value in one.attrib.items()
        if name.endswith("relationships}id")
    }
    assert used == {one.attrib["Id"] for one in links if one.attrib["Type"].endswith("/footer")}

"""A town's own formats: copied, changed, renamed, deleted, handed to another town; all undoable."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.errors import UserError
from app.models.database import Ledger
from app.models.returns import Return
from app.reports.formats.catalogues import CATALOGUES
from app.reports.formats.format import Column, Format, Look, Looks
from app.reports.formats.formatfiles import format_text, load_formats, shared_text
from app.reports.formats.formatreading import parse_format
from app.reports.looks import Font
from app.reports.pagesetup import Margins, PageSetup
from app.services.history.journal import recent_operations, redo, undo
from app.services.reporting import formatfiles, formats
from app.services.reporting.filedpapers import filed_papers
from app.services.reporting.filing import file_return, filed_returns
from app.services.reporting.formats import FormatName
from app.services.reporting.returncalendar import return_calendar
from app.services.reporting.returns import Wanted, draft_return
from tests.ledgers import boilers

BASE = "quarterly_tasks"
_CONTENT = select(Return.content)


@pytest.fixture
def own(ledger: Ledger) -> str:
    """The key of a town's copy of the quarterly return."""
    name = formats.name_for_copy(ledger, load_formats()[BASE].name)
    return formats.copy_format(ledger, BASE, name).key


def names(ledger: Ledger) -> list[str]:
    return [one.name for one in formats.own_formats(ledger)]


def spoil(ledger: Ledger, key: str, design: str = "key = ]") -> None:
    with ledger.transaction("spoil", "坏", undoable=False) as work:
        formats.own_row(work.session, key).design = design


def test_a_copy_is_the_same_under_another_name(ledger: Ledger, own: str) -> None:
    fmt, base = formats.format_of(ledger, own), load_formats()[BASE]
    assert fmt.name == "季度报表（任务式）（本镇）"
    assert replace(fmt, key=base.key, name=base.name) == base
    assert formats.own_formats(ledger)[0] == FormatName(own, fmt.name, "quarter", "tasks", own=True)
    assert formats.name_for_copy(ledger, base.name).endswith("（本镇）（2）")


VERBS: dict[str, Callable[[Ledger, str], object]] = {
    "copy": lambda ledger, key: formats.copy_format(ledger, key, "另一份"),
    "change": lambda ledger, key: formats.change_format(
        ledger, key, replace(formats.format_of(ledger, key), title="新标题")
    ),
    "rename": lambda ledger, key: formats.rename_format(ledger, key, "新名称"),
    "delete": formats.delete_format,
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_is_one_step_that_comes_back(ledger: Ledger, own: str, verb: str) -> None:
    def state() -> list[tuple[str, str]]:
        return [(one.name, format_text(formats.format_of(ledger, one.key)))
                for one in formats.own_formats(ledger)]  # fmt: skip

    before, steps = state(), len(recent_operations(ledger))
    VERBS[verb](ledger, own)
    after = state()
    assert after != before
    assert len(recent_operations(ledger)) == steps + 1
    undo(ledger)
    assert state() == before
    redo(ledger)
    assert state() == after


def test_the_history_says_what_became_of_it(ledger: Ledger, own: str) -> None:
    fmt = formats.format_of(ledger, own)
    kept = replace(fmt, columns=(*fmt.columns[:3], *fmt.columns[4:]))
    formats.change_format(ledger, own, kept)
    titled = replace(kept.columns[1], head=("主要任务",), width=60)
    turned = replace(kept.page, landscape=False)
    columns = (kept.columns[0], titled, *kept.columns[2:])
    formats.change_format(ledger, own, replace(kept, columns=columns, page=turned))
    formats.change_format(ledger, own, replace(kept, columns=columns[::-1], page=turned))
    formats.change_format(ledger, own, replace(kept, columns=columns[::-1], page=turned))
    told = [one.title.partition("：")[2] for one in recent_operations(ledger)[:3]]
    assert told == [
        "调整栏目顺序",
        "“目标任务”栏标题改为“主要任务”，“主要任务”栏改宽度，纸张改为 A4 竖向",
        "删去“责任单位”栏",
    ]


def test_a_built_in_never_changes(ledger: Ledger) -> None:
    fmt = load_formats()[BASE]
    for verb in ("change", "rename", "delete"):
        with pytest.raises(UserError, match="另存") as caught:
            VERBS[verb](ledger, BASE)
        assert caught.value.code == "built_in"
    assert load_formats()[BASE] == fmt


@pytest.mark.parametrize("name", ["", "  ", "a/b", "..", "长" * 61, "零\u200b宽", "坏\x07"])
def test_a_name_that_is_none_is_refused(ledger: Ledger, own: str, name: str) -> None:
    with pytest.raises(UserError, match="名称") as caught:
        formats.rename_format(ledger, own, name)
    assert caught.value.code == "bad_name"


def test_two_can_not_have_one_name(ledger: Ledger, own: str) -> None:
    for name in (load_formats()[BASE].name, names(ledger)[0]):
        with pytest.raises(UserError, match="已有名为") as caught:
            formats.copy_format(ledger, BASE, name)
        assert caught.value.code == "name_taken"


def test_what_can_not_be_printed_is_not_kept(ledger: Ledger, own: str) -> None:
    fmt = formats.format_of(ledger, own)
    for broken in (
        replace(fmt, columns=()),
        replace(fmt, title="{owner}"),
        replace(fmt, columns=(replace(fmt.columns[0], field="shares.*"),)),
        replace(fmt, page=replace(fmt.page, margins=Margins(0, 140, 0, 140))),
    ):
        with pytest.raises(UserError, match="报表格式“季度"):
            formats.change_format(ledger, own, broken)
    assert formats.format_of(ledger, own) == fmt


def test_a_damaged_one_hides_no_other(ledger: Ledger, own: str) -> None:
    formats.copy_format(ledger, BASE, "好的")
    spoil(ledger, own)
    bad, good = formats.own_formats(ledger)
    assert "第 1 行" in bad.fault
    assert (good.name, good.fault) == ("好的", "")
    with pytest.raises(UserError, match="有误"):
        draft_return(ledger, Wanted(own, "2020Q2", None, date(2020, 7, 8)))
    formats.delete_format(ledger, own)
    assert names(ledger) == ["好的"]


def test_a_filed_return_keeps_its_format(ledger: Ledger, own: str) -> None:
    boilers(ledger, ticked=3)
    wanted = Wanted(own, "2020Q2", 1, date(2020, 7, 8))
    filed = file_return(ledger, wanted, default_word="属实")
    frozen = filed_papers(ledger, filed.id).papers[0]
    fmt = formats.format_of(ledger, own)
    formats.change_format(ledger, own, replace(fmt, columns=fmt.columns[:2]))
    formats.delete_format(ledger, own)
    assert names(ledger) == []
    assert [line.period for line in return_calendar(ledger, 1, on=date(2020, 12, 1))] == ["2020Q2"]
    assert filed_papers(ledger, filed.id).papers[0] == frozen
    assert filed_returns(ledger)[0].format_name == "季度报表（任务式）（本镇）"
    with ledger.reading() as session:
        (content,) = session.execute(_CONTENT).scalars()
    assert parse_format(content["format"], "定稿") == fmt
    formats.copy_format(ledger, BASE, fmt.name)  # its name is free again
    undo(ledger)
    undo(ledger)
    assert names(ledger) == [fmt.name]


def test_from_town_to_town(ledger: Ledger, own: str, tmp_path: Path) -> None:
    path = formatfiles.export_format(ledger, own, tmp_path / "格式")
    assert path.name == "格式.toml"
    text = path.read_text(encoding="utf-8")
    assert "共 9 栏：序号、目标任务、" in text
    assert tomllib.loads(text)["version"] == 1
    incoming = formatfiles.look_at_format(ledger, path)
    assert (incoming.is_altered, incoming.clash, incoming.replaceable) == (False, own, True)
    assert incoming.told == "印任务，按季报送，A4 横向，9 栏"
    assert formatfiles.take_format(ledger, incoming).name == "季度报表（任务式）（本镇）（2）"
    fmt = formats.format_of(ledger, own)
    formats.change_format(ledger, own, replace(fmt, title="改过的"))
    formatfiles.replace_format(ledger, incoming)
    assert formats.format_of(ledger, own) == fmt
    undo(ledger)
    assert formats.format_of(ledger, own).title == "改过的"


def test_a_file_edited_by_hand_is_told(ledger: Ledger, own: str, tmp_path: Path) -> None:
    path = formatfiles.export_format(ledger, own, tmp_path / "a.toml")
    text = path.read_text(encoding="utf-8")
    path.write_text("# 说明\n" + text.replace("\n", "\r\n"), encoding="utf-8-sig")
    assert not formatfiles.look_at_format(ledger, path).is_altered
    path.write_text(text.replace("目标任务", "主要任务"), encoding="utf-8")
    assert formatfiles.look_at_format(ledger, path).is_altered
    path.write_text(text.replace("version = 1", "version = 2"), encoding="utf-8")
    with pytest.raises(UserError, match="请先升级") as caught:
        formatfiles.look_at_format(ledger, path)
    assert caught.value.code == "format_newer"


def test_what_prints_something_else_is_not_put_in_its_place(
    ledger: Ledger, own: str, tmp_path: Path
) -> None:
    other = replace(load_formats()["item_register"], name=names(ledger)[0])
    path = tmp_path / "b.toml"
    path.write_text(shared_text(other), encoding="utf-8")
    incoming = formatfiles.look_at_format(ledger, path)
    assert not incoming.replaceable
    with pytest.raises(UserError, match="都保留"):
        formatfiles.replace_format(ledger, incoming)
    formatfiles.take_format(ledger, incoming)
    assert len(names(ledger)) == 2


HOSTILE = {
    "unknown": ("group_rows = true", "colour = 1", "不认识的键“colour”", True),
    "path": ('name = "季度报表（任务式）"', 'name = "../../etc/passwd"', "“name”的名称", True),
    "key": (f'key = "{BASE}"', 'key = "../x"', "“key”", True),
    "size": ("size = 10.5", "size = 1e300", "“size”", True),
    "nan": ("width = 11", "width = nan", "“width”", True),
    "infinite": ("width = 11", "width = inf", "“width”", True),
    "kind": ("width = 11", 'width = "11"', "“width”", True),
    "digits": ("width = 11", f"width = {'9' * 5000}", "不是有效的 TOML", False),
    "attribute": ("{period_label}污", "{office.__class__}污", "占位", True),
    "brace": ("{period_label}污", "{污", "占位 {…}", True),
    "index": ("{period_label}污", "{office[0]}污", "占位", True),
    "control": ("{period_label}污", "{period_label}\\u0007污", "控制字符", True),
    "direction": ('["目标任务"]', '["目标\u202e任务"]', "控制字符", True),
    "number": ('number = "general"', 'number = "[$-F800]"', "数字格式", True),
    "margins": ("margins = [16, 14, 16, 14]", "margins = [1e9, 0, 0, 0]", "margins", True),
    "paper": ('paper = "A4"', 'paper = "B0"', "“paper”", True),
    "long": ('["目标任务"]', f'["{"长" * 501}"]', "超过 500 个字", True),
    "levels": ('["目标任务"]', '["a", "b", "c", "d", "e"]', "超过 4 层", True),
    "field": ('field = "text"', 'field = "shares.*"', "shares.*", True),
    "syntax": ("group_rows = true", "group_rows = tru", "不是有效的 TOML", True),
    "deep": ("group_rows = true", f"group_rows = {'[' * 9000}", "不是有效的 TOML", False),
    "columns": ("[[columns]]", "[[columns]]\nhead = ['a']\nfield = 'text'\nwidth = 9\n" * 90
                + "[[columns]]", "超过 80 栏", False),
    "huge": ("group_rows = true", "# " + "长" * 90000, "256 KB", False),
}  # fmt: skip


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_file_is_one_sentence_with_its_line(
    ledger: Ledger, tmp_path: Path, trick: str
) -> None:
    old, new, words, has_line = HOSTILE[trick]
    text = shared_text(load_formats()[BASE])
    assert old in text
    path = tmp_path / "外来.toml"
    spoilt = text.replace(old, new, 1)
    path.write_text(spoilt, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        formatfiles.look_at_format(ledger, path)
    message = caught.value.message
    assert words in message
    assert message.count("。") == 1
    assert "外来.toml" in message
    pairs = zip(text.splitlines(), spoilt.splitlines(), strict=False)
    line = next(number for number, (was, now) in enumerate(pairs, 1) if was != now)
    assert (f"第 {line} 行" in message) is has_line
    assert not formats.own_formats(ledger)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"PK\x03\x04" + bytes(300000)])
def test_what_is_no_format_at_all_is_refused(
    ledger: Ledger, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "别的.toml"
    path.write_bytes(content)
    with pytest.raises(UserError, match="别的"):
        formatfiles.look_at_format(ledger, path)


_words = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], exclude_characters="{}"), max_size=12
)
_templates = st.lists(
    st.one_of(_words, st.sampled_from(["{office}", "{as_of}", "{{", "}}"])), max_size=4
).map("".join)
_sizes = st.floats(5, 48).map(lambda size: round(size, 2))


@st.composite
def _columns(draw: st.DrawFn, rows: str) -> Column:
    kind = CATALOGUES[rows]
    fields = [*kind.plain, "groups", "groups.1", "groups.2+"]
    fields += [f"{family}.{key}" for family in kind.families for key in ("*", "备注", '引"号')]
    return Column(
        head=tuple(draw(st.lists(_words.filter(bool), min_size=1, max_size=3))),
        field=draw(st.sampled_from(fields)),
        width=draw(st.floats(1, 500)),
        align=draw(st.sampled_from(["left", "center", "right"])),
        merge=draw(st.booleans()),
        number=draw(st.sampled_from(["", "general", "0", "0.00", "#,##0.0", "0.0%"])),
        total=draw(st.booleans()),
        repeats=draw(st.booleans()),
    )


_looks = st.builds(Look, st.sampled_from(Font), _sizes)


@st.composite
def any_format(draw: st.DrawFn) -> Format:
    """A format drawn from the catalogue of fields."""
    rows = draw(st.sampled_from(list(CATALOGUES)))
    pieces = st.lists(_templates, max_size=3).map(tuple)
    return Format(
        key="own_1",
        name=draw(_words.filter(lambda name: name.strip(" .") == name and name and
                                not set(name) & set('/\\:*?"<>|') and not name.isspace())),
        title=draw(_templates),
        annex=draw(_templates),
        subtitle=draw(_templates),
        above=draw(pieces),
        notes=draw(pieces),
        foot=draw(pieces),
        kind=draw(st.sampled_from(["month", "quarter", "half", "year", "any"])),
        columns=tuple(draw(st.lists(_columns(rows), min_size=1, max_size=5))),
        rows=rows,
        only=draw(st.sampled_from(["", *CATALOGUES[rows].only])),
        empty=draw(_words),
        group_rows=draw(st.booleans()),
        repeat_head=draw(st.booleans()),
        font=draw(st.sampled_from(Font)),
        size=draw(_sizes),
        looks=Looks(*(draw(_looks) for _ in range(4))),
        page=PageSetup(draw(st.sampled_from(["A4", "A3"])), draw(st.booleans()),
                       Margins(*(draw(st.floats(0, 60)) for _ in range(4))),
                       draw(st.sampled_from(["report", "annex"]))),
    )  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(any_format())
def test_a_format_written_and_read_is_the_same(fmt: Format) -> None:
    assert parse_format(format_text(fmt), "往返") == fmt
    again = parse_format(shared_text(fmt), "往返", besides=frozenset({"version", "check"}))
    assert again == fmt


def test_every_built_in_format_written_and_read_is_the_same() -> None:
    for fmt in load_formats().values():
        assert parse_format(format_text(fmt), fmt.name) == fmt

"""Units pasted from a sheet: names, kinds, aliases and contacts, added or brought up to date."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.rules.cleaning import clean_line
from app.models.rules.unit_kinds import guess_kind
from app.models.units import Unit
from app.services.parties.units import KINDS
from app.services.pasting import refuse_flood
from app.services.settings import office_in

_HEADS: Mapping[str, frozenset[str]] = {
    part: frozenset(words.split())
    for part, words in {
        "name": "名称 单位 单位名称 村（社区） 村(社区) 村、社区 村名 村 社区 "
        "部门 部门名称 企业名称 责任单位",
        "kind": "类别 类型 性质 单位类别 单位性质",
        "aliases": "别名 简称 又名 曾用名 其他名称",
        "contact": "联系人 负责人 联络员 责任人 姓名 网格员 分管领导",
        "phone": "电话 联系电话 手机 手机号 手机号码 联系方式 办公电话",
        "notes": "备注 说明",
        "number": "序号 编号",
    }.items()
}
_PLAIN = ("name", "contact", "phone", "notes")
_SPACE = re.compile(r"\s+")
_SEPARATORS = re.compile(r"[、，,；;/\s\u3000]+")
_PHONE = re.compile(r"[\d\-—－ +()（）/、]{7,}")
_KIND_WORDS = {
    "村": "village", "社区": "village", "村社区": "village", "行政村": "village",
    "部门": "department", "镇部门": "department", "条线": "department", "站所": "department",
    "上级": "superior", "区级部门": "superior", "区部门": "superior", "乡镇": "town",
    "企业": "enterprise", "公司": "enterprise",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a paste came to: the numbers of the units added, and of those brought up to date."""

    added: tuple[int, ...]
    changed: tuple[int, ...]

    @property
    def words(self) -> str:
        """已粘贴单位：新增 12 个，更新 3 个."""
        parts = ((len(self.added), "新增"), (len(self.changed), "更新"))
        told = "，".join(f"{word} {count} 个" for count, word in parts if count)
        return f"已粘贴单位：{told or '与现有的相同'}"


def paste_units(ledger: Ledger, rows: Sequence[Sequence[str]]) -> Pasted:
    """Add units from pasted rows, or bring those known by name or alias up to date, in one step.

    A first row of headings names the columns; without one they are name, contact, phone and
    notes. A kind that isn't given is guessed from the name.

    Raises:
        UserError: ``nothing_pasted``, ``too_many_rows``.
    """
    refuse_flood(len(rows))
    records = _records(rows)
    if not records:
        message = "剪贴板里没有单位名称；请在表格里选中单位名称、联系人、电话等列后再复制。"
        raise UserError("nothing_pasted", message)
    with ledger.transaction("paste_units", "") as work:
        session, office = work.session, office_in(work.session).name
        known = _known(session)
        last = session.scalar(select(func.max(Unit.position))) or 0
        added: dict[int, Unit] = {}
        changed: dict[int, Unit] = {}
        for place, record in enumerate(records, last + 1):
            unit = known.get(record["name"])
            if unit is None:
                unit = _new_unit(record, place, office)
                session.add(unit)
                session.flush()
                added[unit.id] = unit
                known |= dict.fromkeys((unit.name, *unit.aliases), unit)
            elif _bring_up_to_date(unit, record) and unit.id not in added:
                changed[unit.id] = unit
        pasted = Pasted(tuple(added), tuple(changed))
        work.entitle(pasted.words.removeprefix("已"))
        return pasted


def _records(rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    heads = _headings(rows[0]) if rows else None
    body = rows[1:] if heads else rows
    heads = heads or _plain_heads(body)
    records = [dict(zip(heads, map(clean_line, row), strict=False)) for row in body]
    return [record for record in records if record.get("name")]


def _headings(row: Sequence[str]) -> list[str] | None:
    words = [_SPACE.sub("", cell) for cell in row]
    parts = [next((part for part, names in _HEADS.items() if word in names), "") for word in words]
    if "name" not in parts or len([part for part in parts if part]) < min(2, len(row)):
        return None
    first = parts.index("name")
    return ["" if part == "name" and place != first else part for place, part in enumerate(parts)]


def _plain_heads(rows: Sequence[Sequence[str]]) -> list[str]:
    """Without headings: name, contact, phone, notes; a leading column of numbers is no name."""
    numbered = bool(rows) and all(row[0].strip().isdigit() for row in rows) and len(rows[0]) > 1
    heads = [*(["number"] if numbered else []), *_PLAIN]
    width = max((len(row) for row in rows), default=0)
    for place in range(1, min(width, len(heads))):
        cells = [row[place].strip() for row in rows if len(row) > place and row[place].strip()]
        if heads[place] == "contact" and cells and all(map(_PHONE.fullmatch, cells)):
            heads.pop(place)  # the phone follows the name at once
            break
    return heads


def _known(session: Session) -> dict[str, Unit]:
    units = session.scalars(select(Unit).order_by(Unit.id)).all()
    by_alias = {alias: unit for unit in units for alias in unit.aliases}
    return by_alias | {unit.name: unit for unit in units}


def _new_unit(record: Mapping[str, str], position: int, office: str) -> Unit:
    name = record["name"]
    return Unit(
        name=name,
        kind=_kind(record.get("kind", "")) or guess_kind(name, office=office),
        aliases=_aliases(record, name),
        contact=record.get("contact", ""),
        phone=record.get("phone", ""),
        notes=record.get("notes", ""),
        position=position,
    )


def _bring_up_to_date(unit: Unit, record: Mapping[str, str]) -> bool:
    """Take over what the sheet says and we don't have so; a blank cell changes nothing."""
    before = (unit.kind, unit.aliases, unit.contact, unit.phone, unit.notes)
    kind = _kind(record.get("kind", ""))
    if kind and unit.kind != "office":
        unit.kind = kind
    more = [name for name in _aliases(record, unit.name) if name not in unit.aliases]
    if more:
        unit.aliases = [*unit.aliases, *more]
    for field in ("contact", "phone", "notes"):
        if record.get(field):
            setattr(unit, field, record[field])
    return before != (unit.kind, unit.aliases, unit.contact, unit.phone, unit.notes)


def _aliases(record: Mapping[str, str], name: str) -> list[str]:
    parts = _SEPARATORS.split(record.get("aliases", ""))
    return [part for part in dict.fromkeys(parts) if part and part != name]


def _kind(word: str) -> str:
    """A kind as a sheet words it; empty when it says none of ours."""
    word = _SPACE.sub("", word)
    ours = {label: key for key, label in KINDS.items() if key != "office"}
    return ours.get(word) or _KIND_WORDS.get(word.replace("（", "").replace("）", ""), "")

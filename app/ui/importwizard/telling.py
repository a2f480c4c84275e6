"""The sentences of the wizard: what stands against what, and what was imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.services.intake.imports import ImportPlan

_KINDS = (("yes", "本镇"), ("ask", "待确认"), ("no", "其他"))


def held_words(plan: ImportPlan, *, untitled: bool = False) -> str:
    """Whether a new list comes to be, or one held is revised."""
    if plan.list_id is None:
        return "粘贴的内容没有标题，请写上清单名称：" if untitled else "新建清单："
    return f"台账中已有，导入后为第 {plan.edition} 版："


def diff_summary(plan: ImportPlan, counts: Mapping[str, int]) -> str:
    """What the import does, in one line."""
    changes = plan.change_set
    if plan.list_id is None:
        slices = "，".join(f"{word} {counts[key]} 项" for key, word in _KINDS if counts.get(key))
        return f"第一次导入这份清单：新增 {len(changes.added)} 项（{slices}）"
    parts = [
        f"新增 {len(changes.added)}",
        f"修改 {len(changes.altered)}",
        f"取消 {len(changes.removed)}",
        f"不变 {len(changes.same)}",
    ]
    asked = f"，{len(changes.asked)} 处请确认是否同一项" if changes.asked else ""
    joined = f"，{len(plan.joins)} 项可能并入别的项" if plan.joins else ""
    moved = f"，{len(changes.renumbered)} 项序号有变" if changes.renumbered else ""
    return f"与台账中第 {plan.edition - 1} 版比较：{'，'.join(parts)}{moved}{asked}{joined}"


def import_words(plan: ImportPlan, counts: Mapping[str, int], left: int = 0) -> str:
    """What was imported: 已导入 89 项，其中本镇 66 项，待确认 23 项."""
    more = f"文件里还有 {left} 张表未导入。" if left > 0 else ""
    slices = "，".join(f"{word} {counts[key]} 项" for key, word in _KINDS[:2] if counts.get(key))
    whole = f"已导入 {len(plan.ours)} 项"
    return (f"{whole}，其中{slices}。" if slices else f"{whole}。") + more


def next_tip(*, last: bool) -> str:
    """The tip of the primary button."""
    return "导入（Ctrl+Enter），导入后可以撤销" if last else "下一步（Ctrl+Enter）"


def untitled_name(at: datetime) -> str:
    """What a pasted list without a title is called until the clerk names it.

    The clock keeps two such lists apart: one must not be taken for a revision of the other.
    """
    return f"粘贴的表（{at.month}月{at.day}日{at:%H:%M}）"

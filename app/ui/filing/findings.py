"""What speaks against filing, sorted for the screen: one group a kind, with where to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.models.views import CheckFinding


@dataclass(frozen=True, slots=True)
class CheckKind:
    """A kind of check as the clerk reads it.

    Attributes:
        found: what is said of n findings; ``{n}`` is their number.
        passed: what is said when there is none.
        action: the word of the link that leads to the first of them.
        page: where it is mended.
        part: the part of that page.
    """

    found: str
    passed: str
    action: str
    page: str = "tasks"
    part: str = "fill"


KINDS = {
    "no_office": CheckKind("本单位名称没有填写", "本单位名称已填写", "去设置", "settings", ""),
    "no_tasks": CheckKind("没有本镇任务，报表是空的", "本镇任务已列入", "去看", "tasks", ""),
    "missing_progress": CheckKind("{n} 项缺进展", "本期进展已填齐", "去填"),
    "amount_fell": CheckKind("{n} 项完成数比上期少", "完成数没有比上期少的", "去看"),
    "lag_unexplained": CheckKind("{n} 项滞后，未写存在问题", "滞后任务都写了存在问题", "去填"),
    "unconfirmed": CheckKind("{n} 处待确认", "没有待确认的任务", "去确认", "tasks", ""),
}
_OTHER = CheckKind("{n} 项需要说明", "", "去看")


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One finding with the place where it is mended."""

    words: str
    whole: str
    destination: Destination


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """All findings of one kind.

    Attributes:
        code: the finding's code; the clerk's word on the group goes by it.
        hard: they stop the filing.
        title: how many of what.
        action: the word of the link that leads to the first.
        lines: the findings.
    """

    code: str
    hard: bool
    title: str
    action: str
    lines: tuple[CheckLine, ...]


def group_findings(findings: Sequence[CheckFinding]) -> tuple[CheckGroup, ...]:
    """The findings by kind, hard ones first, each kind in the order it was found."""
    codes = dict.fromkeys(finding.code for finding in findings)
    groups = [_group(code, [one for one in findings if one.code == code]) for code in codes]
    return tuple(sorted(groups, key=lambda group: not group.hard))


def passed_checks(findings: Sequence[CheckFinding]) -> tuple[str, ...]:
    """What was looked at and found in order."""
    codes = {finding.code for finding in findings}
    return tuple(kind.passed for code, kind in KINDS.items() if code not in codes)


def _group(code: str, findings: list[CheckFinding]) -> CheckGroup:
    kind = KINDS.get(code, _OTHER)
    if code == "unconfirmed":  # one finding that counts the tasks itself
        return _asked_group(findings, kind)
    return CheckGroup(
        code=code,
        hard=any(finding.hard for finding in findings),
        title=kind.found.format(n=len(findings)),
        action=kind.action,
        lines=tuple(_line(finding, kind) for finding in findings),
    )


def _asked_group(findings: list[CheckFinding], kind: CheckKind) -> CheckGroup:
    first = findings[0]
    title = first.message.partition("，")[0]
    destination = Destination(kind.page, task_id=first.task_id, ours="ask")
    lines = (CheckLine(title, first.message, destination),)
    return CheckGroup(first.code, first.hard, title, kind.action, lines)


def _line(finding: CheckFinding, kind: CheckKind) -> CheckLine:
    """The task's own words where the group's title already says what is wrong."""
    task, colon, rest = finding.message.partition("：")
    told = finding.code in {"missing_progress", "lag_unexplained"} and bool(colon)
    destination = Destination(kind.page, task_id=finding.task_id, part=kind.part)
    words = task if told else f"{task}：{rest}" if colon else finding.message
    return CheckLine(words.replace("\u3000", " "), finding.message, destination)

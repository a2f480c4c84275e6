"""What speaks against filing, sorted for the screen: one group a kind, with where to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from app.ui.filing.choices import FORM
from app.ui.workspace import Destination

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.models.returnviews import CheckFinding


@dataclass(frozen=True, slots=True)
class CheckKind:
    """A kind of check as the clerk reads it.

    Attributes:
        found: what is said of n findings; ``{n}`` is their number.
        passed: what is said when there is none.
        action: the word of the link that leads to the first of them.
        page: where it is mended.
        part: the part of that page.
        rows: the kind of lines that is looked at so.
        told: the group's title says it all: a line gives only the name.
    """

    found: str
    passed: str
    action: str
    page: str = "tasks"
    part: str = "fill"
    rows: str = "tasks"
    told: bool = False


KINDS = {
    "no_office": CheckKind(
        "本单位名称没有填写", "本单位名称已填写", "去设置", "settings", "", rows=""
    ),
    "no_tasks": CheckKind("没有本镇任务，报表是空的", "本镇任务已列入", "去看", "tasks", ""),
    "missing_progress": CheckKind("{n} 项缺进展", "本期进展已填齐", "去填", told=True),
    "amount_fell": CheckKind("{n} 项完成数比上期少", "完成数没有比上期少的", "去看"),
    "amount_differs": CheckKind(
        "{n} 处与已定稿的表不一致", "与同期已定稿的表口径一致", "去看", part="progress"
    ),
    "problems_differs": CheckKind(
        "{n} 个问题数与已定稿的表不一致",
        "问题数与同期已定稿的表一致",
        "去看",
        "problems",
        "",
        "problems",
    ),
    "problems_fell": CheckKind(
        "{n} 个问题数比上次定稿少", "销号数没有比上次定稿少的", "去看", "problems", "", "problems"
    ),
    "shares_differs": CheckKind(
        "{n} 处村级数与已定稿的表不一致",
        "村级数与同期已定稿的表一致",
        "去看",
        "split",
        "",
        "villages",
    ),
    "shares_fell": CheckKind(
        "{n} 处村级上报比上次定稿少", "村级上报没有比上次定稿少的", "去看", "split", "", "villages"
    ),
    "themes_differs": CheckKind(
        "{n} 处任务数与已定稿的表不一致",
        "任务数与同期已定稿的表一致",
        "去看",
        "tasks",
        "",
        "groups",
    ),
    # Few lists state money: no table says that its sums are right where there are none.
    "invested_differs": CheckKind(
        "{n} 处投资合计与已定稿的表不一致", "", "去看", "tasks", "", "invested"
    ),
    "invested_fell": CheckKind("{n} 处投资合计比上次定稿少", "", "去看", "tasks", "", "invested"),
    "counts_differ": CheckKind(
        "{n} 处汇总与正表不一致", "汇总与正表一致", "去看", "tasks", "", FORM
    ),
    "entry_doubted": CheckKind(
        "{n} 处填报与台账自相矛盾", "填报与清单、各村上报和文字一致", "去看", part="progress"
    ),
    "goal_differs": CheckKind(
        "{n} 项表上的目标与台账不一致", "表上的目标与台账一致", "去看", part="targets", rows=FORM
    ),
    "text_too_long": CheckKind(
        "{n} 处文字超出格子或字数限制", "文字都放得下", "去改", part="progress", rows=FORM
    ),
    "blank_forbidden": CheckKind(
        "{n} 处不得留空", "没有不得留空的空格", "去填", part="progress", rows=FORM
    ),
    "lag_unexplained": CheckKind(
        "{n} 项滞后，未写存在问题", "滞后任务都写了存在问题", "去填", told=True
    ),
    "proof_missing": CheckKind("{n} 项缺佐证材料", "要佐证的都有佐证材料", "去补", part="evidence"),
    "unconfirmed": CheckKind("{n} 处待确认", "没有待确认的任务", "去确认", "tasks", ""),
    "item_without_unit": CheckKind(
        "{n} 个清单项没有责任单位", "清单项都有责任单位", "去填", "items", "", "items", told=True
    ),
    "item_overdue": CheckKind(
        "{n} 个清单项超期，备注未说明",
        "没有超期未说明的清单项",
        "去看",
        "items",
        "",
        "items",
        told=True,
    ),
    "problem_overdue": CheckKind(
        "{n} 个问题超期，未写整改进展",
        "超期问题都写了整改进展",
        "去填",
        "problems",
        "",
        "problems",
        told=True,
    ),
    "problem_without_unit": CheckKind(
        "{n} 个问题没有责任单位", "问题都有责任单位", "去填", "problems", "", "problems", told=True
    ),
    "problem_without_due": CheckKind(
        "{n} 个问题没有整改时限", "问题都有整改时限", "去填", "problems", "", "problems", told=True
    ),
    "assignment_unanswered": CheckKind(
        "{n} 项交办过期没有反馈",
        "过期的交办都有反馈",
        "去看",
        "units",
        "",
        "assignments",
        told=True,
    ),
    "assignment_unjudged": CheckKind(
        "{n} 项反馈还没有审核", "反馈都已审核", "去审核", "units", "", "assignments", told=True
    ),
    "share_differs": CheckKind(
        "{n} 项分解数与目标不符", "分解数与目标相符", "去看", "split", "", "villages"
    ),
}
_OTHER = CheckKind("{n} 项需要说明", "", "去看")
_ASKED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One finding with the place where it is mended."""

    words: str
    whole: str
    destination: Destination


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """All findings of one kind; a line is made when it is shown, for there may be thousands.

    Attributes:
        code: the finding's code; the clerk's word on the group goes by it.
        hard: they stop the filing.
        title: how many of what.
        kind: how the clerk reads them.
        findings: what was found.
    """

    code: str
    hard: bool
    title: str
    kind: CheckKind
    findings: tuple[CheckFinding, ...]

    @property
    def action(self) -> str:
        """The word of the link that leads to the first."""
        return self.kind.action

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.findings)

    @property
    def tells_more(self) -> bool:
        """A line says what the title does not."""
        return any(line.words != self.title for line in self._each())

    def lines(self, most: int | None = None) -> tuple[CheckLine, ...]:
        """The findings as lines, all or the first of them."""
        return tuple(islice(self._each(), most))

    def _each(self) -> Iterator[CheckLine]:
        if self.code == _ASKED:  # one finding that counts the tasks itself
            first = self.findings[0]
            destination = Destination(self.kind.page, task_id=first.task_id, ours="ask")
            return iter((CheckLine(self.title, first.message, destination),))
        return (_line(finding, self.kind) for finding in self.findings)


def group_findings(findings: Sequence[CheckFinding]) -> tuple[CheckGroup, ...]:
    """The findings by kind, hard ones first, each kind in the order it was found."""
    codes = dict.fromkeys(finding.code for finding in findings)
    groups = [_group(code, [one for one in findings if one.code == code]) for code in codes]
    return tuple(sorted(groups, key=lambda group: not group.hard))


def passed_checks(findings: Sequence[CheckFinding], rows: str = "tasks") -> tuple[str, ...]:
    """What was looked at in a return of such lines and found in order."""
    codes = {finding.code for finding in findings}
    # A form's rows are tasks; it is looked at as their return is, and as a form.
    kinds = {"", rows, "tasks"} if rows == FORM else {"", rows}
    looked = {code: kind for code, kind in KINDS.items() if kind.rows in kinds}
    return tuple(kind.passed for code, kind in looked.items() if code not in codes)


def _group(code: str, findings: list[CheckFinding]) -> CheckGroup:
    kind = KINDS.get(code, _OTHER)
    if code == _ASKED:
        first = findings[0]
        return CheckGroup(code, first.hard, first.message.partition("，")[0], kind, (first,))
    return CheckGroup(
        code=code,
        hard=any(finding.hard for finding in findings),
        title=kind.found.format(n=len(findings)),
        kind=kind,
        findings=tuple(findings),
    )


def _line(finding: CheckFinding, kind: CheckKind) -> CheckLine:
    """The task's own words where the group's title already says what is wrong."""
    task, colon, rest = finding.message.partition("：")
    destination = Destination(
        kind.page,
        task_id=finding.task_id,
        item_id=finding.item_id,
        problem_id=finding.problem_id,
        assignment_id=finding.assignment_id,
        part=kind.part,
        group=finding.group,
    )
    words = finding.message
    if colon:
        words = task if kind.told else f"{task}：{rest}"
    return CheckLine(words.replace("\u3000", " "), finding.message, destination)

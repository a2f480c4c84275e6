"""The clerk's verbs on 举一反三: where else the like was looked for, and the task it hangs on."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.models.database import Ledger
from app.models.registers import LinkTarget
from app.models.supervision import Problem, ProblemLink
from app.models.tasks import Task
from app.models.tracking import Item
from app.services.supervision.problems import problems_of
from app.services.supervision.problemviews import task_words
from app.services.wording import shorten

_TEXT = 200


def find_targets(
    ledger: Ledger, words: str, *, problem_id: int | None = None, limit: int = 20
) -> tuple[LinkTarget, ...]:
    """Tasks, other problems and items whose text or number holds some words.

    Args:
        ledger: the ledger.
        words: what was typed; every word must be found.
        problem_id: the problem that looks, left out itself.
        limit: how many at most of each kind.
    """
    parts = words.split()
    if not parts:
        return ()
    with ledger.reading() as session:
        tasks = select(Task.id, Task.serial, Task.text).where(
            Task.removed_in.is_(None), Task.ours != "no"
        )
        problems = select(Problem.id, Problem.number, Problem.text).where(Problem.id != problem_id)
        items = select(Item.id, Item.name)
        for part in parts:
            tasks = tasks.where(or_(Task.text.contains(part), Task.serial == part))
            problems = problems.where(or_(Problem.text.contains(part), Problem.number == part))
            items = items.where(Item.name.contains(part))
        return (
            *(
                LinkTarget(f"任务 {task_words(row.serial, row.text)}", task_id=row.id)
                for row in session.execute(tasks.order_by(Task.position).limit(limit))
            ),
            *(
                LinkTarget(f"问题 {task_words(row.number, row.text)}", other_id=row.id)
                for row in session.execute(problems.order_by(Problem.position).limit(limit))
            ),
            *(
                LinkTarget(f"清单 {row.name}", item_id=row.id)
                for row in session.execute(items.order_by(Item.id).limit(limit))
            ),
        )


def add_link(ledger: Ledger, problem_id: int, target: LinkTarget) -> int:
    """Note where else the like was looked for: a task, an item, another problem, or free words.

    The words are kept too, so that they stay when what they point at goes.

    Raises:
        UserError: ``empty_text``, ``same_problem`` or ``known_link``.
    """
    words = " ".join(target.text.split())
    if not words:
        raise UserError("empty_text", "请写明举一反三查了什么，或选一项任务、清单、问题。")
    if target.other_id == problem_id:
        raise UserError("same_problem", "不能关联到问题自己；请选另一个问题。")
    with ledger.transaction("add_link", "") as work:
        (problem,) = problems_of(work.session, [problem_id])
        link = ProblemLink(
            task_id=target.task_id,
            item_id=target.item_id,
            other_id=target.other_id,
            text=_kept_words(work.session, target) or words,
        )
        if any(_points(link) == _points(one) for one in problem.links):
            raise UserError("known_link", f"“{shorten(words)}”已经在举一反三里了。")
        problem.links.append(link)
        work.session.flush()
        work.entitle(f"举一反三“{shorten(words)}”：{shorten(problem.text)}")
        return link.id


def change_link(ledger: Ledger, link_id: int, text: str) -> None:
    """Write free words anew."""
    with ledger.transaction("change_link", f"修改举一反三“{shorten(text)}”") as work:
        link = work.session.get(ProblemLink, link_id)
        if link is None or not text.strip():
            raise UserError("empty_text", "举一反三的内容不能为空；要去掉这一条，请按 Delete。")
        link.text = text.strip()


def remove_links(ledger: Ledger, link_ids: Sequence[int]) -> None:
    """Take links away; undo brings them back."""
    with ledger.transaction("remove_links", f"移除举一反三 {len(link_ids)} 条") as work:
        for link in work.session.scalars(select(ProblemLink).where(ProblemLink.id.in_(link_ids))):
            work.session.delete(link)


def _kept_words(session: Session, target: LinkTarget) -> str:
    """What the thing pointed at is called now."""
    task = session.get(Task, target.task_id) if target.task_id else None
    item = session.get(Item, target.item_id) if target.item_id else None
    other = session.get(Problem, target.other_id) if target.other_id else None
    named = task_words(task.serial, task.text) if task else ""
    return shorten(named or (item.name if item else "") or (other.text if other else ""), _TEXT)


def _points(link: ProblemLink) -> tuple[object, ...]:
    pointers = (link.task_id, link.item_id, link.other_id)
    return pointers if any(pointers) else (link.text,)

"""From a file to the ledger: read, compare with what is held, and commit in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.files import data_dir, keep_file, leaving_nothing
from app.importing.comparing.diff import ChangeSet, compare
from app.importing.drafts import DraftList
from app.importing.readers.clipboard import keep_pasted
from app.importing.reading import ReadResult
from app.importing.reading import read_file as read_lists
from app.importing.slice import Ours, is_own_list, judge_ours
from app.importing.tables.headings import squash
from app.models.database import Ledger
from app.models.tasks import ListSource, Task, TaskList
from app.models.units import LearnedMapping
from app.monitor import SILENT, Monitor
from app.services.intake.joining import Join, find_joins, go_along
from app.services.keeping.backup import back_up_before
from app.services.settings import Office, office_in
from app.services.work.drafting import held_task, new_task, revise
from app.services.work.tasks import VERDICTS

_SAME_TITLE = 90.0
_STEP = 200
Answers = Mapping[tuple[int, int], bool]


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do.

    Attributes:
        list_id: the list that is revised, None for a new one.
        title: the list's title as it will stand.
        edition: 1 for a new list.
        change_set: against what the ledger holds.
        ours: the verdict on every row of the new edition, by row number.
        decided: the rows whose verdict is the clerk's own; later editions keep it.
        joins: dropped tasks that seem joined into a row and have something on them.
        moving: the ids of those whose items, entries and proof go along.
    """

    draft_list: DraftList
    list_id: int | None
    title: str
    year: int
    edition: int
    change_set: ChangeSet
    ours: Mapping[int, Ours]
    decided: frozenset[int] = frozenset()
    joins: tuple[Join, ...] = ()
    moving: frozenset[int] = frozenset()

    def count_ours(self) -> dict[str, int]:
        """How many rows are ours, to be confirmed, and not ours."""
        verdicts = [verdict.verdict for verdict in self.ours.values()]
        return {key: verdicts.count(key) for key in ("yes", "ask", "no")}


def read_file(
    path: Path,
    *,
    sheet: str | None = None,
    year: int | None = None,
    ledger: Ledger | None = None,
    monitor: Monitor = SILENT,
) -> ReadResult:
    """Read every task list of a file, with the mappings confirmed before in this ledger.

    Raises:
        UserError: the file can't be read or holds no task list.
    """
    remembered = {} if ledger is None else _remembered(ledger)
    return read_lists(path, sheet=sheet, year=year, remembered=remembered, monitor=monitor)


def read_clipboard(
    ledger: Ledger | None,
    html: str | None,
    text: str | None,
    *,
    year: int | None = None,
    folder: Path | None = None,
    monitor: Monitor = SILENT,
) -> tuple[Path, ReadResult]:
    """Read every task list of what was copied in WPS, Excel, Word or a browser.

    Args:
        ledger: the open ledger, whose confirmed mappings are used; or None.
        html: what the clipboard offers as HTML.
        text: what it offers as plain text.
        year: the plan's year, else as read.
        folder: where what was pasted is kept; the clerk's own data folder when None.
        monitor: hears how far the reading is.

    Returns:
        The file that now holds what was pasted, for :func:`commit_import`, and what it says.

    Raises:
        UserError: ``empty_clipboard``, ``too_large``, or it holds no task list.
    """
    path = keep_pasted(html, text, folder or data_dir() / "pasted")
    return path, read_file(path, year=year, ledger=ledger, monitor=monitor)


def plan_import(
    ledger: Ledger,
    draft_list: DraftList,
    *,
    title: str | None = None,
    year: int | None = None,
    decided: Mapping[int, str] | None = None,
    answers: Answers | None = None,
    staying: frozenset[int] = frozenset(),
    monitor: Monitor = SILENT,
) -> ImportPlan:
    """Compare a list with what the ledger holds of it; nothing is changed.

    Args:
        ledger: the open ledger.
        draft_list: the list as read.
        title: the list meant; else the held one whose title is nearest, else a new one.
        year: the plan's year, else as read.
        decided: the clerk's verdict by row number, over the rule's.
        answers: the clerk's word on doubtful pairs, by (task id, row).
        staying: joined tasks, by id, whose items, entries and proof do not go along to the row
            that holds them now.
        monitor: hears how far the comparing is, and may stop it.
    """
    answers = answers or {}
    year = year or draft_list.year
    with ledger.reading() as session:
        held_list = _held_list(session, title or draft_list.title, year, named=title is not None)
        held = [] if held_list is None else _held_tasks(session, held_list.id)
        change_set = compare(
            [held_task(task) for task in held], draft_list.tasks, decided=answers, monitor=monitor
        )
        joins = find_joins(session, change_set)
        ours = _judge(draft_list, office_in(session), _settled(session, held, change_set))
    for row, verdict in (decided or {}).items():
        ours[row] = Ours(verdict, f"人工确认：{VERDICTS[verdict]}")
    return ImportPlan(
        draft_list=draft_list,
        list_id=held_list.id if held_list else None,
        title=held_list.title if held_list else (title or draft_list.title),
        year=year,
        edition=held_list.edition + 1 if held_list else 1,
        change_set=change_set,
        ours=ours,
        decided=frozenset(decided or {}),
        joins=joins,
        moving=frozenset(one.held_id for one in joins) - staying,
    )


def commit_import(
    ledger: Ledger, plan: ImportPlan, path: Path, *, monitor: Monitor = SILENT
) -> int:
    """Carry out a plan in one transaction, after a backup; the source file is kept.

    A doubtful pair the clerk was not asked about is taken as the same task, so that its progress,
    items and proof stay with it; what hangs on a joined task goes along, for a dropped task is
    seen nowhere but in the history.

    Returns:
        The operation's number, for undoing it later.

    Raises:
        UserError: the disk is full or gone; then nothing is changed.
    """
    back_up_before(ledger, "import")
    kept = keep_file(path, ledger.evidence_folder)
    fresh = [kept.path] if kept.is_new else []
    with leaving_nothing(fresh), ledger.transaction("import", _title(plan)) as work:
        task_list = _list_row(work.session, plan)
        task_list.sources.append(
            ListSource(
                edition=plan.edition,
                file_name=path.name,
                sha256=kept.sha256,
                sheet=plan.draft_list.sheet,
            )
        )
        _carry_out(work.session, task_list, plan, monitor)
        _remember(work.session, plan.draft_list)
        work.session.flush()
        return work.operation.id


def _remembered(ledger: Ledger) -> dict[str, dict[str, str | None]]:
    with ledger.reading() as session:
        return {row.fingerprint: row.fields for row in session.scalars(select(LearnedMapping))}


def _remember(session: Session, draft_list: DraftList) -> None:
    """Keep the confirmed mapping under the head's fingerprint."""
    mapping = draft_list.mapping
    if not mapping.columns:
        return
    fields = {column.name: column.field for column in mapping.columns}
    query = select(LearnedMapping).where(LearnedMapping.fingerprint == mapping.fingerprint)
    row = session.scalar(query)
    if row is None:
        session.add(LearnedMapping(fingerprint=mapping.fingerprint, fields=fields))
    elif row.fields != fields:
        row.fields = fields


def _held_list(session: Session, title: str, year: int, *, named: bool) -> TaskList | None:
    """The list of that title and year; a title the clerk gave must match as written."""
    rows = session.scalars(select(TaskList).where(TaskList.year == year)).all()
    exact = next((row for row in rows if squash(row.title) == squash(title)), None)
    if exact is not None or named:
        return exact
    scored = [(fuzz.ratio(squash(row.title), squash(title)), row) for row in rows]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= _SAME_TITLE else None


def _held_tasks(session: Session, list_id: int) -> Sequence[Task]:
    """The tasks of a list that came with a file; the office's own are none of a revision."""
    query = select(Task).where(Task.list_id == list_id, Task.removed_in.is_(None))
    return session.scalars(query.where(Task.source_row.is_not(None)).order_by(Task.position)).all()


def _settled(session: Session, held: Sequence[Task], change_set: ChangeSet) -> dict[int, Ours]:
    """The clerk's earlier decisions on tasks that the new edition still has, by row."""
    tasks = {task.id: task for task in held if task.ours_decided}
    return {
        row: Ours(tasks[held_id].ours, tasks[held_id].ours_why)
        for held_id, row in _pairs(change_set)
        if held_id in tasks
    }


def _judge(draft_list: DraftList, office: Office, settled: Mapping[int, Ours]) -> dict[int, Ours]:
    own = is_own_list(draft_list.title, office=office.name, aliases=office.aliases)
    return {
        draft.row: settled.get(draft.row)
        or judge_ours(draft, office=office.name, aliases=office.aliases, own_list=own)
        for draft in draft_list.tasks
    }


def _pairs(change_set: ChangeSet) -> list[tuple[int, int]]:
    """Task id and row of all that stays, doubtful pairs included."""
    asked = [(pair.held_id, pair.row) for pair in change_set.asked]
    return [*change_set.same, *change_set.altered, *asked]


def _list_row(session: Session, plan: ImportPlan) -> TaskList:
    if plan.list_id is None:
        row = TaskList(title=plan.title, year=plan.year)
        session.add(row)
        return row
    held = session.get(TaskList, plan.list_id)
    if held is None:
        raise UserError("no_list", "原任务分解表已被删除；请重新导入。")
    held.edition = plan.edition
    return held


def _carry_out(session: Session, task_list: TaskList, plan: ImportPlan, monitor: Monitor) -> None:
    drafts = plan.draft_list.tasks
    held = {row: held_id for held_id, row in _pairs(plan.change_set)}
    tasks = {
        task.id: task for task in session.scalars(select(Task).where(Task.id.in_(held.values())))
    }
    own_below = _own_tasks_by_place(session, task_list.id, frozenset(tasks))
    session.flush()
    ordered = own_below.pop(None, [])
    by_row: dict[int, Task] = {}
    for position, draft in enumerate(drafts, 1):
        if position % _STEP == 0:
            monitor.report(position, len(drafts), "正在写入台账")
        task = tasks.get(held.get(draft.row, 0))
        if task is None:
            task = new_task(draft, position=position, year=plan.year)
            task.list_id = task_list.id
            session.add(task)
        else:
            revise(task, draft, year=plan.year)
        by_row[draft.row] = task
        ordered += [task, *own_below.pop(task.id, [])]
        _say_whose(task, draft.row, plan)
    for gone in plan.change_set.removed:
        task = session.get_one(Task, gone.id)
        task.removed_in = plan.edition
    _move_joined(session, plan, by_row)
    for position, task in enumerate(ordered, 1):
        if task.position != position:
            task.position = position


def _move_joined(session: Session, plan: ImportPlan, by_row: Mapping[int, Task]) -> None:
    session.flush()  # a row that is new needs its number
    for join in plan.joins:
        if join.held_id in plan.moving:
            go_along(session, session.get_one(Task, join.held_id), by_row[join.row])


def _say_whose(task: Task, row: int, plan: ImportPlan) -> None:
    """Keep the verdict on a row; what the clerk once decided only the clerk changes."""
    decided, ours = row in plan.decided, plan.ours[row]
    if decided or not task.ours_decided:
        verdict = (ours.verdict, ours.why, decided)
        if (task.ours, task.ours_why, task.ours_decided) != verdict:
            task.ours, task.ours_why, task.ours_decided = verdict


def _own_tasks_by_place(
    session: Session, list_id: int | None, staying: frozenset[int]
) -> dict[int | None, list[Task]]:
    """The office's own tasks by the task of the list they stand below, among those that stay."""
    below: dict[int | None, list[Task]] = {}
    anchor: int | None = None
    query = select(Task.id, Task.source_row).where(Task.list_id == list_id)
    own = {
        task.id: task
        for task in session.scalars(
            select(Task).where(Task.list_id == list_id, Task.source_row.is_(None))
        )
    }
    for number, source_row in session.execute(query.order_by(Task.position, Task.id)):
        if source_row is None:
            below.setdefault(anchor, []).append(own[number])
        elif number in staying:
            anchor = number
    return below


def _title(plan: ImportPlan) -> str:
    counts, changes = plan.count_ours(), plan.change_set
    if plan.edition == 1:
        return f"导入“{plan.title}” {len(plan.ours)} 项，本镇 {counts['yes']} 项"
    return (
        f"导入“{plan.title}”第{plan.edition}版：新增{len(changes.added)}、"
        f"修改{len(changes.altered)}、取消{len(changes.removed)}"
    )

"""A list of objects from any sheet into a task's items: read, compared, written in one step."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.importing.readers.clipboard import PASTED, read_clipboard
from app.importing.readers.registry import read_sheets
from app.importing.registers.itemcolumns import map_item_columns
from app.importing.registers.itemdrafts import ItemDraft, read_item_drafts
from app.importing.registers.itemmatching import HeldItem, match_items
from app.importing.registers.itemtables import find_item_tables
from app.importing.sheet import Cell, Sheet
from app.importing.tables.headings import squash
from app.importing.tables.rows import SkippedRow
from app.models.database import Ledger
from app.models.rules.names import numbered_stem
from app.models.rules.pace import plain
from app.models.tasks import Target, Task, TaskList
from app.models.tracking import Item
from app.models.units import LearnedMapping, Unit
from app.monitor import SILENT, Monitor
from app.services.breakdown.itemplans import ItemFile, ItemLine, ItemPlan, TaskCount, Wanted
from app.services.breakdown.itemwriting import Held, lines_of, write_items
from app.services.wording import shorten
from app.services.work.tasks import tasks_of

MOST = 5000


def read_item_file(ledger: Ledger, path: Path, *, monitor: Monitor = SILENT) -> ItemFile:
    """Read every list of objects of a file, with the columns as confirmed before.

    Raises:
        UserError: the file can't be read, or ``no_items_found``.
    """
    return _file_of(ledger, path.name, read_sheets(path, monitor=monitor))


def read_item_clipboard(ledger: Ledger, html: str | None, text: str | None) -> ItemFile:
    """Read every list of objects of what was copied elsewhere.

    Raises:
        UserError: ``empty_clipboard``, ``too_large`` or ``no_items_found``.
    """
    return _file_of(ledger, PASTED, read_clipboard(html, text))


def plan_items(ledger: Ledger, source: ItemFile, wanted: Wanted) -> ItemPlan:
    """Compare a list with the items held; nothing is changed."""
    with ledger.reading() as session:
        return _plan(session, source, wanted)


def commit_items(
    ledger: Ledger, source: ItemFile, wanted: Wanted, *, monitor: Monitor = SILENT
) -> ItemPlan:
    """Write a list into the ledger in one step, as the ledger stands now.

    Raises:
        UserError: ``nothing_to_import``, ``too_many_items``, or the task is gone.
    """
    with ledger.transaction("import_items", "") as work:
        plan = _plan(work.session, source, wanted)
        if not plan.lines:
            raise UserError("nothing_to_import", "表里没有可以导入的项；请检查哪一列是名称。")
        _refuse_many(plan)
        write_items(work.session, plan, wanted, monitor)
        _remember(work.session, source)
        work.entitle(_title(plan))
        return plan


def paste_rows(ledger: Ledger, task_id: int, rows: Sequence[Sequence[str]]) -> list[int]:
    """Read pasted rows as a list of a task's items and write them at once.

    Names held are updated, all others added; numbered blanks stay.

    Returns:
        The items that were added or changed, in the order of the rows.

    Raises:
        UserError: ``nothing_pasted``, ``too_many_items``, or the task is gone.
    """
    cells = {
        (row, column): Cell(text, row, column)
        for row, line in enumerate(rows, 1)
        for column, text in enumerate(line, 1)
        if text.strip()
    }
    sheet = Sheet(PASTED, cells)
    tables = [table for table in find_item_tables(sheet) if table.rows]
    if not tables:
        raise UserError("nothing_pasted", "剪贴板里没有可用的行；请在表格里选中后再复制。")
    read = tuple((table, map_item_columns(table)) for table in tables)
    wanted = Wanted(task_id, None, date.today(), fill=False)  # noqa: DTZ011 - the clerk's day
    with ledger.transaction("add_items", "") as work:
        written: list[Item] = []
        count: Counter[str] = Counter()
        for place in range(len(read)):
            source = _without_task(ItemFile(PASTED, {PASTED: sheet}, read, place))
            plan = _plan(work.session, source, wanted)
            _refuse_many(plan)
            written += write_items(work.session, plan, wanted)
            count += plan.count()
        (task,) = tasks_of(work.session, [task_id])
        work.entitle(f"粘贴清单 {_done_words(count)}：{shorten(task.text)}")
        return [item.id for item in written]


def _fitting(session: Session, source: ItemFile, wanted: Wanted) -> ItemFile:
    """Where the clerk chose the task and no row names one of ours, the column is like any other."""
    column = source.mapping.of("task")
    if column is None or wanted.task_id is None:
        return source
    names = _task_names(session, wanted.list_id)
    cells = (row.cells.get(column.index) for row in source.table.rows)
    known = any(cell and _named_task(cell.text, names) for cell in cells)
    return source if known else _without_task(source)


def _without_task(source: ItemFile) -> ItemFile:
    """The task is the one in hand, whatever the rows say of it."""
    column = source.mapping.of("task")
    return source.correcting(column.index, None) if column else source


def _refuse_many(plan: ItemPlan) -> None:
    if len(plan.lines) > MOST:
        raise UserError("too_many_items", f"一次最多导入 {MOST} 项；请把表分开后再导入。")


def _title(plan: ItemPlan) -> str:
    tasks = plan.counts
    name = shorten(tasks[0].text) if len(tasks) == 1 else f"{len(tasks)} 项任务"
    return f"导入清单 {_done_words(plan.count()) or '，没有变化'}：{name}"


def _done_words(count: Mapping[str, int]) -> str:
    parts = (("add", "新增"), ("fill", "填入"), ("update", "更新"))
    return "、".join(f"{word} {count[kind]} 项" for kind, word in parts if count.get(kind))


def _file_of(ledger: Ledger, name: str, sheets: Sequence[Sheet]) -> ItemFile:
    with ledger.reading() as session:
        learned = {row.fingerprint: row.fields for row in session.scalars(select(LearnedMapping))}
    ordered = sorted(sheets, key=lambda sheet: sheet.hidden)
    found = [table for sheet in ordered for table in find_item_tables(sheet) if table.rows]
    if not found:
        raise UserError("no_items_found", f"在“{name}”里没有找到清单；请检查是否选错了文件。")
    tables = tuple((table, map_item_columns(table, remembered=learned)) for table in found)
    largest = max(range(len(found)), key=lambda at: (not found[at].hidden, len(found[at].rows)))
    return ItemFile(name, {sheet.name: sheet for sheet in sheets}, tables, largest)


def _remember(session: Session, source: ItemFile) -> None:
    """Keep the parts of the columns under the head's fingerprint."""
    mapping = source.mapping
    if not source.table.header_rows:
        return
    query = select(LearnedMapping).where(LearnedMapping.fingerprint == mapping.fingerprint)
    row = session.scalar(query)
    if row is None:
        session.add(LearnedMapping(fingerprint=mapping.fingerprint, fields=mapping.fields()))
    elif row.fields != mapping.fields():
        row.fields = mapping.fields()


def _plan(session: Session, source: ItemFile, wanted: Wanted) -> ItemPlan:
    year = _year(session, wanted)
    source = _fitting(session, source, wanted)
    drafts = read_item_drafts(source.table, source.mapping, year=year)
    sorted_out, strangers = _by_task(session, drafts.items, wanted)
    items = _items_by_task(session, list(sorted_out))
    lines: list[ItemLine] = []
    missing: dict[int, tuple[str, ...]] = {}
    held = {task: _held(items.get(task, ())) for task in sorted_out}
    for task_id, rows in sorted_out.items():
        matches = match_items(rows, held[task_id], answers=wanted.answers, fill=wanted.fill)
        lines += lines_of(task_id, rows, matches, items.get(task_id, ()), wanted.as_of)
        taken = {match.held_id for match in matches}
        missing[task_id] = tuple(one.name for one in held[task_id] if one.id not in taken)
    blanks = [one for some in held.values() for one in some if one.is_blank]
    filled = {line.item_id for line in lines if line.kind == "fill"}
    return ItemPlan(
        drafts=drafts,
        lines=tuple(sorted(lines, key=lambda line: line.draft.row)),
        left_out=tuple(sorted((*drafts.skipped, *strangers), key=lambda one: one.row)),
        missing={task: names for task, names in missing.items() if names},
        counts=_counts(session, sorted_out, lines, items),
        blanks=len(blanks),
        ticked_blanks=sum(one.is_done and one.id in filled for one in blanks),
        undated=sum(draft.is_done for draft in drafts.items),
    )


def _year(session: Session, wanted: Wanted) -> int:
    list_id = wanted.list_id
    if wanted.task_id is not None:
        list_id = session.scalar(select(Task.list_id).where(Task.id == wanted.task_id)) or list_id
    year = session.scalar(select(TaskList.year).where(TaskList.id == list_id))
    return year or wanted.as_of.year


def _by_task(
    session: Session, drafts: Sequence[ItemDraft], wanted: Wanted
) -> tuple[dict[int, list[ItemDraft]], list[SkippedRow]]:
    """The rows by task: the one each names, else the one chosen."""
    names = _task_names(session, wanted.list_id) if any(one.task for one in drafts) else {}
    found: dict[int, list[ItemDraft]] = defaultdict(list)
    strangers = []
    for draft in drafts:
        task_id = _named_task(draft.task, names) if draft.task else wanted.task_id
        task_id = task_id or (wanted.task_id if not names else None)
        if task_id is None:
            text = f"{draft.name}　{draft.task}".strip()
            strangers.append(SkippedRow(draft.row, "no_task", text))
        else:
            found[task_id].append(draft)
    return found, strangers


def _task_names(session: Session, list_id: int | None) -> dict[str, int]:
    """Our tasks by serial and by text; a serial that stands twice names none."""
    query = select(Task.id, Task.serial, Task.text).where(Task.removed_in.is_(None))
    query = query.where(Task.ours != "no").order_by(Task.list_id, Task.position)
    if list_id is not None:
        query = query.where(Task.list_id == list_id)
    rows = session.execute(query).all()
    serials = Counter(squash(row.serial) for row in rows)
    names = {squash(row.text): row.id for row in rows}
    names |= {squash(row.serial): row.id for row in rows if serials[squash(row.serial)] == 1}
    names.pop("", None)
    return names


def _named_task(words: str, names: Mapping[str, int]) -> int | None:
    """The task a list names: by serial, by its text, or by the only text that begins so."""
    key = squash(words)
    if key in names:
        return names[key]
    near = {
        number
        for name, number in names.items()
        if len(key) > 3 and len(name) > 3 and (key in name or name in key)
    }
    return near.pop() if len(near) == 1 else None


def _items_by_task(session: Session, task_ids: Sequence[int]) -> dict[int, list[Held]]:
    """The items of tasks with the names of their units, in their order."""
    query = select(Item, Unit.name).outerjoin(Unit, Unit.id == Item.unit_id)
    query = query.where(Item.task_id.in_(task_ids)).order_by(Item.position, Item.id)
    found: dict[int, list[Held]] = defaultdict(list)
    for item, unit in session.execute(query):
        found[item.task_id].append((item, unit or ""))
    return found


def _held(items: Sequence[Held]) -> list[HeldItem]:
    """The items for comparing; one with nothing but a running number for a name is a blank."""
    highest = 2 * len(items) + 10  # numbers run on where some were taken out; G312 is a road
    stems = Counter(numbered_stem([item.name]) for item, _ in items)

    def is_blank(name: str) -> bool:
        stem = numbered_stem([name])
        return stems[stem] > 1 and bool(stem) and int(name.removeprefix(stem)) <= highest

    return [
        HeldItem(item.id, item.name, unit, is_blank(item.name), bool(item.done_on))
        for item, unit in items
    ]


def _counts(
    session: Session,
    sorted_out: Mapping[int, Sequence[ItemDraft]],
    lines: Sequence[ItemLine],
    items: Mapping[int, Sequence[Held]],
) -> tuple[TaskCount, ...]:
    targets = {
        row.task_id: f"{plain(row.number)} {row.unit}".strip()
        for row in session.execute(
            select(Target.task_id, Target.number, Target.unit)
            .where(Target.task_id.in_(sorted_out), Target.number.is_not(None))
            .order_by(Target.position.desc())
        )
    }
    query = select(Task.id, Task.text).where(Task.id.in_(sorted_out))
    texts = {row.id: row.text for row in session.execute(query)}
    listed = Counter(line.task_id for line in lines if line.kind != "twin")
    fresh = Counter(line.task_id for line in lines if line.kind == "add")
    return tuple(
        TaskCount(
            task, texts.get(task, ""), listed[task], len(items.get(task, ())) + fresh[task],
            targets.get(task, ""),
        )
        for task in sorted_out
    )  # fmt: skip

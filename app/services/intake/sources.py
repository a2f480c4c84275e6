"""Where a task came from: the kept file under its own name, and its sheets as they came."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.files import atomic_write, telling_disk_faults
from app.importing.paragraphs import PROSE_SHEET
from app.importing.reading import read_source
from app.importing.sheet import Sheet
from app.models.database import Ledger
from app.models.tasks import ListSource, Task
from app.monitor import SILENT, Monitor
from app.services.proof.evidence import kept_path


@dataclass(frozen=True, slots=True)
class TaskSource:
    """The place a task came from.

    Attributes:
        file_name: the file's own name.
        kept: where the ledger keeps it; nobody must write there.
        sheet: the sheet's name; 正文 for prose.
        row: the row in the sheet from 1, or the paragraph's number.
        text: the task's wording as it stands now.
    """

    file_name: str
    kept: Path
    sheet: str
    row: int
    text: str

    @property
    def is_prose(self) -> bool:
        """It came from the running text of a document."""
        return self.sheet == PROSE_SHEET


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source with its sheets, to be looked at.

    Attributes:
        source: the task's place.
        sheets: every sheet of the file.
        current: the place of the task's sheet among them.
    """

    source: TaskSource
    sheets: tuple[Sheet, ...]
    current: int


def task_source(ledger: Ledger, task_id: int) -> TaskSource:
    """The place a task came from.

    Raises:
        UserError: ``no_source`` for a task of the office's own, or ``file_missing``.
    """
    with ledger.reading() as session:
        task = session.get(Task, task_id)
        source = _source_row(session, task) if task else None
        if task is None or source is None or task.source_row is None:
            raise UserError("no_source", "这项任务是本单位自行增加的，没有来源文件。")
        kept = kept_path(ledger, source.file_name, source.sha256)
        found = TaskSource(source.file_name, kept, task.source_sheet, task.source_row, task.text)
    if not kept.is_file():
        message = f"来源文件“{found.file_name}”不见了；请从备份恢复。"
        raise UserError("file_missing", message)
    return found


def show_source(ledger: Ledger, task_id: int, *, monitor: Monitor = SILENT) -> ShownSource:
    """Read the file a task came from, to show the very place.

    Raises:
        UserError: as :func:`task_source`, or the file can't be read any more.
    """
    source = task_source(ledger, task_id)
    with TemporaryDirectory() as folder:  # sheets of some formats go by the file's own name
        sheets = read_source(_copy(source, Path(folder)), monitor=monitor)
    names = [sheet.name for sheet in sheets]
    current = names.index(source.sheet) if source.sheet in names else 0
    return ShownSource(source, sheets, current)


def copy_source(ledger: Ledger, task_id: int, folder: Path) -> Path:
    """Lay a copy of the file a task came from into a folder, under its own name.

    The kept file itself is never handed out: what is typed into the copy changes no proof.

    Raises:
        UserError: as :func:`task_source`, or the folder can't be written.
    """
    return _copy(task_source(ledger, task_id), folder)


def _copy(source: TaskSource, folder: Path) -> Path:
    path = folder / source.file_name
    with telling_disk_faults(source.kept):
        content = source.kept.read_bytes()
    with atomic_write(path) as stream:
        stream.write(content)
    return path


def _source_row(session: Session, task: Task) -> ListSource | None:
    """The file of the newest edition that has the task."""
    query = select(ListSource).where(ListSource.list_id == task.list_id)
    if task.removed_in is not None:
        query = query.where(ListSource.edition < task.removed_in)
    return session.scalar(query.order_by(ListSource.edition.desc(), ListSource.id.desc()).limit(1))

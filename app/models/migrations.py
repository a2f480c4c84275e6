"""How an older ledger becomes a newer one: numbered steps, each whole or not at all."""

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, Engine, text

from app.errors import UserError
from app.models.base import Base
from app.models.breakdown import Reading, Share, ShareReport
from app.models.journal import Change, Operation
from app.models.returns import BlankForm, OwnFormat, ReportText, Return
from app.models.schema2 import STATEMENTS
from app.models.supervision import (
    Assignment,
    AssignmentLine,
    Feedback,
    Problem,
    ProblemLink,
    ProblemStep,
)
from app.models.tasks import Checkpoint, ListSource, Target, Task, TaskList
from app.models.tracking import Evidence, Item, Progress
from app.models.units import LearnedMapping, Setting, Unit

SCHEMA = 2
_RECORDS: tuple[type[Base], ...] = (
    Assignment, AssignmentLine, BlankForm, Change, Checkpoint, Evidence, Feedback, Item,
    LearnedMapping, ListSource, Operation, OwnFormat, Problem, ProblemLink, ProblemStep, Progress,
    Reading, ReportText, Return, Setting, Share, ShareReport, Target, Task, TaskList, Unit,
)  # fmt: skip
RECORDS: Mapping[str, type[Base]] = {record.__tablename__: record for record in _RECORDS}
Step = Callable[[Connection], None]


def _to_2(connection: Connection) -> None:
    for statement in STATEMENTS:
        connection.exec_driver_sql(statement)


STEPS: Mapping[int, Step] = {2: _to_2}


def create_schema(engine: Engine) -> None:
    """Lay out an empty ledger of today's schema."""
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        _set_version(connection, SCHEMA)


def schema_version(engine: Engine) -> int:
    """The number of the schema the ledger was last written with."""
    with engine.connect() as connection:
        return int(connection.execute(text("PRAGMA user_version")).scalar_one())


def refuse_newer(engine: Engine, newest: int = SCHEMA) -> None:
    """Stop before a ledger that a newer program has written.

    Raises:
        UserError: ``ledger_newer``.
    """
    found = schema_version(engine)
    if found > newest:
        raise UserError(
            "ledger_newer",
            f"台账由更新的版本写成（格式{found}，本程序到{newest}），没有打开；请先升级本程序。",
        )


def upgrade(engine: Engine, steps: Mapping[int, Step] | None = None) -> tuple[int, ...]:
    """Carry out the steps an older ledger still lacks, each in its own transaction.

    Returns:
        The numbers of the steps carried out; a step that fails leaves the ledger at the last one.
    """
    steps = STEPS if steps is None else steps
    due = tuple(number for number in sorted(steps) if number > schema_version(engine))
    for number in due:
        with engine.execution_options(opening="BEGIN IMMEDIATE").begin() as connection:
            steps[number](connection)
            _set_version(connection, number)
    return due


def _set_version(connection: Connection, number: int) -> None:
    connection.exec_driver_sql(f"PRAGMA user_version={number:d}")

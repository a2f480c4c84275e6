"""The database's promises: real transactions, kept foreign keys, one writer, no newer ledger."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from app.errors import UserError
from app.models.database import DATABASE, Ledger
from app.models.migrations import SCHEMA, schema_version, upgrade
from app.models.tasks import Task, TaskList
from app.models.tracking import Item
from app.services.keeping.ledgers import open_ledger
from tests.ledgers import a_list, a_task, boilers, count_of


def test_a_stray_child_is_refused(ledger: Ledger) -> None:
    with pytest.raises(IntegrityError), ledger.transaction("stray", "x") as work:
        work.session.add(Item(task_id=999, position=1, name="无主"))


def test_a_failing_block_leaves_nothing(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError), ledger.transaction("half", "x") as work:
        work.session.add(TaskList(title="半途", year=2020))
        work.session.flush()
        raise RuntimeError
    assert count_of(ledger, TaskList) == 0


def test_rolled_back_tables_are_gone(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError), ledger.engine.begin() as connection:
        connection.execute(text("CREATE TABLE half (id INTEGER)"))
        raise RuntimeError
    with ledger.engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM sqlite_master WHERE name='half'"))
        assert found.scalar() == 0


def test_a_transaction_takes_the_right_to_write_at_once(ledger: Ledger) -> None:
    with ledger.transaction("first", "x"):
        other = sqlite3.connect(ledger.folder / DATABASE, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
        other.close()


def test_work_that_changes_nothing_leaves_no_journal_line(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        before = connection.execute(text("SELECT count(*) FROM operation")).scalar_one()
    with ledger.transaction("idle", "x"):
        pass
    with ledger.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM operation")).scalar_one() == before


def test_a_second_writer_is_told_who_holds_it_and_may_read(ledger: Ledger) -> None:
    boilers(ledger)
    with pytest.raises(UserError, match=r"正由.*打开") as told:
        open_ledger(ledger.folder)
    assert told.value.code == "ledger_held"
    reader = open_ledger(ledger.folder, readonly=True)
    assert count_of(reader, Task) == 1
    with pytest.raises(UserError, match="只读") as refused:
        a_list(reader)
    assert refused.value.code == "read_only"
    reader.close()


def test_a_closed_ledger_can_be_opened_again(ledger: Ledger) -> None:
    folder = ledger.folder
    ledger.close()
    again = open_ledger(folder)
    again.close()


def test_a_newer_ledger_is_refused_untouched(ledger: Ledger) -> None:
    folder = ledger.folder
    with ledger.engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA + 1}")
    ledger.close()
    content = (folder / DATABASE).read_bytes()
    with pytest.raises(UserError, match="更新的版本") as told:
        open_ledger(folder)
    assert told.value.code == "ledger_newer"
    assert (folder / DATABASE).read_bytes() == content


def test_a_damaged_ledger_is_refused_in_words(ledger: Ledger) -> None:
    folder = ledger.folder
    ledger.close()
    damaged = bytearray((folder / DATABASE).read_bytes())
    damaged[:100] = b"\0" * 100
    (folder / DATABASE).write_bytes(damaged)
    with pytest.raises(UserError, match="损坏"):
        open_ledger(folder)


def test_a_folder_without_a_ledger_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=tmp_path.name) as told:
        open_ledger(tmp_path)
    assert told.value.code == "not_a_ledger"


def test_a_full_disk_keeps_the_ledger_as_it_was(ledger: Ledger) -> None:
    task_id = a_task(ledger, a_list(ledger))
    with ledger.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with (
        pytest.raises(UserError, match="磁盘空间已满") as told,
        ledger.transaction("big", "x") as work,
    ):
        long = "长" * 30_000
        work.session.add_all(Item(task_id=task_id, position=n, name=long) for n in range(13))
    assert told.value.code == "disk_full"
    assert count_of(ledger, Item) == 0


def _add_column(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE task ADD COLUMN colour VARCHAR"))


def _break(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE task ADD COLUMN shape VARCHAR"))
    raise RuntimeError


def test_steps_run_once_in_order(ledger: Ledger) -> None:
    steps = {SCHEMA + 1: _add_column}
    assert upgrade(ledger.engine, steps) == (SCHEMA + 1,)
    assert upgrade(ledger.engine, steps) == ()
    assert schema_version(ledger.engine) == SCHEMA + 1


def test_a_broken_step_leaves_the_ledger_at_the_last_good_one(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError):
        upgrade(ledger.engine, {SCHEMA + 1: _add_column, SCHEMA + 2: _break})
    assert schema_version(ledger.engine) == SCHEMA + 1
    with ledger.engine.connect() as connection:
        columns = {row[1] for row in connection.execute(text("PRAGMA table_info(task)"))}
    assert "colour" in columns
    assert "shape" not in columns


def test_records_keep_their_dates_and_amounts(ledger: Ledger) -> None:
    boilers(ledger, ticked=3, on=date(2020, 5, 2))
    with ledger.reading() as session:
        done = [item.done_on for item in session.query(Item).all()]
    assert done.count(date(2020, 5, 2)) == 3

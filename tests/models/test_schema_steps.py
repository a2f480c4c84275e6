"""An old ledger becomes one of today: the same tables, columns and seals as a new one."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.errors import UserError
from app.models.database import DATABASE, Ledger
from app.models.migrations import SCHEMA, schema_version
from app.models.tracking import Evidence
from app.services.keeping.ledgers import create_ledger, open_ledger
from app.services.reporting.filing import filed_returns
from tests.ledgers import a_ledger, boilers, count_of

_OLD = Path(__file__).with_name("schema1.sql")
_ROWS = """
INSERT INTO operation VALUES ('2020-01-01 08:00:00', '张三', 'import', '导入', 'do', NULL, 1, 1);
INSERT INTO task_list VALUES ('任务分解表', '', 2020, 1, 1);
INSERT INTO task VALUES (1, 1, '1', '[]', '栽树', '', '', '', '', '', 'none', NULL, NULL, '', '[]',
  '[]', '[]', '[]', 'yes', '', 0, '{}', '{}', '[]', NULL, '', NULL, NULL, 1);
INSERT INTO filed_return VALUES (1, 'quarterly_tasks', '季度报表', '2020Q1', 1, 'filed',
  '2020-04-08', '张三', '{}', '{}', 7);
INSERT INTO evidence VALUES (1, NULL, '照片.jpg', 'ab', 3, '2020-01-02 08:00:00', 1);
"""


def _old_ledger(folder: Path) -> Path:
    folder.mkdir()
    connection = sqlite3.connect(folder / DATABASE)
    connection.executescript(_OLD.read_text(encoding="utf-8") + _ROWS)
    connection.close()
    return folder


def _shape(folder: Path) -> dict[str, Any]:
    connection = sqlite3.connect(folder / DATABASE)
    names = "SELECT name FROM sqlite_master WHERE type = ? AND name NOT LIKE 'sqlite_%'"
    shape: dict[str, Any] = {}
    for kind in ("table", "index", "trigger"):
        shape[kind] = sorted(row[0] for row in connection.execute(names, (kind,)))
    for table in shape["table"]:
        columns = connection.execute(f"PRAGMA table_info({table})").fetchall()
        keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        shape[table] = (
            sorted((name, kind, needed, key) for _, name, kind, needed, _, key in columns),
            sorted(row[2:5] for row in keys),
        )
    connection.close()
    return shape


def test_an_old_ledger_becomes_like_a_new_one(tmp_path: Path) -> None:
    create_ledger(tmp_path / "new", office="牛塘镇").close()
    with open_ledger(_old_ledger(tmp_path / "old")) as ledger:
        assert schema_version(ledger.engine) == SCHEMA
        assert count_of(ledger, Evidence) == 1
        (filed,) = filed_returns(ledger)
        assert (filed.id, filed.list_id, filed.format_name) == (7, 1, "季度报表")
        assert any(ledger.backups_folder.iterdir())
    assert _shape(tmp_path / "old") == _shape(tmp_path / "new")


def test_an_old_ledger_is_not_opened_to_look_only(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="旧版本") as told:
        open_ledger(_old_ledger(tmp_path / "old"), readonly=True)
    assert told.value.code == "ledger_older"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operation SET who = '李四'",
        "DELETE FROM operation",
        "UPDATE change SET after = NULL",
        "DELETE FROM change",
        "INSERT INTO change (operation_id, record, record_id) SELECT max(id), 'x', 1 "
        "FROM operation",
    ],
)
def test_the_journal_cant_be_altered(tmp_path: Path, statement: str) -> None:
    ledger = a_ledger(tmp_path)
    boilers(ledger, ticked=2)
    with ledger.engine.connect() as connection, pytest.raises(DBAPIError, match="sealed"):
        connection.execute(text(statement))
    _still_works(ledger)


def _still_works(ledger: Ledger) -> None:
    boilers(ledger)
    ledger.close()

"""A byte that changed on its own: seen at the opening of a closed ledger, or by the journal."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from app.errors import UserError
from app.models import fingerprint
from app.models.database import DATABASE, Ledger, integrity_faults
from app.models.tracking import Item
from app.services.breakdown.items import change_items, remove_items, tick_items
from app.services.history.journal import undo
from app.services.keeping.backup import back_up_before, check, newest_good
from app.services.keeping.backuprules import Copy
from app.services.keeping.journalproof import unlike_journal
from app.services.keeping.ledgers import look_at_damaged, open_ledger
from app.services.keeping.upkeep import examine
from tests.ledgers import a_ledger, boilers, count_of
from tests.services.test_backup_family import NOW


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed ledger with 23 boilers."""
    with a_ledger(tmp_path_factory.mktemp("boilers")) as ledger:
        boilers(ledger, ticked=3)
        back_up_before(ledger, "import")
    return ledger.folder


@pytest.fixture
def closed(laid_out: Path, tmp_path: Path) -> Path:
    """The same, to be altered."""
    return shutil.copytree(laid_out, tmp_path / "台账")


def alter(folder: Path, old: str, new: str) -> None:
    """Let words in the database file become others of that length."""
    content = (folder / DATABASE).read_bytes()
    assert old.encode() in content
    (folder / DATABASE).write_bytes(content.replace(old.encode(), new.encode()))


def write_past_the_journal(ledger: Ledger, statement: str) -> None:
    with ledger.engine.connect() as connection:
        connection.exec_driver_sql(statement)
        connection.commit()


def test_another_letter_in_a_closed_ledger_is_seen(closed: Path) -> None:
    alter(closed, "燃气锅炉07", "燃气锅炉01")
    content = (closed / DATABASE).read_bytes()
    for readonly in (False, True):
        with pytest.raises(UserError, match="和上次关闭时不一样") as told:
            open_ledger(closed, readonly=readonly)
        assert told.value.code == "damaged"
    with look_at_damaged(closed) as damaged:
        assert integrity_faults(damaged.engine, quick=False) == ()  # SQLite sees nothing in it
        assert count_of(damaged, Item) == 23
    assert (closed / DATABASE).read_bytes() == content
    assert isinstance(newest_good(closed), Copy)


def test_an_open_ledger_claims_nothing(closed: Path) -> None:
    claim = closed / f"{DATABASE}.sha256"
    assert claim.read_text(encoding="ascii").endswith(f"  {DATABASE}\n")
    with open_ledger(closed) as ledger:
        assert ledger.closed_well
        assert claim.read_bytes() == b""
        with open_ledger(closed, readonly=True) as looker:
            assert count_of(looker, Item) == 23
    assert claim.stat().st_size


def test_what_a_looker_holds_back_in_the_log_is_not_claimed(closed: Path) -> None:
    ledger = open_ledger(closed)
    with open_ledger(closed, readonly=True) as looker, looker.reading() as session:
        session.execute(text("SELECT count(*) FROM item"))  # holds the log where it is
        tick_items(ledger, [4], None)
        tick_items(ledger, [5], NOW.date())
        ledger.close()
        assert not fingerprint.is_altered(closed / DATABASE)
    with open_ledger(closed) as again:
        assert check(again).faults == ()


def test_a_claim_taken_back_while_looking_accuses_nobody(
    closed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written_meanwhile(_path: Path) -> str:
        fingerprint.take_back(closed / DATABASE)
        return "another"

    monkeypatch.setattr(fingerprint, "sha256_of", written_meanwhile)
    assert not fingerprint.is_altered(closed / DATABASE)


def test_a_closed_ledger_takes_no_more_changes(closed: Path) -> None:
    ledger = open_ledger(closed)
    ledger.close()
    with pytest.raises(UserError) as told:
        tick_items(ledger, [4], NOW.date())
    assert told.value.code == "read_only"
    assert not fingerprint.is_altered(closed / DATABASE)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE item SET name = '燃气锅炉99' WHERE id = 7",
        "UPDATE item SET done_on = '2020-06-31' WHERE id = 7",
        "UPDATE item SET name = CAST(x'e7e7' AS TEXT) WHERE id = 7",
        "DELETE FROM item WHERE id = 7",
        "UPDATE item SET id = 99 WHERE id = 7",
    ],
)
def test_the_journal_sees_what_it_did_not_write(closed: Path, statement: str) -> None:
    with open_ledger(closed) as ledger:
        assert unlike_journal(ledger) == ()
        write_past_the_journal(ledger, statement)
        assert [kind for kind, _ in unlike_journal(ledger)] == ["item"]
        assert "清单项" in examine(ledger, now=NOW)
        assert any("清单项" in fault for fault in check(ledger).faults)


def test_what_is_entered_anew_agrees_with_the_journal_again(closed: Path) -> None:
    with open_ledger(closed) as ledger:
        write_past_the_journal(ledger, "UPDATE item SET name = '燃气锅炉99' WHERE id = 7")
        change_items(ledger, [7], name="燃气锅炉07")
        assert examine(ledger, now=NOW) == ""


def test_taking_out_and_back_agrees_with_the_journal(closed: Path) -> None:
    with open_ledger(closed) as ledger:
        remove_items(ledger, [7, 8])
        assert unlike_journal(ledger) == ()
        undo(ledger)
        assert unlike_journal(ledger) == ()


def test_a_schema_that_cant_be_checked_is_damage(closed: Path) -> None:
    (closed / f"{DATABASE}.sha256").unlink()  # as after a crash
    alter(closed, "REFERENCES assignment_line (id)", "REFERENCES assignment_line (iq)")
    with pytest.raises(UserError, match="损坏") as told:
        open_ledger(closed)
    assert told.value.code == "damaged"


def test_a_name_that_is_no_text_any_more_is_damage(closed: Path) -> None:
    (closed / f"{DATABASE}.sha256").unlink()
    content = (closed / DATABASE).read_bytes()
    (closed / DATABASE).write_bytes(content.replace(b"CREATE TABLE", b"CREATE \xa7ABLE"))
    with pytest.raises(UserError, match="损坏") as told:
        open_ledger(closed)
    assert told.value.code == "damaged"

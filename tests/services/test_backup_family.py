"""Copies thinned by a rule, mirrored, restored beside, rehearsed; alarms when they fail."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Cancelled, UserError
from app.models.database import DATABASE, Ledger
from app.monitor import Cancellable
from app.services import dashboard
from app.services.keeping import backup, secondplace, upkeep
from app.services.keeping.backuprules import Copy, newest_first, superfluous
from app.services.keeping.backupstore import check_copy, copies_in, is_sound, write_copy
from app.services.keeping.copywords import told_of, words_file
from app.services.keeping.drill import drill, drill_is_due
from app.services.keeping.keepingstate import keeping_of, remember
from app.services.keeping.ledgers import look_at_damaged, open_ledger
from app.services.queries import list_items
from tests.ledgers import JUNE, prove_by_photo

NOW = datetime(2020, 7, 8, 8, 2, tzinfo=UTC).astimezone()


@pytest.fixture
def proven(ledger: Ledger, tmp_path: Path) -> Ledger:
    """A ledger with items ticked and one photo as proof."""
    prove_by_photo(ledger, tmp_path)
    return ledger


def a_copy(days_ago: int, hour: int = 8) -> Copy:
    at = NOW.replace(hour=hour) - timedelta(days=days_ago)
    return Copy(Path(f"{at:%Y-%m-%d_%H%M%S}_daily.db"), at)


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 0x01
    path.write_bytes(content)


def test_a_year_of_days_leaves_ten_recent_eight_weekly_twelve_monthly() -> None:
    copies = [a_copy(days) for days in range(365)]
    gone = superfluous(copies, now=NOW, is_sound=lambda _: True)
    left = sorted(set(copies) - set(gone), key=lambda one: one.at, reverse=True)
    assert left[:10] == copies[:10]
    assert len({one.at.isocalendar()[:2] for one in left}) >= 8
    assert len({(one.at.year, one.at.month) for one in left}) == 12
    assert len(left) <= 30


@given(
    st.lists(st.tuples(st.integers(0, 900), st.booleans()), max_size=60, unique_by=lambda x: x[0])
)
def test_the_last_good_copy_always_stays(drawn: list[tuple[int, bool]]) -> None:
    sound = {a_copy(days): good for days, good in drawn}
    gone = superfluous(list(sound), now=NOW, is_sound=sound.__getitem__)
    left = set(sound) - set(gone)
    assert len(left) >= min(len(sound), 10)
    if any(sound.values()):
        assert any(sound[one] for one in left)


def test_with_the_clock_gone_back_nothing_the_rule_keeps_goes() -> None:
    copies = [a_copy(days) for days in range(400)]
    back = NOW - timedelta(days=30)
    gone = superfluous(copies, now=back, is_sound=lambda _: True)
    assert all(one.at < back for one in gone)
    after = superfluous([one for one in copies if one not in gone], now=NOW, is_sound=bool)
    rightly = superfluous(copies, now=NOW, is_sound=lambda _: True)
    assert {*gone, *after} <= set(rightly)


@given(st.lists(st.integers(-400, 400), min_size=1, max_size=80, unique=True))
def test_copies_of_the_future_take_no_other_s_place(days: list[int]) -> None:
    copies = [a_copy(one) for one in days]
    past = [one for one in copies if one.at <= NOW + timedelta(days=1)]
    gone = superfluous(copies, now=NOW, is_sound=lambda _: True)
    assert set(gone) == set(superfluous(past, now=NOW, is_sound=lambda _: True))
    assert newest_first(copies, now=NOW)[: len(past)] == newest_first(past, now=NOW)


def test_a_clock_that_was_years_ahead_for_a_day_costs_no_day_after(
    proven: Ledger, tmp_path: Path
) -> None:
    """Its copy was the newest for ever: the second place got no other, a restore gave it back."""
    second = tmp_path / "优盘"
    second.mkdir()
    secondplace.set_place(proven, second, now=NOW)
    upkeep.look_after(proven, now=NOW.replace(year=2099))
    for day in range(1, 15):
        upkeep.look_after(proven, now=NOW + timedelta(days=day))
    (store,) = second.iterdir()
    newest = f"{NOW + timedelta(days=14):%Y-%m-%d}"
    for folder in (proven.backups_folder, store):
        first, *_, last = copies_in(folder, now=NOW + timedelta(days=14))
        assert first.path.name.startswith(newest)
        assert last.path.name.startswith("2099")
    found = backup.newest_good(proven.folder)
    assert found
    assert found.path.name.startswith(newest)


def test_the_day_has_one_copy_with_its_files_and_asked_ones_beside(proven: Ledger) -> None:
    write_copy(proven, "import", NOW - timedelta(minutes=9))  # of the database alone
    first = backup.back_up_daily(proven, now=NOW)
    assert first is not None
    assert backup.back_up_daily(proven, now=NOW + timedelta(hours=1)) is None
    assert backup.back_up_daily(proven, now=NOW + timedelta(hours=1), asked=True) is not None
    assert backup.back_up_daily(proven, now=NOW + timedelta(days=1)) is not None
    assert len(backup.list_copies(proven)) == 4
    (kept,) = proven.evidence_folder.iterdir()
    held = proven.backups_folder / "files" / "evidence" / kept.name
    assert held.stat().st_ino == kept.stat().st_ino


def test_a_flipped_byte_in_a_copy_is_found(proven: Ledger) -> None:
    path = backup.back_up_daily(proven, now=NOW)
    assert path is not None
    size = path.stat().st_size
    for place in range(0, size, max(size // 40, 1)):
        flip(path, place)
        assert not is_sound(copies_in(proven.backups_folder)[0]), place
        flip(path, place)
    assert check_copy(copies_in(proven.backups_folder)[0])["item"] == 23


def test_a_flipped_byte_in_what_is_said_of_a_copy_is_found(proven: Ledger) -> None:
    """It would take the copy's hash away, and with it the proof that the copy is as it was."""
    path = backup.back_up_daily(proven, now=NOW)
    assert path is not None
    words, (copy,) = words_file(path), copies_in(proven.backups_folder)
    for place in range(words.stat().st_size):
        flip(words, place)
        with pytest.raises(UserError, match="校验记录坏了"):
            told_of(path)
        flip(words, place)
    assert is_sound(copy)
    words.write_bytes(words.read_bytes()[:-9])
    (fault,) = backup.check(proven).faults
    assert path.name in fault
    assert not is_sound(copy)
    assert "没有通过" in drill(proven, now=NOW).fault
    with pytest.raises(UserError, match="先删去"):
        backup.bring_back(path, proven.folder.with_name("恢复"))
    words.unlink()
    assert backup.bring_back(path, proven.folder.with_name("恢复")).missing == ()


def test_a_copy_that_changed_is_not_taken_for_sound_in_the_second_place(
    proven: Ledger, tmp_path: Path
) -> None:
    secondplace.set_place(proven, tmp_path, now=NOW)
    path = backup.back_up_daily(proven, now=NOW)
    assert path is not None
    flip(path, path.stat().st_size - 40)
    assert not secondplace.mirror(proven, now=NOW)
    assert "写好后内容变了" in keeping_of(proven).place_fault
    assert not list(tmp_path.glob("*-备份-*/*.db"))
    flip(path, path.stat().st_size - 40)
    assert secondplace.mirror(proven, now=NOW)
    (mirrored,) = tmp_path.glob("*-备份-*/*.db")
    flip(words_file(mirrored), 20)
    assert secondplace.mirror(proven, now=NOW)
    assert is_sound(copies_in(mirrored.parent)[0])


def test_many_days_keep_to_the_rule_on_the_disk(ledger: Ledger) -> None:
    for day in range(24):
        backup.back_up_daily(ledger, now=NOW + timedelta(days=day))
    names = sorted(path.name for path in ledger.backups_folder.glob("*.db"))
    assert 10 <= len(names) < 24
    assert {Path(name).stem for name in names} == {
        path.stem for path in ledger.backups_folder.glob("*.json") if path.stem != "keeping"
    }


def test_a_damaged_ledger_is_looked_at_and_restored_beside(proven: Ledger) -> None:
    wanted = list_items(proven)
    backup.back_up_daily(proven, now=NOW)
    newer = backup.back_up_before(proven, "import")
    folder = proven.folder
    proven.close()
    newer.write_bytes(b"this one is broken")
    with closing(sqlite3.connect(folder / DATABASE)) as database:
        (root,) = database.execute(
            "SELECT rootpage FROM sqlite_master WHERE type='index' AND tbl_name='item'"
        ).fetchone()
        (page,) = database.execute("PRAGMA page_size").fetchone()
    content = bytearray((folder / DATABASE).read_bytes())
    content[(root - 1) * page + 3 : (root - 1) * page + 5] = b"\0\0"  # the index has no rows
    (folder / DATABASE).write_bytes(content)
    with pytest.raises(UserError) as told:
        open_ledger(folder)
    assert told.value.code == "damaged"
    with look_at_damaged(folder) as looked:
        assert looked.readonly
        assert looked.damaged
        with pytest.raises(UserError, match="恢复到旁边"), looked.transaction("x", "x"):
            pass
    taken = backup.restore_beside(folder)
    assert taken.folder.parent == folder.parent
    assert taken.before == taken.counts
    assert taken.missing == ()
    assert (folder / DATABASE).read_bytes() == content
    with open_ledger(taken.folder) as again:
        assert list_items(again) == wanted
        assert backup.check(again).faults == ()


def test_what_can_not_be_read_at_all_says_so(proven: Ledger) -> None:
    folder = proven.folder
    proven.close()
    (folder / DATABASE).write_bytes(b"\0" * 8192)
    with pytest.raises(UserError) as told:
        look_at_damaged(folder)
    assert told.value.code == "unreadable"
    with pytest.raises(UserError) as none:
        backup.restore_beside(folder)
    assert none.value.code == "no_backup"


def test_the_second_place_holds_what_a_restore_needs(proven: Ledger, tmp_path: Path) -> None:
    stick = tmp_path / "优盘"
    stick.mkdir()
    secondplace.set_place(proven, stick, now=NOW)
    backup.back_up_daily(proven, now=NOW)
    assert secondplace.mirror(proven, now=NOW)
    (store,) = stick.iterdir()
    (copy,) = store.glob("*.db")
    (kept,) = proven.evidence_folder.iterdir()
    mirrored = store / "files" / "evidence" / kept.name
    assert mirrored.stat().st_ino != kept.stat().st_ino
    wanted = list_items(proven)
    taken = backup.bring_back(copy, tmp_path / "新电脑")
    assert taken.missing == ()
    with open_ledger(taken.folder) as again:
        assert list_items(again) == wanted
        assert backup.check(again).faults == ()


def test_a_second_place_that_is_gone_is_told_after_a_week(proven: Ledger, tmp_path: Path) -> None:
    stick = tmp_path / "优盘"
    stick.mkdir()
    secondplace.set_place(proven, stick, now=NOW)
    backup.back_up_daily(proven, now=NOW)
    assert secondplace.mirror(proven, now=NOW)
    stick.rename(tmp_path / "拔走了")
    later = NOW + timedelta(days=6)
    assert not secondplace.mirror(proven, now=later)
    assert upkeep.alarms(keeping_of(proven), now=later) == ()
    (alarm,) = upkeep.alarms(keeping_of(proven), now=NOW + timedelta(days=8))
    assert alarm.word == "第二处备份已 8 天没有更新"
    assert "优盘" in alarm.sentence


def test_the_second_place_is_not_the_ledger_itself(proven: Ledger) -> None:
    with pytest.raises(UserError) as told:
        secondplace.set_place(proven, proven.folder / "backups", now=NOW)
    assert told.value.code == "same_place"


def test_altered_proof_is_not_mirrored_over(proven: Ledger, tmp_path: Path) -> None:
    stick = tmp_path / "优盘"
    stick.mkdir()
    secondplace.set_place(proven, stick, now=NOW)
    backup.back_up_daily(proven, now=NOW)
    (kept,) = proven.evidence_folder.iterdir()
    kept.write_bytes(b"altered")
    assert secondplace.mirror(proven, now=NOW)
    assert not list(stick.rglob("*.jpg"))
    assert "1 个文件" in keeping_of(proven).place_fault


def test_a_drill_passes_and_leaves_nothing(proven: Ledger) -> None:
    assert not drill_is_due(proven, now=NOW)
    backup.back_up_daily(proven, now=NOW)
    assert drill_is_due(proven, now=NOW)
    result = drill(proven, now=NOW)
    assert result.fault == ""
    assert result.counts["item"] == 23
    assert result.files == 1
    assert not list(proven.backups_folder.glob(".drill-*"))
    assert not drill_is_due(proven, now=NOW + timedelta(days=29))
    assert drill_is_due(proven, now=NOW + timedelta(days=30))
    assert backup.check(proven).drilled.startswith("2020-07-08")


def test_a_failed_drill_is_red_on_the_front_page(proven: Ledger) -> None:
    backup.back_up_daily(proven, now=NOW)
    for path in [*proven.evidence_folder.iterdir(), *proven.backups_folder.rglob("files/*/*")]:
        path.unlink()
    result = drill(proven, now=NOW)
    assert "没有通过" in result.fault
    todo = dashboard.dashboard(proven, as_of=JUNE, period="2020Q2").todos[0]
    assert todo.action == "keep"
    assert todo.text == result.fault
    assert any("演练" in fault for fault in backup.check(proven).faults)


def test_a_drill_that_is_stopped_is_not_remembered(proven: Ledger) -> None:
    backup.back_up_daily(proven, now=NOW)
    watch = Cancellable()
    watch.cancel()
    with pytest.raises(Cancelled):
        drill(proven, now=NOW, monitor=watch)
    assert keeping_of(proven).drilled == ""
    assert not list(proven.backups_folder.glob(".drill-*"))


def test_one_round_does_all_that_is_due_and_a_week_reads_every_proof(proven: Ledger) -> None:
    kept = upkeep.look_after(proven, now=NOW)
    assert kept.examined == kept.drilled == NOW.isoformat(timespec="seconds")
    assert upkeep.alarms(kept, now=NOW) == ()
    (photo,) = proven.evidence_folder.iterdir()
    content = photo.read_bytes()
    photo.unlink()  # the link in the store stays as it was
    photo.write_bytes(content[:-1] + b"!")
    for day in range(1, 8):
        kept = upkeep.look_after(proven, now=NOW + timedelta(days=day))
    assert "现场照片" in kept.proof_fault
    photo.write_bytes(content)
    for day in range(8, 15):
        kept = upkeep.look_after(proven, now=NOW + timedelta(days=day))
    assert kept.proof_fault == ""
    photo.write_bytes(b"other")
    upkeep.check_all(proven, now=NOW)
    assert "现场照片" in keeping_of(proven).proof_fault
    photo.write_bytes(content)
    upkeep.check_all(proven, now=NOW)
    assert keeping_of(proven).proof_fault == ""


def test_a_backup_that_can_not_be_written_is_an_alarm_and_then_none(
    proven: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as broken:
        broken.setattr("app.services.keeping.backupstore._settle", full)
        kept = upkeep.look_after(proven, now=NOW)
    assert [one.word for one in upkeep.alarms(kept, now=NOW)] == ["备份没有写成"]
    assert not list(proven.backups_folder.glob("*.part"))
    assert backup.list_copies(proven) == ()
    assert upkeep.alarms(upkeep.look_after(proven, now=NOW), now=NOW) == ()


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]


def test_a_flipped_byte_in_what_is_remembered_is_told_and_the_second_place_found(
    proven: Ledger,
) -> None:
    remember(proven, place="/优盘")
    whole = remember(proven, drilled=NOW.isoformat())
    path = proven.backups_folder / "keeping.json"
    content = path.read_bytes()
    for garbled in (*(flipped(content, at) for at in range(len(content))), b"", b"{", b"[]"):
        path.write_bytes(garbled)
        held = keeping_of(proven)
        assert (held.place, held.mark) == ("/优盘", whole.mark)
        assert held == whole or "/优盘" in held.memory_fault
    path.unlink()
    assert [one.word for one in upkeep.alarms(keeping_of(proven), now=NOW)] == ["备份记录损坏"]
    assert remember(proven, proof_turn=1).memory_fault  # until the clerk has looked
    assert any("记录损坏" in one for one in upkeep.check_all(proven, now=NOW).faults)
    assert upkeep.alarms(keeping_of(proven), now=NOW) == ()
    assert keeping_of(proven).place == "/优盘"


def test_what_is_remembered_damaged_twice_asks_for_the_second_place_anew(
    proven: Ledger, tmp_path: Path
) -> None:
    remember(proven, place="/优盘")
    for path in proven.backups_folder.glob("keeping.*"):
        path.write_bytes(flipped(path.read_bytes(), 100))
    held = keeping_of(proven)
    assert held.place == ""
    assert "重新选择第二处" in held.memory_fault
    assert secondplace.set_place(proven, tmp_path, now=NOW).memory_fault == ""

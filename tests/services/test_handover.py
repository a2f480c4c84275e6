"""交接包: sealed and plain, there and back; tampered, cut, made to harm: refused, nothing left."""

import hashlib
import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cli import main
from app.errors import Cancelled, UserError
from app.models.database import DATABASE, Ledger
from app.monitor import Cancellable
from app.services.keeping.backup import check
from app.services.keeping.handover import hand_over, needs_password, take_over
from app.services.keeping.ledgers import open_ledger
from app.services.keeping.sealing import SealedReader, SealingWriter
from app.services.proof.evidence import Owner, attach
from app.services.queries import list_items
from tests.ledgers import boilers

PASSWORD = "滆湖2020-低氮"
PIECE = 1 << 20


@pytest.fixture
def proven(ledger: Ledger, tmp_path: Path) -> Ledger:
    """A ledger with a photo of more than two pieces, that can't be squeezed."""
    _, items = boilers(ledger, ticked=17)
    photo = tmp_path / "现场照片.jpg"
    photo.write_bytes(os.urandom(2 * PIECE + 17))
    attach(ledger, Owner(item_id=items[0]), [photo])
    return ledger


@pytest.mark.parametrize("password", ["", PASSWORD, "half a letter \ud83d"])
def test_there_and_back(proven: Ledger, tmp_path: Path, password: str) -> None:
    pack = tmp_path / "交接.gjb"
    carried = hand_over(proven, pack, password=password)
    assert needs_password(pack) is bool(password)
    taken = take_over(pack, tmp_path / "接收", password=password)
    assert taken.before == taken.counts == carried.counts
    assert taken.files == carried.files == 1
    with open_ledger(taken.folder) as again:
        assert list_items(again) == list_items(proven)
        assert check(again).faults == ()


def test_a_sealed_pack_shows_nothing_and_leaves_nothing_beside(
    proven: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    pack = tmp_path / "出" / "交接.gjb"
    hand_over(proven, pack, password=PASSWORD)
    content = pack.read_bytes()
    assert b"SQLite format 3" not in content
    assert "燃气锅炉".encode() not in content
    assert b"manifest" not in content
    assert list(temporary.iterdir()) == []
    assert list(pack.parent.iterdir()) == [pack]


def test_a_wrong_password_and_damage_are_told_apart(proven: Ledger, tmp_path: Path) -> None:
    pack = tmp_path / "交接.gjb"
    hand_over(proven, pack, password=PASSWORD)
    for password, code in (("", "password_needed"), ("wrong-password", "wrong_password")):
        with pytest.raises(UserError) as told:
            take_over(pack, tmp_path / "接收", password=password)
        assert told.value.code == code
    content = pack.read_bytes()
    size = len(content)
    places = [*range(size - 40, size, 7), 56 + PIECE // 2, 56 + PIECE + 100, size // 2]
    for place in places:
        pack.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(UserError) as told:
            take_over(pack, tmp_path / "接收", password=PASSWORD)
        assert told.value.code == "damaged", place
    for cut in (size - 1, size - 16, 56 + PIECE + 16, 56, 40, 20):
        pack.write_bytes(content[:cut])
        with pytest.raises(UserError) as told:
            take_over(pack, tmp_path / "接收", password=PASSWORD)
        assert told.value.code in {"damaged", "wrong_password"}, cut
    assert not list(tmp_path.glob("接收*"))


@settings(max_examples=12)
@given(st.integers(0, 55), st.integers(1, 255))
def test_no_byte_of_the_head_can_be_changed(place: int, by: int) -> None:
    sealed = bytearray(_sealed(b"abc"))
    sealed[place] ^= by
    if place < 8:
        return  # no longer a sealed file at all
    with pytest.raises(UserError) as told:
        SealedReader(io.BytesIO(bytes(sealed)), PASSWORD).read(3)
    assert told.value.code in {"damaged", "wrong_password"}


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_any_length_reads_back_from_any_place(size: int) -> None:
    content = os.urandom(size)
    reader = io.BufferedReader(SealedReader(io.BytesIO(_sealed(content)), PASSWORD))
    assert reader.read() == content
    reader.seek(size // 3)
    assert reader.read(50) == content[size // 3 : size // 3 + 50]
    reader.seek(-min(size, 22), io.SEEK_END)
    assert reader.read() == content[size - min(size, 22) :]


def test_pieces_can_not_be_swapped_or_left_out() -> None:
    sealed = _sealed(os.urandom(3 * PIECE))
    head, body, step = sealed[:56], sealed[56:], PIECE + 16
    first, second, rest = body[:step], body[step : 2 * step], body[2 * step :]
    for forged in (head + second + first + rest, head + first + rest, head + first + second):
        with pytest.raises(UserError) as told:
            io.BufferedReader(SealedReader(io.BytesIO(forged), PASSWORD)).read()
        assert told.value.code == "damaged"


def test_a_weak_password_and_a_stopped_work_leave_the_old_file(
    proven: Ledger, tmp_path: Path
) -> None:
    pack = tmp_path / "交接.gjb"
    pack.write_bytes(b"the old one")
    with pytest.raises(UserError, match="至少8个字符"):
        hand_over(proven, pack, password="1234567")
    watch = Cancellable()
    watch.cancel()
    with pytest.raises(Cancelled):
        hand_over(proven, pack, password=PASSWORD, monitor=watch)
    assert pack.read_bytes() == b"the old one"
    assert not list(tmp_path.glob(".writing-*"))
    hand_over(proven, pack)
    with pytest.raises(Cancelled):
        take_over(pack, tmp_path / "接收", monitor=watch)
    assert not list(tmp_path.glob("接收*"))


BAD_NAMES = [
    "../escape.txt", "/escape.txt", "c:/escape.txt", "evidence/../../escape.txt", "evidence//x",
    "evidence\\..\\escape.txt", "evidence/CON", "evidence/nul.txt", "evidence/a.", "evidence/a ",
    "evidence/a\x01b", "evidence/" + "长" * 90, "backups/x.db", "writer.lock",
    "evidence/a/b/c/d/e/f",
]  # fmt: skip


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_place_out_of_bounds_is_refused(tmp_path: Path, name: str) -> None:
    _refused(_pack(tmp_path, {DATABASE: b"x", name: b"x"}), tmp_path)
    assert not list(tmp_path.rglob("escape.txt"))


def test_names_that_only_differ_in_writing_are_refused(tmp_path: Path) -> None:
    _refused(
        _pack(tmp_path, {DATABASE: b"x", "evidence/a.JPG": b"1", "evidence/A.jpg": b"2"}), tmp_path
    )
    twice = {DATABASE: b"x", "evidence/\u00e9": b"1", "evidence/e\u0301": b"2"}
    _refused(_pack(tmp_path, twice), tmp_path)


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("evidence/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    _refused(_pack(tmp_path, {DATABASE: b"x"}, extra=[(link, b"/etc/passwd")]), tmp_path)


def test_what_is_not_listed_or_listed_wrong_is_refused(tmp_path: Path) -> None:
    stray = (zipfile.ZipInfo("evidence/stray"), b"x")
    _refused(_pack(tmp_path, {DATABASE: b"x"}, extra=[stray], listed=False), tmp_path)
    _refused(_pack(tmp_path, {DATABASE: b"x"}, sizes={DATABASE: 2}), tmp_path)


def test_a_bomb_is_refused_before_it_goes_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = _pack(tmp_path, {DATABASE: b"x", "evidence/bomb": bytes(8 << 20)})
    monkeypatch.setattr("app.services.keeping.packing.free_space", lambda _: 68 << 20)
    with pytest.raises(UserError) as told:
        take_over(bomb, tmp_path / "接收")
    assert told.value.code == "disk_full"
    assert not list(tmp_path.glob("接收*"))


def test_a_newer_pack_is_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        take_over(_pack(tmp_path, {DATABASE: b"x"}, version=3), tmp_path / "接收")
    assert told.value.code == "pack_newer"


def test_never_over_a_folder_file_or_link(proven: Ledger, tmp_path: Path) -> None:
    pack = tmp_path / "交接.gjb"
    hand_over(proven, pack)
    (tmp_path / "文件").write_bytes(b"x")
    (tmp_path / "空").mkdir()
    (tmp_path / "链").symlink_to(tmp_path / "空")
    for target in (proven.folder, tmp_path / "文件", tmp_path / "链"):
        with pytest.raises(UserError) as told:
            take_over(pack, target)
        assert told.value.code == "folder_in_use"


def test_the_password_comes_by_a_descriptor_never_by_the_line(
    proven: Ledger, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder, pack = str(proven.folder), str(tmp_path / "交接.gjb")
    proven.close()

    def by_pipe(*words: str) -> int:
        reads, writes = os.pipe()
        os.write(writes, f"{PASSWORD}\n".encode())
        os.close(writes)
        return main([*words, "--password-fd", str(reads)])

    assert by_pipe("backup", "--ledger", folder, "--to", pack) == 0
    assert needs_password(Path(pack))
    assert by_pipe("restore", pack, "--to", str(tmp_path / "接收")) == 0
    assert main(["check", "--ledger", str(tmp_path / "接收")]) == 0
    out, err = capfd.readouterr()
    assert PASSWORD not in out + err
    assert "上次恢复演练：还没有" in out


def _sealed(content: bytes) -> bytes:
    out = io.BytesIO()
    writer = SealingWriter(out, PASSWORD)
    writer.write(content)
    writer.finish()
    return out.getvalue()


def _pack(
    folder: Path,
    files: dict[str, bytes],
    *,
    extra: list[tuple[zipfile.ZipInfo, bytes]] | None = None,
    listed: bool = True,
    sizes: dict[str, int] | None = None,
    version: int = 2,
) -> Path:
    path = folder / "坏.gjb"
    more = extra or []
    told = files | ({info.filename: content for info, content in more} if listed else {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in files.items():
            pack.writestr(name, content)
        for info, content in more:
            pack.writestr(info, content)
        manifest = {
            "format": version,
            "files": {
                name: {
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "size": (sizes or {}).get(name, len(content)),
                }
                for name, content in told.items()
            },
        }
        pack.writestr("manifest.json", json.dumps(manifest))
    return path


def _refused(pack: Path, folder: Path) -> None:
    with pytest.raises(UserError) as told:
        take_over(pack, folder / "接收")
    assert told.value.code == "not_a_backup"
    assert not list(folder.glob("接收*"))

"""Hostile zipped files: refused in one sentence that names them, or read whole, and never more."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.errors import UserError
from app.importing.readers.registry import read_sheets
from app.importing.reading import read_file
from tests.importing.hostile import READ, REFUSED, a_book
from tests.importing.wordfiles import a_compound


@pytest.mark.parametrize("name", REFUSED)
def test_bombs_and_broken_files_are_refused_by_name(tmp_path: Path, name: str) -> None:
    make, code = REFUSED[name]
    with pytest.raises(UserError) as caught:
        read_sheets(make(tmp_path / name))
    assert caught.value.code == code
    assert f"“{name}”" in caught.value.message
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", READ)
def test_what_only_looks_bad_is_read_whole(tmp_path: Path, name: str) -> None:
    (found,) = read_file(READ[name](tmp_path / name), year=2020).lists
    assert found.tasks[0].text == "淘汰燃煤锅炉23台"
    assert found.tasks[0].row == 2


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.6, 0.9, 0.99])
def test_a_cut_off_workbook_is_refused(tmp_path: Path, kept: float) -> None:
    path = a_book(tmp_path / "a.xlsx")
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    with pytest.raises(UserError, match=r"a\.xlsx"):
        read_sheets(path)


def test_a_document_behind_a_password_says_so(tmp_path: Path) -> None:
    path = a_compound(
        tmp_path / "任务.docx", {"EncryptedPackage": bytes(600), "EncryptionInfo": b"x"}
    )
    with pytest.raises(UserError, match="密码") as caught:
        read_sheets(path)
    assert caught.value.code == "password_protected"


HEAVY = ("huge strings.xlsx", "many paragraphs.docx")
SCRIPT = """
import re, sys
from pathlib import Path
from app.errors import UserError
from app.importing.readers.registry import read_sheets
for name in sys.argv[1:]:
    try:
        read_sheets(Path(name))
    except UserError as error:
        print(error.code)
# Not ru_maxrss: across fork and exec it keeps the size of the process that runs the tests.
status = Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s*(\\d+)", status)[1]) // 1024, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_bombs_take_little_memory(tmp_path: Path) -> None:
    files = [str(REFUSED[name][0](tmp_path / name)) for name in HEAVY]
    root = Path(__file__).resolve().parent.parent.parent
    command = [sys.executable, "-c", SCRIPT, *files]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["too_large"] * len(files)
    assert int(run.stderr) < 500

"""Old text documents that only LibreOffice understands, turned into .docx where it is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.errors import UserError
from app.files import telling_disk_faults

PROGRAMS = ("soffice", "libreoffice")
"""The names LibreOffice goes by."""

SECONDS = 40
"""How long one conversion may take; a plan of fifty pages takes five."""

_WINDOWS = Path("C:/Program Files/LibreOffice/program/soffice.exe")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
"""A profile that runs no macro, follows no link, and finds no way into any network."""


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """A .docx of a text document, in a folder of its own that goes away afterwards.

    Raises:
        UserError: ``wrong_format`` when LibreOffice is not there or can't read the file; the
            sentence tells how to save it as .docx.
    """
    program = _program()
    if program is None:
        raise save_as_docx(path, "LibreOffice not found")
    with tempfile.TemporaryDirectory(prefix="convert-", ignore_cleanup_errors=True) as folder:
        made = _convert(program, path, Path(folder))
        if made is None:
            raise save_as_docx(path, "LibreOffice gave nothing")
        yield made


def save_as_docx(path: Path, details: str = "") -> UserError:
    """The sentence for a text document that can't be read as it is."""
    message = (
        f"文件“{path.name}”是旧格式的Word文档；请用WPS或Word打开，选“另存为”.docx格式后再导入。"
    )
    return UserError("wrong_format", message, details=details)


def _program() -> str | None:
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return found or (str(_WINDOWS) if _WINDOWS.is_file() else None)


def _convert(program: str, path: Path, folder: Path) -> Path | None:
    """Convert a copy under a plain name; None when nothing came out in time."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    source, out = folder / "source.doc", folder / "out"
    with telling_disk_faults(path):
        shutil.copyfile(path, source)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(out),
        str(source),
    ]
    _run(command)
    made = out / "source.docx"
    return made if made.is_file() else None


def _run(command: list[str]) -> None:
    """Run to the end or to the limit of time; nothing of it stays behind."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        _stop(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the program with what it started itself."""
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()

"""Starts the window or the command line, nothing else; each loads only what it needs."""

import os
import sys
from importlib import import_module
from pathlib import Path

NO_DISPLAY = "没有可用的图形界面，窗口打不开；请在桌面环境中启动，或改用命令行（main.py --help）。"
PICTURES = "--pictures"  # how the tour, which knows no Qt, asks for the window's pictures


def main(argv: list[str]) -> int:
    """The command line when ``argv`` holds a verb or an option, else the window."""
    if argv[:1] == [PICTURES] and len(argv) == 3:
        import_module("app.ui.pictures").take_pictures(Path(argv[1]), Path(argv[2]))
        return 0
    if argv and not (len(argv) == 1 and Path(argv[0]).is_dir()):
        return int(import_module("app.cli").main(argv))
    if not has_display():
        sys.stderr.write(NO_DISPLAY + "\n")
        return 1
    return int(import_module("app.ui.application").run_window(argv))


def has_display() -> bool:
    """There is something to show a window on; Qt itself would abort without."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(key) for key in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

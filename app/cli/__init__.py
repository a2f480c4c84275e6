"""The command line: the clerk's verbs for scripts and checks."""

from app.cli.commands import main

__all__ = ["main"]

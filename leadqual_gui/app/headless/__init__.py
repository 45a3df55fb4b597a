"""Commands for scripts, tests and people on a terminal. Each imports what it needs, and nothing before."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from leadqual_gui.app.headless.output import RefusedError, complain
from leadqual_gui.domain.errors import LeadQualError

REFUSED = 1
_MODULES = {
    "check": "check",
    "import": "importing",
    "score": "score",
    "export": "export",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "doctor",
    "screenshots": "screenshots",
}


def run_command(chosen: argparse.Namespace) -> int:
    """Carry a command out: 0 if it was done, 1 if it was refused, with the reason on standard error."""
    _speak_utf8()
    module = import_module(f"leadqual_gui.app.headless.{_MODULES[chosen.command]}")
    command: Callable[[argparse.Namespace], int] = getattr(module, f"run_{chosen.command}")
    try:
        status = command(chosen)
        sys.stdout.flush()
    except RefusedError as refused:
        complain(str(refused))
        return REFUSED
    except LeadQualError as error:
        complain(str(error))
        return REFUSED
    except BrokenPipeError:
        return _reader_left()
    return status


def _reader_left() -> int:
    """Whoever read our output has heard enough (`| head`): say nothing more, also not while Python shuts down."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return REFUSED


def _speak_utf8() -> None:
    """Names come in every script; a terminal or pipe of another encoding must not stop a command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(encoding="utf-8", errors="backslashreplace")

"""Commands for scripts, tests and people on a terminal. Each imports what it needs, and nothing before."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

from leadqual_gui.app.crash import CrashHook, CrashReport
from leadqual_gui.app.headless.output import RefusedError, complain
from leadqual_gui.app.logs import current_log, stop_logging
from leadqual_gui.domain.errors import LeadQualError

REFUSED = 1
_MODULES = {
    "check": "check",
    "import": "importing",
    "score": "score",
    "calibrate": "calibrate",
    "export": "export",
    "backup": "keeping",
    "restore": "keeping",
    "doctor": "doctor",
    "encrypt": "protecting",
    "decrypt": "protecting",
    "screenshots": "screenshots",
}


def run_command(chosen: argparse.Namespace) -> int:
    """Carry a command out: 0 if it was done, 1 if it was refused, with the reason on standard error."""
    _speak_utf8()
    CrashHook(say_crash).install()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: more threads only wait for each other
    module = import_module(f"leadqual_gui.app.headless.{_MODULES[chosen.command]}")
    command: Callable[[argparse.Namespace], int] = getattr(module, f"run_{chosen.command}")
    try:
        status = command(chosen)
        sys.stdout.flush()
    except (RefusedError, LeadQualError) as reason:
        complain(str(reason))
        status = REFUSED
    except BrokenPipeError:
        status = _reader_left()
    stop_logging()
    return status


def say_crash(report: CrashReport) -> None:
    """Our own mistake, in a sentence; what helps to mend it is in the log."""
    log = current_log()
    where = f"Details are in {log}" if log else f"At {report.place}"
    complain(f"something went wrong that should not have ({report.summary}). Nothing is lost. {where}")


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

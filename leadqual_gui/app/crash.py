"""When something happens that must not: note it, say sorry once, keep the data.

What was acknowledged is on disk already, so there is nothing to save here. A full disk or a locked file is no mistake
of ours, wherever it was noticed: that is said as what it is, each time.
"""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from leadqual_gui.app.logs import impersonal_error
from leadqual_gui.domain.errors import LeadQualError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CrashReport:
    """What a dialog shows and what "Copy details" copies. `details` hold no personal data."""

    summary: str
    details: str
    place: str = ""
    log_file: Path | None = None


Show = Callable[[CrashReport], None]
Tell = Callable[[LeadQualError], None]


class CrashHook:
    """Notes every uncaught exception and shows the first; the rest of a flood is only noted.

    `tell` is given what the world did, to be said without an apology; without it that is a crash as well.
    """

    def __init__(self, show: Show, log_file: Path | None = None, tell: Tell | None = None) -> None:
        self._show = show
        self._log_file = log_file
        self._tell = tell
        self._shown = False

    def install(self) -> None:
        """Listen to the main thread and to all others."""
        sys.excepthook = self._on_exception
        threading.excepthook = lambda raised: self._on_exception(
            raised.exc_type, raised.exc_value, raised.exc_traceback
        )

    def _on_exception(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        try:
            if self._tell is not None and isinstance(error, LeadQualError):
                log.warning("Trouble", exc_info=(kind, error, trace))
                self._tell(error)
                return
            log.error("Uncaught", exc_info=(kind, error or kind(), trace))
            if self._shown:
                return
            self._shown = True
            self._show(report_of(kind, error, trace, self._log_file))
        except Exception:  # the last net: a mistake in reporting must not hide what it reports
            traceback.print_exception(kind, error, trace)


def report_of(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, log_file: Path | None
) -> CrashReport:
    """The report on an exception."""
    lines = impersonal_error(error) if error is not None else kind.__name__
    system = f"LeadQual {version()}, Python {platform.python_version()}, {platform.platform()}"
    frames = traceback.extract_tb(trace)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return CrashReport(kind.__name__, f"{system}\n{lines}", place, log_file)


def version() -> str:
    """The version of the program."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("leadqual-gui")
    except PackageNotFoundError:
        return "0"

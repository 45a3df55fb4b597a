"""Present rules are the user's own text: before another set takes their place, they are kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.errors import LeadQualError


def replace_rules(folder: WorkspaceFolder, make: Callable[[Path], object]) -> None:
    """Make a set of rules beside the present ones; it takes their place when it is whole. Raises LeadQualError."""
    fresh = folder.path / "rules.new"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        make(fresh)
        set_aside(folder)
        fresh.rename(folder.rules)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LeadQualError(f"The rules cannot be changed: {reason}", "Check the folder", str(folder.rules)) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def set_aside(folder: WorkspaceFolder) -> None:
    """Move the rules among the backups, under a name that tells when."""
    if not folder.rules.is_dir():
        return
    stamp = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    names = (f"rules-before-{stamp}{number}" for number in ("", *(f"-{n}" for n in range(2, 1000))))
    kept = next(folder.backups / name for name in names if not (folder.backups / name).exists())
    try:
        folder.backups.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.rules.rename(kept)
    except OSError as error:
        raise LeadQualError(
            f"The present rules cannot be kept: {error.strerror}", "Nothing was changed", str(folder.rules)
        ) from error

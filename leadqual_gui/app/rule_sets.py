"""Present rules are the user's own text: before another set takes their place, they are kept."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from leadqual_gui.adapters.durable import sync_folder
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.errors import LeadQualError


def replace_rules(folder: WorkspaceFolder, make: Callable[[Path], object]) -> None:
    """Make a set of rules beside the present ones; it takes their place when it is whole. Raises LeadQualError."""
    fresh, chosen = _fresh(folder), _chosen(folder)
    kept: Path | None = None
    try:
        _clear(fresh, chosen)
        make(fresh)
        fresh.rename(chosen)
        sync_folder(folder.path)
        kept = set_aside(folder)
        settle_rules(folder)
    except OSError as error:
        _put_back(kept, folder.rules)
        reason = error.strerror or type(error).__name__
        raise LeadQualError(f"The rules cannot be changed: {reason}", "Check the folder", str(folder.rules)) from error
    finally:
        _clear(fresh, *([chosen] if folder.rules.exists() else []))


def settle_rules(folder: WorkspaceFolder) -> None:
    """Finish what a kill interrupted: chosen rules take the place that was made for them, or are forgotten."""
    chosen = _chosen(folder)
    if chosen.is_dir() and not folder.rules.exists():
        chosen.rename(folder.rules)
        sync_folder(folder.path)
    _clear(_fresh(folder), chosen)


def _fresh(folder: WorkspaceFolder) -> Path:
    """Rules that are being made."""
    return folder.path / "rules.new"


def _chosen(folder: WorkspaceFolder) -> Path:
    """The same, whole."""
    return folder.path / "rules.chosen"


def _clear(*made: Path) -> None:
    for path in made:
        shutil.rmtree(path, ignore_errors=True)


def _put_back(kept: Path | None, rules: Path) -> None:
    if kept is not None and not rules.exists():
        with suppress(OSError):
            kept.rename(rules)


def set_aside(folder: WorkspaceFolder) -> Path | None:
    """Move the rules among the backups, under a name that tells when (None: there are none)."""
    if not folder.rules.is_dir():
        return None
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
    return kept

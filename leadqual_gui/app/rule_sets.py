"""Present rules are the user's own text: before another set takes their place, they are kept."""

from __future__ import annotations

from datetime import datetime

from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.errors import LeadQualError


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

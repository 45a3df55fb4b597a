"""How the window of a locked workspace looks: theme, text size, language, place. Nothing about anybody.

All else that a window remembers is in the database, which is ciphered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

NAME = "leadqual.look"
KEYS = ("window.theme", "window.zoom", "window.language", "window.geometry")
_MOST = 20_000


def read_look(workspace: Path) -> dict[str, str]:
    """What was kept; nothing if it cannot be read."""
    try:
        found = json.loads((workspace / NAME).read_bytes()[:_MOST])
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: value for key in KEYS if isinstance(value := found.get(key), str)}


def keep_look(workspace: Path, settings: Mapping[str, str]) -> None:
    """Keep it for the next time; a disk that is full costs no more than the theme."""
    from leadqual_gui.adapters.rules_yaml.save import save_whole
    from leadqual_gui.domain.errors import LeadQualError

    kept = {key: settings[key] for key in KEYS if settings.get(key)}
    with suppress(LeadQualError):
        save_whole(workspace / NAME, json.dumps(kept).encode())

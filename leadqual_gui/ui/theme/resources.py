"""Where the bundled fonts and icons are: inside the installed package, or beside it in the source tree."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def resources_folder() -> Path:
    """The folder that holds `fonts/` and `icons/`."""
    installed = _PACKAGE / "_data" / "resources"
    return installed if installed.is_dir() else _PACKAGE.parent / "resources"

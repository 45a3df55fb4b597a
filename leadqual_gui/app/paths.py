"""Where things are: what ships with the program, and where a person's leads live."""

from pathlib import Path

import platformdirs

import leadqual_gui

PACKAGE = Path(leadqual_gui.__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds the shipped rules/ and resources/: inside an installed package, or beside it."""
    installed = PACKAGE / "_data"
    return installed if installed.is_dir() else PACKAGE.parent


def default_workspace() -> Path:
    """The per-user folder of the platform, used when no other workspace is asked for."""
    return platformdirs.user_data_path("LeadQual", appauthor=False)

"""Which workspace a command means, opened."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from leadqual_gui.app.folder import WorkspaceFolder, sample_path
from leadqual_gui.app.headless.output import RefusedError, complain
from leadqual_gui.app.logs import start_logging

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace


def folder_of(chosen: argparse.Namespace) -> WorkspaceFolder:
    """The folder that is meant, which need not be there yet."""
    from leadqual_gui.app.paths import default_workspace

    path = chosen.workspace or default_workspace()
    return WorkspaceFolder(sample_path(path) if chosen.sample else path)


def own_folder(chosen: argparse.Namespace) -> WorkspaceFolder:
    """The folder that is meant, which need not be there yet, unlocked if it has a passphrase."""
    from leadqual_gui.app.headless.secrets import unlocked

    return unlocked(folder_of(chosen), chosen.passphrase_file)


def existing_folder(chosen: argparse.Namespace) -> WorkspaceFolder:
    """The folder that is meant, unlocked; refused if there is no workspace in it."""
    folder = folder_of(chosen)
    if not folder.exists:
        raise RefusedError(
            f"There is no workspace in {folder.path}. Import a file into it first, or choose another one"
        )
    return own_folder(chosen)


@contextmanager
def opened(folder: WorkspaceFolder) -> Iterator[Workspace]:
    """The workspace, open; rule problems are said on standard error, since the last good rules judge on."""
    from leadqual_gui.app.bootstrap import open_workspace

    folder.make()
    start_logging(folder.logs)
    workspace = open_workspace(folder)
    try:
        for problem in workspace.problems:
            if problem.severity == "error":
                complain(f"{problem} (the last good rules are in force)")
        yield workspace
    finally:
        workspace.close()

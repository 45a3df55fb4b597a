"""How a command gets the passphrase of a workspace: from a file or by asking, never from the command line.

What stands on a command line can be read by every program of this computer, and is kept in the shell's history.
"""

from __future__ import annotations

import getpass
import stat
import sys
import time
from dataclasses import replace
from pathlib import Path

from leadqual_gui.adapters.db.driver import is_ciphered
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.headless.output import RefusedError, complain
from leadqual_gui.services.protection import LockedError, WrongSecretError

TRIES = 4
_LONGEST = 4096
_STANDARD_INPUT = Path("-")


def unlocked(folder: WorkspaceFolder, file: Path | None) -> WorkspaceFolder:
    """The folder with its key, if it has a passphrase. Raises LockedError if nobody can be asked for it."""
    if not is_ciphered(folder.database):
        return folder
    from leadqual_gui.adapters.db.protecting import SqliteProtection

    protection = SqliteProtection(folder.path)
    if file is not None:
        return replace(folder, key=protection.unlock(read_secret(file)))
    for number in range(TRIES):
        try:
            return replace(folder, key=protection.unlock(_asked_of(folder)))
        except WrongSecretError as wrong:
            if number == TRIES - 1:
                raise
            complain(str(wrong))
            time.sleep(2**number)
    raise AssertionError


def unlocked_if_possible(folder: WorkspaceFolder, file: Path | None) -> WorkspaceFolder:
    """The folder, locked if there is no way to ask for the passphrase."""
    try:
        return unlocked(folder, file)
    except LockedError:
        return folder


def read_secret(file: Path) -> str:
    """The first line of a file that should be its owner's alone."""
    if file == _STANDARD_INPUT:
        return sys.stdin.readline().rstrip("\r\n")
    try:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            complain(f"{file} can be read by others on this computer. chmod 600 it")
        with file.open("rb") as opened:
            return opened.readline(_LONGEST).decode("utf-8-sig").rstrip("\r\n")
    except OSError as error:
        raise RefusedError(f"{file}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise RefusedError(f"{file}: this is not text in UTF-8. Write the passphrase into its first line") from error


def asked(question: str) -> str:
    """What somebody types without it being shown. Raises LockedError where nobody is."""
    if not sys.stdin.isatty():
        raise LockedError(
            "this workspace has a passphrase", "Name a file that holds it in its first line: --passphrase-file FILE"
        )
    return getpass.getpass(f"{question}: ", stream=sys.stderr)


def _asked_of(folder: WorkspaceFolder) -> str:
    try:
        return asked(f"Passphrase of {folder.path}")
    except LockedError as error:
        raise LockedError(error.message, error.hint, str(folder.database)) from None

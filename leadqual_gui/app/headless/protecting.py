"""`encrypt` and `decrypt`: a passphrase for a workspace, another one, or none."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from leadqual_gui.adapters.db.protecting import SqliteProtection, plain_copies
from leadqual_gui.adapters.key_file import new_recovery_key
from leadqual_gui.app.headless.opening import folder_of
from leadqual_gui.app.headless.output import RefusedError, complain, print_json
from leadqual_gui.app.headless.secrets import asked, read_secret
from leadqual_gui.services.protection import SHORTEST, refusal_of

NOBODY_ELSE = (
    "Nobody can open this workspace without the passphrase or the recovery key: there is no other way back in. "
    "Keep the recovery key on paper, away from this computer"
)


def run_encrypt(chosen: argparse.Namespace) -> int:
    """Set a passphrase, or with --change another one."""
    protection = SqliteProtection(folder_of(chosen).make().path)
    if chosen.change:
        return _change(chosen, protection)
    if protection.is_protected:
        raise RefusedError("This workspace has a passphrase already. For another one: leadqual-gui encrypt --change")
    if (problem := protection.missing()) is not None:
        raise problem
    passphrase = _new(chosen.passphrase_file)
    recovery = new_recovery_key()
    _give_sheet(chosen, recovery)  # before anything is ciphered: whoever is interrupted has it
    protection.protect(passphrase, recovery, lambda _what, _share: None)
    left = [str(file) for file in plain_copies(folder_of(chosen).path)]
    for file in left:
        complain(f"{file} could not be read and is not ciphered. Delete it if you do not need it")
    _say(chosen, "encrypted", "The workspace has a passphrase now", recovery, left)
    return 0


def run_decrypt(chosen: argparse.Namespace) -> int:
    """Remove the passphrase."""
    protection = SqliteProtection(folder_of(chosen).path)
    if not protection.is_protected:
        raise RefusedError("This workspace has no passphrase")
    done = protection.unprotect(_present(chosen), lambda _what, _share: None)
    for file in done.left:
        complain(f"{file} could not be read and stays ciphered")
    _say(chosen, "decrypted", "The workspace has no passphrase any more: whoever has the files can read them", None)
    return 0


def _change(chosen: argparse.Namespace, protection: SqliteProtection) -> int:
    if not protection.is_protected:
        raise RefusedError("This workspace has no passphrase yet. Set one: leadqual-gui encrypt")
    present = _present(chosen)
    protection.unlock(present)
    passphrase = _new(chosen.new_passphrase_file)
    recovery = new_recovery_key() if chosen.new_sheet else None
    if recovery is not None:
        _give_sheet(chosen, recovery)
    protection.change(present, passphrase, recovery)
    _say(chosen, "changed", "The workspace has another passphrase now", recovery)
    return 0


def _present(chosen: argparse.Namespace) -> str:
    if chosen.passphrase_file is not None:
        return read_secret(chosen.passphrase_file)
    return asked("Present passphrase, or recovery key")


def _new(file: Path | None) -> str:
    if file is not None:
        first = again = read_secret(file)
    else:
        complain(NOBODY_ELSE)
        first, again = asked("New passphrase"), asked("Once more")
    match refusal_of(first, again):
        case "short":
            raise RefusedError(f"A passphrase has at least {SHORTEST} characters. Four words are easy to remember")
        case "different":
            raise RefusedError("The two differ. Nothing was changed")
    return first


def _give_sheet(chosen: argparse.Namespace, recovery: str) -> None:
    """Into a new file that only the user can read, or later on the screen."""
    if chosen.sheet is None:
        return
    text = f"Recovery key of the LeadQual workspace {folder_of(chosen).path}\n\n{recovery}\n\n{NOBODY_ELSE}.\n"
    try:
        handle = os.open(chosen.sheet, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise RefusedError(f"{chosen.sheet}: {(error.strerror or str(error)).lower()}. Nothing was changed") from error
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _say(
    chosen: argparse.Namespace, done: str, words: str, recovery: str | None, left: list[str] | None = None
) -> None:
    shown = recovery if chosen.command == "encrypt" and chosen.sheet is None else None
    if chosen.json:
        print_json({"done": done, "recovery_key": shown, "left_plain": left or []})
        return
    print(words)
    if shown is not None:
        print(f"Recovery key, for your safe: {shown}")
    elif recovery is not None:
        print(f"The recovery key is in {chosen.sheet}: print it, and delete the file")

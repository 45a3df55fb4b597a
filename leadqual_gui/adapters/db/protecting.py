"""A workspace gets a passphrase, another one, or none: what is ciphered, in which order, and what a kill leaves.

The database itself says whether it is ciphered: by its first bytes. The key file is there before it is, and goes
after it. Setting a passphrase ciphers the database first, removing one deciphers it last, so that a kill leaves a
workspace that opens as its database says; `tidy` then makes the rest follow it at the next opening.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from leadqual_gui.adapters.call_files import seal_again
from leadqual_gui.adapters.db.backup import checksum, checksum_file, differs_from_checksum, prove_again
from leadqual_gui.adapters.db.ciphering import Share, rewrite
from leadqual_gui.adapters.db.database_file import FILE_NAME, LOCK_NAME, make_folder, private_files
from leadqual_gui.adapters.db.driver import (
    BACKUPS,
    KEY_NAME,
    KEYS,
    MAGIC,
    cipher_module,
    first_bytes,
    is_ciphered,
    is_of_others,
    is_plain,
)
from leadqual_gui.adapters.db.errors import spoken
from leadqual_gui.adapters.db.files import write_whole
from leadqual_gui.adapters.db.half_made import half_converted, half_copied
from leadqual_gui.adapters.db.lock import WorkspaceLock
from leadqual_gui.adapters.db.opening import drop_half_made, open_writer
from leadqual_gui.adapters.db.settling import finish_restore
from leadqual_gui.adapters.durable import sync_folder
from leadqual_gui.adapters.key_file import PASSPHRASE_COST, KeyFile, new_key
from leadqual_gui.adapters.sealing import Sealer
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import Converted, Told, WorkspaceKey

CALLS = "calls"


class SqliteProtection:
    """The passphrase of the workspace in a folder (a services.protection.Protection)."""

    def __init__(self, workspace: Path, cost: int = PASSPHRASE_COST) -> None:
        self._workspace, self._cost = workspace, cost
        self._database = workspace / FILE_NAME
        self._key_file = workspace / KEY_NAME

    @property
    def is_protected(self) -> bool:
        """Whether the workspace has a passphrase."""
        return is_ciphered(self._database)

    def missing(self) -> LeadQualError | None:
        """What has to be installed first."""
        try:
            cipher_module()
        except LeadQualError as error:
            return error
        return None

    def unlock(self, secret: str) -> WorkspaceKey:
        """The key, by passphrase or recovery key. A key file that is gone or damaged is put back from its copy."""
        cipher_module()
        problem: LeadQualError | None = None
        begins = first_bytes(self._database)
        for path in self._key_files():
            try:
                found = KeyFile.read(path)
            except LeadQualError as error:
                problem = problem or error
                continue
            if found.name == begins or path == self._key_file:
                key = found.unlocked(secret)
                if path != self._key_file and found.name == begins:
                    found.write(self._key_file)
                return key
        raise problem or LeadQualError(
            "the key file of this workspace is missing",
            "Put leadqual.key back beside leadqual.db, from a backup of the folder",
            str(self._key_file),
        )

    def protect(self, passphrase: str, recovery: str, told: Told) -> WorkspaceKey:
        """Cipher the workspace. Raises LeadQualError if somebody has it open, or there is no room."""
        if self.is_protected:
            raise LeadQualError("this workspace has a passphrase already", place=str(self._workspace))
        cipher_module()
        with self._alone():
            with closing(open_writer(self._database)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            key = new_key()
            made = KeyFile.made(key, passphrase, recovery, self._cost)
            self._write_key(made)
            rewrite(self._database, None, key, lambda share: told("leads", share))
            convert_rest(self._workspace, None, key, told)
        return key

    def change(self, secret: str, passphrase: str, recovery: str | None) -> None:
        """Another passphrase for the same key: no lead is written anew, and backups open with it."""
        key = self.unlock(secret)
        with spoken(self._key_file):
            self._write_key(KeyFile.read(self._key_file).with_secrets(key, passphrase, recovery))

    def unprotect(self, secret: str, told: Told) -> Converted:
        """Decipher the workspace. Raises LeadQualError if somebody has it open, or there is no room."""
        key = self.unlock(secret)
        with self._alone():
            with closing(open_writer(self._database, key)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            done = convert_rest(self._workspace, key, None, told)
            rewrite(self._database, key, None, lambda share: told("leads", share))
            with spoken(self._key_file):
                self._key_file.unlink(missing_ok=True)
                if not done.left:
                    self._copy_of(key.name).unlink(missing_ok=True)
                sync_folder(self._workspace)
        return done

    def tidy(self, key: WorkspaceKey) -> Converted:
        """Make everything follow the database, which is ciphered: what a killed change left, or a copy from before."""
        with spoken(self._key_file), suppress(LeadQualError):
            kept = self._copy_of(key.name)
            if not kept.exists() or kept.read_bytes() != self._key_file.read_bytes():
                self._write_key(KeyFile.read(self._key_file))
        with private_files():
            return convert_rest(self._workspace, None, key, lambda _what, _share: None)

    def _write_key(self, made: KeyFile) -> None:
        copy = self._copy_of(made.name)
        with private_files():
            make_folder(copy.parent)
            made.write(self._key_file)
            made.write(copy)

    def _copy_of(self, name: bytes) -> Path:
        return self._workspace / BACKUPS / KEYS / f"{name.hex()}.key"

    def _key_files(self) -> Iterator[Path]:
        """The key file, then the copies of it among the backups."""
        copies = self._workspace / BACKUPS / KEYS
        for path in (self._key_file, *sorted(copies.glob("*.key"))):
            if path.is_file():
                yield path

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """While nobody else has the workspace open."""
        make_folder(self._workspace)
        with spoken(self._database), private_files():
            lock = WorkspaceLock(self._workspace / LOCK_NAME)
            try:
                finish_restore(self._database)
                drop_half_made(self._database)
                yield
            finally:
                lock.release()


def convert_rest(workspace: Path, before: WorkspaceKey | None, after: WorkspaceKey | None, told: Told) -> Converted:
    """Backups, files set aside by a restore, and calls: from one key to another, or to none."""
    _clear_half_made(workspace)
    files = [file for file in _copies(workspace) if _opens_with(file, before)]
    left: list[str] = []
    for number, file in enumerate(files):

        def told_within(share: float, done: int = number) -> None:
            told("backups", (done + share) / len(files))

        told_within(0.0)
        try:
            with spoken(file):
                _convert(file, before, after, told_within)
        except LeadQualError:
            left.append(str(file))
    prove_again(workspace / BACKUPS, after)
    calls = seal_again(workspace / CALLS, _sealer(before or after), _sealer(after))
    told("calls", 1.0)
    return Converted(len(files) - len(left), calls, tuple(left))


def _clear_half_made(workspace: Path) -> None:
    """What a kill left of copies that were being written anew: the copies themselves are there."""
    for leftover in half_converted(workspace):
        with suppress(OSError):
            leftover.unlink()


def plain_copies(workspace: Path) -> list[Path]:
    """Copies of the database that anybody can read."""
    return [file for file in _copies(workspace) if is_plain(file)]


def sealer_of(key: WorkspaceKey | None) -> Sealer | None:
    """What seals the calls of a workspace."""
    return _sealer(key)


def _sealer(key: WorkspaceKey | None) -> Sealer | None:
    return None if key is None else Sealer(key.part("calls"))


def _copies(workspace: Path) -> Iterator[Path]:
    """Copies, files set aside, and what was left half made; what belongs to other programs is none of ours."""
    for folder in (workspace, workspace / BACKUPS):
        half = set(half_copied(folder))
        for file in sorted(folder.glob("*")):
            named = file.suffix == ".db" and file.is_file() and file.name != FILE_NAME
            if file in half or (named and not is_of_others(file)):
                yield file


def _opens_with(file: Path, key: WorkspaceKey | None) -> bool:
    return first_bytes(file) == (MAGIC if key is None else key.name)


def _convert(file: Path, before: WorkspaceKey | None, after: WorkspaceKey | None, told_within: Share) -> None:
    if differs_from_checksum(file):
        raise LeadQualError("this backup is damaged: it differs from its checksum", place=str(file))
    sums = checksum_file(file)
    proof = sums.read_text("utf-8") if sums.exists() else None
    try:
        # a kill right then leaves a copy without a checksum, not one that differs from it: see `prove_again`
        rewrite(file, before, after, told_within, lambda: sums.unlink(missing_ok=True))
    except LeadQualError:
        if proof is not None and not sums.exists() and _opens_with(file, before):
            with suppress(OSError):
                write_whole(sums, proof)
        raise
    with suppress(OSError):  # a full disk takes the copy, and its checksum later
        write_whole(sums, f"{checksum(file)}  {file.name}\n")

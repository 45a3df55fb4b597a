"""Which SQLite opens a file: the one of Python, or, with a key, SQLCipher. Everything above sees no difference.

A ciphered file begins with the name of its key instead of SQLite's own words, so that it is told apart from any other
and from a damaged one before it is opened.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from leadqual_gui.adapters.db.descriptors import own_descriptor
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import WorkspaceKey

if TYPE_CHECKING:
    from types import ModuleType

MAGIC = b"SQLite format 3\x00"
APPLICATION_ID = 0x4C515541  # "LQUA"
_MARKED = slice(68, 72)
"""Where SQLite keeps the mark of the program in the first page."""
KEY_NAME, BACKUPS, KEYS = "leadqual.key", "backups", "keys"
_CIPHER = "sqlcipher3.dbapi2"
_CIPHERED = ("cipher_log_level=NONE", "cipher_default_page_size=8192", "cipher_default_hmac_algorithm=HMAC_SHA256")
"""AES-256 as ever; larger pages and SHA-256 halve what reading costs on a processor that knows SHA-256."""


def connect(
    database: str | Path, key: WorkspaceKey | None = None, uri: bool = False, timeout: float = 5.0
) -> sqlite3.Connection:
    """A connection whose transactions are begun by hand."""
    module: Any = sqlite3 if key is None else cipher_module()
    connection = module.connect(database, uri=uri, timeout=timeout, check_same_thread=False)
    connection.isolation_level = None
    if key is not None:
        unlock(connection, key)
    return cast("sqlite3.Connection", connection)


def unlock(connection: Any, key: WorkspaceKey) -> None:
    """Give SQLCipher the key, and how our files are ciphered; what is attached later follows the same settings."""
    for setting in _CIPHERED:
        connection.execute(f"PRAGMA {setting}")
    connection.execute(f'PRAGMA key="{key_text(key)}"')


def key_text(key: WorkspaceKey) -> str:
    """The key and the first bytes of the file, as SQLCipher takes them without stretching anything."""
    return f"x'{key.part('database').hex()}{key.name.hex()}'"


def cipher_module() -> ModuleType:
    """SQLCipher's module. Raises LeadQualError where it is not installed."""
    try:
        from sqlcipher3 import dbapi2  # type: ignore[import-untyped]
    except ImportError as error:
        raise LeadQualError(
            "the part of LeadQual that opens workspaces with a passphrase is not installed",
            "Install it: pip install 'leadqual-gui[encryption]', or in the source folder: uv sync --extra encryption",
        ) from error
    return cast("ModuleType", dbapi2)


def database_errors(name: str = "Error") -> tuple[type[Exception], ...]:
    """What both raise: `except database_errors():`. SQLCipher's classes are none of Python's."""
    modules = (sqlite3, sys.modules.get(_CIPHER))
    return tuple(getattr(module, name) for module in modules if module is not None)


def first_bytes(path: Path, count: int = len(MAGIC)) -> bytes:
    """What tells whose a file is; nothing if it is not there. May be asked while SQLite has it open."""
    if (own := own_descriptor(path)) is not None:
        with suppress(OSError):
            return os.pread(own, count, 0)
    try:
        with path.open("rb") as file:
            return file.read(count)
    except FileNotFoundError:
        return b""


def is_ciphered(database: Path) -> bool:
    """Whether a workspace has a passphrase: its database is no plain one, and there is a key file for it."""
    if first_bytes(database) in (b"", MAGIC):
        return False
    return database.with_name(KEY_NAME).exists() or any((database.parent / BACKUPS / KEYS).glob("*.key"))


def is_of_others(path: Path) -> bool:
    """Whether a file is a database that anybody can read, and of another program."""
    head = first_bytes(path, _MARKED.stop)
    return head.startswith(MAGIC) and head[_MARKED] != APPLICATION_ID.to_bytes(4, "big")


def is_plain(path: Path) -> bool:
    """Whether a file is a database that anybody can read."""
    return first_bytes(path) == MAGIC

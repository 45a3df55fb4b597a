"""What SQLite and the disk complain about, said to the person who can do something about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leadqual_gui.adapters.db.driver import database_errors
from leadqual_gui.domain.errors import LeadQualError

KEEP_AND_RESTORE = (
    "Nothing was changed in it: keep the file, and restore the newest backup (leadqual-gui restore FILE) beside it"
)

_MESSAGES: dict[str, tuple[str, str]] = {
    "SQLITE_BUSY": (
        "another program is using the file",
        "Close the other program (a database viewer, a backup, a cloud folder that is syncing) and try again",
    ),
    "SQLITE_LOCKED": ("another program is using the file", "Close the other program and try again"),
    "SQLITE_READONLY": (
        "the file may not be written to",
        "Make the file and its folder writable, or choose another folder with --workspace",
    ),
    "SQLITE_PERM": ("the file may not be opened", "Make the file and its folder readable and writable for you"),
    "SQLITE_AUTH": ("the file may not be opened", "Make the file and its folder readable and writable for you"),
    "SQLITE_CANTOPEN": (
        "the file cannot be opened",
        "See that the folder exists and that you may read and write in it, or choose another with --workspace",
    ),
    "SQLITE_FULL": ("the disk is full; the last change was not made", "Free some space and do it again"),
    "SQLITE_IOERR": (
        "the disk reported an error; the last change may be missing",
        "See whether the disk is full or failing, then start again: what was acknowledged before is kept",
    ),
    "SQLITE_CORRUPT": ("the file is damaged", KEEP_AND_RESTORE),
    "SQLITE_NOTADB": ("this is not a LeadQual database", KEEP_AND_RESTORE),
}

_SAID_BY_A_FUNCTION = {
    "disk I/O error": "SQLITE_IOERR",
    "database or disk is full": "SQLITE_FULL",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "unsupported file format": "SQLITE_CORRUPT",
}
"""What SQLCipher's export meets comes as the error of a function: its words tell which it was. So does a first page
that says of its schema what no SQLite writes."""
_UNREADABLE = "Could not decode to UTF-8"
"""Python's words for a text column that holds no text."""


@contextmanager
def spoken(place: Path) -> Iterator[None]:
    """Turn what SQLite and the operating system raise into sentences about `place`."""
    try:
        yield
    except database_errors("IntegrityError") as error:
        raise _integrity(error, place) from error
    except database_errors("ProgrammingError") as error:
        if "closed database" in str(error):
            raise LeadQualError("the workspace was closed", place=str(place)) from error
        raise
    except database_errors() as error:
        if (said := translated(error, place)) is None and _UNREADABLE in str(error):
            said = damaged(place)
        if said is None:
            raise
        raise said from error
    except UnicodeDecodeError as error:  # names in a damaged file that Python cannot even complain about
        raise damaged(place) from error
    except OSError as error:
        raise LeadQualError(
            (error.strerror or str(error)).lower(),
            hint="See that the folder exists, that you may write in it and that the disk is not full",
            place=str(error.filename or place),
        ) from error


def damaged(place: Path) -> LeadQualError:
    """What is said of a file whose bytes are not those that were written."""
    message, hint = _MESSAGES["SQLITE_CORRUPT"]
    return LeadQualError(message, hint=hint, place=str(place))


def translated(error: Exception, place: Path) -> LeadQualError | None:
    """The sentence for an error; None if it is nobody's but ours (a mistake in our SQL)."""
    name = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
    name = _SAID_BY_A_FUNCTION.get(str(error), name)
    if name not in _MESSAGES:
        return None
    if name == "SQLITE_NOTADB" and not isinstance(error, sqlite3.Error):
        name = "SQLITE_CORRUPT"  # the key was found to be the right one before: a page does not bear its seal
    message, hint = _MESSAGES[name]
    return LeadQualError(message, hint=hint, place=str(place))


def _integrity(error: Exception, place: Path) -> LeadQualError:
    if "external_id" in str(error):
        return LeadQualError(
            "another lead has this external_id already",
            hint="Two leads cannot share one: change it, or edit the other lead",
            place=str(place),
        )
    return LeadQualError(f"this does not fit what is stored ({error})", place=str(place))

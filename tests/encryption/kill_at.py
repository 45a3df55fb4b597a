"""Sets or removes a passphrase in a process of its own that is killed at the n-th thing it does to a file.

`python -m tests.encryption.kill_at FOLDER protect|unprotect N`: exit status 0 if it came to its end before.
"""

import os
import signal
import sys
from pathlib import Path

from leadqual_gui.adapters.db.protecting import SqliteProtection
from tests.encryption.vault import CHEAP, PASSPHRASE

RECOVERY = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
_TOUCHES = ("open", "os.rename", "os.remove", "os.chmod", "sqlite3.connect", "fcntl.flock", "os.utime", "told")


def main(folder: Path, what: str, fatal: int) -> None:
    """Do it, or die."""
    done = 0

    def on_event(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal done
        if event in _TOUCHES and (event != "open" or str(folder) in str(arguments[0])):
            done += 1
            if done == fatal:
                os.kill(os.getpid(), signal.SIGKILL)

    protection = SqliteProtection(folder, CHEAP)
    sys.addaudithook(on_event)
    if what == "protect":
        protection.protect(PASSPHRASE, RECOVERY, lambda *_: sys.audit("told"))
    else:
        protection.unprotect(PASSPHRASE, lambda *_: sys.audit("told"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))

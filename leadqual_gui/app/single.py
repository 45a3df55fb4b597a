"""One window on one workspace: a second start brings the first window to the front.

Who has the workspace's lock has it open. Only then is the first window called, through a local socket that only this
user can reach; if nobody answers (a command is at work), the second one goes on and says that the workspace is in use.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from leadqual_gui.app.folder import WorkspaceFolder

LOCK_NAME = "leadqual.lock"
ANSWER_MS = 500


def call_first_window(folder: WorkspaceFolder) -> bool:
    """Whether a first window had this workspace open and was brought to the front."""
    if not _is_locked(folder.path / LOCK_NAME):
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_name(folder.path))
    answered = socket.waitForConnected(ANSWER_MS)
    socket.abort()
    return answered


def answer_later_windows(folder: WorkspaceFolder, come_to_front: Callable[[], None], parent: QObject) -> None:
    """From now on, a second start brings this window to the front."""
    from PySide6.QtNetwork import QLocalServer

    server = QLocalServer(parent)
    server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
    QLocalServer.removeServer(_name(folder.path))

    def on_connected() -> None:
        while (connection := server.nextPendingConnection()) is not None:
            connection.deleteLater()
        come_to_front()

    server.newConnection.connect(on_connected)
    server.listen(_name(folder.path))


def _name(path: Path) -> str:
    """A short name for the socket that other workspaces and other users do not have."""
    import hashlib

    whose = f"{getattr(os, 'getuid', lambda: '')()}:{path.resolve()}"
    return f"leadqual-{hashlib.sha256(whose.encode()).hexdigest()[:16]}"


def _is_locked(lock: Path) -> bool:
    """Whether another program holds the workspace."""
    if not lock.exists():
        return False
    from leadqual_gui.adapters.db.lock import WorkspaceLock
    from leadqual_gui.domain.errors import LeadQualError

    try:
        WorkspaceLock(lock).release()
    except LeadQualError:
        return True
    except OSError:
        return False
    return False

"""The sample workspace: kept in a folder of its own, made when it is first wanted, and made anew on another day.

Its leads did what they did "3 days ago"; so that this stays true it is made again from today, unless somebody
changed something in it.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import datetime

from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.first_sight import settings
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.services.alerts_ports import BY_RULE, BY_RULES
from leadqual_gui.services.ports import Clock
from leadqual_gui.services.sample.making import make_sample
from leadqual_gui.services.workspace import Workspace

MADE = "sample.made"
LAST_STEP = "sample.last_step"


def open_sample(folder: WorkspaceFolder, clock: Clock) -> Workspace:
    """The sample workspace of a folder, as it stands today."""
    if folder.exists and _is_of_another_day(folder, clock.now()):
        workspace = open_workspace(folder, clock)
        if _was_changed(workspace):
            return workspace
        kept = settings(folder.database, folder.key)
        workspace.close()
        _remove_database(folder)
        return _made(folder, clock, kept)
    return open_workspace(folder, clock) if folder.exists else _made(folder, clock, {})


def _made(folder: WorkspaceFolder, clock: Clock, kept: dict[str, str]) -> Workspace:
    workspace = open_workspace(folder, clock)
    now = clock.now()
    for key, value in kept.items():
        workspace.put_setting(key, value)
    make_sample(workspace, now)
    last = max((step.operation for step in workspace.steps()), default=0)
    workspace.put_setting(MADE, now.date().isoformat())
    workspace.put_setting(LAST_STEP, str(last))
    return workspace


def _is_of_another_day(folder: WorkspaceFolder, now: datetime) -> bool:
    return settings(folder.database, folder.key).get(MADE) != now.date().isoformat()


def _was_changed(workspace: Workspace) -> bool:
    """Whether somebody did something in it since it was made; what rules moved as time passed is nobody's work."""
    made_until = int(workspace.setting(LAST_STEP) or 0)
    by_hand = [step for step in workspace.steps() if step.label.code not in (BY_RULE, BY_RULES)]
    typing = bool(workspace.half_typed.leads() or workspace.half_typed.of_lead(0))
    return typing or any(step.operation > made_until or step.undone for step in by_hand)


def _remove_database(folder: WorkspaceFolder) -> None:
    """Invented leads only: nothing is lost."""
    for ending in ("", "-wal", "-shm"):
        folder.database.with_name(f"{folder.database.name}{ending}").unlink(missing_ok=True)
    with suppress(OSError):
        shutil.rmtree(folder.backups)

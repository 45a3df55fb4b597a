"""Puts a workspace together: the only place, with the commands beside it, that names concrete classes."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.safekeeping import BackgroundCopies
from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.adapters.rules_yaml.seed import seed_rules
from leadqual_gui.adapters.rules_yaml.texts import RuleTextsFolder
from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.paths import data_root
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.ports import Clock
from leadqual_gui.services.protection import WorkspaceKey
from leadqual_gui.services.rule_editing.desk import RuleDesk
from leadqual_gui.services.workspace import Workspace

if TYPE_CHECKING:
    from leadqual_gui.services.calling.ports import CallFiles


def shipped_rules() -> Path:
    """The rules that a new workspace begins with."""
    return data_root() / "rules"


def open_workspace(folder: WorkspaceFolder, clock: Clock | None = None) -> Workspace:
    """Open a workspace, made if it is not there. Raises LeadQualError if that cannot be."""
    folder.make()
    _settle_rules(folder)
    if not folder.rules.is_dir() or not any(folder.rules.iterdir()):
        _seed(folder)
    clock = clock or SystemClock()
    rules = RulesFolder(folder.rules, last_good=folder.backups / "rules")
    rules.load()
    store = open_store(folder.path, clock, folder.key)
    try:
        if folder.key is not None:
            _tidy(folder, folder.key)
        workspace = Workspace(store, rules, clock)
        workspace.put_safekeeper(BackgroundCopies(folder.database, folder.backups, clock, folder.key))
        workspace.put_call_files(lambda: _call_files(folder))
        texts = RuleTextsFolder(folder.rules, folder.backups / "rules-kept")
        workspace.put_desk(RuleDesk(workspace, texts, store.rules_archive, user_name()))
    except BaseException:
        store.close()
        raise
    return workspace


def _call_files(folder: WorkspaceFolder) -> CallFiles:
    """Where calls under way are kept; asked for when somebody is deleted for good."""
    from leadqual_gui.adapters.call_files import CallFolder
    from leadqual_gui.adapters.db.protecting import sealer_of

    return CallFolder(folder.calls, sealer_of(folder.key))


def _tidy(folder: WorkspaceFolder, key: WorkspaceKey) -> None:
    """No plain copy stays of a workspace with a passphrase, whatever was killed or put there."""
    from leadqual_gui.adapters.db.protecting import SqliteProtection

    SqliteProtection(folder.path).tidy(key)


def _settle_rules(folder: WorkspaceFolder) -> None:
    """Another set of rules was being chosen when the program was killed. Who does so just now has the lock."""
    if any(folder.path.glob("rules.*")):
        from leadqual_gui.adapters.db.database_file import LOCK_NAME
        from leadqual_gui.adapters.db.lock import WorkspaceLock
        from leadqual_gui.app.rule_sets import settle_rules

        try:
            lock = WorkspaceLock(folder.path / LOCK_NAME)
            try:
                settle_rules(folder)
            finally:
                lock.release()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise LeadQualError(
                f"The rules cannot be put in place: {reason}", "Check the folder", str(folder.rules)
            ) from error


def _seed(folder: WorkspaceFolder) -> None:
    """All the rules or none: a start that is killed here leaves no folder that looks like somebody's own rules."""
    half_made = folder.rules.with_name(".rules-half-made")
    seed_rules(half_made, shipped=shipped_rules())
    try:
        half_made.replace(folder.rules)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LeadQualError(
            f"The rules cannot be put in place: {reason}", "Check the folder", str(folder.rules)
        ) from error


def user_name() -> str:
    """Who works here, as this computer knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "owner"

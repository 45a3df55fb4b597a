"""What accompanies an open window: the crash hook, the change of the day, a word of warning about synced folders."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from leadqual_gui.app.crash import CrashHook, CrashReport
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.imports_ahead import ImportsAhead
from leadqual_gui.app.logs import FILE_NAME
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.operations import Outcome
from leadqual_gui.ui.bridge import Bridge
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.score_saving import ScoreSaving
from leadqual_gui.ui.tasks import Lane

LOOK_AT_CLOCK_MS = 60_000
SCREENS = tuple(
    f"leadqual_gui.ui.{name}" for name in ("matrix.wiring", "pipeline.screen", "today.screen", "interview.window")
)
"""What is imported as soon as the leads are there, so that a screen opened for the first time need not wait for it."""
PREPARE_AFTER_MS = 1500
"""So long after that, with nothing under way, the matrix editor is made ahead: it is what takes longest to make."""
WARNED_OF_SYNC = "window.warned_of_sync"


class Companions(QObject):
    """Lives as long as its window.

    `crashed(report)` comes from whatever thread something broke in; `troubled(LeadQualError)` from where the world
    misbehaved and nobody was there to say so.
    """

    crashed = Signal(object)
    troubled = Signal(object)

    def __init__(self, window: MainWindow, folder: WorkspaceFolder) -> None:
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._rescoring = False
        self._saving: ScoreSaving | None = None
        self.crashed.connect(self._show_crash)
        self.troubled.connect(window.report)
        CrashHook(self.crashed.emit, folder.logs / FILE_NAME, self.troubled.emit).install()
        window.loaded.connect(self._on_loaded)
        self._clock = QTimer(self, interval=LOOK_AT_CLOCK_MS)
        self._clock.timeout.connect(self._on_minute)
        self._prepare_soon = QTimer(self, singleShot=True, interval=PREPARE_AFTER_MS)
        self._prepare_soon.timeout.connect(self._prepare)
        self._imports = ImportsAhead(SCREENS, self)
        self._imports.ended.connect(self._prepare_soon.start)

    def _on_loaded(self) -> None:
        self._clock.start()
        self._warn_of_sync()
        if (bridge := self._window.bridge) is not None:
            self._keep_scores(bridge)
            self._warn_of_plain_copies(bridge)
            if self._window.surroundings.is_sample:
                from leadqual_gui.ui.help.tour import offer_tour

                offer_tour(self._window)
            self._imports.start()

    def _prepare(self) -> None:
        """Make the matrix editor ahead, but in nobody's way."""
        if not self._window.isVisible():
            return
        if self._window.runner.busy or QApplication.mouseButtons() or QApplication.activePopupWidget() is not None:
            self._prepare_soon.start()
            return
        from leadqual_gui.ui.matrix.wiring import prepare_matrix

        prepare_matrix(self._window)

    def _keep_scores(self, bridge: Bridge) -> None:
        """What the load, or later a published matrix, made of scores goes into the file in the background."""
        if self._saving is None:
            self._saving = ScoreSaving(bridge, self)
            status = self._window.status
            self._saving.said.connect(lambda words: status.set_fact("scores", words, "save"))
        self._saving.start()

    def _warn_of_sync(self) -> None:
        """Once a workspace: a service that copies a database while it is written to can damage it."""
        workspace, service = self._window.workspace, self._folder.synced_by()
        if workspace is None or service is None or workspace.setting(WARNED_OF_SYNC):
            return
        workspace.put_setting(WARNED_OF_SYNC, service)
        self._window.report(
            LeadQualError(
                f"This workspace lies in “{service}”, which copies files while LeadQual writes them: the copy can be "
                "damaged, and two computers can overwrite each other",
                "Move the workspace to a folder that is not synchronised, and let the service copy its backups",
                str(self._folder.path),
            )
        )

    def _warn_of_plain_copies(self, bridge: Bridge) -> None:
        """A damaged copy cannot be ciphered: nobody is to believe that it was."""
        if self._folder.key is not None:
            from leadqual_gui.adapters.db.protecting import plain_copies

            looking = bridge.runner.start(lambda _control: plain_copies(self._folder.path), Lane.FREE)
            looking.finished.connect(self._on_plain_copies)

    def _on_plain_copies(self, found: list[Path]) -> None:
        if found:
            others = f" and {len(found) - 1} more" if len(found) > 1 else ""
            self._window.report(
                LeadQualError(
                    f"Although this workspace has a passphrase, {found[0].name}{others} can be read by anybody: it is "
                    "damaged, so it could not be ciphered",
                    "Delete it if you do not need it, or move it to a safe place",
                    str(found[0]),
                )
            )

    def _on_minute(self) -> None:
        """On a new day, time has passed for every score."""
        bridge = self._window.bridge
        if bridge is None or self._rescoring:
            return
        workspace = bridge.workspace
        if _day(workspace.as_of) != _day(datetime.now(UTC)):
            self._rescoring = True
            bridge.run(workspace.rescore, self._on_rescored)

    def _on_rescored(self, outcome: object) -> None:
        self._rescoring = False
        if self._window.bridge is not None and isinstance(outcome, Outcome):
            self._window.bridge.tell_changed(outcome)

    def _show_crash(self, report: CrashReport) -> None:
        from leadqual_gui.ui.crash_dialog import show_crash

        show_crash(self._window, report.details, self._folder.logs / FILE_NAME)


def _day(moment: datetime) -> object:
    return moment.astimezone().date()

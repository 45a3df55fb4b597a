"""The window: it opens its workspace, follows what changes in it, and is closed again.

It opens with what the last run left (`FirstSight`), before anything heavy is imported; the workspace is opened and
loaded on the storage lane meanwhile, and then the same leads become the whole list.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from leadqual_gui.services.lists import Filter, FirstSight, Query
from leadqual_gui.ui.errands import Errands
from leadqual_gui.ui.fields import clock
from leadqual_gui.ui.leads.wiring import make_leads
from leadqual_gui.ui.remembered import Remembered
from leadqual_gui.ui.tasks import Lane, TaskRunner
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import vocabulary_from_text
from leadqual_gui.ui.widgets.actions import Actions
from leadqual_gui.ui.window_actions import make_actions
from leadqual_gui.ui.window_frame import WindowFrame
from leadqual_gui.ui.window_rules import WindowRules
from leadqual_gui.ui.window_screens import WindowScreens
from leadqual_gui.ui.window_steps import WindowSteps

if TYPE_CHECKING:
    from leadqual_gui.domain.errors import LeadQualError
    from leadqual_gui.services.operations import Changes, Refusal
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.i18n import Tongue
    from leadqual_gui.ui.surroundings import Surroundings
    from leadqual_gui.ui.tasks import Control
    from leadqual_gui.ui.today.keeper import DayKeeper
    from leadqual_gui.ui.vocabulary import Vocabulary
    from leadqual_gui.ui.widgets.command_palette import CommandPalette

USUAL_SIZE = QSize(1280, 800)
FRAME = 32
"""What the desktop's frame around a window takes of the screen, about."""
WARM_UP = "am"
"""Letters searched for once while loading, so that the first search of the user's finds everything at hand."""


class MainWindow(QMainWindow):
    """The one window. `loaded()` when the workspace is there and its leads are shown, else `opening_failed()`."""

    loaded = Signal()
    opening_failed = Signal()

    def __init__(self, theme: Theme, tongue: Tongue, sight: FirstSight, surroundings: Surroundings) -> None:
        super().__init__()
        self.theme, self.tongue, self.surroundings = theme, tongue, surroundings
        self.runner = TaskRunner(self)
        self.bridge: Bridge | None = None
        self.words = vocabulary_from_text(sight.settings.get("window.vocabulary"))
        self.remembered = Remembered(sight.settings, self)
        self._opened: Workspace | None = None
        self._closing = False
        self._palette: CommandPalette | None = None
        self._day: DayKeeper | None = None
        self.errands = Errands(self)
        self.actions_ = Actions(theme, self, tinted=False)
        self.steps = WindowSteps(self)
        self.screens, self.rules = WindowScreens(self), WindowRules(self)
        make_actions(self)
        self._build()
        self._open_with(sight)

    # --- building ----------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        self.setWindowTitle("LeadQual")
        self.setAcceptDrops(True)
        frame = self.frame = WindowFrame(self.theme, self.actions_.get)
        self.rail, self.top, self.stack, self.status = frame.rail, frame.top, frame.stack, frame.status
        self.new_button = frame.new_button
        self.announcements = frame.announcements
        frame.screen_chosen.connect(self.show_screen)
        frame.search_asked.connect(lambda: self.open_palette())
        self.announcements.take_back_asked.connect(self.steps.take_back)
        self.announcements.rules_asked.connect(lambda: self.show_screen("settings"))
        self.leads = make_leads(self)
        self.put_screen("leads", self.leads)
        self.setCentralWidget(frame)

    def _open_with(self, sight: FirstSight) -> None:
        geometry = sight.settings.get("window.geometry", "")
        if not (geometry and self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))):
            room = self.screen().availableSize()
            self.resize(USUAL_SIZE.boundedTo(room - QSize(0, FRAME)))
        self.leads.show_first(sight)
        self.status.set_fact("local", self.tr("Everything stays on this computer"), "lock")
        self.status.set_fact("saved", "", "check")
        self.rules.say_matrix()
        self.status.set_fact("count", "", at_end=True)
        if sight.total:
            self._say_count(sight.total)
        else:
            self.status.set_fact("count", self.tr("Opening the workspace"), at_end=True)
        if not sight.total and self.surroundings.is_sample:
            self.leads.list.wait_for(self.tr("Making sample leads"))
            self.show_screen("leads")
        else:
            self.show_screen("leads" if sight.total else "start")

    # --- loading -----------------------------------------------------------------------------------------------------
    def begin(self) -> None:
        """Open and load the workspace; called once the window has been painted."""
        task = self.runner.start(self._open_workspace, Lane.STORAGE)
        task.finished.connect(self._on_loaded)
        task.failed.connect(self._on_opening_failed)

    def _open_workspace(self, control: Control) -> Workspace:
        """On the storage lane: everything heavy is imported, opened and read here."""
        workspace = self._opened = self.surroundings.open_workspace()
        workspace.load(lambda share: not control.stopped())
        for letter in WARM_UP:
            workspace.query(Query(Filter(text=letter)))
        return workspace

    def _on_loaded(self, workspace: Workspace) -> None:
        if self._closing:
            return
        from leadqual_gui.ui.bridge import Bridge
        from leadqual_gui.ui.today.wiring import keep_day
        from leadqual_gui.ui.words import say

        self.bridge = Bridge(workspace, self.runner, say, self)
        self.bridge.changed.connect(self._on_changed)
        self.bridge.done.connect(lambda outcome, _initiator: self.announcements.done(outcome))
        self.bridge.refused.connect(self._on_refused)
        self.bridge.turned.connect(self.steps.tell)
        self.bridge.failed.connect(self.report)
        self.bridge.undo_stack.indexChanged.connect(self.steps.name)
        self.bridge.newest_changed.connect(self.steps.name)
        self.rules.take_words()
        self.leads.attach(self.bridge, self.words, self.tongue.code)
        self.steps.name()
        self._say_count(workspace.counts().all)
        self.rules.say_problems()
        self.remembered.attach(workspace)
        self._say_what_was_done()
        self.rules.begin()
        self._day = keep_day(self)
        self.show_screen("leads" if workspace.counts().all else "start")
        gc.freeze()  # what is resident stays: looking through it again and again would make a key wait
        self.loaded.emit()
        self.errands.offer_unfinished_calls()

    def _say_what_was_done(self) -> None:
        if self.remembered.get("window.passphrase_asked"):
            from leadqual_gui.ui.protection.keeping import say_what_was_done

            say_what_was_done(self)

    def _on_opening_failed(self, error: BaseException) -> None:
        from leadqual_gui.domain.errors import LeadQualError

        if not isinstance(error, LeadQualError):
            raise error
        self.report(error)
        self.opening_failed.emit()

    @property
    def workspace(self) -> Workspace | None:
        """The workspace, once it is loaded."""
        return self.bridge.workspace if self.bridge else None

    def call_things(self, words: Vocabulary) -> None:
        """Call things as these rules do."""
        self.words = words
        if self._palette is not None:
            self._palette.set_scale(words.scale)

    def _say_count(self, count: int) -> None:
        words = self.tr("%Ln lead(s)", "", count) if count else self.tr("No leads yet")
        self.status.set_fact("count", words, at_end=True)

    def when_loaded(self, do: Callable[[], object]) -> None:
        """Do something now, or as soon as the workspace is there: nothing that was clicked is lost."""
        if self.bridge is not None:
            do()
        else:
            self.loaded.connect(lambda: do(), Qt.ConnectionType.SingleShotConnection)

    # --- what changed ------------------------------------------------------------------------------------------------
    def _on_changed(self, changes: Changes, _leads: Sequence[int], _initiator: object) -> None:
        from leadqual_gui.services.operations import Changes as Changed

        assert self.workspace is not None
        if changes & Changed.RULES:
            self.rules.changed()
        if changes & (Changed.MEMBERSHIP | Changed.IMPORT):
            count = self.workspace.counts().all
            self._say_count(count)
            if self.current_screen() == ("start" if count else "leads"):
                self.show_screen("leads")
        self.status.set_fact("saved", self.tr("Saved {time}").format(time=clock(datetime.now(UTC))), "check")

    def _on_refused(self, refusal: Refusal, initiator: object) -> None:
        """Who asked shows it beside the thing; what nobody shows is said here."""
        if initiator is None or initiator is self.leads:
            self.announcements.refused(refusal)

    def report(self, error: LeadQualError) -> None:
        """The world misbehaved: what is wrong, where, what to do."""
        self.announcements.failed(error)

    # --- screens -----------------------------------------------------------------------------------------------------
    def show_screen(self, key: str) -> None:
        """Bring a screen to the front; it is made when it is first wanted."""
        self.screens.show(key)

    def put_screen(self, key: str, screen: QWidget) -> None:
        """Make a screen known, in the place of an earlier one of that key."""
        self.screens.put(key, screen)

    def current_screen(self) -> str:
        """The key of the screen that is shown."""
        return self.screens.current()

    def chosen_lead(self) -> int:
        """The lead that the screen in front is about."""
        return self.screens.chosen_lead()

    # --- what the user asks for --------------------------------------------------------------------------------------
    def open_palette(self, text: str = "") -> None:
        """Find any lead and any action."""
        if self._palette is None:
            from leadqual_gui.ui.palette_wiring import make_palette

            self._palette = make_palette(self)
        self._palette.open(text)

    def close_palette(self) -> None:
        """Put the palette away, if it is open."""
        if self._palette is not None:
            self._palette.dismiss()

    def reload_rules(self) -> None:
        """Read the rules again."""
        self.rules.read_again()

    def toggle_dark(self) -> None:
        """Light becomes dark, dark light, at once and from now on."""
        from leadqual_gui.ui.theme.theme import Scheme

        self.choose_scheme(Scheme.LIGHT if self.theme.is_dark else Scheme.DARK)

    def choose_scheme(self, scheme: object) -> None:
        """Another scheme, at once and from now on."""
        self.theme.choose_scheme(scheme)  # type: ignore[arg-type]
        self.remembered.put("window.theme", scheme.value)  # type: ignore[attr-defined]

    def choose_zoom(self, zoom: float) -> None:
        """Another text size, at once and from now on."""
        self.theme.choose_zoom(zoom)
        self.remembered.put("window.zoom", str(zoom))

    def step_zoom(self, steps: int) -> None:
        """The next larger (1) or smaller (-1) text size, as far as there is one; 0 is the usual size."""
        from leadqual_gui.ui.theme.theme import next_zoom

        self.choose_zoom(next_zoom(self.theme.zoom, steps))

    def choose_language(self, code: str) -> None:
        """Another language; the window comes back in it."""
        self.remembered.put("window.language", code)
        self.remembered.save()
        self.surroundings.switch_to(self.surroundings.folder)

    # --- Qt ----------------------------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.errands.import_file(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        if (field := self.focusWidget()) is not None and not self._closing:
            field.clearFocus()  # what stands in a field is saved when it is left
        self.remembered.put("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.remembered.put("leads.counts", self.leads.list.state.counts_as_text())
        self.rules.stop()
        if self._day is not None:
            self._day.stop()
        self._closing = True
        self.errands.close_calls()
        self.runner.shutdown()
        self.remembered.close()
        self.leads.detach()
        for screen in self.screens.of_the_day():
            screen.detach()
        if self._opened is not None:
            self._opened.close()
            self._opened = self.bridge = None
        super().closeEvent(event)


def _dropped_file(data: QMimeData) -> Path | None:
    """The one local file that is dragged, if it is one."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None

"""The window: the rail, the top bar, one screen at a time, the status bar, and what is said on top of it.

It opens with what the last run left (`FirstSight`), before anything heavy is imported; the workspace is opened and
loaded on the storage lane meanwhile, and then the same leads become the whole list.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from leadqual_gui.services.lists import Filter, FirstSight, Query
from leadqual_gui.ui.announcements import Announcements
from leadqual_gui.ui.errands import Errands
from leadqual_gui.ui.fields import clock
from leadqual_gui.ui.leads.screen import LeadsScreen
from leadqual_gui.ui.places import PLACES, place
from leadqual_gui.ui.remembered import Remembered
from leadqual_gui.ui.tasks import Lane, TaskRunner
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import vocabulary_from_text
from leadqual_gui.ui.widgets.actions import Actions
from leadqual_gui.ui.widgets.bars import StatusBar, TopBar
from leadqual_gui.ui.widgets.controls import Button
from leadqual_gui.ui.widgets.rail import Rail
from leadqual_gui.ui.widgets.room import Room, Stage
from leadqual_gui.ui.widgets.themed import Surface, margins
from leadqual_gui.ui.window_actions import make_actions
from leadqual_gui.ui.window_steps import WindowSteps

if TYPE_CHECKING:
    from leadqual_gui.domain.errors import LeadQualError
    from leadqual_gui.services.operations import Changes, Refusal
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.i18n import Tongue
    from leadqual_gui.ui.pipeline.screen import PipelineScreen
    from leadqual_gui.ui.places import Tabbed
    from leadqual_gui.ui.rules_watch import RulesWatch
    from leadqual_gui.ui.surroundings import Surroundings
    from leadqual_gui.ui.tasks import Control
    from leadqual_gui.ui.today.keeper import DayKeeper
    from leadqual_gui.ui.today.screen import TodayScreen
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
        self._screens: dict[str, QWidget] = {}
        self._opened: Workspace | None = None
        self._closing = False
        self._palette: CommandPalette | None = None
        self._rules_watch: RulesWatch | None = None
        self._day: DayKeeper | None = None
        self.errands = Errands(self)
        self.actions_ = Actions(theme, self, tinted=False)
        self.steps = WindowSteps(self)
        make_actions(self)
        self._build()
        self._open_with(sight)

    # --- building ----------------------------------------------------------------------------------------------------
    def _build(self) -> None:
        get = self.actions_.get
        self.setWindowTitle("LeadQual")
        self.setAcceptDrops(True)
        self.rail = Rail(self.theme)
        self.rail.add("import", "file-up", self.tr("Import"), get("import").toolTip(), at_foot=True)
        for one in PLACES:
            self.rail.add(one.key, one.icon, one.words(), get(one.key).toolTip(), one.at_foot)
        self.rail.add("help", "circle-question-mark", self.tr("Help"), get("help").toolTip(), at_foot=True)
        self.rail.chosen.connect(self.show_screen)
        self.top = TopBar(self.theme, get("undo"), get("redo"))
        self.top.search.setToolTip(get("find").toolTip())
        self.top.search_requested.connect(lambda: self.open_palette())
        self.new_button = Button(self.theme, self.tr("New lead"), icon="plus", key="Ctrl N")
        self.new_button.follow_action(get("new_lead"))
        self.top.add(self.new_button)
        self.status = StatusBar(self.theme)
        self.stack = Stage()
        self.leads = LeadsScreen(self.theme)
        self.leads.settings_changed.connect(self.remembered.put)
        self.leads.export_asked.connect(self.errands.export)
        self.leads.scenario_asked.connect(self.errands.make_scenario)
        self.leads.call_asked.connect(self.errands.call)
        self.leads.compare_asked.connect(self.errands.compare)
        self.leads.verdict_asked.connect(self.errands.judge)
        self.leads.calendar_asked.connect(self.errands.calendar)
        self.leads.sheet_asked.connect(self.errands.lead_sheet)
        self.leads.clean_up_asked.connect(self.errands.clean_up)
        self.leads.hand_out_asked.connect(self.errands.hand_out)
        self.leads.forget_asked.connect(self.errands.forget)
        self.leads.panel.questionnaire_asked.connect(self.errands.make_questionnaire)
        self.leads.panel.paste_asked.connect(self.errands.paste_answers)
        self._screens["leads"] = self.leads
        self.leads.addAction(get("paste_list"))
        self.stack.addWidget(self.leads)
        self.leads.setFocusProxy(self.leads.list.table)
        self.setCentralWidget(self._laid_out())

    def _laid_out(self) -> QWidget:
        from leadqual_gui.ui.widgets.themed import Line

        whole = Surface(self.theme, "window")
        middle = QWidget()
        self._middle = margins(QVBoxLayout(middle), 0, 0, 0, 0, 0)
        for part in (self.top, Room(self.stack)):
            self._middle.addWidget(part)
        self._middle.setStretch(1, 1)
        self.announcements = Announcements(self.theme, self._middle, self)
        self.announcements.take_back_asked.connect(self.steps.take_back)
        self.announcements.rules_asked.connect(lambda: self.show_screen("settings"))
        upper = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
        upper.addWidget(self.rail)
        upper.addWidget(Line(self.theme, upright=True))
        upper.addWidget(middle, 1)
        column = margins(QVBoxLayout(whole), 0, 0, 0, 0, 0)
        column.addLayout(upper, 1)
        column.addWidget(self.status)
        return whole

    def _open_with(self, sight: FirstSight) -> None:
        geometry = sight.settings.get("window.geometry", "")
        if not (geometry and self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))):
            room = self.screen().availableSize()
            self.resize(USUAL_SIZE.boundedTo(room - QSize(0, FRAME)))
        self.leads.show_first(sight)
        self.status.set_fact("local", self.tr("Everything stays on this computer"), "lock")
        self.status.set_fact("saved", "", "check")
        self.status.set_fact("matrix", self._matrix_words(), at_end=True)
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
        from leadqual_gui.ui.rules_watch import RulesWatch
        from leadqual_gui.ui.today.wiring import keep_day
        from leadqual_gui.ui.words import say

        self.bridge = Bridge(workspace, self.runner, say, self)
        self.bridge.changed.connect(self._on_changed)
        self.bridge.done.connect(lambda outcome, _initiator: self.announcements.done(outcome))
        self.bridge.refused.connect(self._on_refused)
        self.bridge.failed.connect(self.report)
        self.bridge.undo_stack.indexChanged.connect(self.steps.name)
        self._take_vocabulary()
        self.leads.attach(self.bridge, self.words, self.tongue.code)
        self.steps.name()
        self._say_count(workspace.counts().all)
        self._say_problems()
        self.remembered.attach(workspace)
        self._say_what_was_done()
        self._rules_watch = RulesWatch(self.bridge, self)
        self._rules_watch.looked.connect(self._say_problems)
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

    def _take_vocabulary(self) -> None:
        from leadqual_gui.ui.vocabulary import vocabulary_of

        assert self.workspace is not None
        self.words = vocabulary_of(self.workspace.rules, self.tongue.code, self._version())
        self.status.set_fact("matrix", self._matrix_words(), at_end=True)
        self.remembered.put("window.vocabulary", self.words.as_text())
        if self._palette is not None:
            self._palette.set_scale(self.words.scale)

    def _version(self) -> str:
        """The number of the rules in force, "" where rules cannot be edited."""
        from leadqual_gui.domain.errors import LeadQualError

        assert self.workspace is not None
        try:
            return str(self.workspace.desk.current.number)
        except LeadQualError:
            return ""

    def _matrix_words(self) -> str:
        if not self.words.matrix:
            return ""
        return self.tr("Matrix: {name}, version {version}").format(name=self.words.matrix, version=self.words.version)

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
            self._take_vocabulary()
            self.leads.retitle(self.words, self.tongue.code)
            for screen in self._day_screens():
                screen.retitle(self.words, self.tongue.code)
            self.leads.list.refresh()
            self._say_problems()
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

    # --- rules -------------------------------------------------------------------------------------------------------
    def reload_rules(self) -> None:
        """Read the rules again."""
        if self._rules_watch is not None:
            self._rules_watch.read_again()

    def _say_problems(self) -> None:
        assert self.workspace is not None
        errors = [problem for problem in self.workspace.problems if problem.severity == "error"]
        words = self.tr("%Ln problem(s) in the rules", "", len(errors)) if errors else ""
        self.status.set_fact("problems", words, "triangle-alert")
        self.announcements.rules_broken(errors)
        settings = self._screens.get("settings")
        if settings is not None:
            settings.show_problems(self.workspace.problems)  # type: ignore[attr-defined]

    # --- screens -----------------------------------------------------------------------------------------------------
    def show_screen(self, key: str) -> None:
        """Bring a screen to the front; it is made when it is first wanted."""
        if key == "leads" and self.workspace is not None and not self.workspace.counts().all:
            key = "start"
        if key in ("import", "help"):
            self.errands.choose_import() if key == "import" else self.errands.help()
            self._mark_rail()
            return
        found = place(key)
        if found is not None and found.needs_workspace and self.bridge is None:
            self.when_loaded(lambda: self.show_screen(key))
            return
        if key not in self._screens:
            self.put_screen(key, found.make(self) if found is not None else self._made_start())
        self.stack.setCurrentWidget(self._screens[key])
        self.top.set_title(self._title_of(key), self._subtitle(key))
        tabbed = cast("Tabbed", self._screens[key]) if found is not None and found.tabs_on_top else None
        self.top.show_tabs(tabbed.tabs if tabbed is not None else None)
        self.new_button.setVisible(key == "leads")
        self._mark_rail()
        self.steps.name()
        if self._screens[key].focusProxy() is not None:
            self._screens[key].setFocus()

    def _title_of(self, key: str) -> str:
        found = place(key) or place("leads")
        assert found is not None
        return self.tr("Import") if key == "import_file" else found.words()

    def _subtitle(self, key: str) -> str:
        """What is said beside the title of a screen."""
        day = next((one for one in self._day_screens() if one is self._screens[key]), None)
        return day.subtitle() if day is not None else self.words.matrix if key == "matrix" else ""

    def _day_screens(self) -> list[TodayScreen | PipelineScreen]:
        """The screens of the work of the day, as far as they were made."""
        found = [self._screens[key] for key in ("today", "pipeline") if key in self._screens]
        return cast("list[TodayScreen | PipelineScreen]", found)

    def chosen_lead(self) -> int:
        """The lead that the screen in front is about."""
        current = self.stack.currentWidget()
        day = next((one for one in self._day_screens() if one is current), None)
        return day.chosen_lead if day is not None else self.leads.panel.lead_id

    def put_screen(self, key: str, screen: QWidget) -> None:
        """Make a screen known, in the place of an earlier one of that key."""
        before = self._screens.pop(key, None)
        if before is not None:
            self.stack.removeWidget(before)
            before.deleteLater()
        self._screens[key] = screen
        self.stack.addWidget(screen)

    def current_screen(self) -> str:
        """The key of the screen that is shown."""
        current = self.stack.currentWidget()
        return next((key for key, screen in self._screens.items() if screen is current), "")

    def _mark_rail(self) -> None:
        key = self.current_screen()
        self.rail.set_current("import" if key == "import_file" else "leads" if key == "start" else key)

    def _made_start(self) -> QWidget:
        from leadqual_gui.ui.start.screen import StartScreen

        start = StartScreen(self.theme, self.actions_, self.surroundings, self.report)
        start.addAction(self.actions_.get("paste_list"))
        return start

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
        self.remembered.put("window.geometry", bytes(self.saveGeometry().toBase64().data()).decode())
        self.remembered.put("leads.counts", self.leads.list.counts_as_text())
        if self._rules_watch is not None:
            self._rules_watch.stop()
            self._rules_watch.deleteLater()
            self._rules_watch = None
        if self._day is not None:
            self._day.stop()
        self._closing = True
        self.errands.close_calls()
        self.runner.shutdown()
        self.remembered.close()
        self.leads.detach()
        for screen in self._day_screens():
            screen.detach()
        if self._opened is not None:
            self._opened.close()
            self._opened = self.bridge = None
        super().closeEvent(event)


def _dropped_file(data: QMimeData) -> Path | None:
    """The one local file that is dragged, if it is one."""
    urls = data.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None

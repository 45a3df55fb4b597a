"""Where calls are begun from the window: one call window for each lead, and calls that were never ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtGui import QGuiApplication

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.calling.desk import CallDesk
from leadqual_gui.services.operations import Refusal
from leadqual_gui.ui.fields import clock, short_day
from leadqual_gui.ui.interview.handover import Handover
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.window import CallWindow
from leadqual_gui.ui.interview.wording import listed, words

if TYPE_CHECKING:
    from leadqual_gui.services.calling.call import Call
    from leadqual_gui.services.calling.ports import CallFiles
    from leadqual_gui.services.calling.values import Unfinished, Unreadable
    from leadqual_gui.ui.announcements import Announcements
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.theme.theme import Theme
    from leadqual_gui.ui.vocabulary import Vocabulary


MOST_OFFERED = 3
SETTING, USUAL, PLACE, TOLD = "call.framework", "bant", "call.place", "call.unreadable"


def unfinished_words(left: Unfinished) -> tuple[str, str]:
    """What is said of a call that was never ended: with whom and when, and what is in it."""
    told = words("A call with {name} of {day}, {time} was not ended").format(
        name=left.name, day=short_day(left.started_at), time=clock(left.started_at)
    )
    if not left.lead_there:
        return told, words("The lead is not there any more. What was noted can be copied, and then goes")
    inside = listed((words("%Ln answer(s)", left.answers), words("%Ln note(s)", len(left.notes))))
    draft = words("and a line that was being written: “{line}”").format(line=left.draft) if left.draft.strip() else ""
    return told, listed((inside, draft))


def unreadable_words(unread: Sequence[Unreadable]) -> tuple[str, str]:
    """What is said of calls of which nothing can be told: where they are, and what can be done."""
    told = words("%Ln unfinished call(s) cannot be read", len(unread))
    places = "\n".join(f"{one.place}: {one.reason}" if one.reason else one.place for one in unread[:MOST_OFFERED])
    more = len(unread) - MOST_OFFERED
    where = f"{places}\n{words('and %Ln more', more)}" if more > 0 else places
    hint = words("Nothing else is affected. Keep the file if its notes may matter, else delete it.")
    return told, f"{where}\n{hint}"


class CallWindows(QObject):
    """Opens calls.

    Signals: `refused(Refusal)`: why a call cannot begin; `failed(LeadQualError)`; `opened(CallWindow)`;
    `wrapped(lead id)`: a call has ended.
    """

    refused = Signal(object)
    failed = Signal(object)
    opened = Signal(object)
    wrapped = Signal(int)

    def __init__(
        self,
        theme: Theme,
        bridge: Bridge,
        files: CallFiles,
        vocabulary: Callable[[], Vocabulary],
        language: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._theme, self._bridge, self._vocabulary, self._language = theme, bridge, vocabulary, language
        self.handover = Handover(bridge, self)
        self.desk = CallDesk(bridge.workspace, files, self.handover.accept)
        self._windows: dict[int, CallWindow] = {}
        self._offered: dict[str, Unfinished] = {}
        self.announcements: Announcements | None = None

    @property
    def windows(self) -> tuple[CallWindow, ...]:
        """The call windows that are open."""
        return tuple(self._windows.values())

    def open(self, lead_id: int) -> CallWindow | None:
        """Call a lead: bring the call under way to the front, take up one that was never ended, or begin one."""
        if lead_id in self._windows:
            return self._brought_up(self._windows[lead_id])
        try:
            call = self.desk.begin(lead_id, self._framework_for(lead_id))
            if isinstance(call, Refusal) and call.reason.code == "call_unfinished":
                call = self.desk.resume(str(call.reason.params["key"]))
            elif not isinstance(call, Refusal):
                call.to_the_best()
        except LeadQualError as error:
            self.failed.emit(error)
            return None
        return self._shown(call)

    def resume(self, key: str) -> CallWindow | None:
        """Take up a call that was never ended."""
        try:
            call = self.desk.resume(key)
        except LeadQualError as error:
            self.failed.emit(error)
            return None
        return self._shown(call)

    def unfinished(self) -> tuple[Unfinished, ...]:
        """Calls that were never ended, the newest first."""
        return tuple(reversed(self.desk.unfinished()))

    def offer_unfinished(self) -> None:
        """Say which calls were never ended, with the way back into them."""
        from leadqual_gui.ui.widgets.notices import Gravity, Notice

        self._tell_of_unreadable()
        left = self.unfinished()
        if self.announcements is None or not left:
            return
        area = self.announcements.area
        if not self._offered:
            area.acted.connect(self._on_acted)
        for one in left[:MOST_OFFERED]:
            self._offered[f"call:{one.key}"] = one
            action = words("Go on with it") if one.lead_there else words("Copy what was noted")
            area.show_notice(Notice(*unfinished_words(one), action, Gravity.WARNING, f"call:{one.key}"))

    def _tell_of_unreadable(self) -> None:
        """Say which files of calls cannot be read; of each that is said at one start only."""
        from leadqual_gui.ui.widgets.notices import Gravity, Notice

        workspace, unread = self._bridge.workspace, self.desk.unreadable()
        told = (workspace.setting(TOLD) or "").split()
        new = [one for one in unread if one.key not in told]
        if self.announcements is None or not new:
            return
        self.announcements.area.show_notice(Notice(*unreadable_words(new), "", Gravity.WARNING, TOLD))
        workspace.put_setting(TOLD, " ".join(one.key for one in unread))

    def _on_acted(self, key: str) -> None:
        left = self._offered.pop(key, None)
        if left is None:
            return
        if left.lead_there:
            self.resume(left.key)
        else:
            QGuiApplication.clipboard().setText("\n".join((*(note.text for note in left.notes), left.draft)).strip())
            self.put_away(left)

    def put_away(self, left: Unfinished) -> None:
        """An unfinished call is not to be taken up: its notes and answers stay with the lead."""
        if not left.lead_there:
            self.desk.throw_away(left.key)
            return
        refused = self.desk.let_go(left.key)
        self.handover.deliver()
        if refused is not None:
            self.refused.emit(refused)

    def close_all(self) -> None:
        """The program closes: calls stay unfinished and are offered again."""
        for window in self.windows:
            window.close()
        self.handover.deliver()

    def _framework_for(self, lead_id: int) -> str:
        """The framework in which this lead answered last, else that of the last call, else the usual one."""
        workspace = self._bridge.workspace
        known = {framework.id for framework in workspace.rules.frameworks}
        answers = sorted(workspace.store.answers(lead_id), key=lambda a: (a.heard_at, a.id), reverse=True)
        wanted = (*(a.framework for a in answers), workspace.setting(SETTING) or "", USUAL)
        return next((framework for framework in wanted if framework in known), "")

    def _shown(self, call: Call | Refusal) -> CallWindow | None:
        if isinstance(call, Refusal):
            self.refused.emit(call)
            return None
        session = CallSession(call, self._bridge, self.handover, self._language, self)
        window = CallWindow(self._theme, session, self._vocabulary())
        self._windows[call.lead_id] = window
        window.closed.connect(self._on_closed)
        window.wrapped.connect(self.wrapped)
        window.strip.framework_chosen.connect(lambda chosen: self._bridge.workspace.put_setting(SETTING, chosen))
        place = self._bridge.workspace.setting(PLACE)
        if place:
            window.restoreGeometry(QByteArray.fromBase64(place.encode()))
        self.opened.emit(window)
        return self._brought_up(window)

    def _brought_up(self, window: CallWindow) -> CallWindow:
        window.show()
        window.raise_()
        window.activateWindow()
        if window.card is None:
            window.notes.edit.setFocus()
        return window

    def _on_closed(self, lead_id: int) -> None:
        window = self._windows.pop(lead_id, None)
        if window is not None:
            place = bytes(window.saveGeometry().toBase64().data()).decode()
            self._bridge.workspace.put_setting(PLACE, place)
            window.deleteLater()


def calls_of(window: MainWindow) -> CallWindows:
    """Calls from the main window: what is to be said is said there, and an ended call's lead is shown."""
    assert window.bridge is not None
    files = window.surroundings.call_files()
    calls = CallWindows(window.theme, window.bridge, files, lambda: window.words, window.tongue.code, window)
    calls.refused.connect(window.announcements.refused)
    calls.failed.connect(window.report)
    calls.wrapped.connect(window.leads.choose_quietly)
    calls.announcements = window.announcements
    return calls

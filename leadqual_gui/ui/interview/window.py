"""The call window: question and answers at the left, the score at the right, notes below, and the end at the foot.

The note line has the keyboard all the time. What a key means is said in `keys`; what the user asks for is done by the
`CallSession`; each part shows the session and knows nothing of the others.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.calling.values import WrapUp
from leadqual_gui.ui.interview.after_call import AfterCall
from leadqual_gui.ui.interview.ending_asks import EndingAsks
from leadqual_gui.ui.interview.keys import Asked, Meaning, asked_by
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.view import CallView
from leadqual_gui.ui.interview.wording import words
from leadqual_gui.ui.interview.wrapup import WrapUpCard
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary

SIZE = (1100, 720)
LEAST = (980, 600)
SECOND_MS = 1000


class CallWindow(CallView):
    """One call with one lead. `closed(lead id)` once the window is gone; `wrapped(lead id)` when the call has ended."""

    closed = Signal(int)
    wrapped = Signal(int)

    def __init__(self, theme: Theme, session: CallSession, vocabulary: Vocabulary) -> None:
        super().__init__(theme, session, vocabulary.scale)
        self.setWindowFlag(Qt.WindowType.Window)
        session.setParent(self)
        self.card: WrapUpCard | None = None
        self.asks = EndingAsks(theme, session, self.ending, self, self.notes.edit.setFocus)
        self.setWindowTitle(words("Call with {name}").format(name=session.lead_name))
        self._connect()
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self.show_second)
        self._second.start()
        self.notes.put_text(session.call.draft)
        self._fit_to_screen()
        self.refresh()

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self._on_changed)
        session.told.connect(self.say)
        session.over.connect(self._on_over)
        session.saved_changed.connect(self.show_saved)
        self.head.do_not_call.connect(session.toggle_do_not_call)
        self.head.on_top.connect(self.keep_on_top)
        self.strip.chosen.connect(session.go_to)
        self.strip.framework_chosen.connect(session.switch)
        self.question.other_wording.connect(session.other_wording)
        self.question.confirmed.connect(session.confirm)
        self.answers.answered.connect(self._on_answered)
        self.notes.asked.connect(self.carry_out)
        self.notes.drafted.connect(session.draft)
        self.ask_next.list.opened.connect(lambda row: session.go_to(row.key))
        self.people.opened.connect(self.show_people)
        self.page.put.connect(self._on_person)
        self.page.closed.connect(self.hide_people)
        self.ending.outcome_chosen.connect(self.asks.choose_outcome)
        self.ending.follow_up_chosen.connect(session.follow_up_in)
        self.ending.date_asked.connect(self.asks.ask_date)
        self.ending.end_asked.connect(self.end)

    def _on_changed(self) -> None:
        if self.card is None:
            self.refresh()

    def _fit_to_screen(self) -> None:
        zoom = self.theme.zoom
        width, height = (round(length * zoom) for length in SIZE)
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            room = screen.availableGeometry().size()
            width, height = min(width, room.width()), min(height, room.height() - 40)
        self.setMinimumSize(min(width, LEAST[0]), min(height, LEAST[1]))
        self.resize(width, height)

    # --- keys --------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.card is not None:
            self.card.keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.hide_people()
            return
        asked = asked_by(event.key(), event.modifiers(), event.text(), self.notes.edit.empty, self.isRightToLeft())
        if asked is None or asked.what is Meaning.FILE:
            if not isinstance(self.focusWidget(), QLineEdit | QComboBox):  # these hand on Shift alone, too
                self.notes.edit.setFocus()
            super().keyPressEvent(event)
            return
        self.carry_out(asked)

    def carry_out(self, asked: Asked) -> None:
        """Do what a key asks for."""
        session = self.session
        match asked.what:
            case Meaning.LEVEL:
                session.answer(int(asked.value))
            case Meaning.JUMP:
                session.jump(asked.value)
            case Meaning.OBJECTION:
                self.objections.toggle(int(asked.value))
            case Meaning.OUTCOME:
                self.asks.choose_outcome(asked.value)
            case Meaning.FOLLOW_UP:
                session.follow_up_in(int(asked.value))
            case Meaning.FILE:
                self._file()
            case _:
                self._simple(asked.what)

    def _simple(self, what: Meaning) -> None:
        session = self.session
        do = {
            Meaning.UNKNOWN: session.answer_unknown,
            Meaning.REFUSED: session.answer_refused,
            Meaning.CONFIRM: session.confirm,
            Meaning.WORDING: session.other_wording,
            Meaning.NEXT: session.next,
            Meaning.BACK: session.back,
            Meaning.MORE_OUTCOMES: self.ending.open_menu,
            Meaning.FOLLOW_UP_ON: self.asks.ask_date,
            Meaning.END: self.end,
            Meaning.DO_NOT_CALL: session.toggle_do_not_call,
            Meaning.PEOPLE: self.show_people,
            Meaning.SAID_BY: session.speaking.choose_next,
            Meaning.FRAMEWORK: self.strip.open_menu,
            Meaning.ON_TOP: self.head.pin.toggle,
            Meaning.UNDO: session.undo,
            Meaning.REDO: session.redo,
            Meaning.LEAVE: self.close,
        }
        do[what]()

    def _on_answered(self, key: str) -> None:
        if key.isdigit():
            self.session.answer(int(key))
        elif key == "U":
            self.session.answer_unknown()
        else:
            self.session.answer_refused()
        self.notes.edit.setFocus()

    def _file(self) -> None:
        text = self.notes.take_text()
        if text.strip() and self.session.file_note(text):
            self.notes.clear()

    # --- people ------------------------------------------------------------------------------------------------------
    def show_people(self) -> None:
        """Show the map; once more: ask about somebody new."""
        if self.side.currentWidget() is self.page:
            self.page.begin()
            return
        self.page.show_session(self.session)
        self.side.setCurrentWidget(self.page)
        if not self.session.call.stakeholders or self.page.is_begun:
            self.page.begin()

    def hide_people(self) -> None:
        """Back to the score, and the keyboard to the notes."""
        self.side.setCurrentIndex(0)
        self.notes.edit.setFocus()

    def _on_person(self, person: Stakeholder) -> None:
        """What could not be filed stays in the form; above the notes stands why."""
        if not self.session.put_person(person):
            self.page.form.show()
            self.page.form.name.setFocus()
            return
        self.page.form.finish()
        self.notes.edit.setFocus()

    # --- the end -----------------------------------------------------------------------------------------------------
    def end(self) -> None:
        """End the call as chosen."""
        if not self.session.outcome:
            self.say(words("Choose first how the call ended: F5 to F8, or F9 for more"))
            return
        self.session.end()

    def _on_over(self, wrap: WrapUp) -> None:
        self._second.stop()
        self.head.show_time(wrap.seconds, running=False)
        self.card = WrapUpCard(self.theme, wrap, self._scale, self.session.language)
        self.card.closed.connect(self.close)
        AfterCall(self.theme, self.session, self.card, self).taken_back.connect(self.close)
        self.stack.addWidget(self.card)
        self.stack.setCurrentWidget(self.card)
        self.card.setFocus()
        self.head.stop.setEnabled(False)
        self.wrapped.emit(self.session.call.lead_id)

    # --- Qt ----------------------------------------------------------------------------------------------------------
    def keep_on_top(self, on: bool) -> None:
        """Stay above other windows, or no more."""
        place = self.pos()
        self.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint, on)
        self.move(QPoint(place))
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        activated = event.type() == QEvent.Type.ActivationChange and self.isActiveWindow()
        if activated and self.card is None and self.focusWidget() is None:
            self.notes.edit.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.card is None:
            self.ending.show_session(self.session)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._second.stop()
        lead_id = self.session.call.lead_id
        self.session.leave()
        super().closeEvent(event)
        self.closed.emit(lead_id)

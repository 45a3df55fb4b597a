"""The call window: question and answers at the left, the score at the right, notes below, and the end at the foot.

The note line has the keyboard all the time. What a key means is said in `keys`; what the user asks for is done by the
`CallSession`; each part shows the session and knows nothing of the others.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.calling.values import WrapUp
from leadqual_gui.services.handlers.calls import OUTCOMES
from leadqual_gui.ui.fields import clock
from leadqual_gui.ui.interview.answers import AnswerList, AnswerView, answer_view
from leadqual_gui.ui.interview.aside import ChangesPart, ObjectionsPart, PeoplePart, briefing_rows
from leadqual_gui.ui.interview.elements import ElementStrip
from leadqual_gui.ui.interview.ending import EndingBar, day_from, reasons_of
from leadqual_gui.ui.interview.head import CallHead
from leadqual_gui.ui.interview.keys import Asked, Meaning, asked_by
from leadqual_gui.ui.interview.live import AskNextPart, LivePart
from leadqual_gui.ui.interview.notes import NotesBox, note_rows
from leadqual_gui.ui.interview.people import PeoplePage
from leadqual_gui.ui.interview.question import QuestionPart
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wording import letter_of, words
from leadqual_gui.ui.interview.wrapup import WrapUpCard
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins

SIZE = (1100, 720)
LEAST = (980, 600)
SIDE = 380
SECOND_MS = 1000


class CallWindow(Surface):
    """One call with one lead. `closed(lead id)` once the window is gone; `wrapped(lead id)` when the call has ended."""

    closed = Signal(int)
    wrapped = Signal(int)

    def __init__(self, theme: Theme, session: CallSession, vocabulary: Vocabulary) -> None:
        super().__init__(theme, "base")
        self.setWindowFlag(Qt.WindowType.Window)
        self.theme, self.session = theme, session
        session.setParent(self)
        self._scale = vocabulary.scale
        self._briefing = session.call.briefing
        self.card: WrapUpCard | None = None
        self._lead: Lead | None = None
        self._rules: Rules | None = None
        self._framework: Framework | None = None
        self.setWindowTitle(words("Call with {name}").format(name=session.lead_name))
        self._make_parts()
        self._lay_out()
        self._connect()
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._on_second)
        self._second.start()
        self.notes.edit.setPlainText(session.call.draft)
        self._fit_to_screen()
        self.refresh()

    # --- building ----------------------------------------------------------------------------------------------------
    def _make_parts(self) -> None:
        theme = self.theme
        self.head = CallHead(theme)
        self.strip = ElementStrip(theme)
        self.question = QuestionPart(theme)
        self.answers = AnswerList(theme)
        self.said_by = Label(theme, face="secondary", colour="text3")
        self.notes = NotesBox(theme, lambda: clock(self.session.now))
        self.live, self.ask_next = LivePart(theme), AskNextPart(theme)
        rows = briefing_rows(self._briefing, self.session.rules, self.session.language)
        self.changes, self.people = ChangesPart(theme, rows), PeoplePart(theme)
        self.objections = ObjectionsPart(theme)
        self.page = PeoplePage(theme)
        self.ending = EndingBar(theme)
        self.told = Label(theme, face="body_medium", colour="warm.text", wrap=True)
        self.told.setVisible(False)

    def _lay_out(self) -> None:
        s = self.theme.look.s
        left = QWidget()
        column = margins(QVBoxLayout(left), s.l + s.xs, s.m, s.l + s.xs, s.m, s.m)
        for part in (self.strip, self.question, self.answers):
            column.addWidget(part)
        column.addWidget(self.said_by)
        column.addWidget(self.told)
        column.addWidget(self.notes, 1)
        self.side = QStackedWidget()
        self.side.addWidget(self._side())
        self.side.addWidget(self.page)
        self.side.setFixedWidth(round(SIDE * self.theme.zoom))
        middle = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
        middle.addWidget(left, 1)
        middle.addWidget(Line(self.theme, upright=True))
        middle.addWidget(self.side)
        self.body = QWidget()
        whole = margins(QVBoxLayout(self.body), 0, 0, 0, 0, 0)
        whole.addLayout(middle, 1)
        whole.addWidget(Line(self.theme))
        whole.addWidget(self.ending)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.body)
        outer = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        outer.addWidget(self.head)
        outer.addWidget(Line(self.theme))
        outer.addWidget(self.stack, 1)

    def _side(self) -> QWidget:
        """Score, questions left, changes, people, objections; it scrolls where the window is low."""
        inside = Surface(self.theme, "base")
        column = margins(QVBoxLayout(inside), 0, 0, 0, 0, 0)
        for at, part in enumerate((self.live, self.ask_next, self.changes, self.people, self.objections)):
            if at:
                column.addWidget(Line(self.theme))
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self.refresh)
        session.told.connect(self._on_told)
        session.over.connect(self._on_over)
        session.saved_changed.connect(self._show_saved)
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
        self.ending.outcome_chosen.connect(self.choose_outcome)
        self.ending.follow_up_chosen.connect(session.follow_up_in)
        self.ending.date_asked.connect(self.ask_date)
        self.ending.end_asked.connect(self.end)

    def _fit_to_screen(self) -> None:
        zoom = self.theme.zoom
        width, height = (round(length * zoom) for length in SIZE)
        screen = QGuiApplication.primaryScreen()
        if screen is not None:
            room = screen.availableGeometry().size()
            width, height = min(width, room.width()), min(height, room.height() - 40)
        self.setMinimumSize(min(width, LEAST[0]), min(height, LEAST[1]))
        self.resize(width, height)

    # --- showing -----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Show the call as it is now."""
        session = self.session
        if self.card is not None:
            return
        interview, language = session.interview, session.language
        self._show_what_stays()
        self._show_saved()
        self.strip.show_interview(interview, language)
        self.question.show_session(session)
        self.answers.show_answers(self._answer_views(), interview.state, self._unanswered())
        self.said_by.setText(words("Said by {name}. Ctrl B: somebody else").format(name=session.speaker))
        self.said_by.setVisible(len(session.people()) > 1)
        self.live.show_session(session, self._scale)
        self.ask_next.show_session(session)
        self.changes.show_session(session)
        self.people.show_session(session)
        if self.side.currentWidget() is self.page:
            self.page.show_session(session)
        letters = {(interview.framework.id, e.id): letter_of(e) for e in interview.framework.elements}
        element = interview.element
        example = f"{letter_of(element)} {element.label.of(language)}" if element else ""
        self.notes.show_notes(note_rows(session.call.notes, letters), example)
        self.ending.show_session(session)
        self._on_second()

    def _show_what_stays(self) -> None:
        """What seldom changes in a call, only when it does: a key is answered sooner."""
        session, language = self.session, self.session.language
        interview, rules = session.interview, session.rules
        if self._lead is not interview.record.lead and self._lead != interview.record.lead:
            self.head.show_lead(interview.record.lead, self._briefing.last_contact)
            self._lead = interview.record.lead
        if self._rules is not rules:
            self._rules = rules
            names = [(f.id, f.name.of(language), f.when_to_use.of(language)) for f in rules.frameworks]
            self.strip.set_frameworks(names)
        if self._framework is not interview.framework:
            self._framework = interview.framework
            self.objections.show_objections(interview.framework.objections, language)

    def _answer_views(self) -> tuple[AnswerView, ...]:
        state, call = self.session.interview.state, self.session.call
        if state is None:
            return ()
        by_level = {outcome.level: outcome for outcome in call.outcomes}
        return tuple(
            answer_view(level, by_level[level.level], state, call.outlook, self._scale, self.session.language)
            for level in state.element.levels
        )

    def _unanswered(self) -> int:
        outcome = self.session.call.without_answer
        return outcome.shown if outcome is not None else self.session.call.outlook.shown

    def _show_saved(self) -> None:
        self.head.show_saved(self.session.saved, self.session.call.unsaved)

    def _on_second(self) -> None:
        self.head.show_time(self.session.seconds)
        self.notes.tick()

    def _on_told(self, told: str) -> None:
        self.told.setText(told)
        self.told.setAccessibleName(told)
        self.told.setVisible(bool(told))

    # --- keys --------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.card is not None:
            self.card.keyPressEvent(event)
            return
        if event.key() == Qt.Key.Key_Escape:
            self.hide_people()
            return
        asked = asked_by(event.key(), event.modifiers(), event.text(), self.notes.edit.empty)
        if asked is None or asked.what is Meaning.FILE:
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
                self.choose_outcome(asked.value)
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
            Meaning.FOLLOW_UP_ON: self.ask_date,
            Meaning.END: self.end,
            Meaning.DO_NOT_CALL: session.toggle_do_not_call,
            Meaning.PEOPLE: self.show_people,
            Meaning.SAID_BY: session.next_speaker,
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
        if not self.session.call.stakeholders:
            self.page.begin()

    def hide_people(self) -> None:
        """Back to the score, and the keyboard to the notes."""
        self.side.setCurrentIndex(0)
        self.notes.edit.setFocus()

    def _on_person(self, person: object) -> None:
        self.session.put_person(person)  # type: ignore[arg-type]
        self.notes.edit.setFocus()

    # --- the end -----------------------------------------------------------------------------------------------------
    def choose_outcome(self, outcome: str) -> None:
        """How it ends; where a reason is needed, ask for it."""
        known = OUTCOMES[outcome]
        if not known.needs_reason or self.session.outcome == outcome:
            self.session.choose_outcome(outcome, self.session.reason if self.session.outcome == outcome else "")
            return
        choices = reasons_of(self.session.rules.funnel.stages, known.exit, self.session.language)
        ask = Ask(
            self.theme, words("Why? The reason makes the next call better"), partial(self._on_reason, outcome), choices
        )
        ask.setParent(self, ask.windowFlags())
        ask.show_at(self.ending.outcomes.get(outcome, self.ending.further), above=True)
        self.asking = ask

    def _on_reason(self, outcome: str, reason: str) -> str | None:
        if not reason.strip():
            return words("Write the reason in a few words")
        self.session.choose_outcome(outcome, reason.strip())
        self.notes.edit.setFocus()
        return None

    def ask_date(self) -> None:
        """Follow up on some day."""
        ask = Ask(self.theme, words("Follow up on which day? 2026-12-01, or 10 for in ten days"), self._on_date)
        ask.setParent(self, ask.windowFlags())
        ask.show_at(self.ending.date, above=True)
        self.asking = ask

    def _on_date(self, text: str) -> str | None:
        now = self.session.now.astimezone()
        if not text:
            self.session.follow_up_on(None)
            return None
        day: datetime | None = day_from(text, now)
        if day is None or not now.date() <= day.date() <= (now + timedelta(days=3650)).date():
            return words("Write a day to come, such as 2026-12-01, or a number of days")
        self.session.follow_up_on(day)
        self.notes.edit.setFocus()
        return None

    def end(self) -> None:
        """End the call as chosen."""
        if not self.session.outcome:
            self._on_told(words("Choose first how the call ended: F5 to F8, or F9 for more"))
            return
        self.session.end()

    def _on_over(self, wrap: WrapUp) -> None:
        self._second.stop()
        self.head.show_time(wrap.seconds, running=False)
        self.card = WrapUpCard(self.theme, wrap, self._scale, self.session.language)
        self.card.closed.connect(self.close)
        self.card.take_back_asked.connect(self._take_back)
        self.stack.addWidget(self.card)
        self.stack.setCurrentWidget(self.card)
        self.card.setFocus()
        self.head.stop.setEnabled(False)
        self.wrapped.emit(self.session.call.lead_id)

    def _take_back(self) -> None:
        """Undo what was done last: the ending."""
        self.session.undo()
        self.close()

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

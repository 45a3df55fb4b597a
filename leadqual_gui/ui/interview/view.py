"""What is seen of a call: its parts, where they lie, and the call shown in them. What is done stands in `window`."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.rules import Rules
from leadqual_gui.ui.fields import clock
from leadqual_gui.ui.interview.answers import AnswerList, AnswerView, answer_view
from leadqual_gui.ui.interview.aside import ChangesPart, ObjectionsPart, PeoplePart, briefing_rows
from leadqual_gui.ui.interview.elements import ElementStrip
from leadqual_gui.ui.interview.ending import EndingBar
from leadqual_gui.ui.interview.head import CallHead
from leadqual_gui.ui.interview.live import AskNextPart, LivePart
from leadqual_gui.ui.interview.notes import NotesBox, note_rows
from leadqual_gui.ui.interview.people import PeoplePage
from leadqual_gui.ui.interview.question import QuestionPart
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wording import letter_of, words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.room import Room, Stage
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins

SIDE, SIDE_SHARE = 380, 0.39
"""How wide the side is in pixels of plain text, and which share of the window it takes at most in large text."""
LOW = 560
"""Lower than so many pixels of plain text there is no room for the answers above the notes."""


class AskingRoom(Room):
    """Room for the question and its answers: the notes below give way when they need more."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return done


class CallView(Surface):
    """The parts of a call window. `refresh()` shows the call as it is now."""

    def __init__(self, theme: Theme, session: CallSession, scale: TierScale) -> None:
        super().__init__(theme, "base")
        self.theme, self.session = theme, session
        self._scale = scale
        self._briefing = session.call.briefing
        self._lead: Lead | None = None
        self._rules: Rules | None = None
        self._framework: Framework | None = None
        self._is_low = False
        self._make_parts()
        self._lay_out()
        theme.changed.connect(self._fit)

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
        self.page = PeoplePage(theme, self.session.bridge.typed)
        self.ending = EndingBar(theme)
        self.told = Label(theme, face="body_medium", colour="warm.text", wrap=True)
        self.told.setVisible(False)

    def _lay_out(self) -> None:
        s = self.theme.look.s
        left = QWidget()
        column = self._column = margins(QVBoxLayout(left), s.l + s.xs, s.m, s.l + s.xs, s.m, s.m)
        asked = QWidget()
        asking = margins(QVBoxLayout(asked), 0, 0, 0, 0, s.m)
        for part in (self.question, self.answers):
            asking.addWidget(part)
        column.addWidget(self.strip)
        column.addWidget(AskingRoom(asked))
        self.notes.head_row.insertWidget(1, self.said_by)
        column.addWidget(self.told)
        column.addWidget(self.notes, 1)
        self.side = QStackedWidget()
        self.side.addWidget(self._side())
        self.side.addWidget(self.page)
        self.side.currentChanged.connect(self._make_room_for_people)
        self.aside = QWidget()
        beside = margins(QVBoxLayout(self.aside), 0, 0, 0, 0, 0)
        beside.addWidget(self.side, 1)
        self._low_notes = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
        beside.addLayout(self._low_notes)
        middle = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
        middle.addWidget(left, 1)
        middle.addWidget(Line(self.theme, upright=True))
        middle.addWidget(self.aside)
        self.body = QWidget()
        whole = margins(QVBoxLayout(self.body), 0, 0, 0, 0, 0)
        whole.addLayout(middle, 1)
        whole.addWidget(Line(self.theme))
        whole.addWidget(self.ending)
        self.stack = Stage()
        self.stack.addWidget(self.body)
        outer = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        outer.addWidget(self.head)
        outer.addWidget(Line(self.theme))
        outer.addWidget(self.stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        zoom = self.theme.zoom
        self.aside.setFixedWidth(min(round(SIDE * zoom), round(SIDE_SHARE * self.width())))
        self._arrange(self.height() < round(LOW * zoom))

    def _arrange(self, low: bool) -> None:
        """In a low window the answers come first: the notes move beside them, and what explains the question goes."""
        if low == self._is_low:
            return
        self._is_low = low
        writing, gap = self.notes.edit.hasFocus(), self.theme.look.s.m if low else 0
        self._low_notes.setContentsMargins(gap, gap, gap, gap)
        if low:
            self._low_notes.addWidget(self.notes)
        else:
            self._column.addWidget(self.notes, 1)
        self.question.set_brief(low)
        self._say_speaker()
        self._make_room_for_people()
        if writing:  # a widget that is moved loses the keyboard
            self.notes.edit.setFocus()

    def _make_room_for_people(self) -> None:
        """In a low window the page of the people takes the room of the notes, which keep what is written."""
        self.notes.setVisible(not self._is_low or self.side.currentWidget() is not self.page)

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

    # --- showing -----------------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Show the call as it is now."""
        session = self.session
        interview, language = session.interview, session.language
        self._show_what_stays()
        self.show_saved()
        self.strip.show_interview(interview, language)
        self.question.show_session(session)
        now = session.call.outlook.shown
        self.answers.show_answers(self._answer_views(), interview.state, self._unanswered(), now)
        self._say_speaker()
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
        self.show_second()

    def _say_speaker(self) -> None:
        """Who says what is noted, where several take part; in a low window without how that is changed."""
        session, most = self.session, self.theme.look.s.search_field // 2
        name = self.said_by.fontMetrics().elidedText(session.speaking.name, Qt.TextElideMode.ElideRight, most)
        said = words("said by {name}") if self._is_low else words("said by {name} (Ctrl B changes)")
        self.said_by.setText(said.format(name=name))
        self.said_by.setToolTip(words("{name} (Ctrl B changes)").format(name=session.speaking.name))
        self.said_by.setVisible(len(session.speaking.people()) > 1)

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

    def show_saved(self) -> None:
        """Where what was typed is."""
        self.head.show_saved(self.session.call.saved, self.session.call.unsaved)

    def show_second(self) -> None:
        """How long it lasts, and the time of the line being written."""
        self.head.show_time(self.session.seconds)
        self.notes.tick()

    def say(self, told: str) -> None:
        """Say something quietly above the notes; nothing takes it away."""
        self.told.setText(told)
        self.told.setAccessibleName(told)
        self.told.setVisible(bool(told))

"""What the lead answered: one row an element of a framework, and an answer given with one key.

The row that has the keyboard shows its question and what each level means; 0 to 3, U (not known yet) and R (would
not say) file the answer at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.ui.fields import short_day
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.themed import Label, Themed, margins

if TYPE_CHECKING:
    from leadqual_gui.services.details import Coverage, ElementState, LeadDetails


class CoverageMark(Themed, QWidget):
    """The letter of an element, filled as far as it is known."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._letter, self._state = "", marks.Coverage.UNKNOWN
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_state(self, letter: str, state: marks.Coverage) -> None:
        """Show another letter or state."""
        self._letter, self._state = letter, state
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.xl, self.look.s.xl)

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            size = self.look.s.xl
            marks.paint_coverage(painter, self.look, QRect(0, 0, size, size), ((self._letter, self._state),), size=size)
        painter.end()


class ElementRow(Themed, QWidget):
    """One element. `answered(state, level or None)`."""

    answered = Signal(object, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ElementState | None = None
        self.mark = CoverageMark(theme)
        self.label = Label(theme, face="body_medium")
        self.answer = Label(theme, face="secondary", colour="text2", wrap=True)
        self.question = Label(theme, colour="accent_text", wrap=True)
        self.levels = QWidget()
        self._level_column = margins(QVBoxLayout(self.levels), 0, 0, 0, 0, theme.look.s.xs)
        self._lay_out(theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._follow(theme)
        self._open(False)

    def _lay_out(self, theme: Theme) -> None:
        s = theme.look.s
        words = margins(QVBoxLayout(), 0, 0, 0, 0, 2)
        for part in (self.label, self.answer, self.question, self.levels):
            words.addWidget(part)
        row = margins(QHBoxLayout(self), s.s, s.s, s.s, s.s, s.m)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def show_state(self, state: ElementState, language: str) -> None:
        """Show how far the element is known."""
        self._state = state
        element = state.element
        label = element.label.of(language)
        self.label.setText(label)
        self.answer.setText(self._answer_words(state, language))
        self.mark.show_state(element.letter, _mark_of(state))
        self.setAccessibleName(f"{label}: {self.answer.text()}")
        self.setAccessibleDescription(self.tr("0 to 3 answer, U is not known yet, R would not say"))
        self.question.setText(element.questions[0].of(language) if element.questions else "")
        self.setToolTip(element.why.of(language))
        self._show_levels(state, language)

    def _show_levels(self, state: ElementState, language: str) -> None:
        for button in self.levels.findChildren(LevelButton):
            self._level_column.removeWidget(button)
            button.hide()
            button.deleteLater()
        choices = [(str(lv.level), lv.sentence.of(language)) for lv in state.element.levels]
        choices += [("U", self.tr("Not known yet")), ("R", self.tr("Would not say"))]
        for key, sentence in choices:
            button = LevelButton(self.theme, key, sentence)
            button.clicked.connect(lambda _checked=False, k=key: self._file(k))
            self._level_column.addWidget(button)

    def _answer_words(self, state: ElementState, language: str) -> str:
        answer = state.answer
        if answer is None:
            if state.proposal is None:
                return self.tr("not asked yet")
            sentence = _sentence(state, state.proposal.level, language)
            return self.tr("perhaps: {answer} ({reason})").format(
                answer=sentence, reason=state.proposal.because.of(language)
            )
        said = {AnswerState.UNKNOWN: self.tr("not known yet"), AnswerState.REFUSED: self.tr("would not say")}.get(
            answer.state
        ) or _sentence(state, answer.level or 0, language)
        when = short_day(answer.heard_at)
        stale = self.tr("old, ask again") if state.stale else ""
        return ", ".join(part for part in (said.rstrip(".。"), when, answer.said_by or "", stale) if part)

    def _file(self, key: str) -> None:
        if key.isdigit():
            self.answered.emit(AnswerState.LEVEL, int(key))
        else:
            self.answered.emit(AnswerState.UNKNOWN if key == "U" else AnswerState.REFUSED, None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text().upper()
        if text and text in "0123UR" and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._file(text)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._open(True)
        super().focusInEvent(event)

    def close_up(self) -> None:
        """Show only the answer."""
        self._open(False)

    def _open(self, on: bool) -> None:
        self.question.setVisible(on)
        self.levels.setVisible(on)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        with draw.painting(QPainter(self)) as painter:
            if self.levels.isVisibleTo(self):
                edge = look.c.focus if self.hasFocus() else look.c.line_strong
                draw.outlined(painter, self.rect(), look.s.radius, edge, width=2 if self.hasFocus() else 1)
        painter.end()


class LevelButton(Button):
    """A level as a whole sentence after its key."""

    def __init__(self, theme: Theme, key: str, sentence: str) -> None:
        super().__init__(theme, sentence, Kind.QUIET)
        self._cap = key
        self.setToolTip(f"{sentence} ({key})")
        self.setAccessibleName(sentence)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.search_field // 2, self.look.s.button_small)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def heightForWidth(self, width: int) -> int:
        look = self.look
        room = QRect(0, 0, max(1, width - look.s.xl - look.s.s), 10_000)
        words = look.f.body.metrics.boundingRect(room, Qt.TextFlag.TextWordWrap.value, self.text())
        return max(look.s.button_small, words.height() + look.s.s)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rtl = self.look, self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        rect = self.rect()
        with draw.painting(QPainter(self)) as painter:
            if self.underMouse():
                draw.outlined(painter, rect, look.s.radius, look.c.hover, look.c.hover)
            cap = draw.mirrored(QRect(0, 0, look.s.xl, rect.height()), rect, rtl)
            marks.paint_key_cap(painter, look, cap, self._cap)
            words = draw.mirrored(rect.adjusted(look.s.xl + look.s.s, 0, 0, 0), rect, rtl)
            painter.setFont(look.f.body.font)
            painter.setPen(look.c.text1)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, self.text())
        painter.end()


def _mark_of(state: ElementState) -> marks.Coverage:
    if state.known:
        return marks.Coverage.KNOWN
    return marks.Coverage.INFERRED if state.proposal else marks.Coverage.UNKNOWN


def _sentence(state: ElementState, level: int, language: str) -> str:
    found = next((lv for lv in state.element.levels if lv.level == level), None)
    return found.sentence.of(language) if found else str(level)


class AnswersTab(QWidget):
    """The elements of one framework.

    Signals: `answered(framework, element, state, level)`; `questionnaire_asked(framework)`: to be filled in by the
    lead; `paste_asked()`: what came back.
    """

    answered = Signal(str, str, object, object)
    questionnaire_asked = Signal(str)
    paste_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._coverage: tuple[Coverage, ...] = ()
        self._language = ""
        self._rows: dict[str, ElementRow] = {}
        self.framework = QComboBox()
        self.framework.setAccessibleName(self.tr("Interview"))
        self.framework.setToolTip(self.tr("Which interview"))
        self.framework.currentIndexChanged.connect(self._show_framework)
        self.summary = Label(theme, face="secondary", colour="text3")
        s = theme.look.s
        head = margins(QHBoxLayout(), 0, 0, 0, 0, s.m)
        head.addWidget(self.framework)
        head.addWidget(self.summary, 1)
        self._column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.xs)
        self._column.addLayout(head)
        self._column.addSpacing(s.xs)
        self._column.addLayout(self._without_call(theme))
        self._column.addStretch(1)

    def _without_call(self, theme: Theme) -> QHBoxLayout:
        """Ways to get answers without a call."""
        self.questionnaire = Button(theme, self.tr("Make a questionnaire"), icon="share-2", height=Height.SMALL)
        self.questionnaire.setToolTip(self.tr("A page that the lead fills in without the internet (Ctrl+Shift+Q)"))
        self.questionnaire.clicked.connect(lambda: self.questionnaire_asked.emit(str(self.framework.currentData())))
        self.paste = Button(theme, self.tr("Paste answers"), icon="file-text", height=Height.SMALL)
        self.paste.setToolTip(self.tr("What the lead sent back (Ctrl+Shift+V)"))
        self.paste.clicked.connect(self.paste_asked)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, theme.look.s.s)
        row.addWidget(self.questionnaire)
        row.addWidget(self.paste)
        row.addStretch(1)
        return row

    def show_details(self, details: LeadDetails, language: str) -> None:
        """Show what a lead answered."""
        before = self.framework.currentData()
        self._coverage, self._language = details.coverage, language
        wanted = [c.framework.id for c in details.coverage]
        if [self.framework.itemData(at) for at in range(self.framework.count())] != wanted:
            self.framework.blockSignals(True)
            self.framework.clear()
            for coverage in details.coverage:
                self.framework.addItem(coverage.framework.name.of(language), coverage.framework.id)
            fullest = max(range(len(wanted)), key=lambda at: details.coverage[at].answered, default=0)
            self.framework.setCurrentIndex(wanted.index(before) if before in wanted else fullest)
            self.framework.blockSignals(False)
        self._show_framework()

    def _show_framework(self) -> None:
        coverage = next((c for c in self._coverage if c.framework.id == self.framework.currentData()), None)
        if coverage is None:
            return
        count = self.tr("{known} of {all} answered")
        self.summary.setText(count.format(known=coverage.answered, all=len(coverage.elements)))
        ids = [state.element.id for state in coverage.elements]
        if list(self._rows) != ids:
            self._make_rows(ids)
        for state in coverage.elements:
            self._rows[state.element.id].show_state(state, self._language)

    def _make_rows(self, ids: list[str]) -> None:
        for row in self._rows.values():
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {element: ElementRow(self._theme) for element in ids}
        for at, (element, row) in enumerate(self._rows.items()):
            row.answered.connect(lambda state, level, e=element: self._on_answered(e, state, level))
            row.installEventFilter(self)
            self._column.insertWidget(at + 1, row)

    def _on_answered(self, element: str, state: AnswerState, level: int | None) -> None:
        self.answered.emit(str(self.framework.currentData()), element, state, level)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            for row in self._rows.values():
                if row is not watched:
                    row.close_up()
        return False

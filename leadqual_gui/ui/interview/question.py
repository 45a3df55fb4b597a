"""The question, large: how else to ask it, why we ask, what to ask after it, and what the data already say."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.interview_states import Known
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wording import heard_words, skipped_words, words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.actions import tool_tip
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Themed, margins


class Hint(Themed, QAbstractButton):
    """A key cap and what it does, as a quiet button."""

    def __init__(self, theme: Theme, key: str, sentence: str, tip: str) -> None:
        super().__init__()
        self._key = key
        self.setText(sentence)
        self.setAccessibleName(tip)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        look = self.look
        width = marks.key_cap_width(look, self._key) + look.s.s + look.f.secondary.width(self.text()) + 2
        return QSize(width, look.s.key_cap + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rect, rtl = self.look, self.rect(), self.rtl()
        cap = marks.key_cap_width(look, self._key)
        with draw.painting(QPainter(self)) as painter:
            place = draw.mirrored(QRect(0, 0, cap, rect.height()), rect, rtl)
            marks.paint_key_cap(painter, look, place, self._key)
            rest = draw.mirrored(rect.adjusted(cap + look.s.s, 0, 0, 0), rect, rtl)
            draw.text(painter, look.f.secondary, look.c.text3, rest, self.text(), draw.start(rtl))
        painter.end()


class ProposalBar(Themed, QAbstractButton):
    """What the data propose, until somebody confirms it: one key does. It counts for nothing before."""

    KEY = "Y"

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._because = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._follow(theme)
        self.hide()

    def say(self, level: int, sentence: str, because: str) -> None:
        """Propose a level."""
        self.setText(words("The data say {level}: {sentence}").format(level=level, sentence=sentence))
        self._because = because
        self.setAccessibleName(f"{self.text()}. {because}")
        hint = words("Not counted until it is confirmed. Another level's key corrects it")
        self.setToolTip(tool_tip(words("Yes, so it is"), self.KEY, f"{because}\n{hint}"))
        self.show()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.search_field, self.look.s.row + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, c, s, rect, rtl = self.look, self.look.c, self.look.s, self.rect(), self.rtl()
        with draw.painting(QPainter(self)) as painter:
            fill = c.plus.steps[1] if self.underMouse() else c.plus.steps[0]
            draw.outlined(painter, rect, s.radius, c.positive_bar, fill, dashed=True)
            cap = draw.mirrored(QRect(s.m, 0, marks.key_cap_width(look, self.KEY), rect.height()), rect, rtl)
            marks.paint_key_cap(painter, look, cap, self.KEY, c.text2)
            left = s.m + cap.width() + s.m + 2
            inner = draw.mirrored(rect.adjusted(left, 0, -s.m, 0), rect, rtl)
            middle = inner.center().y() + 1
            upper = QRect(inner.left(), middle - s.leading_body + 1, inner.width(), s.leading_body)
            lower = QRect(inner.left(), middle, inner.width(), s.leading_secondary)
            draw.text(painter, look.f.body_medium, c.text1, upper, self.text(), draw.start(rtl))
            draw.text(painter, look.f.secondary, c.text2, lower, self._because, draw.start(rtl))
        painter.end()


class QuestionPart(QWidget):
    """The question at hand. `other_wording()` and `confirmed()` by their buttons."""

    other_wording = Signal()
    confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = Label(theme, face="display", wrap=True)
        self.question.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.other = ElidedLabel(theme, colour="text2")
        tip = tool_tip(words("Other wording"), "W", words("Alt {key} while a note is being written").format(key="W"))
        self.wording = Hint(theme, "W", words("other wording"), tip)
        self.wording.clicked.connect(self.other_wording)
        self.why = ElidedLabel(theme, face="secondary", colour="text3")
        tip = words("While there is text in the note line, hold Alt: Alt 2, Alt U, Alt W")
        self.rule = Hint(theme, "Alt", words("+ key while typing"), tip)
        self.then = ElidedLabel(theme, face="secondary", colour="text3")
        self._tone = "positive_text"
        self.heard = ElidedLabel(theme, face="secondary", colour="positive_text")
        self.skipped = ElidedLabel(theme, face="secondary", colour="warm.text")
        self.proposal = ProposalBar(theme)
        self.proposal.clicked.connect(self.confirmed)
        s = theme.look.s
        self._brief = False
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, s.xs)
        self._column.addWidget(self.question)
        self._around = (self._row(self.other, self.wording), self._row(self.why, self.rule))
        for part in (*self._around, self.then, self.skipped, self.heard):
            self._column.addWidget(part)
        self._column.addSpacing(s.xs)
        self._column.addWidget(self.proposal)

    def _row(self, label: QWidget, hint: QWidget) -> QWidget:
        whole = QWidget()
        row = margins(QHBoxLayout(whole), 0, 0, 0, 0, 12)
        row.addWidget(label, 1)
        row.addWidget(hint)
        return whole

    def set_brief(self, brief: bool) -> None:
        """Show the question alone, smaller, without what else can be said around it; keys go on as before."""
        self._brief = brief
        self.question.set_face("title" if brief else "display")
        for part in self._around:
            part.setVisible(not brief)
        self.then.setVisible(not brief and bool(self.then.words()))

    def show_session(self, session: CallSession) -> None:
        """Show the question at hand."""
        state, language = session.interview.state, session.language
        if state is None:
            self.question.setText(words("This framework has no questions"))
            return
        element = state.element
        asked = session.wordings()
        self.question.setText(asked[0] if asked else element.goal.of(language))
        self.question.setAccessibleName(self.question.text())
        self.other.set_words(words("Or: {question}").format(question=asked[1]) if len(asked) > 1 else "")
        self.wording.setVisible(len(asked) > 1)
        why, goal = element.why.of(language), element.goal.of(language)
        self.why.set_words(words("Why: {reason}").format(reason=why) if why else goal)
        self.why.setToolTip("\n".join(part for part in (goal, why) if part))
        follow_ups = [one.of(language) for one in element.follow_ups]
        self.then.set_words(
            words("Then ask: {questions}").format(questions="  /  ".join(follow_ups)) if follow_ups else ""
        )
        self.then.setToolTip("\n".join(follow_ups))
        self.then.setVisible(bool(follow_ups) and not self._brief)
        told = heard_words(state, language, session.lead_name) if state.answer else ""
        if state.known is Known.STALE and told:
            told = words("Old, ask again. {told}").format(told=told)
        self.heard.set_words(told)
        self._tint("warm.text" if state.known is Known.STALE else "positive_text")
        self.heard.setVisible(bool(told))
        reason = skipped_words(state.skipped_by, session.rules, language)
        self.skipped.set_words(reason)
        self.skipped.setVisible(bool(reason))
        self._propose(session)

    def _tint(self, colour: str) -> None:
        if colour != self._tone:
            self._tone = colour
            self.heard.set_colour(colour)

    def _propose(self, session: CallSession) -> None:
        state = session.interview.state
        proposal = state.proposal if state is not None else None
        if state is None or proposal is None:
            self.proposal.hide()
            return
        level = next((one for one in state.element.levels if one.level == proposal.level), None)
        sentence = level.sentence.of(session.language).rstrip(".。") if level else ""
        self.proposal.say(proposal.level, sentence, proposal.because.of(session.language))

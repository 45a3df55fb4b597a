"""The card after a call: before and after, what moved it, what is still unknown, the gates, what to do next."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.services.calling.summary import SummaryWords, summary_markdown, summary_text
from leadqual_gui.services.calling.values import ScoreSeen, WrapUp
from leadqual_gui.ui.fields import clock, short_day
from leadqual_gui.ui.interview.aside import AsideRows, StepRow, change_rows
from leadqual_gui.ui.interview.wording import duration_words, moved_words, outcome_words, words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.controls import Button, Height, Kind, primary_button
from leadqual_gui.ui.widgets.range_bar import RangeBar, ScoreHead
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins

COLUMN = 720


def summary_words() -> SummaryWords:
    """What stands around the facts of a copied summary, in the user's language."""
    return SummaryWords(
        title=words("Call with {name}, {date}"),
        outcome=words("{outcome}, {duration} min ({framework})"),
        score=words("Score: {before} {tier_before} to {after} {tier_after}"),
        moved=words("What moved it"),
        of_the_call=words("The call itself"),
        notes=words("Notes"),
        agenda=words("Still unknown"),
        gates=words("{stage}: {met} of {total}"),
        action=words("Next: {action}"),
        follow_up=words("Follow-up on {date}"),
        disqualified=words("Disqualified: {reason}"),
    )


def promise_row(told: str, promise: FollowUp, now: datetime) -> StepRow:
    """What is promised, and for when."""
    when = f"{short_day(promise.due_at, now)}, {clock(promise.due_at)}"
    return StepRow(told, rest=promise.note or "", end=when)


class WrapUpCard(Surface):
    """What a call came to. `closed()`, `take_back_asked()`; the two copies go to the clipboard.

    `move_asked(stage)`: the lead is to go on to the stage ahead; its gates hold. `verdict_asked(too high)`: the score
    is not what the caller thinks of the lead.
    """

    closed = Signal()
    move_asked = Signal(str)
    verdict_asked = Signal(bool)
    take_back_asked = Signal()

    def __init__(self, theme: Theme, wrap: WrapUp, scale: TierScale, language: str) -> None:
        super().__init__(theme, "base")
        self._theme, self.wrap, self._scale, self._language = theme, wrap, scale, language
        self.copied = Label(theme, face="secondary", colour="positive_text")
        self.text = Button(theme, words("Copy as text"), icon="copy", key="Ctrl C")
        self.text.setToolTip(words("Copy as text (Ctrl+C)"))
        self.text.clicked.connect(self.copy_text)
        self.markdown = Button(theme, words("Copy as Markdown"), icon="copy", key="Ctrl M")
        self.markdown.setToolTip(words("Copy as Markdown (Ctrl+M)"))
        self.markdown.clicked.connect(self.copy_markdown)
        self.back = Button(theme, words("Take back"), Kind.QUIET, "undo-2", "Ctrl Z")
        self.back.setToolTip(words("Take the ending back (Ctrl+Z); answers and notes stay"))
        self.back.clicked.connect(self.take_back_asked)
        self.too_high = Button(theme, words("Too high"), icon="arrow-down-right", key="H", height=Height.SMALL)
        self.too_high.setToolTip(words("This score is too high: say why; it is shown beside the calibration (H)"))
        self.too_high.clicked.connect(lambda: self.verdict_asked.emit(True))
        self.too_low = Button(theme, words("Too low"), icon="arrow-up-right", key="L", height=Height.SMALL)
        self.too_low.setToolTip(words("This score is too low: say why; it is shown beside the calibration (L)"))
        self.too_low.clicked.connect(lambda: self.verdict_asked.emit(False))
        self.move_on = self._made_move()
        self.done = primary_button(theme, words("Done"), key="Enter", panel=True)
        self.done.setToolTip(words("Close this window (Enter)"))
        self.done.clicked.connect(self.closed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()

    def _made_move(self) -> Button | None:
        """Where the call was for a stage that the lead has not reached: the way there."""
        wrap = self.wrap
        gate = wrap.gate
        if gate is None or gate.stage == wrap.lead.stage or wrap.disqualified or wrap.lead.outcome:
            return None
        told = words("Move to {stage}").format(stage=gate.label.of(self._language))
        button = Button(self._theme, told, icon="arrow-right", key="M")
        button.setToolTip(
            words("Move the lead on; if something is missing, enter it or say why it may go all the same")
        )
        button.clicked.connect(lambda: self.move_asked.emit(gate.stage))
        return button

    def show_moved(self, stage: str) -> None:
        """The lead stands in the stage now."""
        self.copied.setText(words("Moved to {stage}").format(stage=stage))
        if self.move_on is not None:
            self.move_on.hide()
        self.setFocus()

    def show_judged(self, too_high: bool) -> None:
        """The verdict is kept."""
        self.copied.setText(words("Kept: the score is too high") if too_high else words("Kept: the score is too low"))
        for button in (self.too_high, self.too_low):
            button.setEnabled(False)
        self.setFocus()

    # --- building ----------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        s = self._theme.look.s
        inside = Surface(self._theme, "base")
        inside.setMaximumWidth(COLUMN)
        column = margins(QVBoxLayout(inside), s.l, s.xl, s.l, s.l, s.s)
        for part in self._parts():
            column.addWidget(part)
        column.addStretch(1)
        middle = Surface(self._theme, "base")
        row = margins(QHBoxLayout(middle), 0, 0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidget(middle)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = Surface(self._theme, "window")
        buttons = margins(QHBoxLayout(foot), s.l, s.s + 2, s.l, s.s + 2, s.s)
        for button in (self.text, self.markdown, self.copied):
            buttons.addWidget(button)
        buttons.addStretch(1)
        if self.move_on is not None:
            buttons.addWidget(self.move_on)
        buttons.addWidget(self.back)
        buttons.addWidget(self.done)
        whole = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        whole.addWidget(area, 1)
        whole.addWidget(Line(self._theme))
        whole.addWidget(foot)

    def _parts(self) -> list[QWidget]:
        theme, wrap = self._theme, self.wrap
        told = outcome_words(wrap.outcome)
        told = f"{told}: {wrap.reason}" if wrap.reason else told
        title = Label(theme, words("Call with {name}").format(name=wrap.lead.name), "display", wrap=True)
        line = words("{outcome} · {duration} · {framework}").format(
            outcome=told, duration=duration_words(wrap.seconds), framework=wrap.framework.name.of(self._language)
        )
        parts: list[QWidget] = [title, Label(theme, line, colour="text2", wrap=True)]
        if wrap.disqualified:
            parts.append(
                Label(
                    theme,
                    words("Disqualified: {reason}").format(reason=wrap.disqualified),
                    "body_strong",
                    "hot.text",
                    wrap=True,
                )
            )
        parts.append(self._scores())
        parts += self._rows(words("What moved it"), self._moved())
        parts += self._rows(words("Still unknown: the next call's agenda"), self._agenda())
        parts += self._rows(words("What comes next"), self._next())
        return parts

    def _scores(self) -> QWidget:
        """Before and after, on one scale."""
        holder = QWidget()
        s = self._theme.look.s
        column = margins(QVBoxLayout(holder), 0, s.s, 0, s.s, s.xs)
        after = self._value(self.wrap.after)
        head, bar = ScoreHead(self._theme), RangeBar(self._theme)
        before = self.wrap.before
        note = words("was {score} {tier} before: {moved}").format(
            score=before.shown,
            tier=self._scale.label(before.tier).lower(),
            moved=moved_words(before.exact, self.wrap.after.exact),
        )
        head.set_score(after, self._scale, note)
        bar.set_score(after, self._scale)
        column.addWidget(head)
        column.addWidget(bar)
        judged = margins(QHBoxLayout(), 0, s.xs, 0, 0, s.s)
        judged.addWidget(Label(self._theme, words("Is this score right?"), "secondary", "text3"))
        judged.addWidget(self.too_high)
        judged.addWidget(self.too_low)
        judged.addStretch(1)
        column.addLayout(judged)
        return holder

    def _value(self, seen: ScoreSeen) -> ScoreValue:
        least = min(seen.exact, self.wrap.before.exact)
        greatest = max(seen.exact, self.wrap.before.exact)
        return ScoreValue(seen.shown, (least + 5) // 10, (greatest + 5) // 10, seen.tier, True)

    def _rows(self, title: str, rows: list[StepRow]) -> list[QWidget]:
        if not rows:
            return []
        view = AsideRows(self._theme, title)
        view.set_rows(rows)
        return [Line(self._theme), Label(self._theme, title, "body_strong"), view]

    def _moved(self) -> list[StepRow]:
        rows = [row for row in change_rows(self.wrap.steps) if row.change]
        if rest := self.wrap.of_the_call:
            about = words("that it took place, and what else was entered meanwhile")
            rows.append(StepRow(words("The call itself"), clock(self.wrap.ended_at), about, rest))
        rows.sort(key=lambda row: -abs(row.change))
        return rows or [StepRow(words("Nothing moved it"))]

    def _agenda(self) -> list[StepRow]:
        rows = []
        for question in self.wrap.agenda:
            asked = question.element.questions[0].of(self._language) if question.element.questions else ""
            swing = question.least or question.greatest
            reach = (
                numerals.isolated(numerals.possible(question.least, question.greatest)) if swing else words("no points")
            )
            rows.append(StepRow(question.element.label.of(self._language), rest=asked, end=reach))
        return rows

    def _next(self) -> list[StepRow]:
        wrap, language, rows = self.wrap, self._language, list[StepRow]()
        if wrap.action is not None:
            rows.append(StepRow(wrap.action.label.of(language), rest=wrap.action.reason.of(language)))
        if wrap.follow_up is not None:
            rows.append(promise_row(words("Follow-up"), wrap.follow_up, wrap.ended_at))
        rows += [promise_row(words("Also promised"), promise, wrap.ended_at) for promise in wrap.also_promised]
        gate = wrap.gate
        if gate is not None:
            told = words("{stage}: {met} of {total}").format(
                stage=gate.label.of(language), met=gate.met, total=gate.total
            )
            rows.append(StepRow(told, end=words("may enter") if gate.open else ""))
            rows += [StepRow("–", rest=text.of(language)) for text in gate.missing]
        return rows

    # --- what the user does ------------------------------------------------------------------------------------------
    def copy_text(self) -> None:
        """The call as plain text, to the clipboard."""
        self._copy(summary_text)

    def copy_markdown(self) -> None:
        """The call as Markdown, to the clipboard."""
        self._copy(summary_markdown)

    def _copy(self, made: object) -> None:
        assert callable(made)
        text = made(self.wrap, summary_words(), self._language, outcome_words(self.wrap.outcome))
        QGuiApplication.clipboard().setText(text)
        self.copied.setText(words("Copied"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Escape:
                self.closed.emit()
            case Qt.Key.Key_C if ctrl:
                self.copy_text()
            case Qt.Key.Key_M if ctrl:
                self.copy_markdown()
            case Qt.Key.Key_Z if ctrl:
                self.take_back_asked.emit()
            case Qt.Key.Key_H if not event.modifiers():
                self.too_high.click()
            case Qt.Key.Key_L if not event.modifiers():
                self.too_low.click()
            case Qt.Key.Key_M if self.move_on is not None and self.move_on.isVisible():
                self.move_on.click()
            case _:
                super().keyPressEvent(event)

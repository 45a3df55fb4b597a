"""The foot of the call: how it ends, what follows and when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy

from leadqual_gui.ui.fields import short_day
from leadqual_gui.ui.interview.keys import FOLLOW_UP_DAYS
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wording import outcome_hint, outcome_words, weekday_words, words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.actions import tool_tip
from leadqual_gui.ui.widgets.controls import IconButton, primary_button
from leadqual_gui.ui.widgets.menus import passing_menu
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, Themed, margins

QUICK = (("F5", "reached"), ("F6", "not_interested"), ("F7", "disqualified"), ("F8", "no_answer"))
FURTHER = ("qualified", "call_back", "voicemail", "wrong_number")


class Choice(Themed, QAbstractButton):
    """An outcome behind its key, or a follow-up with its day: on or off."""

    def __init__(self, theme: Theme, key: str = "") -> None:
        super().__init__()
        self._key, self._day, self._with_day = key, "", True
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._follow(theme)

    def nextCheckState(self) -> None:
        """It is on if it was chosen; who pressed it decides."""

    def say(self, told: str, day: str = "", on: bool = False, tip: str = "") -> None:
        """Show a choice."""
        if (told, day, on) == (self.text(), self._day, self.isChecked()):
            return
        self.setText(told)
        self._day = day
        self.setChecked(on)
        self.setAccessibleName(f"{told} {day}".strip())
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def show_day(self, on: bool) -> None:
        """Whether there is room for the day."""
        if on != self._with_day:
            self._with_day = on
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        look, s = self.look, self.look.s
        width = 2 * (s.s + 2) + look.f.body_medium.width(self.text()) + 2
        width += marks.key_cap_width(look, self._key) + s.s if self._key else 0
        width += look.f.secondary.width(self._day) + s.xs + 3 if self._day and self._with_day else 0
        return QSize(width, s.button_panel)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), self.look.s.xl * 4), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, c, s, rect, rtl = self.look, self.look.c, self.look.s, self.rect(), self.rtl()
        on = self.isChecked()
        with draw.painting(QPainter(self)) as painter:
            fill = c.selected if on else c.hover if self.underMouse() else c.base
            edge = c.accent if on else c.line_strong
            width = 1.0
            if self.ring_shown():
                edge, width = c.focus, s.focus_ring
            draw.outlined(painter, rect, s.radius, edge, fill, width)
            left = s.s + 2
            if self._key:
                cap = marks.key_cap_width(look, self._key)
                marks.paint_key_cap(
                    painter, look, draw.mirrored(QRect(left, 0, cap, rect.height()), rect, rtl), self._key
                )
                left += cap + s.s
            room = min(look.f.body_medium.width(self.text()) + 1, rect.width() - left - s.s)
            place = draw.mirrored(QRect(left, 0, room, rect.height()), rect, rtl)
            draw.text(
                painter, look.f.body_medium, c.accent_text if on else c.text1, place, self.text(), draw.start(rtl)
            )
            if self._day and self._with_day:
                rest = QRect(left + room + s.xs, 0, rect.width() - left - room - s.xs - s.s, rect.height())
                place = draw.mirrored(rest, rect, rtl)
                draw.text(
                    painter, look.f.secondary, c.accent_text if on else c.text3, place, self._day, draw.start(rtl)
                )
        painter.end()


class EndingBar(Surface):
    """Ends with, follow up, end.

    Signals: `outcome_chosen(outcome)`, `follow_up_chosen(days)`, `date_asked()`, `end_asked()`.
    """

    outcome_chosen = Signal(str)
    follow_up_chosen = Signal(int)
    date_asked = Signal()
    end_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "window")
        self.outcomes = {outcome: Choice(theme, key) for key, outcome in QUICK}
        self._shown: object = None
        self.further = Choice(theme, "F9")
        self.days = {days: Choice(theme) for days in FOLLOW_UP_DAYS}
        self.date = IconButton(theme, "calendar", words("Follow up on a date"))
        self.date.setToolTip(tool_tip(words("Follow up on a date"), "Ctrl+0"))
        self.end = primary_button(theme, words("End call"), key="Ctrl Enter", panel=True)
        self.end.setToolTip(tool_tip(words("End call"), "Ctrl+Return", words("Files it on the time line")))
        self._lay_out(theme)
        for outcome, choice in self.outcomes.items():
            choice.clicked.connect(partial(self.outcome_chosen.emit, outcome))
        self.further.clicked.connect(lambda: self.open_menu())
        for days, choice in self.days.items():
            choice.clicked.connect(partial(self.follow_up_chosen.emit, days))
        self.date.clicked.connect(self.date_asked)
        self.end.clicked.connect(self.end_asked)

    def _lay_out(self, theme: Theme) -> None:
        s = theme.look.s
        row = self._row = margins(QHBoxLayout(self), s.l, s.s + 2, s.l, s.s + 2, s.xs + 2)
        self._labels = Label(theme, words("Ends with"), "body_strong"), Label(theme, words("Follow up"), "body_strong")
        row.addWidget(self._labels[0])
        for choice in (*self.outcomes.values(), self.further):
            row.addWidget(choice)
        line = Line(theme, upright=True)
        line.setFixedHeight(s.xl)
        row.addSpacing(s.xs)
        row.addWidget(line)
        row.addSpacing(s.xs)
        row.addWidget(self._labels[1])
        for choice in self.days.values():
            row.addWidget(choice)
        row.addWidget(self.date)
        row.addStretch(1)
        row.addWidget(self.end)

    def show_session(self, session: CallSession) -> None:
        """Show what was chosen."""
        shown = session.outcome, session.follow_up_at, session.now.date()
        if shown == self._shown:
            return
        self._shown = shown
        for key, outcome in QUICK:
            tip = tool_tip(outcome_words(outcome), key, outcome_hint(outcome))
            self.outcomes[outcome].say(outcome_words(outcome), on=session.outcome == outcome, tip=tip)
        other = session.outcome in FURTHER
        told = outcome_words(session.outcome) if other else "…"
        self.further.say(told, on=other, tip=tool_tip(words("Other endings"), "F9"))
        self._show_days(session)

    def _show_days(self, session: CallSession) -> None:
        chosen, today = session.follow_up_at, session.now
        matched = False
        for days, choice in self.days.items():
            moment = today + timedelta(days=days)
            on = chosen is not None and chosen.date() == moment.date()
            matched = matched or on
            tip = tool_tip(words("Follow up on {day}").format(day=short_day(moment, today)), f"Ctrl+{days}")
            choice.say(words("+{days} d").format(days=days), weekday_words(moment), on, tip)
        told = short_day(chosen, today) if chosen is not None and not matched else ""
        self.date.setText(told)
        self.date.updateGeometry()
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where it is narrow, the days of the week go first, then the words before the choices."""
        for days, words_shown in ((True, True), (False, True), (False, False)):
            for choice in self.days.values():
                choice.show_day(days)
            for label in self._labels:
                label.setVisible(words_shown)
            if self._row.sizeHint().width() <= self.width():
                return

    def open_menu(self) -> QMenu:
        """The further outcomes."""
        menu = passing_menu(self)
        menu.setToolTipsVisible(True)
        for outcome in FURTHER:
            action = menu.addAction(outcome_words(outcome))
            action.setToolTip(outcome_hint(outcome))
            action.triggered.connect(lambda _on=False, o=outcome: self.outcome_chosen.emit(o))
        corner = self.further.mapToGlobal(self.further.rect().topLeft())
        menu.popup(corner - QPoint(0, menu.sizeHint().height()))
        menu.setActiveAction(menu.actions()[0])
        return menu


def reasons_of(stages: Sequence[object], outcome_exit: str, language: str) -> tuple[str, ...]:
    """The reasons that a way out of the funnel usually has."""
    stage = next((s for s in stages if getattr(s, "exit", "") == outcome_exit), None)
    return tuple(reason.of(language) for reason in getattr(stage, "reasons", ()))


def day_from(text: str, today: datetime) -> datetime | None:
    """A day as somebody writes it: "2026-12-01", "1.12.", "+10", "10" (days from now). None if it is none."""
    plain = text.strip().removeprefix("+").removesuffix("d").strip()
    if plain.isdecimal() and len(plain) <= 4:
        return today + timedelta(days=int(plain))
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            day = datetime.strptime(plain, form).replace(tzinfo=today.tzinfo)
        except ValueError:
            continue
        return day.replace(hour=today.hour, minute=today.minute)
    return None

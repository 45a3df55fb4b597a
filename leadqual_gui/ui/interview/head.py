"""The head of the call: who it is, what must not be missed, where what is typed is, how long it lasts."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.leads import Lead
from leadqual_gui.services.calling.values import Saved
from leadqual_gui.ui.fields import short_day
from leadqual_gui.ui.interview.wording import duration_words, words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.actions import tool_tip
from leadqual_gui.ui.widgets.controls import Button, IconButton
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Themed, margins, named_colour


class Pill(Themed, QWidget):
    """May be called, or may not: a sign, a word, and when that was last seen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon, self._tone, self._words, self._rest = "check", "", "", ""
        self._with_rest = True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def say(self, icon: str, told: str, rest: str = "", tone: str = "") -> None:
        """Say it; on the tint of a tone where it must not be missed."""
        if (icon, told, rest, tone) == (self._icon, self._words, self._rest, self._tone) and told:
            return
        self._icon, self._words, self._rest, self._tone = icon, told, rest, tone
        self.setAccessibleName(" ".join(part for part in (told, rest) if part))
        self.setToolTip(self.accessibleName())
        self.setVisible(bool(told))
        self.updateGeometry()
        self.update()

    def show_rest(self, on: bool) -> None:
        """Whether there is room for the rest."""
        if on != self._with_rest:
            self._with_rest = on
            self.updateGeometry()
            self.update()

    @property
    def told(self) -> str:
        """What is said."""
        return self._words

    def sizeHint(self) -> QSize:
        look, s = self.look, self.look.s
        width = 2 * (s.s + 2) + s.icon_small + s.xs + look.f.secondary_medium.width(self._words) + 2
        width += look.f.secondary.width(self._rest) + s.xs + 2 if self._rest and self._with_rest else 0
        return QSize(width, s.chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, c, s, rect, rtl = self.look, self.look.c, self.look.s, self.rect(), self.rtl()
        loud = bool(self._tone)
        with draw.painting(QPainter(self)) as painter:
            fill = named_colour(look, f"{self._tone}.tint") if loud else c.base
            edge = named_colour(look, f"{self._tone}.text") if loud else c.line_strong
            colour = named_colour(look, f"{self._tone}.text") if loud else c.text1
            draw.outlined(painter, rect, rect.height() / 2, edge, fill)
            left = s.s + 2
            sign = draw.mirrored(QRect(left, 0, s.icon_small, rect.height()), rect, rtl)
            draw.icon(painter, look, self._icon, colour if loud else c.positive_text, sign, size=s.icon_small)
            left += s.icon_small + s.xs
            width = look.f.secondary_medium.width(self._words) + 1
            place = draw.mirrored(QRect(left, 0, width, rect.height()), rect, rtl)
            draw.text(painter, look.f.secondary_medium, colour, place, self._words, draw.start(rtl))
            left += width + s.xs
            place = draw.mirrored(QRect(left, 0, max(0, rect.width() - left - s.s), rect.height()), rect, rtl)
            if self._rest and self._with_rest:
                draw.text(painter, look.f.secondary, colour if loud else c.text3, place, self._rest, draw.start(rtl))
        painter.end()


class Sign(Themed, QWidget):
    """A small icon with a word: the phone number, "All saved"."""

    def __init__(self, theme: Theme, icon: str, selectable: bool = False) -> None:
        super().__init__()
        self._icon, self._colour = icon, "text2"
        self.label = Label(theme, colour="text2")
        if selectable:
            self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        s = theme.look.s
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, 0)
        row.addSpacing(s.icon_small + s.xs + 2)
        row.addWidget(self.label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self._follow(theme)

    def show_words(self, on: bool) -> None:
        """Whether there is room for the words beside the sign."""
        self.label.setVisible(on)
        self.setToolTip("" if on else self.accessibleName())

    def say(self, told: str, icon: str = "", colour: str = "text2") -> None:
        """Say it; nothing hides it."""
        if (told, icon or self._icon, colour) == (self.label.text(), self._icon, self._colour):
            return
        self._icon, self._colour = icon or self._icon, colour
        self.label.setText(told)
        self.label.set_colour(colour)
        self.label.setAccessibleName(told)
        self.setAccessibleName(told)
        self.setVisible(bool(told))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect = self.look, self.look.s, self.rect()
        with draw.painting(QPainter(self)) as painter:
            place = draw.mirrored(QRect(0, 0, s.icon_small, rect.height()), rect, self.rtl())
            draw.icon(painter, look, self._icon, named_colour(look, self._colour), place, size=s.icon_small)
        painter.end()


class Timer(Themed, QWidget):
    """How long the call lasts, with a dot that says it runs."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text, self._running = duration_words(0), True
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_seconds(self, seconds: float, running: bool = True) -> None:
        """Show the time."""
        text = duration_words(seconds)
        if (text, running) != (self._text, self._running):
            longer = len(text) != len(self._text)
            self._text, self._running = text, running
            self.setAccessibleName(words("Call lasts {time}").format(time=text))
            if longer:
                self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.s.l + look.f.title.width(self._text) + 2, look.f.title.leading)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rect, rtl = self.look, self.rect(), self.rtl()
        with draw.painting(QPainter(self)) as painter:
            dot = draw.mirrored(QRect(0, (rect.height() - 8) // 2, 8, 8), rect, rtl)
            draw.rounded(painter, dot.toRectF(), 4, look.c.positive_bar if self._running else look.c.control)
            rest = draw.mirrored(rect.adjusted(look.s.l, 0, 0, 0), rect, rtl)
            draw.text(painter, look.f.title, look.c.text1, rest, self._text, draw.start(rtl))
        painter.end()


class CallHead(QWidget):
    """Who the call is with. `do_not_call()` and `on_top(bool)` by their buttons."""

    do_not_call = Signal()
    on_top = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel(theme, face="title")
        self.role = ElidedLabel(theme, face="secondary", colour="text2")
        self.phone = Sign(theme, "phone", selectable=True)
        self.allowed, self.mail = Pill(theme), Pill(theme)
        self.saved = Sign(theme, "check")
        self.stop = Button(theme, "", icon="ban", key="Ctrl D")
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.clicked.connect(self.do_not_call)
        self.pin = IconButton(theme, "pin", words("Keep this window on top"))
        self.pin.setCheckable(True)
        self.pin.setToolTip(tool_tip(words("Keep this window on top"), "Ctrl+T"))
        self.pin.toggled.connect(self.on_top)
        self.timer = Timer(theme)
        self._again, self._saved = "", Saved.DATABASE
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        s = theme.look.s
        who = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
        who.addWidget(self.name)
        who.addWidget(self.role)
        row = self._row = margins(QHBoxLayout(self), s.l, s.s, s.l, s.s, s.m)
        row.addLayout(who, 1)
        self.name.setMinimumWidth(10 * s.l)
        facts: tuple[QWidget, ...] = (self.phone, self.allowed, self.mail)
        for part in facts:
            row.addWidget(part)
        row.addSpacing(s.xs)
        for part in (self.saved, self.stop, self.pin, self.timer):
            row.addWidget(part)

    def show_lead(self, lead: Lead, last_contact: Activity | None) -> None:
        """Show who it is, and whether they may be called."""
        self.name.set_words(lead.name)
        self.role.set_words(", ".join(part for part in (lead.job_title, lead.company) if part and part != lead.name))
        self.phone.say(lead.phone or lead.mobile or words("no number"))
        seen = words("last contact {when}").format(when=short_day(last_contact.occurred_at)) if last_contact else ""
        if lead.do_not_contact:
            self.allowed.say("ban", words("Do not call"), words("they asked for that"), "hot")
        else:
            self.allowed.say("check", words("May be called"), seen or words("never spoken to"))
        self.mail.say("triangle-alert", words("Unsubscribed") if lead.unsubscribed else "", "", "warm")
        again = words("May be called again") if lead.do_not_contact else words("Do not call again")
        self._again = again
        self.stop.setToolTip(tool_tip(again, "Ctrl+D", words("Noted at once, and can be taken back")))
        self._make_room()

    def show_saved(self, saved: Saved, waiting: int) -> None:
        """Say where what was typed is."""
        changed, self._saved = saved is not self._saved, saved
        if saved is Saved.DATABASE:
            self.saved.say(words("All saved"), "check", "text2")
        elif saved is Saved.FILE:
            self.saved.say(words("%Ln kept aside, tried again", waiting), "triangle-alert", "warm.text")
        else:
            self.saved.say(words("Not on disk: keep this window open"), "circle-alert", "hot.text")
        if changed:
            self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Where it is narrow, words go that can be read elsewhere: the last contact, "All saved", the button's own."""
        for rest, saved, stop in ((True, True, True), (False, True, True), (False, False, True), (False, False, False)):
            self.allowed.show_rest(rest)
            self.saved.show_words(saved or self._saved is not Saved.DATABASE)
            self.stop.setText(self._again if stop else "")
            self.stop.setAccessibleName(self._again)
            self.stop.updateGeometry()
            if self._row.minimumSize().width() <= self.width():
                return

    def show_time(self, seconds: float, running: bool = True) -> None:
        """Show how long it lasts."""
        self.timer.show_seconds(seconds, running)

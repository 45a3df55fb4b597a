"""The head of the chosen lead: who it is, how to reach them, the score large, and what must not be missed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.ui.leads.panel.account import axes_words, next_change_words, score_value
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import IconButton, primary_button
from leadqual_gui.ui.widgets.range_bar import RangeBar, ScoreHead
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Themed, margins, named_colour

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from leadqual_gui.domain.leads import Lead
    from leadqual_gui.services.details import LeadDetails


class Fact(Themed, QWidget):
    """A small fact with its icon: a phone number, an address, "verified"."""

    def __init__(
        self, theme: Theme, icon: str, colour: str = "text2", selectable: bool = True, elided: bool = False
    ) -> None:
        super().__init__()
        self._icon, self._colour, self._words = icon, colour, ""
        kind = ElidedLabel if elided else Label
        self.sign, self.label = QLabel(), kind(theme, face="secondary", colour=colour)
        if selectable:
            self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, 5)
        self.sign.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        row.addWidget(self.sign)
        row.addWidget(self.label, 1)
        self._follow(theme)
        self._on_theme_changed()

    def say(self, words: str) -> None:
        """Show these words; none hides the fact."""
        self._words = words
        if isinstance(self.label, ElidedLabel):
            wide = self.label.fontMetrics().horizontalAdvance(words) + 2
            self.label.setMaximumWidth(wide)
            self.setMaximumWidth(wide + self.look.s.icon_small + self.look.s.s)
            self.label.set_words(words)
        else:
            self.label.setText(words)
        self.label.setAccessibleName(words)
        self.setVisible(bool(words))

    def _on_theme_changed(self) -> None:
        look = self.look
        colour = named_colour(look, self._colour)
        self.sign.setPixmap(look.icons.pixmap(self._icon, colour, look.s.icon_small, self.devicePixelRatioF()))
        if self._words:
            self.say(self._words)


class Warning(Themed, QWidget):
    """Something about the lead that must not be missed, on a tint of its own; without a tone, on a quiet ground."""

    def __init__(self, theme: Theme, icon: str, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.fact = Fact(theme, icon, f"{tone}.text" if tone else "text2", selectable=False)
        self.fact.label.setWordWrap(True)
        row = margins(QHBoxLayout(self), theme.look.s.m, theme.look.s.xs, theme.look.s.m, theme.look.s.xs, 0)
        row.addWidget(self.fact, 1)
        self._follow(theme)
        self.hide()

    def say(self, words: str) -> None:
        """Say it; no words, no warning."""
        self.fact.say(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        from PySide6.QtCore import QRectF
        from PySide6.QtGui import QPainter

        with draw.painting(QPainter(self)) as painter:
            tint = named_colour(self.look, f"{self._tone}.tint" if self._tone else "sunken")
            draw.rounded(painter, QRectF(self.rect()), self.look.s.radius, tint)
        painter.end()


class LeadHead(QWidget):
    """Who the lead is. `menu_asked()` by the button with the dots; `call_asked()` by the primary one."""

    menu_asked = Signal()
    call_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.name = ElidedLabel(theme, face="title")
        self.name.setAccessibleName(self.tr("Name"))
        self.role = ElidedLabel(theme, colour="text2")
        self.phone = Fact(theme, "phone")
        self.email = Fact(theme, "mail", elided=True)
        self.verified = Fact(theme, "circle-check", "positive_text", selectable=False)
        self.call = primary_button(theme, self.tr("Start call"), "phone-call")
        self.call.setToolTip(self.tr("Start call (Ctrl+Enter; Enter in the list)"))
        self.call.clicked.connect(self.call_asked)
        self.more = IconButton(theme, "ellipsis", self.tr("More with this lead"))
        self.more.setShortcut("Ctrl+M")
        self.more.setToolTip(self.tr("More with this lead (Ctrl+M)"))
        self.more.clicked.connect(self.menu_asked)
        self.disqualified = Warning(theme, "ban", "hot")
        self.no_contact = Warning(theme, "triangle-alert", "hot")
        self.unsubscribed = Warning(theme, "triangle-alert", "warm")
        self.closed = Warning(theme, "flag", "")
        self._lay_out()

    def _lay_out(self) -> None:
        s = self._theme.look.s
        first = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        first.addWidget(self.name, 1)
        first.addWidget(self.call)
        first.addWidget(self.more)
        reach = margins(QHBoxLayout(), 0, 0, 0, 0, s.m)
        for fact in (self.phone, self.email, self.verified):
            reach.addWidget(fact, 1 if fact is self.email else 0)
        reach.addStretch(0)
        column = margins(QVBoxLayout(self), s.l, s.m, s.m, s.m, s.xs)
        column.addLayout(first)
        column.addWidget(self.role)
        column.addLayout(reach)
        for warning in (self.disqualified, self.no_contact, self.unsubscribed, self.closed):
            column.addWidget(warning)

    def show_details(self, details: LeadDetails) -> None:
        """Show a lead."""
        lead = details.lead
        self.name.set_words(lead.name)
        self.role.set_words(", ".join(part for part in (lead.job_title, lead.company) if part and part != lead.name))
        self.role.setVisible(bool(self.role.words()))
        self.phone.say(lead.phone or lead.mobile or "")
        self.email.say(lead.email or "")
        self.verified.say(self.tr("verified") if lead.verified_at else "")
        self._warn(lead, details.card.disqualified)

    def _warn(self, lead: Lead, disqualified: str | None) -> None:
        text = self.tr("Disqualified: {reason}").format(reason=disqualified) if disqualified else ""
        self.disqualified.say(text)
        self.no_contact.say(self.tr("Do not contact") if lead.do_not_contact else "")
        self.unsubscribed.say(self.tr("Unsubscribed: send no e-mail") if lead.unsubscribed else "")
        outcome = {"won": self.tr("Won: a customer"), "lost": self.tr("Lost")}.get(lead.outcome or "", "")
        if lead.outcome == "lost" and lead.lost_reason:
            outcome = self.tr("Lost: {reason}").format(reason=lead.lost_reason)
        self.closed.say(outcome)


class ScorePart(QWidget):
    """The score large, its bar, its two axes, and what time alone will change."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._lead_id = theme, 0
        self.head = ScoreHead(theme)
        self.bar = RangeBar(theme)
        self.axes = ElidedLabel(theme, face="secondary", colour="text2")
        self.change = Fact(theme, "hourglass", selectable=False, elided=True)
        s = theme.look.s
        foot = self._foot = margins(QBoxLayout(QBoxLayout.Direction.LeftToRight), 0, 0, 0, 0, s.xs)
        foot.addWidget(self.axes, 1)
        foot.addWidget(self.change)
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.s)
        column.addWidget(self.head)
        column.addWidget(self.bar)
        column.addLayout(foot)

    def show_details(self, details: LeadDetails, words: Vocabulary) -> None:
        """Show the score; if it is the same lead as before, the pin moves to it."""
        card, value = details.card, score_value(details.card)
        self.head.set_score(value, words.scale)
        self.bar.set_score(value, words.scale, moving=self._lead_id == details.lead.id)
        self._lead_id = details.lead.id
        self.axes.set_words(axes_words(card))
        self.change.say(next_change_words(card, words.scale))
        self._share_foot()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_foot()

    def _share_foot(self) -> None:
        """Axes and the next change stand side by side, or below each other where the panel is narrow."""
        s, axes = self._theme.look.s, self.axes
        needed = axes.fontMetrics().horizontalAdvance(axes.words()) + self.change.maximumWidth() + 2 * s.l + s.s
        beside, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        side_by_side = needed <= self.width()
        self._foot.setDirection(beside if side_by_side else below)
        self.change.setMinimumWidth(self.change.maximumWidth() if side_by_side else 0)

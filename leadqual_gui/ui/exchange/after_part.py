"""How many leads each tier would have after an import, beside how many it has."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.services.importing_forecast import MOST, Forecast
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.theme.look import Tone
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, numerals
from leadqual_gui.ui.widgets.scores import TierScale, paint_tier_chip, tier_chip_width
from leadqual_gui.ui.widgets.themed import Label, Line, Themed, margins


class TierChip(Themed, QWidget):
    """A tier's mark and word on its tint."""

    def __init__(self, theme: Theme, tone: Tone, label: str) -> None:
        super().__init__()
        self._tone, self._label = tone, label
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(tier_chip_width(self.look, self._label), self.look.s.tier_chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            paint_tier_chip(painter, self.look, self.rect(), self._tone, self._label, self.rtl())


class AfterPart(QWidget):
    """The forecast, line by line; hidden while there is none."""

    def __init__(self, theme: Theme, scale: TierScale) -> None:
        super().__init__()
        self._theme, self._scale = theme, scale
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, theme.look.s.s)
        column.addWidget(Line(theme))
        column.addWidget(Label(theme, words("After the import"), "body_strong"))
        self._lines = margins(QVBoxLayout(), 0, 0, 0, 0, theme.look.s.xs)
        column.addLayout(self._lines)
        self.part = Label(theme, face="secondary", colour="text2", wrap=True)
        column.addWidget(self.part)
        self.numbers: dict[str, str] = {}
        self.hide()

    def show_forecast(self, told: Forecast) -> None:
        """Show it, the hottest tier first."""
        self.clear()
        for tier in reversed(self._scale.names):
            chip = TierChip(self._theme, self._scale.tone(tier), self._scale.label(tier))
            self._add(tier, chip, told.now.tiers.get(tier, 0), told.then.tiers.get(tier, 0))
        for key, name, now, then in (
            ("disqualified", words("Disqualified"), told.now.disqualified, told.then.disqualified),
            ("to_verify", words("To verify"), told.now.to_verify, told.then.to_verify),
        ):
            if now or then:
                self._add(key, Label(self._theme, name, "secondary"), now, then)
        partly = words("Of about the first {count} leads of the file only").format(count=number(MOST))
        self.part.setText("" if told.whole else partly)
        self.part.setVisible(not told.whole)
        self.show()

    def clear(self) -> None:
        """Nothing is known yet."""
        self.numbers = {}
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.hide()

    def _add(self, key: str, name: QWidget, now: int, then: int) -> None:
        rtl = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        arrow = "←" if rtl else "→"
        self.numbers[key] = f"{number(now)} {arrow} {number(then)}"
        whole = QWidget()
        row = margins(QHBoxLayout(whole), 0, 0, 0, 0, self._theme.look.s.s)
        row.addWidget(name)
        row.addStretch(1)
        before = numerals.along(f"{number(now)} {arrow}", rtl)
        row.addWidget(Label(self._theme, before, "secondary", "text2"))
        row.addWidget(Label(self._theme, number(then), "secondary_strong"))
        self._lines.addWidget(whole)

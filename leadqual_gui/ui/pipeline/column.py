"""One column of the board: its head with the figures, what a gate says, its cards; and the strip of a way out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.services.moving_values import BoardColumn
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.pipeline.cards import CardStyle
from leadqual_gui.ui.pipeline.fitting import FittingLabel
from leadqual_gui.ui.pipeline.gate_block import GateBlock
from leadqual_gui.ui.pipeline.view import CardSource, CardView, Tip, dragged_ids
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Height, IconButton
from leadqual_gui.ui.widgets.themed import Label, Themed, margins


class Rate(Themed, QWidget):
    """The share that went on to the next stage, in a pill with an arrow; nothing where too few left."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def say(self, words: str, tip: str) -> None:
        """Show a rate, with what stands behind it."""
        self._words = words
        self.setToolTip(tip)
        self.setAccessibleName(f"{words} {tip}".strip())
        self.setVisible(bool(words))
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """The rate shown."""
        return self._words

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(self.look.f.secondary.width(self._words) + s.type_secondary + 2 * s.s + s.xs, s.tier_chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect, rtl = self.look, self.look.s, self.rect(), self.rtl()
        with draw.painting(QPainter(self)) as painter:
            draw.outlined(painter, rect, rect.height() / 2, look.c.line_strong, look.c.base)
            inner = rect.adjusted(s.s, 0, -s.s, 0)
            sign = QRect(inner.right() + 1 - s.type_secondary, 0, s.type_secondary, rect.height())
            draw.text(painter, look.f.secondary, look.c.text2, inner, self._words, draw.start(rtl))
            place = draw.mirrored(sign, rect, rtl)
            draw.icon(painter, look, "arrow-right", look.c.text3, place, rtl, s.type_secondary)
        painter.end()


class Target(Themed, QWidget):
    """Something that leads can be dropped on.

    Signals: `hovered(stage, ids)` when cards come over it; `left(stage)`; `dropped(stage, ids)`.
    """

    hovered = Signal(str, object)
    left = Signal(str)
    dropped = Signal(str, object)

    def __init__(self, theme: Theme, stage_id: str) -> None:
        super().__init__()
        self.stage_id = stage_id
        self.tone = ""
        self.setAcceptDrops(True)
        self._follow(theme)

    def set_tone(self, tone: str) -> None:
        """Show what a drop would do: "yes", "no", or "" when nothing is over it."""
        if tone != self.tone:
            self.tone = tone
            self.update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        ids = dragged_ids(event.mimeData())
        if ids:
            event.acceptProposedAction()
            self.hovered.emit(self.stage_id, ids)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.left.emit(self.stage_id)

    def dropEvent(self, event: QDropEvent) -> None:
        ids = dragged_ids(event.mimeData())
        if ids:
            event.acceptProposedAction()
            self.left.emit(self.stage_id)
            self.dropped.emit(self.stage_id, ids)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        edge = {"yes": look.c.accent, "no": look.c.warm.text}.get(self.tone)
        with draw.painting(QPainter(self)) as painter:
            draw.rounded(painter, QRectF(self.rect()), look.s.radius, look.c.window)
            if edge is not None:
                draw.outlined(painter, self.rect(), look.s.radius, edge)
        painter.end()


class ColumnWidget(Target):
    """A stage with its cards. `collapse_asked(stage)`: make it narrow; `rehome_asked(stage)`: its leads must go."""

    collapse_asked = Signal(str)
    rehome_asked = Signal(str)

    def __init__(self, theme: Theme, column: BoardColumn, style: CardStyle) -> None:
        super().__init__(theme, column.stage_id)
        self.column = column
        self.name = Label(theme, face="body_strong")
        self.count = Label(theme, colour="text3")
        self.rate = Rate(theme)
        self.money = FittingLabel(theme, face="secondary", colour="text2")
        self.median = FittingLabel(theme, face="secondary", colour="text3")
        self.rehome = Button(theme, self.tr("Choose where they go"), height=Height.SMALL)
        self.rehome.clicked.connect(lambda: self.rehome_asked.emit(self.stage_id))
        self.narrow = IconButton(theme, "chevron-left", self.tr("Make this column narrow"))
        self.narrow.setFixedSize(theme.look.s.xl, theme.look.s.leading_body)
        self.narrow.clicked.connect(lambda: self.collapse_asked.emit(self.stage_id))
        self.gate = GateBlock(theme)
        self.nothing = Label(theme, self.tr("No leads here"), "secondary", "text3", wrap=True)
        self.view = CardView(theme, "", style)
        self._lay_out()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        first = margins(QHBoxLayout(), s.xs, 0, 0, 0, s.s)
        first.addWidget(self.name)
        first.addWidget(self.count, 1)
        first.addWidget(self.narrow)
        second = margins(QHBoxLayout(), s.xs, 0, 0, 0, s.xs)
        second.addWidget(self.money, 1)
        second.addWidget(self.rate)
        self.nothing.setContentsMargins(s.xs, 0, s.xs, 0)
        self.money.setMinimumHeight(s.tier_chip)
        third = margins(QHBoxLayout(), s.xs, 0, 0, 0, 0)
        third.addWidget(self.median, 1)
        column = margins(QVBoxLayout(self), s.xs + 1, s.s, s.xs + 1, s.xs, 2)
        for line in (first, second, third):
            column.addLayout(line)
        column.addWidget(self.rehome)
        column.addSpacing(s.xs)
        column.addWidget(self.gate)
        column.addWidget(self.nothing)
        column.addWidget(self.view, 1)
        column.addStretch(0)

    def show_column(self, column: BoardColumn, label: str, style: CardStyle, tip: Tip, group: str, days: float) -> None:
        """Show the leads of a stage and its figures."""
        self.column = column
        self.name.setText(label)
        self.count.setText(number(column.count))
        self.view.setAccessibleName(
            self.tr("{stage}, {leads}").format(stage=label, leads=wording.leads_words(column.count, column.money))
        )
        working = column.stage is not None and not column.stage.exit
        told = wording.flow_tip(column.flow, days) if working else ""
        self.rate.say(wording.flow_words(column.flow) if working else "", told)
        blank = ("\N{NO-BREAK SPACE}",)
        told_stay = working and (column.count or column.flow.median_days is not None)
        self.median.say(*(wording.median_wordings(column.flow) if told_stay else blank))
        self.median.setToolTip(told)
        self.money.say(*wording.expected_wordings(column))
        self.narrow.setVisible(column.band == "stopped")
        self.rehome.setVisible(column.stage is None)
        self.nothing.setVisible(not column.count)
        self.view.dress(style)
        self.view.show_cards(CardSource(column, style, tip, group))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.view.viewport().update()
        return super().event(event)


LONG_COUNT = 10_000
"""From here on the count of a narrow strip is written in short: 45k."""


class Strip(Target):
    """A way out, narrow: its count, and its name going down. A click or Enter opens it: `open_asked(stage)`."""

    open_asked = Signal(str)

    def __init__(self, theme: Theme, stage_id: str) -> None:
        super().__init__(theme, stage_id)
        self._label, self._count, self._icon = "", "", "ban"
        self.button = StripButton(self)
        self.button.clicked.connect(lambda: self.open_asked.emit(self.stage_id))
        margins(QVBoxLayout(self), 0, 0, 0, 0, 0).addWidget(self.button)
        self.setFixedWidth(theme.look.s.row)

    def show_column(self, column: BoardColumn, label: str) -> None:
        """Show how many leads ended here."""
        short = wording.short_number(column.count) if column.count >= LONG_COUNT else number(column.count)
        self._label, self._count = label, short
        self._icon = {"nurture": "recycle", "lost": "x", "won": "check"}.get(
            column.stage.exit if column.stage else "", "ban"
        )
        self.button.setAccessibleName(f"{label}, {wording.leads_words(column.count, column.money)}")
        self.button.setToolTip(self.tr("Open {stage}").format(stage=label))
        self.button.update()

    def _on_theme_changed(self) -> None:
        self.setFixedWidth(self.look.s.row)
        super()._on_theme_changed()

    def paint_inside(self, painter: QPainter, rect: QRect) -> None:
        """Chevron, count, name, icon, one under the other."""
        look, s = self.look, self.look.s
        sign = QRect(0, s.s, rect.width(), s.icon)
        draw.icon(painter, look, "chevron-right", look.c.text2, sign, self.rtl(), s.icon_small)
        count = QRect(0, sign.bottom() + s.xs, rect.width(), look.f.secondary.leading)
        draw.text(painter, look.f.secondary_strong, look.c.text1, count, self._count, draw.CENTRE)
        length = max(0, rect.height() - count.bottom() - s.xl - s.icon)
        painter.save()
        painter.translate(rect.width() / 2, count.bottom() + s.m)
        painter.rotate(90)
        words = QRect(0, -look.f.body.leading // 2, length, look.f.body.leading)
        draw.text(painter, look.f.body_medium, look.c.text1, words, self._label)
        painter.restore()
        foot = QRect(0, rect.height() - s.s - s.icon, rect.width(), s.icon)
        draw.icon(painter, look, self._icon, look.c.text2, foot, size=s.icon)


class StripButton(QAbstractButton):
    """The whole strip as a button."""

    def __init__(self, strip: Strip) -> None:
        super().__init__(strip)
        self._strip = strip
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self._strip.look.s.row, 6 * self._strip.look.s.row)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._strip.look
        with draw.painting(QPainter(self)) as painter:
            if self.hasFocus():
                draw.outlined(painter, self.rect(), look.s.radius, look.c.focus, width=look.s.focus_ring)
            self._strip.paint_inside(painter, self.rect())
        painter.end()

"""The head of the screen: the draft, the version that is live, and what can be done with the draft."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QRect, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from leadqual_gui.ui.fields import short_day
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Kind, primary_button
from leadqual_gui.ui.widgets.themed import ElidedLabel, Surface, Themed, margins


class DraftChip(Themed, QWidget):
    """Says how many changes the draft has: "Draft, 3 changes"."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def set_count(self, count: int) -> None:
        """Show so many changes; none hides the chip."""
        self._words = tr("Draft, %n change(s)", count)
        self.setAccessibleName(self._words)
        self.setVisible(count > 0)
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        """What it says."""
        return self._words

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(self.look.f.secondary_strong.width(self._words) + s.icon_small + 3 * s.s + 2, s.tier_chip + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect = self.look, self.look.s, self.rect()
        with draw.painting(QPainter(self)) as painter:
            draw.rounded(painter, rect.toRectF(), rect.height() / 2, look.c.selected2)
            icon = draw.mirrored(QRect(s.s, 0, s.icon_small, rect.height()), rect, self.rtl())
            draw.icon(painter, look, "pencil", look.c.accent_text, icon, self.rtl(), s.type_secondary)
            words = rect.adjusted(s.s + s.icon_small + s.xs, 0, -s.s, 0)
            place = draw.mirrored(words, rect, self.rtl())
            face = look.f.secondary_strong
            draw.text(painter, face, look.c.accent_text, place, self._words, draw.start(self.rtl()))
        painter.end()


class MatrixHeader(Surface):
    """Signals: `add_asked()`, `compare_asked()`, `discard_asked()`, `publish_asked()`."""

    add_asked = Signal()
    compare_asked = Signal()
    discard_asked = Signal()
    publish_asked = Signal()

    def __init__(self, theme: Theme, session: MatrixSession) -> None:
        super().__init__(theme, "base")
        self._theme, self._session = theme, session
        self.chip = DraftChip(theme)
        self.live = ElidedLabel(theme, colour="text2", face="secondary")
        self.add = Button(theme, self.tr("Criterion"), Kind.QUIET, "plus")
        self.compare = Button(theme, self.tr("Compare"), icon="git-compare")
        self.discard = Button(theme, self.tr("Discard"))
        self.publish = primary_button(theme, self.tr("Publish"))
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.chip)
        self._row.addWidget(self.live, 1)
        for button, signal, tip in (
            (self.add, self.add_asked, self.tr("Add a criterion (Insert)")),
            (self.compare, self.compare_asked, self.tr("Compare versions, or go back to one (Ctrl+Shift+H)")),
            (self.discard, self.discard_asked, self.tr("Take all changes back; this can be undone")),
            (self.publish, self.publish_asked, self.tr("Score all leads by the draft (Ctrl+Enter)")),
        ):
            button.clicked.connect(signal)
            button.setToolTip(tip)
            self._row.addWidget(button)
        self._fit()
        theme.changed.connect(self._fit)
        self.refresh()

    def refresh(self) -> None:
        """Say how things stand."""
        session = self._session
        count = session.change_count if session.ready else 0
        self.chip.set_count(count)
        current = session.current
        if current is None:
            self.live.set_words("")
        else:
            day = short_day(current.at, session.workspace.now)
            self.live.set_words(
                tr("Version {number} is live since {day}").format(number=QLocale().toString(current.number), day=day)
            )
        self.publish.setText(tr("Publish version {number}").format(number=QLocale().toString(session.newest + 1)))
        self.publish.setEnabled(count > 0)
        self.discard.setEnabled(count > 0)
        self.add.setEnabled(session.ready)
        self.publish.updateGeometry()

    def _fit(self) -> None:
        s = self._theme.look.s
        self.setFixedHeight(max(s.tool_row, self.publish.sizeHint().height() + s.s))
        margins(self._row, s.l, 0, s.l, 0, s.s)


class ColumnHeads(Themed, QWidget):
    """The names of the grid's columns, as they lie in it."""

    def __init__(self, theme: Theme, stripes: object) -> None:
        super().__init__()
        self._stripes, self._control = stripes, ""
        self._follow(theme)
        self._on_theme_changed()

    def set_control(self, words: str) -> None:
        """The control rate, beside the name of the last column."""
        self._control = words
        self.update()

    def _on_theme_changed(self) -> None:
        self.setFixedHeight(max(self.look.s.table_head, self.look.f.secondary.leading + self.look.s.s))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rect, rtl = self.look, self.rect(), self.rtl()
        stripes = self._stripes()  # type: ignore[operator]
        with draw.painting(QPainter(self)) as painter:
            painter.fillRect(rect, look.c.base)
            painter.fillRect(0, rect.height() - 1, rect.width(), 1, look.c.line)
            for stripe, words in zip(
                stripes,
                (tr("On"), tr("Criterion and its condition"), tr("Points, by level"), tr("Reach"), tr("Close rate")),
                strict=True,
            ):
                if stripe.width:
                    place = QRect(stripe.left, 0, stripe.width, rect.height())
                    place = draw.mirrored(place, rect, rtl)
                    draw.text(painter, look.f.secondary, look.c.text3, place, words, draw.start(rtl))
            last = stripes[-1]
            used = look.f.secondary.width(tr("Close rate")) + look.s.s
            if self._control and last.width > used + look.f.secondary.width(self._control):
                place = QRect(last.left + used, 0, last.width - used, rect.height())
                place = draw.mirrored(place, rect, rtl)
                draw.text(painter, look.f.secondary, look.c.text3, place, self._control, draw.end(rtl))
        painter.end()


class HintLine(Surface):
    """The line at the foot: which keys work now, and what the next Ctrl+Z takes back; or why something cannot be."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self._theme = theme
        self.label = ElidedLabel(theme, face="secondary", colour="text2")
        self._row = QHBoxLayout(self)
        self._sign = _Sign(theme)
        self._row.addWidget(self._sign)
        self._row.addWidget(self.label, 1)
        self._fit()
        theme.changed.connect(self._fit)

    def say(self, words: str, trouble: bool = False) -> None:
        """Show these words."""
        self._sign.show_icon("triangle-alert" if trouble else "keyboard", "warm.text" if trouble else "text3")
        self.label.set_colour("warm.text" if trouble else "text2")
        self.label.set_words(words)

    def _fit(self) -> None:
        s = self._theme.look.s
        self.setFixedHeight(max(s.table_head + 2, self._theme.look.f.secondary.leading + s.s))
        margins(self._row, s.l, 0, s.l, 0, s.s)


class _Sign(Themed, QWidget):
    """A small icon."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._icon, self._colour = "keyboard", "text3"
        self._follow(theme)
        self.setFixedSize(theme.look.s.icon, theme.look.s.icon)

    def show_icon(self, icon: str, colour: str) -> None:
        """Another icon."""
        self._icon, self._colour = icon, colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        from leadqual_gui.ui.widgets.themed import named_colour

        with draw.painting(QPainter(self)) as painter:
            colour = named_colour(self.look, self._colour)
            draw.icon(painter, self.look, self._icon, colour, self.rect(), self.rtl(), self.look.s.icon_small)
        painter.end()

"""The command palette: finds any lead and any action. A child of the window over a flat dim, no window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStyleOptionViewItem, QVBoxLayout, QWidget
from shiboken6 import isValid

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks, palette_rows
from leadqual_gui.ui.widgets.palette_rows import PaletteItem, PalettePaint, PaletteRow, Part, Provider, read_query
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, Themed, margins


class CommandPalette(Themed, QWidget):
    """`open()` shows it over its parent. `chosen(PaletteItem)` comes after it has closed; `closed()` always.

    Arrow keys and Page keys move, Enter chooses, Esc closes, Tab lists the actions of the current lead, Backspace in
    an empty field goes back. Text that begins with `>` asks the provider for actions only, with `@` for leads only.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(
        self, theme: Theme, provider: Provider, parent: QWidget, placeholder: str = "", scale: TierScale | None = None
    ) -> None:
        super().__init__(parent)
        self._host = parent
        self._provider = provider
        self._subject: PaletteItem | None = None
        self._before: QWidget | None = None
        self._follow(theme)
        self._panel = Surface(theme, "raised", self)
        self.field = QLineEdit(self._panel)
        self.results = PaletteResults(theme, scale or TierScale(), self._panel)
        self._foot = PaletteFoot(theme)
        self._scope = Label(theme, face="secondary", colour="text3")
        self._build(placeholder or self.tr("Find a lead or an action"))
        self.setAccessibleName(self.tr("Command palette"))
        parent.installEventFilter(self)
        self.hide()

    def set_scale(self, scale: TierScale) -> None:
        """Another matrix is live: scores are read on another scale."""
        self.results.scale = scale

    def open(self, text: str = "") -> None:
        """Show it, empty or with a text to begin with."""
        self._before = self.window().focusWidget()
        self._subject = None
        self.setGeometry(self._host.rect())
        self.field.setText(text)
        self.refresh()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Close without choosing; the keyboard goes back to where it was."""
        if not self.isVisible():
            return
        self.hide()
        before, self._before = self._before, None
        if before is not None and isValid(before):  # a list or a form may have been made anew meanwhile
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def refresh(self) -> None:
        """Ask the provider again."""
        query = read_query(self.field.text(), self._subject)
        groups = self._provider(query)
        self.results.show_groups(palette_rows.rows_of(groups), query.text)
        self._scope.setText(self._subject.title if self._subject else self.tr("leads, actions, screens"))
        told = ", ".join(group.summary for group in groups if group.summary)
        self._foot.set_summary(told if self.results.rows else self.tr("Nothing found"))
        self._place_panel()

    def current(self) -> PaletteItem | None:
        """The item that Enter would choose."""
        row = self.results.current_row()
        return row.item if row is not None else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            return self._take_key(event)
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._host.rect())
        return False

    def resizeEvent(self, event: QEvent) -> None:
        self._place_panel()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._panel.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.c.scrim)
        with draw.painting(painter):
            _paint_shadow(painter, self._panel.geometry(), self.look.c.shadow)
            edge = QRectF(self._panel.geometry()).adjusted(-1, -1, 1, 1)
            draw.outlined(painter, edge, self.look.s.radius, self.look.c.line_strong, self.look.c.raised)
        painter.end()

    def _build(self, placeholder: str) -> None:
        self.field.setFrame(False)
        self.field.setPlaceholderText(placeholder)
        self.field.setAccessibleName(placeholder)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_text_changed)
        self.results.clicked.connect(lambda _index: self._choose())
        head = QHBoxLayout()
        self._lens = _Lens(self.theme)
        head.addWidget(self._lens)
        head.addWidget(self.field, 1)
        head.addWidget(self._scope)
        head.addWidget(KeyCaps(self.theme, ("Esc",)))
        margins(head, self.look.s.l, 0, self.look.s.l, 0, self.look.s.m)
        column = margins(QVBoxLayout(self._panel), 0, 0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(Line(self.theme))
        column.addWidget(self.results)
        column.addStretch(1)
        column.addWidget(self._foot)
        self._on_theme_changed()

    def _take_key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        keys = Qt.Key
        match event.key():
            case keys.Key_Escape:
                self.dismiss()
            case keys.Key_Down:
                self.results.step(1)
            case keys.Key_Up:
                self.results.step(-1)
            case keys.Key_PageDown:
                self.results.step(5)
            case keys.Key_PageUp:
                self.results.step(-5)
            case keys.Key_Return | keys.Key_Enter:
                self._choose()
            case keys.Key_Tab:
                self._narrow_to_current()
            case keys.Key_Backspace if self._subject is not None and not self.field.text():
                self._subject = None
                self.refresh()
            case _:
                return False
        return True

    def _choose(self) -> None:
        item = self.current()
        if item is not None:
            self.dismiss()
            self.chosen.emit(item)

    def _narrow_to_current(self) -> None:
        item = self.current()
        if item is not None and item.subject:
            self._subject = item
            self.field.clear()
            self.refresh()

    def _on_text_changed(self, _text: str) -> None:
        if self.isVisible():
            self.refresh()

    def _place_panel(self) -> None:
        s = self.look.s
        width = min(s.palette, self.width() - 2 * s.l)
        room = max(s.row_palette, self.height() - s.palette_top - s.palette_field - self._foot.height() - s.xl)
        self.results.setFixedHeight(min(self.results.sizeHint().height(), room))
        height = s.palette_field + 1 + self.results.height() + self._foot.height()
        left = (self.width() - width) // 2
        self._panel.setGeometry(QRect(left, min(s.palette_top, max(s.l, self.height() - height)), width, height))
        self.update()

    def _on_theme_changed(self) -> None:
        look = self.look
        self.field.setFont(look.f.title.font)
        font = self.field.font()
        font.setWeight(font.Weight.Normal)
        self.field.setFont(font)
        self.field.setFixedHeight(look.s.palette_field)
        self._place_panel()


class PaletteResults(RowsView[PaletteRow]):
    """The list of the palette: headings are skipped by the keyboard, the current row is marked all the time."""

    def __init__(self, theme: Theme, scale: TierScale, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.scale = scale
        self.shows_focus = False
        self._sought = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setMouseTracking(True)
        self.entered.connect(self._on_entered)
        self.setAccessibleName(self.tr("Results"))
        self._on_theme_changed()

    def show_groups(self, rows: tuple[PaletteRow, ...], sought: str) -> None:
        """Show rows; the first item becomes the current one."""
        self._sought = sought
        self.set_rows(rows)
        self._make_current(next((at for at, row in enumerate(rows) if row.item is not None), -1))

    def step(self, by: int) -> None:
        """Move over the items by so many, staying inside."""
        places = [at for at, row in enumerate(self.rows) if row.item is not None]
        if not places:
            return
        at = self.currentIndex().row()
        now = places.index(at) if at in places else 0
        wanted = now + by
        if abs(by) == 1:
            wanted %= len(places)
        self._make_current(places[min(max(0, wanted), len(places) - 1)])

    def row_height(self, row: PaletteRow, at: int) -> int:
        return palette_rows.row_height(row, self.theme.look.s)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: PaletteRow, at: int) -> None:
        paint = PalettePaint(self.theme.look, self._sought, self.scale, self.tr("Enter"), self.tr("open"), self.rtl())
        current = at == self.currentIndex().row()
        palette_rows.paint_palette_row(painter, paint, option.rect, row, current)

    def _on_theme_changed(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, self.theme.look.c.raised)
        self.setPalette(palette)
        super()._on_theme_changed()

    def _make_current(self, at: int) -> None:
        index = self.model().index(at, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
        self.scrollTo(index)
        self.viewport().update()

    def _on_entered(self, index: QModelIndex) -> None:
        if self.rows[index.row()].part is not Part.HEAD:
            self._make_current(index.row())


class PaletteFoot(Surface):
    """The keys that work in the palette, and how much was found."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "window")
        row = margins(QHBoxLayout(self), theme.look.s.l, 0, theme.look.s.l, 0, theme.look.s.s)
        hints = (
            (("↑", "↓"), self.tr("choose")),
            (("Tab",), self.tr("lead actions")),
            ((">",), self.tr("only actions")),
            (("@",), self.tr("only leads")),
        )
        for keys, words in hints:
            row.addWidget(KeyCaps(theme, keys))
            row.addWidget(Label(theme, words, "secondary", "text3"))
            row.addSpacing(theme.look.s.xs)
        row.addStretch(1)
        self._summary = Label(theme, "", "secondary", "text3")
        row.addWidget(self._summary)
        self.setFixedHeight(theme.look.s.button_panel)

    def set_summary(self, words: str) -> None:
        """Say how much was found."""
        self._summary.setText(words)


class KeyCaps(Themed, QWidget):
    """Key caps side by side, as a label."""

    def __init__(self, theme: Theme, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setAccessibleName(" ".join(keys))
        self._follow(theme)

    def sizeHint(self) -> QSize:
        look = self.look
        width = sum(marks.key_cap_width(look, key) + look.s.xs for key in self._keys) - look.s.xs
        return QSize(width, look.s.key_cap + 2)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, left, rect = self.look, 0, self.rect()
        with draw.painting(QPainter(self)) as painter:
            for key in self._keys:
                width = marks.key_cap_width(look, key)
                place = draw.mirrored(QRect(left, 0, width, rect.height()), rect, self.rtl())
                marks.paint_key_cap(painter, look, place, key)
                left += width + look.s.xs
        painter.end()


class _Lens(Themed, QWidget):
    """The lens in front of the palette's field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._follow(theme)

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.icon, self.look.s.palette_field)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            draw.icon(painter, self.look, "search", self.look.c.text2, self.rect())
        painter.end()


def _paint_shadow(painter: QPainter, panel: QRect, colour: QColor) -> None:
    """A soft edge around the panel, painted, not an effect."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for grow in range(2, 22, 2):
        painter.drawRoundedRect(QRectF(panel).adjusted(-grow, -grow + 6, grow, grow + 6), 6 + grow, 6 + grow)

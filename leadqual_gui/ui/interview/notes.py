"""Notes: a line that has the keyboard all the time, above it what was written, with its time and its element."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leadqual_gui.services.calling.values import NoteLine, Saved
from leadqual_gui.ui.fields import clock
from leadqual_gui.ui.interview.keys import Asked, asked_by
from leadqual_gui.ui.interview.wording import words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.sideways import write_from_the_start
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Themed, margins

MOST_LINES = 3
TIME_WIDTH = 62


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A line of notes. `letter`: of the element it is filed under; `kept`: the store has it."""

    label: str
    time: str
    letter: str = ""
    kept: bool = True

    @property
    def spoken(self) -> str:
        """The line in words."""
        unsaved = "" if self.kept else words("not saved yet")
        return ", ".join(part for part in (self.time, self.label, self.letter, unsaved) if part)


def note_rows(notes: Sequence[NoteLine], letters: dict[tuple[str, str], str]) -> tuple[NoteRow, ...]:
    """Lines as the box shows them."""
    return tuple(
        NoteRow(
            " ".join(note.text.split()),
            clock(note.at),
            letters.get((note.framework, note.element), ""),
            note.saved is Saved.DATABASE,
        )
        for note in notes
    )


def time_width(theme: Theme) -> int:
    """How wide the time before a line is, in the text size that is on."""
    return round(TIME_WIDTH * theme.zoom)


class NoteLines(RowsView[NoteRow]):
    """The lines that are filed, oldest first."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setAccessibleName(words("Notes of this call"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(RowsView.SelectionMode.NoSelection)

    def row_height(self, row: NoteRow, at: int) -> int:
        return self.line_height()

    def line_height(self) -> int:
        """How high a line is."""
        return max(self.theme.look.s.row_ledger_group, self.theme.look.f.body.leading + self.theme.look.s.xs)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: NoteRow, at: int) -> None:
        look, rect, rtl = self.theme.look, option.rect, self.rtl()
        beside = time_width(self.theme)
        time = draw.mirrored(QRect(rect.left(), rect.top(), beside, rect.height()), rect, rtl)
        colour = look.c.text3 if row.kept else look.c.warm.text
        draw.text(painter, look.f.body, colour, time, row.time, draw.start(rtl))
        cap = marks.key_cap_width(look, row.letter) + look.s.xs if row.letter else 0
        room = rect.width() - beside - cap
        place = draw.mirrored(QRect(rect.left() + beside, rect.top(), room, rect.height()), rect, rtl)
        used = draw.text(painter, look.f.body, look.c.text1, place, row.label, draw.start(rtl))
        if row.letter:
            at_x = rect.left() + beside + used + look.s.xs
            box = draw.mirrored(QRect(at_x, rect.top(), cap - look.s.xs, rect.height()), rect, rtl)
            marks.paint_key_cap(painter, look, box, row.letter)


class WholeLines(QScrollArea):
    """Shows whole lines only: what is left of its height stays empty above them."""

    def __init__(self, lines: NoteLines) -> None:
        super().__init__()
        self._lines = lines
        self.setWidget(lines)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self.viewport().setAutoFillBackground(False)

    def show_newest(self) -> None:
        """The newest line at the foot."""
        line = self._lines.line_height()
        self._lines.setFixedHeight(max(1, len(self._lines.rows) * line))
        shown = max(1, self.height() // line)
        self.setViewportMargins(0, max(0, self.height() - shown * line), 0, 0)
        self.verticalScrollBar().setSingleStep(line)
        QTimer.singleShot(0, self, self._to_the_end)
        self._to_the_end()

    def _to_the_end(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.maximum())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        line = self._lines.line_height()
        self.setViewportMargins(0, max(0, self.height() - max(1, self.height() // line) * line), 0, 0)
        self._to_the_end()

    def sizeHint(self) -> QSize:
        return QSize(0, 4 * self._lines.line_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._lines.line_height())


class NoteEdit(QPlainTextEdit):
    """The line being written. `asked(Asked)` by a key that is not a letter of it; `drafted(text)` at each letter."""

    asked = Signal(object)
    drafted = Signal(str)
    focus_changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._composing = False
        self.setAccessibleName(words("Note"))
        self.setTabChangesFocus(True)
        write_from_the_start(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.textChanged.connect(self._on_text_changed)
        self._fit()
        theme.changed.connect(self._fit)

    @property
    def empty(self) -> bool:
        """Whether nothing is written, nor being composed."""
        return not self._composing and not self.toPlainText()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._meant(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = self._meant(event)
        if asked is None:
            super().keyPressEvent(event)
            return
        event.accept()
        self.asked.emit(asked)

    def _meant(self, event: QKeyEvent) -> Asked | None:
        asked = asked_by(event.key(), event.modifiers(), event.text(), self.empty, self.isRightToLeft())
        undoing = asked is not None and asked.what.name in ("UNDO", "REDO")
        return None if undoing and not self.empty else asked

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit()

    def _on_text_changed(self) -> None:
        self.drafted.emit(self.toPlainText())
        self._fit()

    def _fit(self) -> None:
        lines = min(MOST_LINES, max(1, int(self.document().size().height())))
        height = lines * self.fontMetrics().lineSpacing() + self._theme.look.s.xs
        if height != self.height() or self.minimumHeight() != height:
            self.setFixedHeight(height)


class NotesBox(Themed, QWidget):
    """Notes of the call. `filed(text)` on Enter; `asked(Asked)` for what else a key means; `drafted(text)`."""

    asked = Signal(object)
    drafted = Signal(str)

    def __init__(self, theme: Theme, now: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.head = Label(theme, words("Notes"), "body_strong")
        self.hint = ElidedLabel(theme, face="secondary", colour="text3")
        self.hint.put_at_end()
        self.lines = NoteLines(theme)
        self.edit = NoteEdit(theme)
        self.time = Label(theme, colour="accent_text")
        self.time.setFixedWidth(time_width(theme))
        self._area = WholeLines(self.lines)
        self._lay_out(theme)
        self.edit.asked.connect(self.asked)
        self.edit.drafted.connect(self._on_drafted)
        self.edit.focus_changed.connect(self.update)
        self._follow(theme)
        self.tick()

    def _lay_out(self, theme: Theme) -> None:
        s = theme.look.s
        head = self.head_row = margins(QHBoxLayout(), 0, 0, 0, 0, s.m)
        head.addWidget(self.head)
        head.addWidget(self.hint, 1)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
        row.addWidget(self.time, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.edit, 1)
        column = margins(QVBoxLayout(self), s.m, s.s, s.m, s.s, s.xs)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.search_field // 2, self.look.s.xl * 4)

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.search_field, self.look.s.xl * 4)

    def show_notes(self, rows: Sequence[NoteRow], example: str) -> None:
        """Show what is filed; `example`: an element that a line can be put under, by its letter."""
        letter, _, label = example.partition(" ")
        hint = words("Enter files the line, {tag} puts it under {element}")
        self.hint.set_words(
            hint.format(tag=f"#{letter.lower()}", element=label) if label else words("Enter files the line")
        )
        if tuple(rows) != self.lines.rows:
            self.lines.set_rows(rows)
            self._area.show_newest()

    def tick(self) -> None:
        """The time of the line being written."""
        self.time.setText(self._now())

    def put_text(self, text: str) -> None:
        """Go on with a line that was begun."""
        self.edit.setPlainText(text)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def take_text(self) -> str:
        """What is written in the line."""
        return self.edit.toPlainText()

    def clear(self) -> None:
        """Begin a new line."""
        self.edit.clear()

    def _on_drafted(self, text: str) -> None:
        self.drafted.emit(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        with draw.painting(QPainter(self)) as painter:
            focused = self.edit.hasFocus()
            edge, width = (look.c.focus, look.s.focus_ring) if focused else (look.c.control, 1)
            draw.outlined(painter, self.rect(), look.s.radius, edge, look.c.base, width)
        painter.end()

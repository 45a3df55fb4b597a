"""What an import will do, or did: how many rows are new, changed, the same, or refused and why."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.services.importing import ImportResult
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, Themed, margins, named_colour

REASONS, ROWS = 6, 8
_PARTS = (
    ("new", "plus", "positive_bar"),
    ("updated", "pencil", "accent"),
    ("unchanged", "check", "line_strong"),
    ("duplicates", "copy", "text3"),
    ("rejected", "circle-x", "hot.mark"),
)


def part_words(part: str) -> str:
    """What a part of the result is called."""
    return {
        "new": words("New"),
        "updated": words("Updated"),
        "unchanged": words("Unchanged"),
        "duplicates": words("Twice in the file"),
        "rejected": words("Refused"),
    }[part]


class Shares(Themed, QWidget):
    """A bar of the parts, as long as their share of the rows."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._result: ImportResult | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def show_result(self, result: ImportResult) -> None:
        """Show the parts of a result."""
        self._result = result
        said = [f"{part_words(part)} {getattr(result, part)}" for part, _icon, _colour in _PARTS]
        self.setAccessibleName(", ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.gap_bar, self.look.s.m)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.c.sunken)
        result, left = self._result, 0.0
        if result is not None and result.read:
            for part, _icon, colour in _PARTS:
                width = self.width() * getattr(result, part) / result.read
                painter.fillRect(QRectF(left, 0, max(0.0, width - 1), self.height()), named_colour(self.look, colour))
                left += width
        painter.end()


class OutcomePart(Surface):
    """The right side of the import screen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        s = theme.look.s
        self.setMinimumWidth(s.inspector_least)
        self.setMaximumWidth(s.inspector_matrix)
        self._head = Label(theme, face="title")
        self._fact = Label(theme, face="secondary", colour="text3")
        self._shares = Shares(theme)
        self._numbers: dict[str, Label] = {}
        self.reasons_head = Label(theme, face="body_strong")
        self._reasons = margins(QVBoxLayout(), 0, 0, 0, 0, s.xs)
        self.file = Label(theme, face="secondary", colour="text2", wrap=True)
        self.file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.l, s.s)
        head = margins(QHBoxLayout(), 0, 0, 0, s.xs, s.s)
        head.addWidget(self._head, 1)
        head.addWidget(self._fact)
        column.addLayout(head)
        column.addWidget(self._shares)
        column.addLayout(self._make_numbers())
        column.addWidget(Line(theme))
        column.addWidget(self.reasons_head)
        column.addLayout(self._reasons)
        column.addWidget(self.file)
        column.addStretch(1)
        self.show_nothing()

    def _make_numbers(self) -> QGridLayout:
        grid = margins(QGridLayout(), 0, 0, 0, 0, self.theme.look.s.s)
        look = self.theme.look
        for at, (part, icon, colour) in enumerate(_PARTS):
            sign = QLabel()
            tint = "hot.text" if part == "rejected" else "text2" if part in ("unchanged", "duplicates") else colour
            sign.setPixmap(look.icons.pixmap(icon, named_colour(look, tint), look.s.icon, self.devicePixelRatioF()))
            self._numbers[part] = Label(self.theme, "", "body_strong")
            grid.addWidget(sign, at, 0)
            grid.addWidget(Label(self.theme, part_words(part)), at, 1)
            grid.addWidget(self._numbers[part], at, 2, Qt.AlignmentFlag.AlignRight)
        self._numbers["read"] = Label(self.theme, "", "body_strong")
        grid.addWidget(Label(self.theme, words("Rows in the file"), colour="text2"), len(_PARTS), 1)
        grid.addWidget(self._numbers["read"], len(_PARTS), 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(1, 1)
        return grid

    def show_nothing(self) -> None:
        """Nothing is known yet."""
        self._say(words("What will happen"), words("being worked out"))
        for label in self._numbers.values():
            label.setText("…")
        self._show_reasons(None)

    def show_result(self, result: ImportResult, rejects: Path | None = None) -> None:
        """Show what would happen, or what did."""
        if result.dry_run:
            self._say(words("What will happen"), words("nothing yet"))
        else:
            self._say(words("What happened"), words("one step to undo"))
        self._shares.show_result(result)
        for part, label in self._numbers.items():
            label.setText(number(getattr(result, part)))
        self._show_reasons(result)
        saved = rejects is not None and result.rejected and not result.dry_run
        text = words("The refused rows are in {file}, to be mended and imported again.")
        self.file.setText(text.format(file=str(rejects)) if saved else "")

    def _say(self, head: str, fact: str) -> None:
        self._head.setText(head)
        self._fact.setText(fact)

    def _show_reasons(self, result: ImportResult | None) -> None:
        while item := self._reasons.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        rejected = result.rejected if result else 0
        self.reasons_head.setVisible(bool(rejected))
        self.reasons_head.setText(words("Why rows are refused"))
        if result is None:
            return
        for reason, count in Counter(row.reason for row in result.rejects).most_common(REASONS):
            self._reasons.addWidget(
                self._reason(reason, count, next(r.line for r in result.rejects if r.reason == reason))
            )

    def _reason(self, reason: str, count: int, line: int) -> QWidget:
        whole = QWidget()
        row = margins(QHBoxLayout(whole), 0, 0, 0, 0, self.theme.look.s.s)
        row.addWidget(Label(self.theme, number(count), "body_strong"), 0, Qt.AlignmentFlag.AlignTop)
        where = words("first in line {line}").format(line=line)
        row.addWidget(Label(self.theme, f"{reason} ({where})", colour="text2", wrap=True), 1)
        return whole

"""A field for a whole number, such as a year or a count, that never reads another number than was typed.

Qt's own takes every mark for one of thousands: it reads "2,5" as 25. Here "1,200" is 1200 where thousands are written
so; a number with a fraction, or one that could be two, is not taken, and it is said under the field what is wrong.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QRect
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QToolTip, QWidget

from leadqual_gui.ui.typed_numbers import typed_number

SAID_MS = 8000


class WholeBox(QSpinBox):
    """Takes what is a whole number within its range; else what was there before comes back, and it is said why.

    It holds a number when the field is left or Enter pressed: "2,5" would else leave a 2.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setKeyboardTracking(False)

    def valueFromText(self, text: str) -> int:
        whole = self._whole(text)
        return self.value() if isinstance(whole, str) else whole

    def validate(self, text: str, pos: int) -> tuple[QValidator.State, str, int]:
        """Anything may stand there while it is typed: a key that did nothing would make "2,5" a 25."""
        good = not isinstance(self._whole(text), str)
        return QValidator.State.Acceptable if good else QValidator.State.Intermediate, text, pos

    def fixup(self, text: str) -> str:
        """Asked when the field is left, or Enter pressed, with something that cannot be taken."""
        wrong = self._whole(text)
        if isinstance(wrong, str) and text.strip() and self.isVisible():
            below = self.mapToGlobal(QPoint(0, self.height()))
            QToolTip.showText(below, wrong, self, QRect(), SAID_MS)
        return self.textFromValue(self.value())

    def _whole(self, text: str) -> int | str:
        """The number, or what is wrong with it."""
        typed = text.removeprefix(self.prefix()).removesuffix(self.suffix()).strip()
        if typed == self.specialValueText():
            return self.minimum()
        try:
            number = typed_number(typed)
        except ValueError as error:
            return str(error)
        if not number.is_integer():
            return _tr("“{text}” is no whole number. It stays {before}").format(text=typed, before=self.value())
        if not self.minimum() <= number <= self.maximum():
            return _tr("“{text}” does not fit: write {least} to {most}").format(
                text=typed, least=self.minimum(), most=self.maximum()
            )
        return int(number)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WholeNumber", text)

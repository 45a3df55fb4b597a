"""The recovery sheet: one page to print and keep, with a key that opens the workspace when the passphrase is gone."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QLocale, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPagedPaintDevice,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from leadqual_gui.domain.errors import LeadQualError

_MARGIN_MM = 22.0
_TITLE, _BODY, _KEY, _GAP = 20, 11, 22, 10
_IN_A_ROW = 4
"""So many groups of the key stand in one line."""


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What stands on it: the key, of which workspace, and when it was made."""

    key: str
    folder: Path
    day: date


def _tr(text: str) -> str:
    return QCoreApplication.translate("RecoverySheet", text)


def paragraphs(sheet: RecoverySheet) -> list[tuple[int, str]]:
    """Sizes in points and texts, from top to bottom; the key is set apart by its size."""
    groups = sheet.key.split("-")
    rows = ("-".join(groups[at : at + _IN_A_ROW]) for at in range(0, len(groups), _IN_A_ROW))
    day = QLocale().toString(sheet.day, QLocale.FormatType.LongFormat)  # type: ignore[call-overload]
    return [
        (_TITLE, _tr("LeadQual recovery sheet")),
        (_BODY, _tr("Made on {day} for the workspace in\n{folder}").format(day=day, folder=sheet.folder)),
        (_KEY, "-\n".join(rows)),
        (_BODY, _tr("This key opens the workspace and its backups when the passphrase is forgotten. Type it where "
                    "the passphrase is asked for; capitals and dashes do not matter.")),
        (_BODY, _tr("Whoever holds this sheet and the files can read all leads. Keep it where you keep contracts, not "
                    "beside the computer, and not as a file.")),
        (_BODY, _tr("Without the passphrase and without this sheet nobody can open the workspace again. There is no "
                    "other way, and nobody to ask.")),
        (_BODY, _tr("Making a new sheet in Settings makes this one worthless.")),
    ]  # fmt: skip


def write_pdf(sheet: RecoverySheet, path: Path) -> None:
    """Write the sheet as a page that only the user can read. Raises LeadQualError."""
    try:
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pdf_of(sheet))
    except OSError as error:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        reason = (error.strerror or str(error)).lower()
        raise LeadQualError(f"the sheet cannot be saved: {reason}", "Choose another place", str(path)) from error


def pdf_of(sheet: RecoverySheet) -> bytes:
    """The sheet as a PDF of one page."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(_tr("LeadQual recovery sheet"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    paint(sheet, writer)
    return bytes(buffer.data().data())


def paint(sheet: RecoverySheet, device: QPagedPaintDevice) -> None:
    """Paint the sheet on a page, of a file or of a printer."""
    device.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM))
    painter = QPainter(device)
    painter.setLayoutDirection(QGuiApplication.layoutDirection())
    try:
        _paint(sheet, painter, QRectF(painter.viewport()))
    finally:
        painter.end()


def _paint(sheet: RecoverySheet, painter: QPainter, page: QRectF) -> None:
    point, usual, top = painter.device().logicalDpiY() / 72, QFont(painter.font()), page.top()
    for size, words in paragraphs(sheet):
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if size == _KEY else QFont(usual)
        font.setPixelSize(round(size * point))
        font.setBold(size in (_TITLE, _KEY))
        painter.setFont(font)
        room = QRectF(page.left(), top, page.width(), page.height())
        bottom = _paint_key(painter, room, words, point) if size == _KEY else _paint_words(painter, room, words)
        top = bottom + _GAP * point * (2 if size == _KEY else 1)


def _paint_words(painter: QPainter, room: QRectF, words: str) -> float:
    """Words that wrap; comes back with where they end."""
    flags = int(Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextWordWrap)
    used = painter.boundingRect(room, flags, words)
    painter.drawText(room, flags, words)
    return used.bottom()


def _paint_key(painter: QPainter, room: QRectF, words: str, point: float) -> float:
    """The key in a frame, always from left to right; comes back with where that ends."""
    space, direction = _GAP * point, painter.layoutDirection()
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    used = painter.boundingRect(room, int(Qt.AlignmentFlag.AlignLeft), words)
    frame = QRectF(room.left(), room.top() + space / 2, used.width() + 4 * space, used.height() + 2 * space)
    if direction == Qt.LayoutDirection.RightToLeft:
        frame.moveRight(room.right())
    painter.setPen(QPen(Qt.GlobalColor.black, point))
    painter.drawRoundedRect(frame, space / 2, space / 2)
    inside = frame.adjusted(2 * space, space, -2 * space, -space)
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft), words)
    painter.setLayoutDirection(direction)
    return frame.bottom()

"""The recovery sheet: one page to print and keep, with a key that opens the workspace when the passphrase is gone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QPagedPaintDevice, QPageSize, QPainter, QPdfWriter

from leadqual_gui.domain.errors import LeadQualError

_MARGIN_MM = 22.0
_TITLE, _BODY, _KEY, _GAP = 20, 11, 22, 10


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
    half = len(groups) // 2
    day = QLocale().toString(sheet.day, QLocale.FormatType.LongFormat)  # type: ignore[call-overload]
    return [
        (_TITLE, _tr("LeadQual recovery sheet")),
        (_BODY, _tr("Made on {day} for the workspace in {folder}").format(day=day, folder=sheet.folder)),
        (_KEY, f"{'-'.join(groups[:half])}-\n{'-'.join(groups[half:])}"),
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
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise LeadQualError(f"the sheet cannot be saved: {reason}", "Choose another place", str(path)) from error
    writer = QPdfWriter(str(path))
    writer.setTitle(_tr("LeadQual recovery sheet"))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    paint(sheet, writer)


def paint(sheet: RecoverySheet, device: QPagedPaintDevice) -> None:
    """Paint the sheet on a page, of a file or of a printer."""
    device.setPageMargins(QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM))
    painter = QPainter(device)
    try:
        _paint(sheet, painter, QRectF(painter.viewport()))
    finally:
        painter.end()


def _paint(sheet: RecoverySheet, painter: QPainter, page: QRectF) -> None:
    point = painter.device().logicalDpiY() / 72
    top = page.top()
    for size, words in paragraphs(sheet):
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if size == _KEY else QFont(painter.font())
        font.setPixelSize(round(size * point))
        font.setBold(size in (_TITLE, _KEY))
        painter.setFont(font)
        room = QRectF(page.left(), top, page.width(), page.height())
        align = Qt.AlignmentFlag.AlignHCenter if size == _KEY else Qt.AlignmentFlag.AlignLeading
        used = painter.boundingRect(room, align | Qt.TextFlag.TextWordWrap, words)
        painter.drawText(room, int(align | Qt.TextFlag.TextWordWrap), words)
        top = used.bottom() + _GAP * point * (2 if size in (_TITLE, _KEY) else 1)

"""Puts pictures into files that only their owner can read: PNG or SVG, as the ending of the name says."""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImageWriter

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.ui.insights.charts.chart import Chart
from leadqual_gui.ui.insights.wording import tr
from leadqual_gui.ui.theme.look import Look

FILE_MODE = 0o600
LEAST = QSize(960, 240)


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only the user can read; what was there before is replaced at once, or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE), "wb") as file:
            file.write(data)
        beside.chmod(FILE_MODE)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        message = tr("{file} cannot be written: {reason}").format(file=path, reason=error.strerror)
        raise LeadQualError(message, tr("Choose another folder or name")) from None


def picture_bytes(chart: Chart, suffix: str, look: Look | None = None) -> bytes:
    """The picture as it would be on a roomy screen: ".svg", else PNG."""
    size = QSize(max(LEAST.width(), chart.width()), max(LEAST.height(), chart.sizeHint().height()))
    if suffix.lower() == ".svg":
        return chart.as_svg(size, look).encode()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(chart.as_image(size, look=look))
    buffer.close()
    return bytes(data.data())


def save_picture(chart: Chart, path: Path, look: Look | None = None) -> None:
    """Save what a chart shows."""
    write_private(path, picture_bytes(chart, path.suffix, look))


def file_name(title: str, suffix: str) -> str:
    """A name for a file from a title."""
    plain = re.sub(r"[^\w]+", "-", title, flags=re.UNICODE).strip("-").lower()
    return f"{plain or 'picture'}{suffix}"

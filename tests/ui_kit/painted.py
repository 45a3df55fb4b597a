"""Listens to what is painted: every text that goes through `draw.text`, in the order of painting."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtWidgets import QWidget

from leadqual_gui.ui.widgets import draw, numerals


@contextmanager
def texts_painted() -> Iterator[list[str]]:
    """The texts painted inside the block, without isolates."""
    said: list[str] = []
    paint = draw.text

    def listening(painter, face, colour, rect, words, align=draw.LEFT):
        said.append(numerals.plain(words))
        return paint(painter, face, colour, rect, words, align)

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(draw, "text", listening)
        yield said


def painted_on(widget: QWidget) -> list[str]:
    """What a widget paints when it is drawn now."""
    with texts_painted() as said:
        widget.grab()
    return said

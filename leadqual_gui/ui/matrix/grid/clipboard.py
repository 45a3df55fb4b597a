"""Cells to and from a spreadsheet: lines of tab-separated points."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.matrix.grid.model import FIRST_CELL, Spot
from leadqual_gui.ui.matrix.grid.points import tenths_of
from leadqual_gui.ui.matrix.grid.rows import CriterionRow
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.widgets.numerals import MINUS, short_tenths

if TYPE_CHECKING:
    from leadqual_gui.ui.matrix.grid.view import MatrixGrid


def plain_points(tenths: int) -> str:
    """Points as a spreadsheet in the user's language reads them, and as they may be typed: 8, -4.5."""
    return short_tenths(tenths).replace(MINUS, "-")


def table_of(grid: MatrixGrid) -> str:
    """The chosen cells, a line a row; a whole row if only its name is chosen."""
    spots = grid.chosen_spots() or (frozenset({grid.spot}) if grid.spot is not None else frozenset())
    keys = {spot.key for spot in spots}
    lines = []
    for row in grid.grid.rows:
        if not isinstance(row, CriterionRow) or row.id not in keys:
            continue
        columns = {spot.column - FIRST_CELL for spot in spots if spot.key == row.id}
        cells = [cell for at, cell in enumerate(row.cells) if at in columns]
        if cells:
            lines.append("\t".join(plain_points(cell.tenths) for cell in cells))
        else:
            lines.append("\t".join([row.label, *(plain_points(cell.tenths) for cell in row.cells)]))
    return "\n".join(lines)


def copy_cells(grid: MatrixGrid) -> None:
    """Put the chosen cells on the clipboard."""
    text = table_of(grid)
    if text:
        QGuiApplication.clipboard().setText(text)


def paste_cells(grid: MatrixGrid, session: MatrixSession, trouble: Callable[[str], None]) -> None:
    """Points from the clipboard, from the current cell on; one value fills all chosen cells. One step."""
    lines = [line.split("\t") for line in QGuiApplication.clipboard().text().rstrip("\n").split("\n")]
    if lines == [[""]]:
        trouble(tr("There is nothing to paste. Copy cells of a spreadsheet first"))
        return
    wrong = next((text for line in lines for text in line[-1:] if tenths_of(text) is None), None)
    if wrong is not None:
        trouble(tr("Points are a number such as 12 or −4.5, and “{text}” is none").format(text=wrong[:20]))
        return
    edits = _filled(grid, lines[0][0]) if len(lines) == 1 and len(lines[0]) == 1 else _laid_over(grid, lines)
    if edits:
        session.apply(edits, Said("matrix_pasted", {"count": len(edits)}))


def _filled(grid: MatrixGrid, text: str) -> list[SetPoints]:
    tenths = tenths_of(text)
    return [] if tenths is None else [SetPoints(t.criterion, tenths, t.level) for t in grid.targets()]


def _laid_over(grid: MatrixGrid, lines: list[list[str]]) -> list[SetPoints]:
    """Line by line from the current cell; what is no number (a name in front) takes no cell."""
    start = min(grid.chosen_spots(), key=lambda s: (grid.grid.place_of(s.key) or 0, s.column), default=grid.spot)
    place = None if start is None else grid.grid.place_of(start.key)
    if start is None or place is None:
        return []
    rows = [row for row in grid.grid.rows[place:] if isinstance(row, CriterionRow)]
    first = max(0, Spot(*start).column - FIRST_CELL)
    edits = []
    for row, line in zip(rows, lines, strict=False):
        values = [found for text in line if (found := tenths_of(text)) is not None]
        for cell, tenths in zip(row.cells[first:], values, strict=False):
            edits.append(SetPoints(row.id, tenths, cell.level))
    return edits

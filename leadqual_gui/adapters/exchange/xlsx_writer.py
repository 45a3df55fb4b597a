"""A workbook with one sheet, written row by row in little memory: texts as texts, numbers as numbers, dates as dates.

No cell is a formula: texts stand inline and are marked like those of a CSV file, so that none becomes one when
somebody edits it or saves it as CSV.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from xml.sax.saxutils import escape

from leadqual_gui.adapters.exchange.cells import neutral
from leadqual_gui.adapters.exchange.files import WholeFile
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.exporting import field_text, number_text
from leadqual_gui.services.exporting_columns import ExportColumn
from leadqual_gui.services.exporting_table import Columns

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_OFFICE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
    '<sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" '
    f'Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
    '<fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DAY_0 = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY = datetime(1900, 3, 1, tzinfo=UTC)
_MOST_ROWS = 1_048_576
_LONGEST = 32_767


class XlsxTable:
    """One sheet named Leads, its header in bold."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = WholeFile(path, binary=True)
        self._archive = zipfile.ZipFile(self._file.raw, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        self._rows = 0
        for name, text in _PARTS.items():
            self._archive.writestr(name, _HEAD + text)
        self._sheet = TextIOWrapper(
            self._archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True), "utf-8", newline=""
        )

    def begin(self, columns: Sequence[ExportColumn]) -> None:
        """Write the header, which stays in sight."""
        self._sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">')
        self._sheet.write('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>')
        self._sheet.write("</sheetViews><sheetData>")
        self._write_row([_text(column.header, ' s="3"') for column in columns])

    def write(self, values: Columns) -> None:
        """Add rows."""
        for row in zip(*map(_cells, values), strict=True):
            self._write_row(row)

    def _write_row(self, cells: Sequence[str]) -> None:
        self._rows += 1
        if self._rows > _MOST_ROWS:
            raise LeadQualError("a sheet holds 1,048,576 rows", "export to CSV, or fewer leads", self._path.name)
        self._sheet.write(f'<row r="{self._rows}">{"".join(cells)}</row>')

    def close(self) -> None:
        """All of it is on disk."""
        self._sheet.write("</sheetData></worksheet>")
        self._sheet.close()
        self._archive.close()
        self._file.put()

    def discard(self) -> None:
        """Nothing was written."""
        self._sheet.close()
        self._archive.close()
        self._file.drop()


def _cells(values: Sequence[object]) -> Sequence[str]:
    """A column as XML; most values stand there more than once."""
    memo: dict[tuple[type, object], str] = {}
    cells = []
    for value in values:
        key = (type(value), value)
        text = memo.get(key)
        if text is None:
            text = memo[key] = _cell(value)
        cells.append(text)
    return cells


def _cell(value: object) -> str:
    match value:
        case None:
            return "<c/>"
        case bool():
            return _text(field_text(value))
        case int() | float():
            return f"<c><v>{number_text(float(value))}</v></c>"
        case datetime() if value >= _FIRST_DAY:
            style = 1 if value.hour == value.minute == value.second == 0 else 2
            days = (value - _DAY_0).total_seconds() / 86_400
            return f'<c s="{style}"><v>{days:.10f}</v></c>' if style == 2 else f'<c s="1"><v>{days:.0f}</v></c>'
    return _text(neutral(field_text(value)))


def _text(text: str, style: str = "") -> str:
    if not text:
        return "<c/>"
    safe = escape(_ILLEGAL.sub("", text[:_LONGEST])).replace("\r", "&#13;")
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{safe}</t></is></c>'

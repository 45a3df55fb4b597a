"""The rows of one sheet of a workbook, read piece by piece: values only, as texts, each row with its number.

A formula counts as the value that was saved with it; it is never worked out. Rows that are not there are not made up,
whatever number the next one claims.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from xml.parsers import expat

from leadqual_gui.adapters.exchange.batches import Record
from leadqual_gui.adapters.exchange.xlsx_package import Package, Sheet, local, parse
from leadqual_gui.domain.errors import LeadQualError

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1 << 14
_LONGEST_CELL = 1 << 20
_DIGITS = "0123456789"
_DAY_0 = datetime(1899, 12, 30)
_DAY_0_OF_1904 = datetime(1904, 1, 1)


class SheetRows:
    """Goes through the rows of a sheet. `share` is how much of it has been read; `notices` what was left out."""

    def __init__(self, package: Package, sheet: Sheet, archive: zipfile.ZipFile, strings: list[str]) -> None:
        self._archive, self._sheet = archive, sheet
        self._strings = strings
        self._values = CellValues(package.date_styles, package.since_1904)
        self._name = package.path.name
        self.share = 0.0
        self.notices: dict[str, int] = {}

    def told(self) -> dict[str, int]:
        """What was left out since this was last asked."""
        notices, self.notices = self.notices, {}
        return notices

    def __iter__(self) -> Iterator[Record]:
        handlers = _Handlers(self._strings, self._values)
        parser = expat.ParserCreate()
        parser.StartElementHandler = handlers.start
        parser.EndElementHandler = handlers.end
        parser.CharacterDataHandler = handlers.characters
        try:
            for share in parse(self._archive, self._sheet.part, parser):
                self.share = share
                rows, handlers.rows = handlers.rows, []
                yield from rows
                if handlers.unsaved:
                    self.notices["formulas"] = self.notices.get("formulas", 0) + handlers.unsaved
                    handlers.unsaved = 0
        except expat.ExpatError as error:
            raise LeadQualError(
                f"the sheet “{self._sheet.name}” is damaged after row {handlers.line}: {error}",
                "open it in a spreadsheet program and save it again, or save the list as CSV",
                self._name,
            ) from error


class _Handlers:
    """Takes the elements of a sheet as they come and makes rows of them."""

    def __init__(self, strings: list[str], values: CellValues) -> None:
        self.rows: list[Record] = []
        self.line = 0
        self.unsaved = 0
        self._strings, self._values = strings, values
        self._prefix = ""
        self._cells: list[str] = []
        self._columns: dict[str, int] = {}
        self._column = 0
        self._kind, self._style = "n", ""
        self._text = ""
        self._takes_text = self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins. The usual ones first: there are millions of them."""
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name == "c":
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._text, self._formula = "", False
            place = attributes.get("r")
            self._column = self._column_of(place) if place else len(self._cells)
        elif name == "v":
            self._takes_text, self._text = True, ""
        elif name == "t":
            self._takes_text = self._kind == "inlineStr"
        elif name == "row":
            self._begin_row(attributes.get("r"))
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._kind = "spoken"
        elif local(name) == "worksheet":
            self._prefix = name.removesuffix("worksheet")

    def characters(self, text: str) -> None:
        """Text, maybe in several pieces."""
        if self._takes_text:
            self._text += text
            if len(self._text) > _LONGEST_CELL:
                raise LeadQualError(f"a cell in row {self.line} is longer than any text", "save the list as CSV")

    def end(self, name: str) -> None:
        """An element ends."""
        if self._prefix:
            name = name.removeprefix(self._prefix)
        if name == "v" or name == "t":
            self._takes_text = False
        elif name == "rPh":
            self._kind = "inlineStr"
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self.rows.append(Record(self.line, self._cells))
            self._cells = []

    def _begin_row(self, number: str | None) -> None:
        self._cells = []
        said = int(number) if number and number.isdecimal() else 0
        self.line = said if said > self.line else self.line + 1  # no two rows have one number
        if not 0 < self.line <= MOST_ROWS:
            raise ValueError(f"there is a row {self.line:,}, which no sheet has")

    def _column_of(self, place: str) -> int:
        letters = place.rstrip(_DIGITS)
        found = self._columns.get(letters)
        if found is None:
            found = self._columns[letters] = column_number(letters)
        return found

    def _end_cell(self) -> None:
        text = self._text
        if self._kind == "s":
            at = int(text) if text.strip().isdecimal() else -1
            text = self._strings[at] if 0 <= at < len(self._strings) else ""
        elif self._kind in ("n", "b", "e", "d"):
            text = self._values.of(text, self._kind, self._style)
        if self._formula and not text:
            self.unsaved += 1
        cells, column = self._cells, self._column
        if column == len(cells):
            cells.append(text)
            return
        if column > len(cells):
            cells.extend([""] * (column - len(cells) + 1))
        cells[column] = text


def column_number(letters: str) -> int:
    """The place of a column: A is 0, AA is 26. Raises ValueError for what no sheet has."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(f"there is a column “{letters[:10]}”, which no sheet has")
        number = number * 26 + ord(letter) - 64
    if not 0 < number <= MOST_COLUMNS:
        raise ValueError(f"there is a column “{letters[:10]}”, which no sheet has")
    return number - 1


class CellValues:
    """Numbers, dates and truths of a sheet as the texts that an import reads."""

    def __init__(self, date_styles: frozenset[str], since_1904: bool) -> None:
        self._date_styles = date_styles
        self._day_0 = _DAY_0_OF_1904 if since_1904 else _DAY_0
        self._dates: dict[str, str] = {}

    def of(self, text: str, kind: str, style: str) -> str:
        """The text of a cell that holds no text. An error such as #DIV/0! says nothing."""
        if kind == "n" and style not in self._date_styles:
            return text if text.isdecimal() else plain_number(text)
        if kind == "n":
            found = self._dates.get(text)
            if found is None:
                if len(self._dates) > 100_000:
                    self._dates.clear()
                found = self._dates[text] = self._date(text)
            return found
        if kind == "b":
            return {"1": "true", "0": "false"}.get(text.strip(), text)
        return text if kind == "d" else ""

    def _date(self, text: str) -> str:
        try:
            moment = self._day_0 + timedelta(seconds=round(float(text) * 86_400))
        except (ValueError, OverflowError):
            return text
        if moment.date() == self._day_0.date():
            return moment.strftime("%H:%M:%S")
        if moment.hour == moment.minute == moment.second == 0:
            return moment.date().isoformat()
        return moment.isoformat()


def plain_number(text: str) -> str:
    """A number as a spreadsheet shows it: 15 digits, no exponent where none is needed."""
    try:
        number = float(text)
    except ValueError:
        return text
    if number != number or number in (float("inf"), float("-inf")):
        return text
    if number == int(number) and abs(number) < 1e16:
        return str(int(number))
    return f"{number:.15g}"

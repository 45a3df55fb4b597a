"""The file as it is read: what was found out about it, each of it correctable, and the first rows as they come out."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from leadqual_gui.services.importing import Choice, ImportPlan, TableOptions, TablePreview
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.reasons import capital, reason_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.whole_numbers import WholeBox
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Line, Surface, margins

Index = QModelIndex | QPersistentModelIndex
ENCODINGS = (
    ("UTF-8", "utf-8"),
    ("UTF-16", "utf-16"),
    ("Windows-1252", "cp1252"),
    ("Windows-1250", "cp1250"),
    ("Windows-1251", "cp1251"),
    ("Windows-1253", "cp1253"),
    ("Windows-1254", "cp1254"),
    ("Windows-1255", "cp1255"),
    ("Windows-1256", "cp1256"),
    ("Windows-1257", "cp1257"),
    ("ISO-8859-1", "iso-8859-1"),
    ("ISO-8859-2", "iso-8859-2"),
    ("ISO-8859-15", "iso-8859-15"),
    ("Mac Roman", "mac_roman"),
    ("DOS 850", "cp850"),
    ("KOI8-R", "koi8-r"),
    ("GB18030", "gb18030"),
    ("Big5", "big5"),
    ("Shift JIS", "cp932"),
    ("EUC-JP", "euc_jp"),
    ("EUC-KR", "cp949"),
    ("Windows-874", "cp874"),
)
DELIMITERS = ((",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "vertical bar"))
LAST_HEADER = 1000
WIDEST, NARROWEST = 280, 64


def delimiter_words(name: str) -> str:
    """A delimiter, by the name that the reader gives it."""
    return {
        "comma": words("Comma ,"),
        "semicolon": words("Semicolon ;"),
        "tab": words("Tab"),
        "vertical bar": words("Vertical bar |"),
        "colon": words("Colon :"),
    }.get(name, name)


def parted_words(name: str) -> str:
    """By what cells are parted, in the middle of a sentence."""
    return {
        "comma": words("commas"),
        "semicolon": words("semicolons"),
        "tab": words("tabs"),
        "vertical bar": words("vertical bars"),
    }.get(name, name)


class PreviewModel(QAbstractTableModel):
    """The first rows of a table."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._headers: tuple[str, ...] = ()
        self._rows: tuple[tuple[str, ...], ...] = ()

    def show_preview(self, preview: TablePreview) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._headers, self._rows = preview.headers, preview.rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return " ⏎ ".join(cell[:300].splitlines())
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell[:2000]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._headers[index.column()]}: {cell}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
        ):
            return self._headers[section]
        return None


class PreviewHeader(QHeaderView):
    """The headers of the preview, in the look of table heads."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self.setMinimumSectionSize(theme.look.s.xl)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(0, self._theme.look.s.table_head)

    def paintSection(self, painter: QPainter, rect: QRect, at: int) -> None:
        look, s = self._theme.look, self._theme.look.s
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        with draw.painting(painter):
            painter.fillRect(rect, look.c.window)
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), look.c.line)
            model = self.model()
            said = str(model.headerData(at, Qt.Orientation.Horizontal) or "") if model else ""
            place = rect.adjusted(s.xs - 1, 0, -s.xs, 0)
            draw.text(painter, look.f.secondary_strong, look.c.text2, place, said, draw.start(rtl))


class FileStep(Surface):
    """How the file is read. `read_otherwise(TableOptions)` when the user corrects it."""

    read_otherwise = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self._options = TableOptions()
        self._preview = TablePreview("", (), ())
        self.encoding, self.delimiter, self.sheet = QComboBox(), QComboBox(), QComboBox()
        self.quote = QComboBox()
        self.header = WholeBox()
        self.model = PreviewModel(self)
        self.table = QTableView()
        self.about = Label(theme, face="body_medium")
        self.above = ElidedLabel(theme, "", "secondary", "text3")
        self._reasons: dict[str, ElidedLabel] = {}
        self._rows: dict[str, tuple[QWidget, ...]] = {}
        self._set_up()
        self._lay_out()

    def _set_up(self) -> None:
        names = {
            "encoding": (self.encoding, words("Characters")),
            "delimiter": (self.delimiter, words("Cells are parted by")),
            "quote": (self.quote, words("Texts stand in")),
            "sheet": (self.sheet, words("Sheet")),
            "header": (self.header, words("The headers are in row")),
        }
        for control, name in names.values():
            control.setAccessibleName(name)
            control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for label, codec in ENCODINGS:
            self.encoding.addItem(label, codec)
        for mark, name in DELIMITERS:
            self.delimiter.addItem(delimiter_words(name), mark)
        self.quote.addItem(words("Double quotation marks"), '"')
        self.quote.addItem(words("Single quotation marks"), "'")
        self.header.setRange(0, LAST_HEADER)
        self.header.setSpecialValueText(words("There are none"))
        self.encoding.activated.connect(lambda _at: self._change(encoding=self.encoding.currentData()))
        self.delimiter.activated.connect(lambda _at: self._change(delimiter=self.delimiter.currentData()))
        self.quote.activated.connect(lambda _at: self._change(quote=self.quote.currentData()))
        self.sheet.activated.connect(lambda _at: self._change(sheet=self.sheet.currentText(), header=None))
        self.header.valueChanged.connect(lambda line: self._change(header=line))
        self._names = names

    def _lay_out(self) -> None:
        s = self.theme.look.s
        grid = margins(QGridLayout(), s.xl - s.xs, s.m, s.xl - s.xs, s.m, s.s)
        for at, (what, (control, name)) in enumerate(self._names.items()):
            label, reason = Label(self.theme, name, colour="text2"), ElidedLabel(self.theme, "", "secondary", "text3")
            label.setBuddy(control)
            grid.addWidget(label, at, 0)
            grid.addWidget(control, at, 1)
            grid.addWidget(reason, at, 2)
            self._reasons[what] = reason
            self._rows[what] = (label, control, reason)
        grid.setColumnMinimumWidth(1, s.search_field - s.xl * 2)
        grid.setColumnStretch(2, 1)
        grid.setHorizontalSpacing(s.l)
        self._dress_table()
        first = margins(QVBoxLayout(), s.xl - s.xs, s.s, s.xl - s.xs, s.s, s.xs)
        first.addWidget(self.about)
        first.addWidget(self.above)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        column.addLayout(grid)
        column.addWidget(Line(self.theme))
        column.addLayout(first)
        below = margins(QHBoxLayout(), s.xl - s.s, 0, 0, 0, 0)
        below.addWidget(self.table)
        column.addLayout(below, 1)

    def _dress_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setHorizontalHeader(PreviewHeader(self.theme, table))
        table.setAccessibleName(words("The first rows of the file"))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(self.theme.look.s.table_head)
        table.setFont(self.theme.look.f.secondary.font)

    # --- showing -----------------------------------------------------------------------------------------------------
    def show_plan(self, plan: ImportPlan, options: TableOptions) -> None:
        """Show how the file was read."""
        preview, self._options = plan.preview, options
        same = preview.headers == self._preview.headers
        self._preview = preview
        found = {choice.what: choice for choice in preview.choices}
        for what, parts in self._rows.items():
            shown = what in found or (what == "header" and preview.form not in ("vcard", "json"))
            shown = shown and not (what == "encoding" and preview.form == "json")
            for part in parts:
                part.setVisible(shown)
            self._reasons[what].set_words(_reason(found.get(what)))
            self._reasons[what].set_colour("warm.text" if what in found and not found[what].sure else "text3")
        self._show_values(found, preview)
        self._say(preview)
        self.model.show_preview(preview)
        if not same:
            self._fit_columns()

    def _show_values(self, found: dict[str, Choice], preview: TablePreview) -> None:
        if "encoding" in found:
            _show(self.encoding, self._options.encoding, found["encoding"].value)
        if "delimiter" in found:
            _show(self.delimiter, self._options.delimiter, delimiter_words(found["delimiter"].value))
        if "quote" in found:
            self.quote.setCurrentIndex(int(found["quote"].value.startswith("single")))
        self.sheet.clear()
        self.sheet.addItems(list(preview.sheets))
        self.sheet.setCurrentIndex(max(0, self.sheet.findText(preview.sheet)))
        for part in self._rows["sheet"]:
            part.setVisible(len(preview.sheets) > 1)
        self.header.blockSignals(True)
        self.header.setValue(preview.header_line)
        self.header.blockSignals(False)

    def _say(self, preview: TablePreview) -> None:
        columns = self.tr("%Ln column(s)", "", len(preview.headers))
        rows = self.tr("the first %Ln row(s)", "", len(preview.rows))
        self.about.setText(f"{columns}, {rows}" if preview.rows else self.tr("There is no row below the headers"))
        above = " · ".join(line for line in preview.preamble if line)
        self.above.set_words(self.tr("Left aside above the headers: {lines}").format(lines=above) if above else "")
        self.above.setVisible(bool(above))

    def _fit_columns(self) -> None:
        metrics, s = self.theme.look.f.secondary.metrics, self.theme.look.s
        for column, header in enumerate(self._preview.headers):
            cells = [row[column][:60] for row in self._preview.rows[:12]]
            width = max(metrics.horizontalAdvance(text) for text in (header, *cells)) + 2 * s.s + s.xs
            self.table.setColumnWidth(column, min(max(width, NARROWEST), WIDEST))

    def _change(self, **changed: object) -> None:
        self.read_otherwise.emit(replace(self._options, **changed))  # type: ignore[arg-type]


def _reason(choice: Choice | None) -> str:
    return capital(reason_words(choice.reason)) if choice else ""


def _show(combo: QComboBox, chosen: str | None, found: str) -> None:
    """Make the chosen value the current one, else what was found, which is added if it is none of ours."""
    at = combo.findData(chosen) if chosen else combo.findText(found)
    if at < 0:
        combo.addItem(found, chosen)
        at = combo.count() - 1
    combo.setCurrentIndex(at)

"""Shows a topic in the theme's own faces and colours: headings, tables, code, links."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from leadqual_gui.ui.help.topics import Topic, anchor_of
from leadqual_gui.ui.theme.fonts import Face
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.themed import Themed

LINE_HEIGHT = 1.4
SHORTEST_MARK = 3
"""Shorter words are marked only where nothing longer is sought."""
_ANY_CASE = (
    QRegularExpression.PatternOption.CaseInsensitiveOption | QRegularExpression.PatternOption.UseUnicodePropertiesOption
)
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class Reader(Themed, QTextBrowser):
    """`topic_asked(key, anchor)` when a link to another topic is followed; links that lead elsewhere do nothing."""

    topic_asked = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._topic: Topic | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        option = self.document().defaultTextOption()
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        self.document().setDefaultTextOption(option)
        self.anchorClicked.connect(self._on_link)
        self._follow(theme)

    def show_topic(self, topic: Topic, anchor: str = "") -> None:
        """Show a page, from a heading on if one is named."""
        if self._topic is not topic:
            self._topic = topic
            self._set_out()
            self.setAccessibleName(topic.title)
        self.go_to(anchor)

    def go_to(self, anchor: str) -> None:
        """Bring a heading to the top."""
        block = self._heading(anchor) if anchor else self.document().firstBlock()
        cursor = QTextCursor(block if block is not None else self.document().firstBlock())
        self.setTextCursor(cursor)
        top = self.document().documentLayout().blockBoundingRect(cursor.block()).top()
        self.verticalScrollBar().setValue(round(top) if anchor else 0)

    def mark(self, words: list[str]) -> None:
        """Mark what begins as the words that were sought, and bring the first below the present heading into sight."""
        marks = []
        for word in [word for word in words if len(word) >= SHORTEST_MARK] or words:
            beginning = QRegularExpression(rf"\b{QRegularExpression.escape(word)}")
            beginning.setPatternOptions(_ANY_CASE)
            found = self.document().find(beginning)
            while not found.isNull():
                selection = QTextBrowser.ExtraSelection()
                selection.cursor = found
                selection.format.setBackground(self.look.c.selected2)
                marks.append(selection)
                found = self.document().find(beginning, found)
        self.setExtraSelections(marks)
        here = self.textCursor().position()
        below = [one.cursor.selectionStart() for one in marks if one.cursor.selectionStart() >= here]
        if below:
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(below))
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def _heading(self, anchor: str) -> QTextBlock | None:
        block = self.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and anchor_of(block.text()) == anchor:
                return block
            block = block.next()
        return None

    def _on_link(self, url: QUrl) -> None:
        path = url.path()
        if url.scheme() or url.host() or (path and not path.endswith(".md")):
            return
        self.topic_asked.emit(path.removesuffix(".md") or (self._topic.key if self._topic else ""), url.fragment())

    # --- looks -------------------------------------------------------------------------------------------------------
    def _on_theme_changed(self) -> None:
        at = self.verticalScrollBar().value()
        self._set_out()
        self.verticalScrollBar().setValue(at)

    def _set_out(self) -> None:
        if self._topic is None:
            return
        look = self.look
        document = self.document()
        document.setDefaultFont(look.f.body.font)
        document.setDocumentMargin(look.s.xl)
        document.setIndentWidth(look.s.l + look.s.xs)
        self.setMarkdown(self._topic.markdown)
        as_one = QTextCursor(document)
        as_one.beginEditBlock()  # else all is laid out again after each stretch
        block = document.begin()
        while block.isValid():
            self._dress(block)
            block = block.next()
        for at in _beginnings_of_tables(document):
            self._dress_table(QTextCursor(document.findBlock(at)))
        as_one.endEditBlock()

    def _dress(self, block: QTextBlock) -> None:
        look, cursor = self.look, QTextCursor(block)
        level = block.blockFormat().headingLevel()
        if level:
            self._dress_heading(block, level)
            return
        code = _is_code(block)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(100 * (1 if code else LINE_HEIGHT), _PROPORTIONAL)
        tight = code or cursor.currentTable() is not None
        spaced.setBottomMargin(0 if tight else look.s.xs if block.textList() else look.s.s)
        if code and not _is_code(block.next()):
            spaced.setBottomMargin(look.s.m)
        spaced.setTopMargin(0)
        if code:
            spaced.setBackground(look.c.sunken)
            spaced.setNonBreakableLines(False)  # else one long line makes the whole page wider than the window
        cursor.mergeBlockFormat(spaced)
        for start, length, old in _pieces(block):
            self._dress_words(start, length, old, code)

    def _dress_heading(self, block: QTextBlock, level: int) -> None:
        look = self.look
        face: Face = {1: look.f.display, 2: look.f.title}.get(level, look.f.body_strong)
        above = {1: 0, 2: look.s.xl, 3: look.s.l}.get(level, look.s.m)
        spaced = QTextBlockFormat()
        spaced.setTopMargin(above)
        spaced.setBottomMargin(look.s.s)
        QTextCursor(block).mergeBlockFormat(spaced)
        for start, length, old in _pieces(block):
            self._put_on(start, length, old, face.font, look.c.text1)

    def _dress_words(self, start: int, length: int, old: QTextCharFormat, code: bool) -> None:
        look = self.look
        if old.isAnchor():
            self._put_on(start, length, old, look.f.body_medium.font, look.c.accent_text)
        elif code or old.fontFixedPitch():
            fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            fixed.setPixelSize(look.f.secondary.font.pixelSize())
            self._put_on(start, length, old, fixed, look.c.text1, look.c.sunken)
        else:
            strong = old.fontWeight() > QFont.Weight.Normal
            face = look.f.body_strong if strong else look.f.body
            font = QFont(face.font)
            font.setItalic(old.fontItalic())
            self._put_on(start, length, old, font, look.c.text1)

    def _put_on(
        self, start: int, length: int, old: QTextCharFormat, font: QFont, colour: QColor, ground: QColor | None = None
    ) -> None:
        """A stretch in another face and colour; what it is (a link) stays, Qt's own sizes go."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        dressed = QTextCharFormat()
        if old.isAnchor():
            dressed.setAnchor(True)
            dressed.setAnchorHref(old.anchorHref())
        dressed.setFont(font)
        dressed.setForeground(QBrush(colour))
        if ground is not None:
            dressed.setBackground(ground)
        cursor.setCharFormat(dressed)

    def _dress_table(self, within: QTextCursor) -> None:
        look, s, table = self.look, self.look.s, within.currentTable()
        shape = table.format()
        shape.setBorder(1)
        shape.setBorderCollapse(True)
        shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        shape.setBorderBrush(look.c.line)
        shape.setCellSpacing(0)
        shape.setCellPadding(s.s)
        shape.setTopMargin(s.xs)
        shape.setBottomMargin(s.m)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(shape)
        for column in range(table.columns()):
            cell = table.cellAt(0, column)
            kept = cell.format()
            kept.setBackground(look.c.window)
            cell.setFormat(kept)
            for block in _blocks(cell.firstCursorPosition().block(), cell.lastCursorPosition().block()):
                for start, length, old in _pieces(block):
                    self._put_on(start, length, old, look.f.body_medium.font, look.c.text2)


def _is_code(block: QTextBlock) -> bool:
    if block.blockFormat().hasProperty(QTextFormat.Property.BlockCodeLanguage):
        return True
    pieces = _pieces(block)
    return bool(pieces) and all(old.fontFixedPitch() for _start, _length, old in pieces) and block.text()[:4] == "    "


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """The stretches of a block that look alike: start, length, format."""
    found = []
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        if fragment.isValid():
            found.append((fragment.position(), fragment.length(), fragment.charFormat()))
        at += 1
    return found


def _beginnings_of_tables(document: QTextDocument) -> list[int]:
    """Where each table begins. The document's frames are not asked for: each theme makes all anew, and Python would
    keep what it was told of the old ones as long as the document is there."""
    found: dict[int, None] = {}
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        table = cursor.currentTable()
        if table is not None:
            found.setdefault(table.firstPosition())
        block = block.next()
    return list(found)


def _blocks(first: QTextBlock, last: QTextBlock) -> list[QTextBlock]:
    found = [first]
    while found[-1] != last and found[-1].next().isValid():
        found.append(found[-1].next())
    return found

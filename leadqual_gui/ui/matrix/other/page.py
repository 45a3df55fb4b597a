"""One rule file on the screen: its state and what can be done with the draft above, its tables below."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.domain.framework import Framework
from leadqual_gui.services.half_typed import PUBLISHED, TypingPlace
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.fields import short_day
from leadqual_gui.ui.matrix.header import DraftChip, HintLine
from leadqual_gui.ui.matrix.other.block import SectionBlock
from leadqual_gui.ui.matrix.other.columns import Section
from leadqual_gui.ui.matrix.other.interviews import OF_ONE_ELEMENT
from leadqual_gui.ui.matrix.other.sections import sections_of
from leadqual_gui.ui.matrix.other.session import FileSession
from leadqual_gui.ui.matrix.other.table import ItemsTable
from leadqual_gui.ui.matrix.outside import OutsideBar
from leadqual_gui.ui.matrix.publishing import Reason, nothing_changed
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.popover import Ask
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, IconButton, primary_button
from leadqual_gui.ui.widgets.themed import ElidedLabel, Line, Surface, margins


class RuleFilePage(Surface):
    """The tables of one file; of interviews, of the framework that is chosen. `steps_changed()` as of a screen."""

    steps_changed = Signal()
    framework_chosen = Signal(str)

    def __init__(self, theme: Theme, session: FileSession) -> None:
        super().__init__(theme, "base")
        self.theme, self.session = theme, session
        self.chip = DraftChip(theme)
        self.live = ElidedLabel(theme, colour="text2", face="secondary")
        self.framework = QComboBox()
        self.framework.setAccessibleName(tr("Interview"))
        self.more = IconButton(theme, "plus", tr("New interview"))
        self.more.clicked.connect(self._ask_name)
        self.discard = Button(theme, tr("Discard"))
        self.publish = primary_button(theme, tr("Publish"))
        self.outside = OutsideBar(theme, session, session.name)
        self.hint = HintLine(theme)
        self.blocks: list[SectionBlock] = []
        self._trouble, self._reason = "", Reason()
        self._shown: Any = None
        self._build()
        session.changed.connect(self.refresh)
        session.checked.connect(self._say)
        session.refused.connect(self.say_trouble)
        self.refresh()

    def _build(self) -> None:
        s = self.theme.look.s
        head = QWidget()
        head.setFixedHeight(s.tool_row)
        row = margins(QHBoxLayout(head), s.l, 0, s.l, 0, s.s)
        self.framework.activated.connect(lambda _at: self.framework_chosen.emit(self.framework.currentData()))
        self.show_frameworks(())
        for part in (self.framework, self.more, self.chip):
            row.addWidget(part)
        row.addWidget(self.live, 1)
        self.discard.setToolTip(tr("Take all changes back; this can be undone"))
        self.discard.clicked.connect(self.session.discard)
        self.publish.setToolTip(tr("Go by the draft from now on (Ctrl+Enter)"))
        self.publish.clicked.connect(self.ask_why)
        row.addWidget(self.discard)
        row.addWidget(self.publish)
        inside = Surface(self.theme, "base")
        self.column = margins(QVBoxLayout(inside), 0, 0, 0, s.l, 0)
        self.column.addStretch(1)
        self.area = area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        whole = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        for widget in (head, Line(self.theme), self.outside):
            whole.addWidget(widget)
        whole.addWidget(area, 1)
        whole.addWidget(Line(self.theme))
        whole.addWidget(self.hint)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.ask_why)

    def show_frameworks(self, frameworks: tuple[tuple[str, str], ...]) -> None:
        """Offer these interviews, by file and name; nothing where the file is no interview."""
        self.framework.clear()
        for file, name in frameworks:
            self.framework.addItem(name, file)
        self.framework.setCurrentIndex(max(0, self.framework.findData(self.session.name)))
        self.framework.setVisible(bool(frameworks))
        self.more.setVisible(bool(frameworks))

    # --- what is shown -----------------------------------------------------------------------------------------------
    def refresh(self) -> None:
        """Show the draft as it is."""
        value = self.session.value
        self._show_head()
        if value is not None:
            element = self._element(value)
            sections = sections_of(self.session.name, value, self.session.language, element)
            for section in sections[len(self.blocks) :]:
                self._add_block(section)
            for block, section in zip(self.blocks, sections, strict=True):
                block.show_value(section, value)
                block.setVisible(bool(element) or section.key not in OF_ONE_ELEMENT)
        if value is not self._shown:
            self._shown, self._trouble = value, ""
        self._say()
        self.steps_changed.emit()

    def _add_block(self, section: Section) -> None:
        block = SectionBlock(self.theme, self.session, section)
        block.changed.connect(self._on_changed)
        block.table.current_changed.connect(lambda: self._bring_into_view(block.table))
        if section.key == "elements":
            block.table.current_changed.connect(self._on_element)
        self.blocks.append(block)
        self.column.insertWidget(self.column.count() - 1, block)

    def _bring_into_view(self, table: ItemsTable) -> None:
        """The page scrolls, not the table: what has the keyboard stays in sight."""
        inside = self.area.widget()
        if inside is None or not table.hasFocus():
            return
        place = table.visualRect(table.currentIndex())
        middle = table.viewport().mapTo(inside, place.center())
        self.area.ensureVisible(middle.x(), middle.y(), 0, place.height() + self.theme.look.s.table_head)

    def block(self, key: str) -> SectionBlock:
        """The table of that section."""
        return next(block for block in self.blocks if block.section.key == key)

    def _element(self, value: Any) -> str:
        """The element whose levels are shown: the one with the keyboard, else the first."""
        if not isinstance(value, Framework) or not value.elements:
            return ""
        row = self.blocks[0].table.currentIndex().row() if self.blocks else 0
        return value.elements[min(max(0, row), len(value.elements) - 1)].id

    def _on_element(self) -> None:
        value = self.session.value
        if not isinstance(value, Framework):
            return
        sections = sections_of(self.session.name, value, self.session.language, self._element(value))
        for block, section in zip(self.blocks, sections, strict=False):
            if section.key in OF_ONE_ELEMENT:
                block.show_value(section, value)

    def _show_head(self) -> None:
        session = self.session
        draft = session.draft
        self.chip.set_count(draft.names[1] if draft is not None and session.dirty else 0)
        words = session.name
        if session.current is not None:
            day = short_day(session.current.at, session.workspace.now)
            number = QLocale().toString(session.current.number)
            words = tr("{file}, version {number} is live since {day}").format(file=session.name, number=number, day=day)
        self.live.set_words(words)
        self.publish.setText(tr("Publish version {number}").format(number=QLocale().toString(session.newest + 1)))
        self.publish.setEnabled(session.dirty)
        self.discard.setEnabled(session.dirty)

    def say_trouble(self, words: str) -> None:
        """Say at the foot why something cannot be; the next step takes it away."""
        self._trouble = words
        self._say()

    def _say(self) -> None:
        problem = next(iter(self.session.problems), None) if self.session.dirty else None
        if self._trouble or problem is not None:
            self.hint.say(self._trouble or f"{problem.message}; {problem.hint}", trouble=True)  # type: ignore[union-attr]
            return
        keys = tr("Arrow keys move, F2 or Enter edits, Insert adds, Del deletes, Alt with arrows moves the row")
        if self.session.undo_words:
            keys += ", " + tr("Ctrl Z takes back “{step}”").format(step=self.session.undo_words)
        self.hint.say(keys)

    # --- changing ----------------------------------------------------------------------------------------------------
    def _on_changed(self, section: Section, items: tuple[Any, ...], what: str, name: str) -> None:
        value = self.session.value
        if value is not None:
            self.session.put(section.write(value, items), Said(what, {"name": name, "file": self.session.name}))

    def _ask_name(self) -> None:
        """Ask what a new interview is called; it becomes a file of that name when it is published."""

        def answered(name: str) -> str | None:
            stem = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")
            if not re.fullmatch("[a-z][a-z0-9_]*", stem):
                return tr("Write a name with letters a to z, for the file; it can be changed below")
            self.framework_chosen.emit(f"frameworks/{stem}.yaml")
            return None

        Ask(self.theme, tr("What is the new interview called?"), answered, parent=self).show_at(self.more)

    def ask_why(self) -> None:
        """Ask for a line of why, then publish."""
        if not self.session.dirty:
            self.say_trouble(nothing_changed())
            return

        def answered(note: str) -> str | None:
            if lacking := self._reason.taken(note):
                return lacking
            self.publish.setEnabled(False)
            self.session.publish(note, self._on_published)
            return None

        question, offered, act = tr("Why? One line for the history"), self._reason.or_else(""), self.publish.text()
        ask = Ask(self.theme, question, answered, parent=self, offered=offered, act=act)
        ask.keep(self.session.bridge.typed, self._why(), till_taken=False)
        ask.show_at(self.publish)

    def _why(self) -> TypingPlace:
        """Where the reason stands until the file is published."""
        return TypingPlace(f"{PUBLISHED} {self.session.name}")

    def _on_published(self, refused: str | None) -> None:
        self._reason.answered(refused)
        if refused == "":
            self.session.bridge.typed.finish(self._why())
        self._show_head()
        if refused:
            self.say_trouble(refused)

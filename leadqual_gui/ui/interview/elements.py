"""The strip of elements: a letter for each, filled as far as it is known, and the framework they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.interview import Interview
from leadqual_gui.ui.interview.keys import jump_key
from leadqual_gui.ui.interview.shown_button import ShownButton
from leadqual_gui.ui.interview.wording import count_words, coverage_of, letter_of, state_words, words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks
from leadqual_gui.ui.widgets.actions import tool_tip
from leadqual_gui.ui.widgets.marks import Coverage
from leadqual_gui.ui.widgets.menus import literal, passing_menu
from leadqual_gui.ui.widgets.themed import Label, Themed, margins

ONE_LINE_UP_TO = 4
"""So many elements stand in one row with two lines each; more of them in two rows with one line each."""


READABLE = "nnnn…"
"""Less than so much of a name says nothing."""


@dataclass(frozen=True, slots=True)
class ElementView:
    """An element as its chip shows it."""

    id: str
    letter: str
    label: str
    state: str
    coverage: Coverage
    asking: bool = False
    skipped: bool = False


def element_views(interview: Interview, language: str) -> tuple[ElementView, ...]:
    """The elements of an interview, in order."""
    views = []
    for state in interview.states:
        asking = state.element.id == interview.at
        skipped = state.skipped_by is not None
        views.append(
            ElementView(
                state.element.id,
                letter_of(state.element),
                state.element.label.of(language),
                state_words(state, asking),
                coverage_of(state, asking),
                asking,
                skipped,
            )
        )
    return tuple(views)


class ElementChip(ShownButton[ElementView]):
    """One element: letter, name, how far it is known."""

    def __init__(self, theme: Theme, compact: bool) -> None:
        super().__init__(theme, ElementView("", "", "", "", Coverage.UNKNOWN))
        self._compact = compact

    def describe(self, view: ElementView) -> tuple[str, str]:
        return f"{view.label}: {view.state}", tool_tip(view.label, jump_key(view.letter), view.state)

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(s.xl * 3, s.button if self._compact else s.tool_row)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.s.xl + self.look.s.l, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, c, s, view = self.look, self.look.c, self.look.s, self._view
        rect, rtl = self.rect(), self.rtl()
        with draw.painting(QPainter(self)) as painter:
            fill = c.selected if view.asking else c.hover if self.underMouse() else c.base
            edge = c.accent if view.asking else c.line_strong
            draw.outlined(painter, rect, s.radius, edge, fill, 2 if view.asking else 1, dashed=view.skipped)
            size = s.tier_chip if self._compact else s.button_small
            margin = s.xs + 2 if self._compact else s.s + 2
            inner = draw.mirrored(rect.adjusted(margin + size + s.s, 0, -s.s, 0), rect, rtl)
            says = self._compact or self._can_be_read(inner.width())
            left = margin if says else (rect.width() - size) // 2
            box = draw.mirrored(QRect(left, 0, size, rect.height()), rect, rtl)
            marks.paint_coverage(painter, look, box, ((view.letter, view.coverage),), size=size)
            if says:
                self._paint_words(painter, inner, rtl)
        painter.end()

    def _can_be_read(self, room: int) -> bool:
        """Whether the name, or a good beginning of it, has room beside the letter; else the letter stands alone."""
        face = self.look.f.body_medium
        return room >= min(face.width(self._view.label), face.width(READABLE))

    def _paint_words(self, painter: QPainter, inner: QRect, rtl: bool) -> None:
        look, view = self.look, self._view
        name = look.c.text3 if view.skipped else look.c.text1
        if self._compact:
            used = draw.text(painter, look.f.secondary_medium, name, inner, view.label, draw.start(rtl))
            left = inner.width() - used - look.s.s
            if look.f.secondary.width(view.state) <= left:
                draw.text(painter, look.f.secondary, look.c.text3, inner, view.state, draw.end(rtl))
            return
        middle = inner.center().y() + 1
        upper = QRect(inner.left(), middle - look.s.leading_body, inner.width(), look.s.leading_body)
        lower = QRect(inner.left(), middle, inner.width(), look.s.leading_secondary)
        draw.text(painter, look.f.body_medium, name, upper, view.label, draw.start(rtl))
        draw.text(painter, look.f.secondary, look.c.text3, lower, view.state, draw.start(rtl))


class FrameworkButton(Themed, QAbstractButton):
    """The framework's name and an arrow: opens the menu of frameworks."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._follow(theme)

    def say(self, name: str, summary: str) -> None:
        """Show the name of a framework."""
        self.setText(name)
        self.setAccessibleName(words("Framework: {name}").format(name=name))
        self.setToolTip(tool_tip(words("Choose the framework"), "Ctrl+G", summary))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        s = self.look.s
        return QSize(self.look.f.body_medium.width(self.text()) + s.icon_small + s.xs + 2 * s.xs, s.chip)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect, rtl = self.look, self.look.s, self.rect(), self.rtl()
        with draw.painting(QPainter(self)) as painter:
            if self.underMouse() or self.ring_shown():
                draw.outlined(painter, rect, s.radius_inner, look.c.focus if self.ring_shown() else look.c.line_strong)
            inner = rect.adjusted(s.xs, 0, -s.xs, 0)
            arrow = draw.mirrored(QRect(inner.right() + 1 - s.icon_small, 0, s.icon_small, rect.height()), rect, rtl)
            name = draw.mirrored(inner.adjusted(0, 0, -s.icon_small - s.xs, 0), rect, rtl)
            draw.text(painter, look.f.body_medium, look.c.text2, name, self.text(), draw.end(rtl))
            draw.icon(painter, look, "chevron-down", look.c.text3, arrow, size=s.icon_small)
        painter.end()


class ElementStrip(QWidget):
    """All elements of a framework. `chosen(element id)`; `framework_chosen(framework id)`."""

    chosen = Signal(str)
    framework_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.chips: list[ElementChip] = []
        self._frameworks: tuple[tuple[str, str, str], ...] = ()
        self._current = ""
        s = theme.look.s
        self._grid = margins(QGridLayout(), 0, 0, 0, 0)
        self._grid.setHorizontalSpacing(s.s)
        self._grid.setVerticalSpacing(s.xs + 2)
        self.framework = FrameworkButton(theme)
        self.framework.clicked.connect(self.open_menu)
        self.count = Label(theme, face="secondary", colour="text3")
        self.count.put_at_end()
        side = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
        side.addWidget(self.framework, 0, Qt.AlignmentFlag.AlignRight)
        side.addWidget(self.count)
        side.addStretch(1)
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, s.l)
        row.addLayout(self._grid, 1)
        row.addLayout(side)

    def show_interview(self, interview: Interview, language: str) -> None:
        """Show how far each element is known."""
        views = element_views(interview, language)
        if [chip.view.id for chip in self.chips] != [view.id for view in views]:
            self._make_chips(len(views))
        for chip, view in zip(self.chips, views, strict=True):
            chip.show_view(view)
        framework = interview.framework
        self._current = framework.id
        self.framework.say(framework.name.of(language), framework.summary.of(language))
        self.count.setText(count_words(interview))

    def set_frameworks(self, frameworks: Sequence[tuple[str, str, str]]) -> None:
        """What there is to choose: id, name, when to use it."""
        self._frameworks = tuple(frameworks)

    def open_menu(self) -> QMenu:
        """Let the user choose a framework."""
        menu = passing_menu(self)
        menu.setToolTipsVisible(True)
        for framework_id, name, hint in self._frameworks:
            action = menu.addAction(literal(name))
            action.setCheckable(True)
            action.setChecked(framework_id == self._current)
            action.setToolTip(hint)
            action.triggered.connect(lambda _on=False, f=framework_id: self.framework_chosen.emit(f))
        menu.popup(self.framework.mapToGlobal(self.framework.rect().bottomLeft()))
        return menu

    def _make_chips(self, count: int) -> None:
        for chip in self.chips:
            self._grid.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        compact = count > ONE_LINE_UP_TO
        columns = -(-count // 2) if compact else max(1, count)
        for at in range(self._grid.columnCount()):
            self._grid.setColumnStretch(at, 0)
        self.chips = [ElementChip(self._theme, compact) for _ in range(count)]
        for at, chip in enumerate(self.chips):
            self._grid.addWidget(chip, at // columns, at % columns)
            self._grid.setColumnStretch(at % columns, 1)
            chip.clicked.connect(lambda _on=False, c=chip: self.chosen.emit(c.view.id))

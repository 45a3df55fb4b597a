"""A gallery of the kit: `python -m leadqual_gui.ui.widgets.gallery --out DIR` renders every piece to PNG.

For looking at, beside the design's pictures at the same scale. Its leads are those of `gallery_facts`.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.ui.i18n import PSEUDO, Tongue
from leadqual_gui.ui.theme.look import Tone
from leadqual_gui.ui.theme.theme import Scheme, Theme
from leadqual_gui.ui.widgets import draw, marks, scores
from leadqual_gui.ui.widgets.account_views import GapsView, LedgerView
from leadqual_gui.ui.widgets.bars import BulkBar, SectionHead, StatusBar, TopBar
from leadqual_gui.ui.widgets.command_palette import CommandPalette
from leadqual_gui.ui.widgets.controls import Button, Chip, IconButton, Kind, Switch, primary_button
from leadqual_gui.ui.widgets.empty import ChoiceCard, EmptyState
from leadqual_gui.ui.widgets.gallery_facts import GAPS, INES, LEADS, LEDGER, SCALE, TIME_LINE
from leadqual_gui.ui.widgets.marks import Coverage, HeatValue
from leadqual_gui.ui.widgets.notices import Gravity, Notice, NoticeArea, QuestionBlock, RefusalBar
from leadqual_gui.ui.widgets.palette_rows import Only, PaletteGroup, PaletteItem, PaletteQuery
from leadqual_gui.ui.widgets.rail import Rail
from leadqual_gui.ui.widgets.range_bar import RangeBar, ScoreHead
from leadqual_gui.ui.widgets.search_field import SearchField
from leadqual_gui.ui.widgets.tabs import Tab, Tabs
from leadqual_gui.ui.widgets.themed import Line, Surface, margins
from leadqual_gui.ui.widgets.timeline import TimeLineView


class Painted(QWidget):
    """A widget that shows what a painting function does."""

    def __init__(self, theme: Theme, height: int, paint: Callable[[QPainter, QRect], None]) -> None:
        super().__init__()
        self._paint = paint
        self.setFixedHeight(height)
        self.setAccessibleName("sample")
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        with draw.painting(QPainter(self)) as painter:
            self._paint(painter, self.rect())
        painter.end()


def score_rows(theme: Theme, rtl: bool) -> QWidget:
    """Four leads as in the call list: name, score, grade, tier, trend."""
    look, s = theme.look, theme.look.s

    def paint(painter: QPainter, rect: QRect) -> None:
        for at, (name, company, score, trend) in enumerate(LEADS):
            row = QRect(0, at * s.row_call_list, rect.width(), s.row_call_list)
            ground = look.c.selected if at == 0 else look.c.base
            painter.fillRect(row, ground)
            painter.fillRect(QRect(0, row.bottom(), row.width(), 1), look.c.line)
            if at == 0:
                painter.fillRect(
                    draw.mirrored(QRect(0, row.top(), s.current_bar, row.height()), row, rtl), look.c.accent
                )

            def cell(left: int, width: int, row: QRect = row) -> QRect:
                return draw.mirrored(QRect(left, row.top(), width, row.height()), row, rtl)

            names, below = cell(16, 170).adjusted(0, 10, 0, -27), cell(16, 170).adjusted(0, 27, 0, -10)
            draw.text(painter, look.f.body_strong, look.c.text1, names, name, draw.start(rtl))
            draw.text(painter, look.f.secondary, look.c.text2, below, company, draw.start(rtl))
            width = scores.score_width(s, s.range_bar)
            scores.paint_score(painter, look, cell(200, width), score, SCALE, ground, rtl, at == 0)
            scores.paint_grade(painter, look, cell(342, scores.grade_width(s)), score.grade)
            label = SCALE.label(score.tier)
            chip = cell(396, scores.tier_chip_width(look, label))
            scores.paint_tier_chip(painter, look, chip, SCALE.tone(score.tier), label, rtl)
            scores.paint_trend(painter, look, cell(480, 60), trend, rtl)

    return Painted(theme, 4 * s.row_call_list, paint)


def heat_row(theme: Theme, rtl: bool) -> QWidget:
    """Cells of every step, changed ones, one that is edited, one switched off; coverage; a pill; switches."""
    look, s = theme.look, theme.look.s
    cells = [HeatValue(f"step {marks.heat_step(p)}", p) for p in (-15, -11, -8, -5, -2, 0, 2, 5, 8, 11, 15)]
    extra = [HeatValue("once", 15, 12, editing=True), HeatValue("true", -8, -6), HeatValue("true", -5, on=False)]

    def paint(painter: QPainter, rect: QRect) -> None:
        left, top = 4, 6
        for value in [*cells, *extra]:
            width = marks.heat_width(s, value)
            if left + width > rect.width():
                left, top = 4, top + s.heat_height + 6
            place = draw.mirrored(QRect(left, top, width, s.heat_height), QRect(0, top, rect.width(), 1), rtl)
            marks.paint_heat_cell(painter, look, QRect(place.left(), top, width, s.heat_height), value, rtl)
            left += width + 4
        line = QRect(0, top + s.heat_height + 8, rect.width(), 24)
        states = (Coverage.ASKING, Coverage.HEARD, Coverage.KNOWN, Coverage.INFERRED, Coverage.UNKNOWN)
        used = marks.paint_coverage(painter, look, line, tuple(zip("BANTX", states, strict=True)), rtl)
        rest = draw.mirrored(line.adjusted(used + 16, 0, 0, 0), line, rtl)
        pill = marks.paint_pill(painter, look, rest, "1 day late", marks.warning_pill(look), "triangle-alert", rtl)
        rest = draw.mirrored(line.adjusted(used + 40 + pill.width(), 0, 0, 0), line, rtl)
        marks.paint_tag(painter, look, rest, "engagement", marks.tag_pill(look), rtl)
        for at, level in enumerate((3, 2, 1, 0)):
            marks.paint_confidence(painter, look, QRect(360 + at * 30, line.top(), 20, 24), level, rtl)
        marks.paint_tier_change(painter, look, QRect(490, line.top(), 60, 24), Tone.WARM, Tone.HOT, rtl)

    return Painted(theme, 100, paint)


def panel(theme: Theme) -> QWidget:
    """The chosen lead at the right of Today, as far as the kit goes."""
    sheet = Surface(theme, "base")
    column = margins(QVBoxLayout(sheet), 16, 16, 16, 16, 4)
    head, bar = ScoreHead(theme), RangeBar(theme)
    head.set_score(INES, SCALE)
    bar.set_score(INES, SCALE)
    why = SectionHead(theme, "Why 58", "Fit 32.0  +  Engagement 25.7", tall=False)
    ledger, gaps, question = LedgerView(theme), GapsView(theme), QuestionBlock(theme)
    ledger.set_rows(LEDGER)
    gaps.set_rows(GAPS)
    question.set_question(
        "“Who besides you decides on this, and who signs?”", "Authority moves the score most: −8 to +8"
    )
    unknown = SectionHead(theme, "What we do not know", "Each could still change the score", tall=False)
    for one in (why, unknown):
        one.fact_at_end()
    for part in (head, bar, Line(theme), why, ledger, Line(theme), unknown, gaps):
        column.addWidget(part)
    column.addStretch(1)
    column.addWidget(question)
    buttons = QHBoxLayout()
    buttons.addWidget(primary_button(theme, "Start call", "phone-call", "Enter", panel=True), 1)
    buttons.addWidget(Button(theme, "Later", key="L"))
    buttons.addWidget(Button(theme, "Note", key="N"))
    column.addLayout(buttons)
    sheet.setFixedWidth(theme.look.s.inspector_today)
    return sheet


def controls(theme: Theme) -> QWidget:
    """Buttons, chips, fields, tabs, notices, time line."""
    sheet = Surface(theme, "base")
    column = margins(QVBoxLayout(sheet), 16, 12, 16, 12, 10)
    views, parts = Tabs(theme, "Views", underlined=False), Tabs(theme, "Parts")
    views.set_tabs((Tab("all", "All", "1,284"), Tab("hot", "Hot", "111"), Tab("never", "Never called", "46")))
    parts.set_tabs((Tab("s", "Score"), Tab("a", "Activity", "8"), Tab("w", "Answers", "2/4")))
    parts.set_current("a")
    search, line = SearchField(theme, "Search leads"), TimeLineView(theme)
    search.setText("fr")
    search.set_result("17 found")
    line.set_rows(TIME_LINE)
    rtl = sheet.layoutDirection() == Qt.LayoutDirection.RightToLeft
    for upper in (views, search):
        column.addWidget(upper)
    for row in (chips(theme), buttons(theme), fields()):
        column.addLayout(row)
    for lower in (score_rows(theme, rtl), heat_row(theme, rtl), parts, line, *notices(theme), bulk(theme)):
        column.addWidget(lower)
    column.addStretch(1)
    return sheet


def chips(theme: Theme) -> QHBoxLayout:
    """Chips that can be taken away, are chosen, open a menu."""
    row = QHBoxLayout()
    row.addWidget(Chip(theme, "Stage: not disqualified", closable=True))
    row.addWidget(Chip(theme, "Filter", icon="plus"))
    row.addWidget(Chip(theme, "All", on=True))
    row.addWidget(Chip(theme, "Any tier", menu=True))
    row.addStretch(1)
    return row


def buttons(theme: Theme) -> QHBoxLayout:
    """Buttons of every kind, and switches."""
    row, disabled = QHBoxLayout(), Button(theme, "Discard")
    disabled.setEnabled(False)
    for button in (
        primary_button(theme, "Publish version 8"),
        Button(theme, "Compare", icon="git-compare"),
        disabled,
        Button(theme, "Criterion", Kind.QUIET, "plus"),
        IconButton(theme, "ellipsis", "More"),
        Switch(theme, "On", True),
        Switch(theme, "Off"),
    ):
        row.addWidget(button)
    row.addStretch(1)
    return row


def fields() -> QHBoxLayout:
    """Plain controls as the style paints them."""
    row = QHBoxLayout()
    combo, check, box = QComboBox(), QCheckBox("Chosen"), QCheckBox("Not chosen")
    combo.addItems(["Company", "Full name"])
    check.setChecked(True)
    for field in (combo, QLineEdit("a plain field"), check, box):
        row.addWidget(field)
    return row


def notices(theme: Theme) -> tuple[QWidget, ...]:
    """What is told beside the work, and a refusal."""
    area, refusal = NoticeArea(theme), RefusalBar(theme)
    area.show_notice(Notice("Imported 214 leads", "campaign-list.csv, 12 rows left out", "Take back"))
    area.show_notice(
        Notice("The file is locked", "Close it in the other program, then save again", "", Gravity.WARNING)
    )
    refusal.refuse("Not yet", "SQL needs a finished interview: 2 of 4 BANT answers known.")
    return area, refusal


def bulk(theme: Theme) -> BulkBar:
    """What can be done with four ticked leads."""
    bar = BulkBar(theme)
    bar.set_count(4)
    for words, icon in (("Owner", "users"), ("Stage", "square-kanban"), ("Export", "download")):
        bar.add(words, icon)
    return bar


def window(theme: Theme, middle: QWidget, title: str) -> QWidget:
    """A frame as the window has it: rail, top bar, status bar."""
    frame = QWidget()
    frame.setWindowTitle(title)
    rail = Rail(theme)
    for key, icon, words in (
        ("today", "sun", "Today"),
        ("leads", "users", "Leads"),
        ("pipeline", "square-kanban", "Pipeline"),
        ("matrix", "grid-3x3", "Matrix"),
        ("insights", "chart-column", "Insights"),
    ):
        rail.add(key, icon, words)
    rail.add("import", "file-up", "Import", at_foot=True)
    rail.add("settings", "settings", "Settings", at_foot=True)
    rail.item("today").set_badge("9", "9 to call")
    undo, redo = QAction("Take back", frame), QAction("Do again", frame)
    redo.setEnabled(False)
    top, status = TopBar(theme, undo, redo), StatusBar(theme)
    top.set_title("Today", "Tuesday 18 November")
    status.set_fact("private", "Everything stays on this computer", "lock")
    status.set_fact("saved", "Saved 09:12", "check")
    status.set_fact("matrix", "Matrix: B2B services, version 7", at_end=True)
    status.set_fact("leads", "1,284 leads", at_end=True)
    right = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
    for part in (top, middle):
        right.addWidget(part, 0 if part is top else 1)
    inner = margins(QHBoxLayout(), 0, 0, 0, 0, 0)
    for part in (rail, Line(theme, upright=True)):
        inner.addWidget(part)
    inner.addLayout(right, 1)
    outer = margins(QVBoxLayout(frame), 0, 0, 0, 0, 0)
    outer.addLayout(inner, 1)
    outer.addWidget(status)
    frame.resize(1440, 900)
    return frame


def today(theme: Theme) -> QWidget:
    """Controls in the middle, a lead's panel at the end."""
    middle = QWidget()
    row = margins(QHBoxLayout(middle), 0, 0, 0, 0, 0)
    row.addWidget(controls(theme), 1)
    row.addWidget(Line(theme, upright=True))
    row.addWidget(panel(theme))
    return window(theme, middle, "kit")


def empty(theme: Theme) -> QWidget:
    """The first start."""
    ground = Surface(theme, "base")
    column = margins(QVBoxLayout(ground), 0, 0, 0, 0)
    state = EmptyState(
        theme,
        "Which leads should you call today?",
        "Bring your leads, and LeadQual ranks them, says why in points that add up, and tells you what to ask next. "
        "It works without a network, and nothing leaves this computer.",
    )
    state.add(
        ChoiceCard(
            theme,
            "file-up",
            "Import your list",
            "CSV from any CRM. See the result first.",
            "Ctrl I",
            "Choose a file",
            True,
        )
    )
    state.add(ChoiceCard(theme, "play", "Try sample data", "300 invented leads with a year of history", "Ctrl T"))
    state.add(ChoiceCard(theme, "folder-open", "Open a workspace", "A folder that LeadQual made before", "Ctrl O"))
    column.addWidget(state)
    return window(theme, ground, "empty")


def found(query: PaletteQuery) -> list[PaletteGroup]:
    """What the gallery's palette finds."""
    leads = tuple(
        PaletteItem(n, n, c, score=v, subject=True) for n, c, v, _t in LEADS if query.text.lower() in n.lower()
    )
    actions = (
        PaletteItem("call", "Call", "start the interview", "phone-call", ("Ctrl", "Enter")),
        PaletteItem("later", "Call back later", "+1, +3 or +7 days", "calendar-clock", ("Ctrl", "L")),
        PaletteItem("calibrate", "Calibration", "points from your closed deals", "chart-column", ("Ctrl", "5")),
    )
    groups = [
        PaletteGroup("Leads", leads, PaletteItem("more", "21 more leads"), f"{len(leads)} leads"),
        PaletteGroup("Actions and screens", actions, summary=f"{len(actions)} actions"),
    ]
    return [g for g in groups if query.only is Only.ALL or (query.only is Only.LEADS) == (g is groups[0])]


def palette(theme: Theme) -> QWidget:
    """The command palette over the window."""
    frame = today(theme)
    found_by = CommandPalette(theme, found, frame)
    frame.show()
    found_by.open("ca")
    return frame


SHEETS = {"kit": today, "empty": empty, "palette": palette}


def render(theme: Theme, name: str, path: Path) -> None:
    """Draw one sheet to a file."""
    sheet = SHEETS[name](theme)
    sheet.show()
    QApplication.sendPostedEvents()
    picture: QPixmap = sheet.grab()
    picture.save(str(path))
    sheet.close()
    sheet.deleteLater()


def main(arguments: list[str] | None = None) -> int:
    """Render all sheets."""
    parser = argparse.ArgumentParser(description="Render every piece of the kit to PNG files.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--zoom", type=float, default=1.0)
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    theme, tongue = Theme(app, Scheme.LIGHT, chosen.zoom), Tongue(app)
    theme.install()
    for scheme in (Scheme.LIGHT, Scheme.DARK):
        theme.choose_scheme(scheme)
        for name in SHEETS:
            render(theme, name, chosen.out / f"{name}-{scheme.value}.png")
    theme.choose_scheme(Scheme.LIGHT)
    tongue.speak(PSEUDO)
    render(theme, "kit", chosen.out / "kit-mirrored.png")
    tongue.speak("en")
    return 0


if __name__ == "__main__":
    sys.exit(main())

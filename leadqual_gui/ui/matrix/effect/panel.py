"""The panel "If you publish": histogram, tiers, who moves, scenarios, limits, grades and decay, one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.matrix_edits import RemoveScenario, SetGrades, SetTierEdge
from leadqual_gui.domain.whatif_values import Why
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.matrix.effect.decay import DecayCurve
from leadqual_gui.ui.matrix.effect.facts import FactRows, fact_rows
from leadqual_gui.ui.matrix.effect.grades import GradeGrid
from leadqual_gui.ui.matrix.effect.histogram import EdgeHistogram
from leadqual_gui.ui.matrix.effect.movers import Movers, why_words
from leadqual_gui.ui.matrix.effect.scenarios import Scenarios, scenario_rows
from leadqual_gui.ui.matrix.effect.tiers import TierRows, tier_rows
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.bars import SectionHead
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import Line, Surface, Themed, margins

if TYPE_CHECKING:
    from leadqual_gui.domain.matrix import Matrix


ALONE_AFTER_MS = 150


def scale_of(matrix: Matrix, language: str) -> TierScale:
    """The scale that a matrix reads scores on."""
    return TierScale(
        tuple(tier.id for tier in matrix.tiers),
        tuple(tier.label.of(language) or tier.id.capitalize() for tier in matrix.tiers),
        tuple(tier.lower_edge for tier in matrix.tiers),
        matrix.minimum // 10,
        matrix.maximum // 10,
    )


class Legend(Themed, QWidget):
    """What outline and bars stand for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)
        self.setAccessibleName(self.tr("The line is today, the bars are the draft"))

    def sizeHint(self) -> QSize:
        face, s = self.look.f.secondary, self.look.s
        words = face.width(tr("today")) + face.width(tr("draft"))
        return QSize(words + 2 * s.m + 3 * s.s + s.xs, face.leading)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, s, rect, rtl = self.look, self.look.s, self.rect(), self.rtl()
        face, x = look.f.secondary, 0

        def spot(width: int) -> QRect:
            nonlocal x
            place = draw.mirrored(QRect(x, 0, width, rect.height()), rect, rtl)
            x += width + s.xs
            return place

        with draw.painting(QPainter(self)) as painter:
            line = spot(s.m)
            painter.fillRect(QRect(line.left(), line.center().y(), line.width(), 2), look.c.text1)
            draw.text(painter, face, look.c.text2, spot(face.width(tr("today")) + s.xs), tr("today"), draw.start(rtl))
            bars = spot(s.m)
            for at, (colour, height) in enumerate(zip((look.c.cold, look.c.warm, look.c.hot), (9, 6, 8), strict=True)):
                painter.fillRect(QRect(bars.left() + at * 4, bars.center().y() + 5 - height, 3, height), colour.mark)
            draw.text(painter, face, look.c.text2, spot(face.width(tr("draft")) + 2), tr("draft"), draw.start(rtl))
        painter.end()


class EffectPanel(QScrollArea):
    """Follows a session. `lead_asked(id)` when a lead is to be opened."""

    lead_asked = Signal(int)

    def __init__(self, theme: Theme, session: MatrixSession) -> None:
        super().__init__()
        self.theme, self._session = theme, session
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("If you publish"))
        self.inside = Surface(theme, "base")
        self.column = margins(QVBoxLayout(self.inside), 0, 0, 0, 0, 0)
        self.histogram = EdgeHistogram(theme)
        self.tiers = TierRows(theme)
        self.movers = Movers(theme, self._who, self._why)
        self.scenarios = Scenarios(theme)
        self.facts = FactRows(theme)
        self.grades = GradeGrid(theme)
        self.decay_head = SectionHead(theme, "", tall=False)
        self.decay_head.fact_at_end()
        self.decay = DecayCurve(theme)
        self._criterion = ""
        self._below = 0
        self._alone_soon = QTimer(self, singleShot=True, interval=ALONE_AFTER_MS)
        self._alone_soon.timeout.connect(self._say_alone)
        self.tier_head = SectionHead(theme, tr("Leads by tier"), tall=False)
        self.tier_head.fact_at_end()
        self._build()
        self.inside.setParent(self)
        self.inside.hide()
        self.setWidget(Surface(theme, "base"))
        self._connect()

    def _build(self) -> None:
        head = SectionHead(self.theme, tr("If you publish"), tall=False)
        head.add(Legend(self.theme))
        self.add_block(head, self.histogram)
        self.add_block(self.tier_head, self.tiers)
        self.add_block(self.movers)
        self.add_block(self.scenarios)
        self.add_block(self.facts)
        self._decay_block = self.add_block(self.decay_head, self.decay)
        self.add_block(SectionHead(self.theme, tr("Fit and engagement"), tall=False), self.grades)
        self.column.addStretch(1)
        self._below = 1

    def add_block(self, *widgets: QWidget) -> QWidget:
        """Put a block below the others, with a line between them."""
        block = QWidget()
        s = self.theme.look.s
        inner = margins(QVBoxLayout(block), s.l, s.s, s.l, s.s + 2, s.xs)
        for widget in widgets:
            inner.addWidget(widget)
        last = self.column.count() - self._below
        if last:
            self.column.insertWidget(last, Line(self.theme))
            last += 1
        self.column.insertWidget(last, block)
        return block

    def _connect(self) -> None:
        self.histogram.edge_tried.connect(lambda tier, edge: self._session.try_(SetTierEdge(tier, edge)))
        self.histogram.edge_set.connect(self._on_edge_set)
        self.histogram.edge_dropped.connect(self._session.drop_tried)
        self.movers.lead_asked.connect(self.lead_asked)
        self.grades.edges_set.connect(lambda grades: self._session.apply(SetGrades(grades), Said("matrix_grades")))
        self.grades.named.connect(lambda grades: self._session.apply(SetGrades(grades), Said("matrix_grades")))
        self.scenarios.opened.connect(self.edit_scenario)
        self.scenarios.add_asked.connect(lambda: self.edit_scenario(-1))
        self.scenarios.remove_asked.connect(self._remove_scenario)
        self._session.effect_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the effect as it is; until there is one nothing is laid out, so that the grid comes first."""
        effect, matrix = self._session.effect, self._session.matrix
        if effect is None:
            return
        if self.widget() is not self.inside:
            self.setWidget(self.inside)
        scale = scale_of(matrix, self._session.language)
        self.histogram.show_effect(effect.histogram, scale)
        self.tier_head.set_words(tr("Leads by tier"), tr("all {count}").format(count=number(effect.leads)))
        rows = tier_rows(effect.tiers, scale, effect.leads)
        if tuple(rows) != self.tiers.rows:
            self.tiers.set_rows(rows)
        self.movers.show_effect(effect, scale)
        self.scenarios.show_rows(scenario_rows(matrix, effect.scenarios, scale, self._session.terms))
        self.facts.show_rows(fact_rows(effect, scale))
        self.grades.show_grades(matrix.grades, effect.grades)
        self.show_criterion(self._criterion)

    # --- one criterion -----------------------------------------------------------------------------------------------
    def show_criterion(self, criterion_id: str) -> None:
        """Show how the points of a criterion fade, and what its change does alone."""
        self._criterion = criterion_id
        found = self._session.criterion(criterion_id)
        live = next((one for one in self._session.live.criteria if one.id == criterion_id), None)
        changed = found is not None and live != found
        self._decay_block.setVisible(found is not None and (found.activity is not None or changed))
        if found is None:
            return
        self.decay_head.set_words(self._session.terms.text(found.label) or found.id, self.decay_head.words()[1])
        self.decay.setVisible(found.activity is not None)
        if found.activity is not None:
            self.decay.show_rule(found.activity, found.tenths)
        if changed:
            self._alone_soon.start()
        else:
            self.decay_head.set_words(self.decay_head.words()[0], "")

    def _say_alone(self) -> None:
        """How many leads would change tier by this criterion's change alone."""
        found = self._session.criterion(self._criterion)
        count = None if found is None else self._session.foresight.alone(found)
        words = "" if count is None else tr("alone: %n lead(s) chang(es|e) tier", count)
        self.decay_head.set_words(self.decay_head.words()[0], words)

    # --- scenarios ---------------------------------------------------------------------------------------------------
    def edit_scenario(self, index: int) -> None:
        """Edit an example in place; -1 makes a new one."""
        from leadqual_gui.ui.matrix.effect.scenario_sheet import ScenarioSheet

        if self._session.ready:
            sheet = ScenarioSheet(self.theme, self._session, index, self)
            sheet.show_at(self.scenarios.mapToGlobal(self.scenarios.rect().topLeft()))

    def _remove_scenario(self, index: int) -> None:
        name = self._session.terms.text(self._session.matrix.scenarios[index].name)
        self._session.apply(RemoveScenario(index), Said("matrix_scenario_removed", {"name": name}))

    def _on_edge_set(self, tier: str, edge: int) -> None:
        before = next((one.lower_edge for one in self._session.live.tiers if one.id == tier), edge)
        if self._session.draft is not None:
            before = next((one.lower_edge for one in self._session.draft.matrix.tiers if one.id == tier), before)
        label = scale_of(self._session.matrix, self._session.language).label(tier)
        said = Said("matrix_tier", {"name": label, "before": before, "after": edge})
        self._session.apply(SetTierEdge(tier, edge), said)

    def _who(self, lead_id: int) -> tuple[str, str]:
        row = self._session.workspace.row(lead_id)
        return (tr("deleted lead"), "") if row is None else (row.name or row.company or "", row.company or "")

    def _why(self, why: Why) -> str:
        def name_of(key: str) -> str:
            matrix, terms = self._session.matrix, self._session.terms
            found = next((c for c in (*matrix.criteria, *self._session.live.criteria) if c.id == key), None)
            group = matrix.group(key)
            return terms.text(found.label) if found else terms.text(group.label) if group else key

        return why_words(why, name_of)

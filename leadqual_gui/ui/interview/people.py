"""The people of the buying group: a small map of who decides and who knows whom, and a form for one of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from leadqual_gui.domain.buying_group import GroupMap, Node, group_map
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.half_typed import PERSON, TypingPlace
from leadqual_gui.ui.half_typed import HalfTypedKeeper
from leadqual_gui.ui.interview.aside import clash_words
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wording import group_words, words
from leadqual_gui.ui.leads.panel.people_tab import PersonForm, influence_words, person_row, role_words, stance_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Height, Kind
from leadqual_gui.ui.widgets.themed import Label, Surface, Themed, margins
from leadqual_gui.ui.widgets.timeline import TimeLineRow, TimeLineView

MAP_HEIGHT, NAME_WIDTH = 200, 124


class GroupMapView(Themed, QWidget):
    """Who decides in the middle, who uses at the rim; lines where two know one another, dashed where they clash."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._map: GroupMap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words("Map of the buying group"))
        self._follow(theme)

    def show_people(self, people: Sequence[Stakeholder]) -> None:
        """Draw a group."""
        self._map = group_map(people)
        told = [
            f"{p.name}, {role_words(p.role)}, {influence_words(p.influence)}, {stance_words(p.stance)}" for p in people
        ]
        self.setAccessibleDescription("; ".join((*told, *clash_words(people))))
        self.setToolTip("\n".join((*told, *clash_words(people))))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.inspector_least, round(MAP_HEIGHT * self.theme.zoom))

    def paintEvent(self, event: QPaintEvent) -> None:
        group = self._map
        if group is None:
            return
        look = self.look
        with draw.painting(QPainter(self)) as painter:
            draw.outlined(painter, self.rect(), look.s.radius, look.c.line, look.c.window)
            middles = self._middles(group)
            for edge in group.edges:
                clash = edge.clash is not None
                pen = QPen(look.c.negative_bar if clash else look.c.control, 1.5 if clash else 1)
                if clash:
                    pen.setDashPattern([3, 2])
                painter.setPen(pen)
                painter.drawLine(middles[edge.one], middles[edge.other])
            for node in group.nodes:
                self._paint_node(painter, node, middles[node.stakeholder.id])
        painter.end()

    def _middles(self, group: GroupMap) -> dict[int, QPointF]:
        """Where people stand, drawn apart as far as there is room for their names."""
        across, down = [node.x for node in group.nodes], [node.y for node in group.nodes]
        side, above, below = NAME_WIDTH / 2, self.look.s.l, self.look.s.xl + self.look.s.m

        def spread(value: float, values: list[float], low: float, high: float) -> float:
            least, reach = min(values), max(values) - min(values)
            return low + ((value - least) / reach if reach > 0.01 else 0.5) * (high - low)

        placed = {}
        for node in group.nodes:
            x = spread(node.x, across, side, self.width() - side)
            y = spread(node.y, down, above, self.height() - below)
            placed[node.stakeholder.id] = QPointF(self.width() - x if self.rtl() else x, y)
        return placed

    def _paint_node(self, painter: QPainter, node: Node, middle: QPointF) -> None:
        look, person = self.look, node.stakeholder
        radius = 6.0 + 2 * (person.influence or 0)
        painter.setPen(QPen(look.c.base, 2))
        painter.setBrush(self._colour(person))
        painter.drawEllipse(middle, radius, radius)
        if person.stance is None:
            painter.setPen(QPen(look.c.control, 1, Qt.PenStyle.DashLine))
            painter.setBrush(look.c.base)
            painter.drawEllipse(middle, radius - 1, radius - 1)
        sign = "" if person.stance is None else "+" if person.stance > 0 else "−" if person.stance < 0 else ""
        place = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius).toRect()
        if sign:
            draw.text(painter, look.f.secondary_strong, look.c.base, place, sign, draw.CENTRE)
        width = NAME_WIDTH
        name = QRect(round(middle.x()) - width // 2, round(middle.y() + radius) + 1, width, look.f.secondary.leading)
        name.moveLeft(min(max(name.left(), 2), self.width() - width - 2))
        draw.text(painter, look.f.secondary, look.c.text1, name, person.name, draw.CENTRE)

    def _colour(self, person: Stakeholder) -> QColor:
        c = self.look.c
        if person.stance is None or person.stance == 0:
            return c.control
        return c.positive_bar if person.stance > 0 else c.negative_bar


class PeoplePage(Surface):
    """Map, people, form. `put(Stakeholder)`; `closed()` by Esc or its button."""

    put = Signal(object)
    closed = Signal()

    def __init__(self, theme: Theme, typed: HalfTypedKeeper) -> None:
        super().__init__(theme, "base")
        self._typed, self._lead_id = typed, 0
        self._people: tuple[Stakeholder, ...] = ()
        self.map = GroupMapView(theme)
        self.count = Label(theme, face="secondary", colour="text3", wrap=True)
        self.clashes = Label(theme, face="secondary", colour="warm.text", wrap=True)
        self.list = TimeLineView(theme)
        self.list.setAccessibleName(words("Stakeholders"))
        self.list.opened.connect(self._on_opened)
        self.form = PersonForm(theme)
        self.form.keep(typed)
        self.form.filed.connect(self.put)
        self.add = Button(theme, words("Add a person"), Kind.PLAIN, "user-plus", height=Height.SMALL)
        self.add.setToolTip(words("Add a person (F4 again)"))
        self.add.clicked.connect(self.begin)
        self.close_button = Button(theme, words("Back to the score"), Kind.QUIET, key="Esc", height=Height.SMALL)
        self.close_button.clicked.connect(self.closed)
        self._lay_out(theme)

    def _lay_out(self, theme: Theme) -> None:
        s = theme.look.s
        head = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        head.addWidget(Label(theme, words("Who takes part"), "body_strong"))
        head.addStretch(1)
        head.addWidget(self.close_button)
        inside = Surface(theme, "base")
        column = margins(QVBoxLayout(inside), 0, 0, 0, 0, s.s)
        for part in (self.map, self.count, self.clashes, self.list, self.form):
            column.addWidget(part)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.s)
        whole.addLayout(head)
        whole.addWidget(area, 1)

    def show_session(self, session: CallSession) -> None:
        """Show the people of a call."""
        self._people, self._lead_id = session.call.stakeholders, session.call.lead_id
        self.map.show_people(self._people)
        self.map.setVisible(bool(self._people))
        remark = group_map(self._people).remark
        told = group_words(remark.known, remark.least, remark.most)
        missing = ", ".join(role_words(role).lower() for role in remark.missing)
        self.count.setText(words("{count}. Nobody yet: {roles}").format(count=told, roles=missing) if missing else told)
        told = "\n".join(clash_words(self._people))
        self.clashes.setText(told)
        self.clashes.setVisible(bool(told))
        rows: list[TimeLineRow] = [person_row(person) for person in self._people]
        if tuple(rows) != self.list.rows:
            self.list.set_rows(rows)

    @property
    def is_begun(self) -> bool:
        """Whether somebody new was begun earlier, and is neither kept nor left."""
        return bool(self._typed.text(TypingPlace(f"{PERSON} 0", self._lead_id)))

    def begin(self) -> None:
        """Ask about somebody new."""
        self.form.begin(Stakeholder(0, self._lead_id, "", "decision_maker"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _on_opened(self, row: TimeLineRow) -> None:
        person = next((p for p in self._people if str(p.id) == row.key), None)
        if person is not None:
            self.form.begin(person)

"""Beside the question: what this call changed, who takes part, and what to say when they object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QStyleOptionViewItem, QVBoxLayout, QWidget

from leadqual_gui.domain.buying_group import clashes, size_remark
from leadqual_gui.domain.framework import Objection
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services.calling.values import Briefing, CallStep
from leadqual_gui.ui.fields import clock, short_day
from leadqual_gui.ui.interview.session import CallSession
from leadqual_gui.ui.interview.wording import group_words, moved_words, step_words, words
from leadqual_gui.ui.leads.panel.account import evidence_words
from leadqual_gui.ui.leads.panel.people_tab import role_words, stance_words
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw, marks, numerals
from leadqual_gui.ui.widgets.actions import tool_tip
from leadqual_gui.ui.widgets.rows_view import RowsView
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, Themed, margins

MOST_STEPS, MOST_PEOPLE, MOST_REASONS = 4, 4, 3
TIME_WIDTH = 48


@dataclass(frozen=True, slots=True)
class StepRow:
    """Something that this call did: time, what, the rest, and how it moved the score (tenths)."""

    label: str
    time: str = ""
    rest: str = ""
    change: int = 0
    end: str = ""

    @property
    def spoken(self) -> str:
        """The row in words."""
        moved = numerals.signed_tenths_short(self.change) if self.change else self.end
        return ", ".join(part for part in (self.time, self.label, self.rest, moved) if part)


class AsideRows(RowsView[StepRow]):
    """A few lines: a time (if there is one), a name, the rest, and something at the end."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(theme)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(RowsView.SelectionMode.NoSelection)

    def row_height(self, row: StepRow, at: int) -> int:
        return max(self.theme.look.s.leading_title, self.theme.look.f.body.leading + self.theme.look.s.xs)

    def paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: StepRow, at: int) -> None:
        look, rect, rtl, s = self.theme.look, option.rect, self.rtl(), self.theme.look.s
        left, right = rect.left(), rect.right() + 1
        if row.time:
            beside = round(TIME_WIDTH * self.theme.zoom)
            place = draw.mirrored(QRect(left, rect.top(), beside, rect.height()), rect, rtl)
            draw.text(painter, look.f.secondary, look.c.text3, place, row.time, draw.start(rtl))
            left += beside
        end = numerals.isolated(numerals.tenths(row.change)) if row.change else row.end
        if end:
            face = look.f.body_strong if row.change else look.f.secondary
            colour = look.c.positive_text if row.change > 0 else look.c.negative_text if row.change else look.c.text2
            width = min(face.width(end) + 1, rect.width() // 2)
            place = draw.mirrored(QRect(right - width, rect.top(), width, rect.height()), rect, rtl)
            draw.text(painter, face, colour, place, end, draw.end(rtl))
            right -= width + s.s
        place = draw.mirrored(QRect(left, rect.top(), right - left, rect.height()), rect, rtl)
        used = draw.text(painter, look.f.body, look.c.text1, place, row.label, draw.start(rtl)) + s.xs + 2
        rest = draw.mirrored(QRect(left + used, rect.top(), max(0, right - left - used), rect.height()), rect, rtl)
        draw.text(painter, look.f.secondary, look.c.text3, rest, row.rest, draw.start(rtl))


class Part(QWidget):
    """A head with something at its end, and rows below."""

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.head = Label(theme, title, "body_strong")
        self.end = ElidedLabel(theme, face="secondary", colour="text3")
        self.end.put_at_end()
        self.rows = AsideRows(theme, title)
        s = theme.look.s
        self.head_row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        self.head_row.addWidget(self.head)
        self.head_row.addWidget(self.end, 1)
        self.column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.xs)
        self.column.addLayout(self.head_row)
        self.column.addWidget(self.rows)

    def show_rows(self, rows: Sequence[StepRow]) -> None:
        """Show other rows."""
        if tuple(rows) != self.rows.rows:
            self.rows.set_rows(rows)
        self.rows.setVisible(bool(rows))


class ChangesPart(Part):
    """What this call changed, the newest first; before the first answer, what the score rests on."""

    def __init__(self, theme: Theme, briefing: Sequence[StepRow]) -> None:
        super().__init__(theme, words("Before the first word"))
        self._briefing = tuple(briefing)

    def show_session(self, session: CallSession) -> None:
        """Show the steps of a call."""
        rows = change_rows(session.call.steps)
        self.head.setText(words("What this call changed") if rows else words("Before the first word"))
        self.show_rows(rows[:MOST_STEPS] if rows else self._briefing)
        moved = moved_words(session.call.before.exact, session.call.outlook.exact)
        self.end.set_words(moved if rows else words("what the score rests on"))


def briefing_rows(briefing: Briefing, rules: Rules, language: str) -> list[StepRow]:
    """What to know before the first word: what was promised, who they are like, what the score rests on."""
    rows = []
    for promise in briefing.follow_ups[:1]:
        told = words("Promised for {day}").format(day=short_day(promise.due_at))
        rows.append(StepRow(told, rest=promise.note or ""))
    if briefing.persona is not None:
        approach = briefing.persona.approach.of(language)
        rows.append(StepRow(briefing.persona.label.of(language), rest=approach))
    labels = {criterion.id: criterion.label.of(language) for criterion in rules.matrix.criteria}
    for line in briefing.reasons[:MOST_REASONS]:
        label = labels.get(line.criterion) or line.label
        rows.append(StepRow(label, rest=evidence_words(line.evidence, briefing.card.as_of), change=line.tenths))
    return rows or [StepRow(words("Nothing is known yet"))]


def change_rows(steps: Sequence[CallStep]) -> list[StepRow]:
    """What was done, the newest first: one row an element, with all that its answers did together."""
    rows: dict[tuple[str, ...], StepRow] = {}
    for step in reversed(steps):
        if step.kind == "note" and not step.change:
            continue
        label, rest = step_words(step)
        key = (step.framework, step.element) if step.element else (step.kind, label, rest)
        known = rows.get(key)
        rows[key] = (
            replace(known, change=known.change + step.change)
            if known
            else StepRow(label, clock(step.at), rest, step.change)
        )
    return list(rows.values())


class PeoplePart(Part):
    """Who takes part. `opened()`: show the map and the form."""

    opened = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, words("Who takes part"))
        self.open = PartButton(theme, "F4", words("Who takes part"))
        self.open.clicked.connect(self.opened)
        self._clashing = True
        self.clash = ElidedLabel(theme, face="secondary", colour="warm.text")
        self.column.addWidget(self.clash)
        self.head_row.insertWidget(0, self.open)
        self.head.hide()

    def show_session(self, session: CallSession) -> None:
        """Show the buying group."""
        people = session.call.stakeholders
        self.show_rows([person_row(person) for person in people[:MOST_PEOPLE]])
        remark = size_remark(people)
        self.end.set_words(group_words(remark.known, remark.least, remark.most))
        pairs = clash_words(people)
        self.clash.set_words(pairs[0] if pairs else words("One person alone seldom buys: who else decides?"))
        if bool(pairs) != self._clashing:
            self._clashing = bool(pairs)
            self.clash.set_colour("warm.text" if pairs else "text3")
        self.clash.setVisible(bool(pairs) or remark.alone)


def person_row(person: Stakeholder) -> StepRow:
    """A person as the call shows them."""
    stance = "" if person.stance is None else stance_words(person.stance)
    end = ", ".join(part for part in (role_words(person.role).lower(), stance) if part)
    return StepRow(person.name, rest=person.job_title or "", end=end)


def clash_words(people: Sequence[Stakeholder]) -> list[str]:
    """Which needs clash, as sentences."""
    names = {person.id: person.name for person in people}
    told = []
    for clash in clashes(people):
        one, other = names.get(clash.one, ""), names.get(clash.other, "")
        if clash.over[0]:
            text = words("{one} wants {this}, {other} wants {that}")
            told.append(text.format(one=one, this=clash.over[0], other=other, that=clash.over[1]))
        else:
            told.append(words("{one} and {other} do not want the same").format(one=one, other=other))
    return told


class PartButton(Themed, QAbstractButton):
    """A key cap and a word, as a link at the foot of a part."""

    def __init__(self, theme: Theme, key: str, told: str) -> None:
        super().__init__()
        self._key = key
        self.setText(told)
        self.setAccessibleName(told)
        self.setToolTip(tool_tip(told, key, words("The map of people, and who to add")))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._follow(theme)

    def sizeHint(self) -> QSize:
        look = self.look
        width = look.f.body_strong.width(self.text()) + look.s.s + marks.key_cap_width(look, self._key)
        return QSize(width + 2, look.f.body.leading + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rect, rtl = self.look, self.rect(), self.rtl()
        cap = marks.key_cap_width(look, self._key)
        with draw.painting(QPainter(self)) as painter:
            if self.ring_shown():
                draw.outlined(painter, rect, look.s.radius_inner, look.c.focus, width=look.s.focus_ring)
            used = draw.text(painter, look.f.body_strong, look.c.text1, rect, self.text(), draw.start(rtl))
            place = draw.mirrored(QRect(used + look.s.s, 0, cap, rect.height()), rect, rtl)
            marks.paint_key_cap(painter, look, place, self._key)
        painter.end()


class ObjectionRow(Themed, QAbstractButton):
    """What they say against it, behind its key; pressed, all of what to answer."""

    def __init__(self, theme: Theme, key: str) -> None:
        super().__init__()
        self._key, self._reply = key, ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.toggled.connect(lambda _on: self._on_theme_changed())
        self._follow(theme)

    def show_objection(self, label: str, reply: str) -> None:
        """Show an objection."""
        if (f"“{label}”", reply) == (self.text(), self._reply):
            return
        self.setText(f"“{label}”")
        self._reply = reply
        self.setAccessibleName(f"{label}: {reply}")
        self.setToolTip(tool_tip(label, self._key, reply))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.look.s.range_bar, self.heightForWidth(self.width() or self.look.s.inspector_least))

    def heightForWidth(self, width: int) -> int:
        look = self.look
        if not self.isChecked():
            return look.s.xl
        room = QRect(0, 0, max(1, width - self._left()), 10_000)
        return (
            look.s.xl + look.f.secondary.metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, self._reply).height() + 2
        )

    def _left(self) -> int:
        return marks.key_cap_width(self.look, self._key) + self.look.s.s

    def paintEvent(self, event: QPaintEvent) -> None:
        look, rect, rtl = self.look, self.rect(), self.rtl()
        left = self._left()
        with draw.painting(QPainter(self)) as painter:
            cap = draw.mirrored(QRect(0, 0, left - look.s.s, look.s.xl), rect, rtl)
            marks.paint_key_cap(painter, look, cap, self._key)
            room = rect.width() - left
            row = draw.mirrored(QRect(left, 0, room, look.s.xl), rect, rtl)
            used = draw.text(painter, look.f.body, look.c.text1, row, self.text(), draw.start(rtl)) + look.s.xs + 2
            if not self.isChecked():
                rest = draw.mirrored(QRect(left + used, 0, max(0, room - used), look.s.xl), rect, rtl)
                draw.text(painter, look.f.secondary, look.c.text3, rest, self._reply, draw.start(rtl))
            else:
                below = draw.mirrored(QRect(left, look.s.xl, room, rect.height() - look.s.xl), rect, rtl)
                painter.setFont(look.f.secondary.font)
                painter.setPen(look.c.text2)
                painter.drawText(below, Qt.TextFlag.TextWordWrap, self._reply)
        painter.end()


class ObjectionsPart(QWidget):
    """If they object: F1 to F3."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        s = theme.look.s
        self.rows = [ObjectionRow(theme, f"F{at + 1}") for at in range(3)]
        column = margins(QVBoxLayout(self), s.l, s.m, s.l, s.m, s.xs)
        column.addWidget(Label(theme, words("If they object"), "body_strong"))
        for row in self.rows:
            column.addWidget(row)

    def show_objections(self, objections: Sequence[Objection], language: str) -> None:
        """Show what a framework has to say."""
        for at, row in enumerate(self.rows):
            row.setVisible(at < len(objections))
            if at < len(objections):
                row.show_objection(objections[at].label.of(language).strip('“”"'), objections[at].reply.of(language))
        self.setVisible(bool(objections))

    def toggle(self, at: int) -> None:
        """Show all of an answer, or no more."""
        if at < len(self.rows) and not self.rows[at].isHidden():
            self.rows[at].toggle()

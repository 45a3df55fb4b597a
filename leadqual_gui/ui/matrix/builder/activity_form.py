"""Rules on activities and on silence as a form: which kinds, in which window, how many, how they fade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from leadqual_gui.domain.matrix import ActivityRule, InactiveRule
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.matrix.builder.half_built import Texts
from leadqual_gui.ui.matrix.effect.decay import DecayCurve
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.typed_numbers import as_typed, typed_number
from leadqual_gui.ui.widgets.controls import Chip
from leadqual_gui.ui.widgets.themed import Label, margins

LEAST_CONTENT = 8
"""Letters that a choice has room for at least; long names are cut before the sheet is."""


class KindChips(QWidget):
    """Kinds of activity as chips with a cross, and a choice for one more. `changed()`."""

    changed = Signal()

    def __init__(self, theme: Theme, kinds: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._labels, self.chosen = theme, dict(kinds), list(chosen)
        self._flow = Flow(spacing=4)
        self.more = QComboBox()
        self.more.setAccessibleName(tr("Add a kind of activity"))
        self.more.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.more.setMinimumContentsLength(LEAST_CONTENT)
        self.more.addItem(tr("Add a kind"), "")
        for kind, label in kinds:
            self.more.addItem(label, kind)
        self.more.activated.connect(self._on_more)
        self._chips = QWidget()
        self._chips.setLayout(self._flow)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 4)
        column.addWidget(self._chips)
        column.addWidget(self.more)
        for kind in self.chosen:
            self._add_chip(kind)

    def _add_chip(self, kind: str) -> None:
        chip = Chip(self._theme, self._labels.get(kind, kind), closable=True)
        chip.closed.connect(lambda: self._drop(kind, chip))
        self._flow.addWidget(chip)

    def _drop(self, kind: str, chip: Chip) -> None:
        self.chosen.remove(kind)
        chip.hide()
        chip.deleteLater()
        self.changed.emit()

    def _on_more(self) -> None:
        kind = self.more.currentData()
        self.more.setCurrentIndex(0)
        if kind and kind not in self.chosen:
            self.chosen.append(kind)
            self._add_chip(kind)
            self.changed.emit()


class ActivityForm(QWidget):
    """`changed(rule)` with an ActivityRule or InactiveRule that is sound; `trouble` says what is wrong.

    `written()` at each key.
    """

    changed = Signal(object)
    written = Signal()

    def __init__(
        self, theme: Theme, rule: ActivityRule | InactiveRule, kinds: Sequence[tuple[str, str]], tenths: int
    ) -> None:
        super().__init__()
        self._rule, self._tenths = rule, tenths
        self.kinds = KindChips(theme, kinds, rule.kinds)
        self.kinds.changed.connect(self._read)
        self.curve = DecayCurve(theme)
        self.trouble = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.trouble.hide()
        self._lines: dict[str, QLineEdit] = {}
        self._form = QFormLayout()
        self._theme = theme
        self._form.addRow(Label(theme, tr("Activities"), colour="text2"), self.kinds)
        if isinstance(rule, ActivityRule):
            self._build_activity(rule)
        else:
            self._line("days", tr("Silent for, days"), rule.days)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, 8)
        column.addWidget(self.curve)
        column.addLayout(self._form)
        column.addWidget(self.trouble)
        self.curve.setVisible(isinstance(rule, ActivityRule))
        self._show_curve()

    def _build_activity(self, rule: ActivityRule) -> None:
        self._line("topics", tr("Topic contains"), "; ".join(rule.topics), tr("any; or words between semicolons"))
        self._line("within", tr("In the last, days"), rule.within, tr("ever"))
        self._line("at_most", tr("Count at most"), rule.at_most, tr("all of them"))
        self._line("at_least", tr("Only if at least"), rule.at_least, tr("each counts for itself"))
        self._line("half_life", tr("Halves every, days"), rule.half_life, tr("does not fade"))
        linear = None if rule.linear is None else round(rule.linear * 100, 4)
        self._line("linear", tr("Or loses, per cent"), linear, tr("nothing"))
        self._line("per", tr("every, days"), rule.per, "")
        self._line("grace", tr("Whole for the first, days"), rule.grace or None, "0")
        self._line("floor", tr("But never below, per cent"), round(rule.floor * 100, 4) or None, "0")

    def _line(self, key: str, name: str, value: object, hint: str = "") -> None:
        text = "" if value is None else as_typed(value) if isinstance(value, int | float) else str(value)
        line = QLineEdit(text)
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        line.textEdited.connect(lambda _text: self._read())
        self._lines[key] = line
        self._form.addRow(Label(self._theme, name, colour="text2"), line)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with what is typed."""
        return not self.trouble.text()

    @property
    def rule(self) -> ActivityRule | InactiveRule:
        """The rule as it was last sound."""
        return self._rule

    def _read(self) -> None:
        self._take()
        self.written.emit()

    @property
    def texts(self) -> Texts:
        """What is written in its lines, whether that makes sense or not."""
        return tuple((key, line.text()) for key, line in self._lines.items())

    def write(self, texts: Texts) -> None:
        """Write this into its lines, as if it were typed."""
        for key, text in texts:
            if key in self._lines and text != self._lines[key].text():
                self._lines[key].setText(text)
                self._read()

    def _take(self) -> None:
        try:
            made = self._inactive() if isinstance(self._rule, InactiveRule) else self._activity()
        except ValueError as error:
            self._say(str(error))
            return
        self._say("")
        self._rule = made
        self._show_curve()
        self.changed.emit(made)

    def _say(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def _show_curve(self) -> None:
        if isinstance(self._rule, ActivityRule):
            self.curve.show_rule(self._rule, self._tenths)

    def _number(self, key: str) -> float | None:
        text = self._lines[key].text().strip()
        if not text:
            return None
        name = self._lines[key].accessibleName()
        try:
            value = typed_number(text)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
        if not 0 < value < 100_000:
            raise ValueError(tr("{name}: “{text}” is no number above 0").format(name=name, text=text))
        return value

    def _count(self, key: str) -> int | None:
        value = self._number(key)
        if value is not None and not value.is_integer():
            name = self._lines[key].accessibleName()
            raise ValueError(tr("{name}: write a whole number").format(name=name))
        return None if value is None else int(value)

    def _inactive(self) -> InactiveRule:
        days = self._number("days")
        if days is None:
            raise ValueError(tr("After how many days does a silence count?"))
        return InactiveRule(days, tuple(self.kinds.chosen))

    def _activity(self) -> ActivityRule:
        assert isinstance(self._rule, ActivityRule)
        if not self.kinds.chosen:
            raise ValueError(tr("Choose at least one kind of activity"))
        linear, per, half = self._number("linear"), self._number("per"), self._number("half_life")
        if (linear is None) != (per is None):
            raise ValueError(tr("To fade evenly both are needed: how much, and every how many days"))
        if linear is not None and half is not None:
            raise ValueError(tr("Points either halve or fade evenly. Empty one of the two"))
        at_least = self._count("at_least")
        topics = tuple(part.strip().casefold() for part in self._lines["topics"].text().split(";") if part.strip())
        floor = (self._number("floor") or 0.0) / 100
        if floor > 1:
            raise ValueError(tr("At most 100 per cent can be left"))
        return replace(
            self._rule,
            kinds=tuple(self.kinds.chosen),
            topics=topics,
            within=self._number("within"),
            at_most=self._count("at_most"),
            at_least=at_least,
            half_life=half,
            linear=None if linear is None else linear / 100,
            per=per,
            grace=self._number("grace") or 0.0,
            floor=floor,
        )

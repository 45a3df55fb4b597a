"""What another program did to matrix.yaml meanwhile: said in a notice, merged, or chosen side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from leadqual_gui.services.rule_editing.merging import Conflict
from leadqual_gui.services.rule_editing.outside import Outside
from leadqual_gui.ui.matrix.other.session import FileSession
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import tr
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Height
from leadqual_gui.ui.widgets.themed import Label, Surface, margins

SHOWN = 3


class OutsideBar(QWidget):
    """Above the grid: what happened, and what can be done about it. `settled()` when something was chosen."""

    settled = Signal()

    def __init__(self, theme: Theme, session: MatrixSession | FileSession, file: str = "matrix.yaml") -> None:
        super().__init__()
        self._theme, self._session, self._file = theme, session, file
        self._settling = session.settling
        self._column = margins(QVBoxLayout(self), 0, 0, 0, 0, 0)
        self._inside: QWidget | None = None
        session.settling.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how things stand."""
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
            self._inside = None
        outside = self._settling.outside
        self.setVisible(outside is not None)
        if outside is not None:
            self._inside = self._made(outside)
            self._column.addWidget(self._inside)

    def _made(self, outside: Outside) -> QWidget:
        s = self._theme.look.s
        bar = Surface(self._theme, "warm.tint")
        column = margins(QVBoxLayout(bar), s.l, s.s, s.l, s.s, s.s)
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(Label(self._theme, self._words(outside), "body_strong", "warm.text", wrap=True), 1)
        merge = outside.merge
        if merge is None:
            row.addWidget(self._button(tr("Put the file back"), self._settling.put_back))
        elif not merge.conflicts:
            row.addWidget(self._button(tr("Take both"), self._settling.settle))
        else:
            row.addWidget(self._button(tr("All mine"), lambda: self._settling.choose_all("mine")))
            row.addWidget(self._button(tr("All theirs"), lambda: self._settling.choose_all("theirs")))
        column.addLayout(row)
        if merge is not None and merge.conflicts:
            column.addWidget(self._conflicts(merge.conflicts, merge.choices))
            if not merge.open:
                column.addWidget(self._button(tr("Go on with what was chosen"), self._settling.settle))
        return bar

    def _words(self, outside: Outside) -> str:
        if outside.text is None:
            return tr("{file} was deleted while you edited it. Your draft is kept").format(file=self._file)
        if outside.problems:
            return tr("{file} was changed outside and cannot be read: {problem}. Your draft is kept").format(
                file=self._file, problem=outside.problems[0]
            )
        if outside.merge is not None and outside.merge.conflicts:
            count = len(outside.merge.conflicts)
            words = tr("{file} was changed outside, and %n thing(s) here too, in another way. Choose", count)
            return words.format(file=self._file)
        words = tr("{file} was changed outside, in other places than here. Neither side is lost")
        return words.format(file=self._file)

    def _button(self, words: str, slot: object) -> Button:
        button = Button(self._theme, words, height=Height.SMALL)
        button.clicked.connect(lambda _on=False: slot())  # type: ignore[operator]
        return button

    def _conflicts(self, conflicts: tuple[Conflict, ...], choices: Mapping[Any, str]) -> QWidget:
        """Each conflict with both sides, to choose one."""
        inside = Surface(self._theme, "warm.tint")
        grid = margins(QGridLayout(inside), 0, 0, 0, 0, 8)
        grid.addWidget(Label(self._theme, tr("Mine"), "secondary_strong", "text2"), 0, 1)
        grid.addWidget(Label(self._theme, tr("Theirs"), "secondary_strong", "text2"), 0, 2)
        for at, conflict in enumerate(conflicts, 1):
            place = self._place_words(conflict.path)
            grid.addWidget(Label(self._theme, place, "secondary", wrap=True), at, 0)
            for column, side, value in ((1, "mine", conflict.mine), (2, "theirs", conflict.theirs)):
                button = self._button(
                    self._side_words(value), lambda c=conflict, one=side: self._settling.choose(c.path, one)
                )
                side_words = tr("Mine") if side == "mine" else tr("Theirs")
                button.setAccessibleName(f"{place}, {side_words}: {button.text()}")
                button.setToolTip(self._session.desk.render(value))
                button.setCheckable(True)
                button.setChecked(choices.get(conflict.path) == side)
                grid.addWidget(button, at, column)
        grid.setColumnStretch(0, 1)
        if len(conflicts) <= SHOWN:
            return inside
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFixedHeight(SHOWN * self._theme.look.s.row + self._theme.look.s.row)
        return area

    def _place_words(self, path: tuple[str, ...]) -> str:
        """Where both sides differ; criteria by their names."""
        matrix = getattr(self._session, "matrix", None)
        names = {} if matrix is None else {c.id: self._session.terms.text(c.label) or c.id for c in matrix.criteria}
        shown = path[1:] if len(path) > 1 else path
        return " › ".join(names.get(part, part).replace("_", " ") for part in shown) or tr("all")

    def _side_words(self, value: Any) -> str:
        if value is None:
            return tr("deleted")
        text = " ".join(self._session.desk.render(value).split())
        return text if len(text) <= 40 else text[:39] + "…"

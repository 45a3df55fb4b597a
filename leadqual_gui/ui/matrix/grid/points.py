"""Points under a hand: typed, stepped with keys or the wheel, dragged sideways; for one cell or several at once.

While the hand is at it the change is only tried; it becomes one step when it lets go.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.matrix.session import MatrixSession
from leadqual_gui.ui.matrix.wording import signed_words, tr
from leadqual_gui.ui.typed_numbers import typed_number
from leadqual_gui.ui.widgets.numerals import MINUS, decimal_mark

MOST = 1000
POINT = 10
WHEEL_RESTS_MS = 500
SIGNS = {"-": MINUS, MINUS: MINUS, "+": "+", ",": ",", "٫": "٫"}
DECIMALS = (".", ",", "٫")
"""Any of them parts off a decimal when it is typed; shown is the one of the user's language."""


class Target(NamedTuple):
    """A cell with points."""

    criterion: str
    level: int | None


def tenths_of(text: str) -> int | None:
    """Typed points as tenths; None if that is no number with at most one decimal."""
    try:
        tenths = round(typed_number(text) * 10, 6)
    except ValueError:
        return None
    whole = round(tenths) if abs(tenths) <= MOST * 10 else None
    return whole if whole is not None and abs(tenths - whole) < 1e-6 else None


def points_of(criterion: Criterion, level: int | None) -> int | None:
    """The points of a cell now."""
    if level is None:
        return None if criterion.levels else criterion.tenths
    return criterion.levels[level].tenths if level < len(criterion.levels) else None


class PointsHand(QObject):
    """Changes points of targets. Signals: `typed_changed()` when what is typed is to be shown otherwise;
    `said(words)` when something cannot be."""

    typed_changed = Signal()
    said = Signal(str)

    def __init__(self, session: MatrixSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._targets: tuple[Target, ...] = ()
        self._before: dict[Target, int] = {}
        self._text: str | None = None
        self._fresh = False
        self._shift = 0
        self._wheel_rest = QTimer(self, singleShot=True, interval=WHEEL_RESTS_MS)
        self._wheel_rest.timeout.connect(self.commit)

    # --- what is under way -------------------------------------------------------------------------------------------
    @property
    def typing(self) -> bool:
        """Whether points are being typed."""
        return self._text is not None

    @property
    def busy(self) -> bool:
        """Whether a change is tried."""
        return bool(self._targets)

    @property
    def shift(self) -> int:
        """By how many tenths the hand has moved the points."""
        return self._shift

    @property
    def typed(self) -> tuple[str, int | None, str] | None:
        """What is being typed, and over which cell."""
        if self._text is None or not self._targets:
            return None
        first = self._targets[0]
        return (first.criterion, first.level, self._text)

    # --- typing ------------------------------------------------------------------------------------------------------
    def type_over(self, targets: Sequence[Target], text: str = "", keep: bool = False) -> None:
        """Begin to type; `keep` begins with the points that stand there, replaced by the first digit."""
        self.commit()
        if not self._begin(targets):
            return
        first = self._before[self._targets[0]]
        self._text, self._fresh = (signed_words(first), True) if keep else ("", False)
        if text:
            self.type_more(text)
        else:
            self.typed_changed.emit()

    def type_more(self, text: str) -> bool:
        """One more character; False if it does not belong into a number."""
        mark = decimal_mark()
        char = mark if text in DECIMALS else SIGNS.get(text, text)
        if self._text is None or not (char.isdecimal() or char in (MINUS, "+", mark)):
            return False
        char = str(int(char)) if char.isdecimal() else char
        text = char if self._fresh else self._text + char
        self._fresh = False
        if char in (MINUS, "+"):
            bare = "" if text == char else self._text.lstrip(f"{MINUS}+")
            text = char + bare
        if len(text) > 6 or text.count(mark) > 1:
            return True
        self._text = text
        self._try_typed()
        return True

    def back(self) -> None:
        """Take the last character back."""
        if self._text is not None:
            self._text = "" if self._fresh else self._text[:-1]
            self._fresh = False
            self._try_typed()

    def _try_typed(self) -> None:
        tenths = tenths_of(self._text or "")
        if tenths is not None:
            self._session.try_(self._set_to(tenths))
        else:
            self._session.drop_tried()
        self.typed_changed.emit()

    # --- stepping ----------------------------------------------------------------------------------------------------
    def step(self, targets: Sequence[Target], tenths: int, rest: bool = False) -> None:
        """Move points by so much; `rest`: it becomes a step when nothing more comes for a while (the wheel)."""
        if self.typing:
            self._step_typed(tenths)
            return
        if tuple(targets) != self._targets:
            self.commit()
            if not self._begin(targets):
                return
        self.shift_to(self._shift + tenths)
        if rest:
            self._wheel_rest.start()

    def begin_drag(self, targets: Sequence[Target]) -> bool:
        """A hand takes hold of cells."""
        self.commit()
        return self._begin(targets)

    def shift_to(self, tenths: int) -> None:
        """The points are so far from where they were."""
        if tenths != self._shift or not self._shift:
            self._shift = tenths
            self._session.try_(self._edits())

    def _step_typed(self, tenths: int) -> None:
        standing = tenths_of(self._text or "")
        now = self._before[self._targets[0]] if standing is None else standing
        self._text, self._fresh = signed_words(max(-MOST, min(MOST, now + tenths))), True
        self._try_typed()

    # --- ending ------------------------------------------------------------------------------------------------------
    def commit(self) -> bool:
        """Keep what was changed, as one step. False if what was typed is no number: it stays open."""
        self._wheel_rest.stop()
        if not self._targets:
            return True
        if self._text is not None and self._text:
            tenths = tenths_of(self._text)
            if tenths is None:
                self.said.emit(
                    tr("Points are a number such as 12 or −4.5, and “{text}” is none").format(text=self._text)
                )
                return False
            edits = self._set_to(tenths)
        else:
            edits = self._edits() if self._text is None else []
        label, changed = self._label(edits), self._changed(edits)
        self._end()
        if changed:
            self._session.apply(edits, label)
        else:
            self._session.drop_tried()
        self.typed_changed.emit()
        return True

    def cancel(self) -> None:
        """Let everything be as it was."""
        if self._targets:
            self._wheel_rest.stop()
            self._end()
            self._session.drop_tried()
            self.typed_changed.emit()

    # --- inside ------------------------------------------------------------------------------------------------------
    def _begin(self, targets: Sequence[Target]) -> bool:
        found: dict[Target, int] = {}
        for target in targets:
            criterion = self._session.criterion(target.criterion)
            points = None if criterion is None else points_of(criterion, target.level)
            if points is not None:
                found[target] = points
        self._targets, self._before = tuple(found), found
        self._shift, self._text = 0, None
        return bool(found) and self._session.ready

    def _end(self) -> None:
        self._targets, self._text, self._shift, self._fresh = (), None, 0, False

    def _edits(self) -> list[SetPoints]:
        return [
            SetPoints(t.criterion, max(-MOST, min(self._most(t), self._before[t] + self._shift)), t.level)
            for t in self._targets
        ]

    def _most(self, target: Target) -> int:
        """A negative criterion gives nothing: a hand stops at 0."""
        criterion = self._session.criterion(target.criterion)
        return 0 if criterion is not None and criterion.kind == "negative" else MOST

    def _set_to(self, tenths: int) -> list[SetPoints]:
        bounded = max(-MOST, min(MOST, tenths))
        return [SetPoints(t.criterion, bounded, t.level) for t in self._targets]

    def _changed(self, edits: Sequence[SetPoints]) -> bool:
        return any(edit.tenths != self._before[Target(edit.criterion, edit.level)] for edit in edits)

    def _label(self, edits: Sequence[SetPoints]) -> Said:
        if len(edits) != 1:
            return Said("matrix_points_many", {"count": len(edits)})
        edit = edits[0]
        before = self._before[Target(edit.criterion, edit.level)]
        return points_label(self._session, edit, before)


def points_label(session: MatrixSession, edit: SetPoints, before: int) -> Said:
    """The name of a change of points: "Asked for a quote 12 to 15"."""
    criterion = session.criterion(edit.criterion)
    assert criterion is not None
    name = session.terms.text(criterion.label) or criterion.id
    if edit.level is not None and len(criterion.levels) > 1:
        name = f"{name}, {session.terms.text(criterion.levels[edit.level].label)}"
    said = [signed_words(tenths).removeprefix("+") for tenths in (before, edit.tenths)]
    return Said("matrix_points", {"name": name, "before": said[0], "after": said[1]})

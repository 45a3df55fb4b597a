"""What two versions of the rules say otherwise, as rows of words: what, before, after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication

from leadqual_gui.domain.conditions import All, Not, Test
from leadqual_gui.domain.conditions import Any as AnyOf
from leadqual_gui.domain.matrix import ActivityRule, Criterion, InactiveRule, Level, Matrix
from leadqual_gui.domain.matrix_diff import DiffRow, matrix_diff
from leadqual_gui.domain.text import Text
from leadqual_gui.ui.fields import yes_no
from leadqual_gui.ui.matrix.wording import (
    AXES,
    KINDS,
    Terms,
    activity_sentence,
    condition_sentence,
    decay_words,
    inactive_sentence,
    plain,
    points_words,
    scalar,
    signed_words,
    tr,
)

WHAT: Mapping[str, Any] = {
    "level": QT_TRANSLATE_NOOP("Matrix", "level"),
    "group": QT_TRANSLATE_NOOP("Matrix", "group"),
    "tier": QT_TRANSLATE_NOOP("Matrix", "tier"),
    "scenario": QT_TRANSLATE_NOOP("Matrix", "scenario"),
}
PROPERTIES: Mapping[str, Any] = {
    "tenths": QT_TRANSLATE_NOOP("Matrix", "points"),
    "maximum": QT_TRANSLATE_NOOP("Matrix", "at most"),
    "minimum": QT_TRANSLATE_NOOP("Matrix", "at least"),
    "label": QT_TRANSLATE_NOOP("Matrix", "name"),
    "name": QT_TRANSLATE_NOOP("Matrix", "name"),
    "when": QT_TRANSLATE_NOOP("Matrix", "condition"),
    "activity": QT_TRANSLATE_NOOP("Matrix", "activities"),
    "inactive": QT_TRANSLATE_NOOP("Matrix", "silence"),
    "enabled": QT_TRANSLATE_NOOP("Matrix", "on"),
    "axis": QT_TRANSLATE_NOOP("Matrix", "counts on"),
    "group": QT_TRANSLATE_NOOP("Matrix", "group"),
    "kind": QT_TRANSLATE_NOOP("Matrix", "kind"),
    "lower_edge": QT_TRANSLATE_NOOP("Matrix", "from"),
    "why": QT_TRANSLATE_NOOP("Matrix", "explanation"),
    "expect": QT_TRANSLATE_NOOP("Matrix", "expected"),
    "facts": QT_TRANSLATE_NOOP("Matrix", "what is known"),
    "answers": QT_TRANSLATE_NOOP("Matrix", "answers"),
    "activities": QT_TRANSLATE_NOOP("Matrix", "what happened"),
    "order": QT_TRANSLATE_NOOP("Matrix", "order"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in words; `before` or `after` is "" where the thing is not there."""

    what: str
    before: str
    after: str

    @property
    def label(self) -> str:
        """What differs."""
        return self.what

    @property
    def spoken(self) -> str:
        """All of it."""
        before, after = self.before or tr("not there"), self.after or tr("not there")
        return f"{self.what}: " + tr("{before} becomes {after}").format(before=before, after=after)


def differences(a: Matrix, b: Matrix, terms: Terms) -> list[Difference]:
    """What is different in `b`."""
    names = {c.id: terms.text(c.label) or c.id for c in (*a.criteria, *b.criteria)}
    return [_in_words(row, terms, names) for row in matrix_diff(a, b)]


Index = QModelIndex | QPersistentModelIndex
_DISPLAY, _TOOL_TIP = int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)


class DifferenceModel(QAbstractTableModel):
    """Differences under the heads "What", "Before", "After"; `show(rows)` takes others."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Difference, ...] = ()

    def show(self, rows: Sequence[Difference]) -> None:
        """Show other differences."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> object:
        if role != _DISPLAY or orientation is not Qt.Orientation.Horizontal:
            return None
        return (tr("What"), tr("Before"), tr("After"))[section]

    def data(self, index: Index, role: int = _DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (_DISPLAY, _TOOL_TIP):
            return _isolated((row.what, row.before or "–", row.after or "–")[index.column()])
        if role == _SPOKEN:
            return row.spoken
        return None


def _isolated(words: str) -> str:
    """Words that run as their own first letter says, also from right to left: 50–250 never reads 250–50 there."""
    rtl = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    return f"\u2068{words}\u2069" if rtl else words


def _in_words(row: DiffRow, terms: Terms, names: Mapping[str, str]) -> Difference:
    before, after = (_value(row, value, terms, names) for value in (row.before, row.after))
    return Difference(_what(row, terms, names), before, after)


def _what(row: DiffRow, terms: Terms, names: Mapping[str, str]) -> str:
    parts = []
    if row.what in ("criterion", "level") and row.where:
        parts.append(names.get(row.where, row.where))
    if row.what == "level":
        parts.append(terms.text(row.label) or tr("level {number}").format(number=(row.index or 0) + 1))
    elif row.what == "grades":
        parts.append(tr("Edges of {axis}").format(axis=tr(AXES.get(row.where, row.where))))
    elif row.what in WHAT:
        parts.append(f"{tr(WHAT[row.what])} {terms.text(row.label) or row.where}".strip())
    elif row.what == "criterion" and not row.where:
        parts.append(tr("criteria"))
    if row.property and row.property != "edges":
        parts.append(tr(PROPERTIES[row.property]) if row.property in PROPERTIES else row.property.replace("_", " "))
    words = ", ".join(parts) or tr("matrix")
    return words[:1].upper() + words[1:]


def _value(row: DiffRow, value: object, terms: Terms, names: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and row.is_points():
        return points_words(value) if row.property != "tenths" else signed_words(value)
    if row.property == "order" and isinstance(value, Sequence):
        return ", ".join(names.get(str(one), str(one)) for one in value)
    if row.property == "edges" and isinstance(value, Sequence):
        edges = (tr("{name} from {points}").format(name=name, points=points_words(edge)) for name, edge in value)
        return ", ".join(edges)
    if row.property in ("kind", "axis") and isinstance(value, str):
        table = KINDS if row.property == "kind" else AXES
        return tr(table[value]) if value in table else value
    return value_words(value, terms)


def value_words(value: object, terms: Terms) -> str:
    """A value of a rule file in words."""
    match value:
        case None:
            return ""
        case Text():
            return terms.text(value)
        case Test() | All() | AnyOf() | Not():
            return plain(condition_sentence(value, terms))
        case ActivityRule():
            kinds = ", ".join(terms.kind(kind) for kind in value.kinds)
            return ", ".join(filter(None, (kinds, plain(activity_sentence(value)), decay_words(value))))
        case InactiveRule():
            return plain(inactive_sentence(value, terms))
        case Criterion():
            return terms.text(value.label) or value.id
        case Level():
            return f"{plain(condition_sentence(value.when, terms))}: {signed_words(value.tenths)}"
        case bool():
            return yes_no(value)
        case Mapping():
            return ", ".join(f"{_key(key, terms)}: {value_words(one, terms)}" for key, one in value.items())
        case tuple() | list():
            return ", ".join(value_words(one, terms) for one in value)
    named = getattr(value, "label", None) or getattr(value, "name", None)
    if isinstance(named, Text):
        return terms.text(named)
    kind = getattr(value, "kind", None)
    if kind is not None:
        days = tr("%n day(s) ago", round(getattr(value, "days_ago", 0)))
        return f"{terms.kind(kind)}, {days}"
    return scalar(value)


def _key(key: object, terms: Terms) -> str:
    text = str(key)
    return terms.elements.get(text) or terms.fact(text)


def plain_differences(file: str, a: object, b: object) -> list[Difference]:
    """What differs in another rule file, told from plain data: which item, what it says."""
    if a is None or b is None:
        whole = tr("the whole file")
        return [Difference(file, "" if a is None else whole, "" if b is None else whole)]
    return [Difference(", ".join((file, *path)), before, after) for path, before, after in _walk((), a, b)]


def _walk(path: tuple[str, ...], a: object, b: object) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if a == b:
        return
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        for key in dict.fromkeys((*a, *b)):
            yield from _walk((*path, str(key).replace("_", " ")), a.get(key), b.get(key))
        return
    known, there = _named(a), _named(b)
    if known is not None and there is not None:
        for key in dict.fromkeys((*known, *there)):
            yield from _walk((*path, key), known.get(key), there.get(key))
        both = [[key for key in one if key in other] for one, other in ((known, there), (there, known))]
        if both[0] != both[1]:
            yield (*path, tr("order")), ", ".join(both[0]), ", ".join(both[1])
        return
    yield path, data_words(a), data_words(b)


def _named(items: object) -> dict[str, object] | None:
    """Items of a list by what they are known by."""
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        return None
    for key in ("id", "level", "label", "name"):
        found = {str(item[key]): item for item in items if key in item}
        if len(found) == len(items):
            return found
    return None


def data_words(data: object) -> str:
    """Plain data in one line."""
    match data:
        case None:
            return ""
        case Mapping():
            return ", ".join(f"{key}: {data_words(value)}" for key, value in data.items())
        case list():
            return ", ".join(data_words(value) for value in data)
    return scalar(data)

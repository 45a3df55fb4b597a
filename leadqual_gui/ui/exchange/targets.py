"""What a column may become, in words: the fields of leads, the parts of activities and answers, counters by kind."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from leadqual_gui.domain.mapping import Basis, ColumnMatch, ImportKind, targets
from leadqual_gui.domain.mapping_wide import WIDE_TARGET
from leadqual_gui.services.importing import ImportPlan
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.reasons import reason_words
from leadqual_gui.ui.fields import field_label

KEY = int(Qt.ItemDataRole.UserRole)


class Names:
    """What a workspace calls its own fields, stages and kinds of activities."""

    def __init__(self, custom: dict[str, str], stages: dict[str, str], kinds: dict[str, str]) -> None:
        self.custom, self.stages, self.kinds = custom, stages, kinds

    def target(self, kind: ImportKind, target: str) -> str:
        """What a field is called in the list of choices."""
        wide = WIDE_TARGET.fullmatch(target)
        if kind is ImportKind.ACTIVITIES and wide:
            return _wide_words(self.kinds.get(wide[1]) or wide[1].replace("_", " ").capitalize(), wide[2])
        if kind is not ImportKind.LEADS and target in (parts := _part_words()):
            return parts[target]
        return field_label(target, self.custom)


def _wide_words(kind: str, part: str) -> str:
    said = {"count": words("{kind}: how often"), "at": words("{kind}: when last"), "did": words("{kind}: yes or no")}
    return said[part].format(kind=kind)


def _part_words() -> dict[str, str]:
    return {
        "lead": words("Lead (e-mail or id)"),
        "kind": words("What happened"),
        "occurred_at": words("When"),
        "month": words("Month"),
        "count": words("How many"),
        "topic": words("About what"),
        "framework": words("Interview"),
        "element": words("Question"),
        "level": words("Answer"),
        "heard_at": words("When heard"),
        "said_by": words("Said by"),
        "evidence": words("Evidence"),
    }


def choices(plan: ImportPlan, names: Names, parent: QObject) -> QStandardItemModel:
    """All that columns of this plan may become: one model for the lists of all columns."""
    kind = plan.mapping.kind
    keys = [*targets(kind)]
    if kind is ImportKind.LEADS:
        keys += [f"custom.{key}" for key in names.custom]
    if kind is ImportKind.ACTIVITIES:
        keys += [f"{one}.{part}" for one in names.kinds for part in ("count", "at", "did")]
    keys += [c.target for c in plan.mapping.columns if c.target and c.target not in keys]
    model = QStandardItemModel(parent)
    model.appendRow(_item(words("Leave out"), None))
    for key in dict.fromkeys(keys):
        model.appendRow(_item(names.target(kind, key), key))
    return model


def _item(label: str, key: str | None) -> QStandardItem:
    item = QStandardItem(label)
    item.setData(key, KEY)
    return item


def why(column: ColumnMatch, kind: ImportKind, names: Names) -> str:
    """Why a column is taken for what it is."""
    if column.basis is Basis.NAME and column.target and column.reason == f"the header says {column.target}":
        return words("the header says so")
    if column.target and column.reason == f"the header says {column.target}; it is empty in the sample":
        return words("the header says so; the first rows are empty")
    return reason_words(column.reason)

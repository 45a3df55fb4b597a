"""The columns of the table: what each is called, how wide it likes to be, what it says of a lead, what an edit sets."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from leadqual_gui.services.lists import LeadRow
from leadqual_gui.ui.fields import days_between, field_label, is_number, number_text
from leadqual_gui.ui.widgets import numerals

CHECK = "check"
DEFAULT = ("name", "company", "score", "grade", "stage", "last_sign", "owner")
LATE_AFTER_DAYS = 14
COUNTED_IN_DAYS = 730


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `key` names it in settings, queries and sort orders; `edits` is the lead field that an edit in place sets ("" if
    none); `least` is the width below which it is not squeezed; below `easy` others that `give_way` are left out first.
    """

    key: str
    width: int
    least: int
    edits: str = ""
    easy: int = 0
    gives_way: bool = False
    stretches: bool = False

    @property
    def sort_key(self) -> str:
        """What the list is sorted by when its head is clicked."""
        return "full_name" if self.key == "name" else self.key


_FIXED: dict[str, Column] = {
    column.key: column
    for column in (
        Column(CHECK, 48, 48),
        Column("name", 168, 110, edits="full_name", easy=136, stretches=True),
        Column("company", 228, 110, edits="company", easy=150, stretches=True),
        Column("score", 130, 130),
        Column("grade", 54, 54),
        Column("stage", 108, 84, edits="stage"),
        Column("last_sign", 90, 66),
        Column("owner", 90, 70, edits="owner", gives_way=True),
    )
}
NOT_EDITABLE = frozenset(
    {"score", "grade", "tier", "fit", "engagement", "least", "greatest", "last_sign", "created_at", "quality"}
)
_ELSEWHERE = frozenset({"tags", "notes", "do_not_contact", "unsubscribed", "verified", "outcome", "closed_at"})


def column(key: str) -> Column:
    """The column of that key; any field of a lead can be one."""
    if key in _FIXED:
        return _FIXED[key]
    edits = "" if key in NOT_EDITABLE or key in _ELSEWHERE else key
    return Column(key, 130, 80, edits=edits, gives_way=True)


_AXES = ("fit", "engagement")
"""Points with one decimal."""


def columns(keys: Iterable[str]) -> tuple[Column, ...]:
    """The check box, then the columns of these keys."""
    return (_FIXED[CHECK], *(column(key) for key in keys))


def title(key: str, custom: dict[str, str]) -> str:
    """What stands at the head of a column."""
    return "" if key == CHECK else field_label(key, custom)


@dataclass(frozen=True, slots=True)
class Wording:
    """What rows need to be put into words: labels of stages by id, labels of custom fields, the present moment, how
    telephone numbers are written, and which custom fields are numbers."""

    stages: dict[str, str]
    custom: dict[str, str]
    now: datetime
    phone: Callable[[str, str | None], str] = lambda number, _country: number
    numbers: frozenset[str] = frozenset()

    @classmethod
    def plain(cls) -> Wording:
        """Before the rules are known."""
        return cls({}, {}, datetime.now(tz=UTC))

    def stage(self, stage_id: str | None) -> str:
        """The stage's label."""
        return self.stages.get(stage_id or "", stage_id or "")


def text_of(key: str) -> Callable[[LeadRow, Wording], str]:
    """How a column puts a lead into words."""
    return _TEXTS.get(key) or _extra(key)


def _extra(key: str) -> Callable[[LeadRow, Wording], str]:
    def text(row: LeadRow, wording: Wording) -> str:
        kept = _kept(row, key)
        if key in _AXES:
            return numerals.decimal(float(kept), 1) if kept else ""
        return number_text(kept) if is_number(key, wording.numbers) else kept

    return text


def _kept(row: LeadRow, key: str) -> str:
    return next((value for name, value in row.extra if name == key), "")


def _score(row: LeadRow, _wording: Wording) -> str:
    return "" if row.shown is None else numerals.whole(row.shown)


def last_sign(row: LeadRow, wording: Wording) -> str:
    """How long ago the lead last gave a sign: "today", "3 d", and after two years "18 y"."""
    if row.last_sign is None:
        return ""
    days = max(0, days_between(row.last_sign, wording.now))
    if days > COUNTED_IN_DAYS:
        return QCoreApplication.translate("Leads", "%1 y").replace("%1", numerals.whole(int(days / 365.25)))
    if not days:
        return QCoreApplication.translate("Leads", "today")
    return QCoreApplication.translate("Leads", "%1 d").replace("%1", numerals.whole(days))


def stage(row: LeadRow, wording: Wording) -> str:
    """The stage; of a closed lead, how it ended: it may have been closed in any stage, or in none."""
    if row.outcome == "won":
        return QCoreApplication.translate("Leads", "Won")
    if row.outcome == "lost":
        return QCoreApplication.translate("Leads", "Lost")
    return wording.stage(row.stage)


def is_late(row: LeadRow, now: datetime) -> bool:
    """Whether the last sign lies so far back that it should be seen."""
    return row.last_sign is not None and (now - row.last_sign).days > LATE_AFTER_DAYS


def _phone(key: str) -> Callable[[LeadRow, Wording], str]:
    def text(row: LeadRow, wording: Wording) -> str:
        told = dict(row.extra)
        return wording.phone(told[key], told.get("country")) if told.get(key) else ""

    return text


def typed(key: str) -> Callable[[LeadRow, Wording], str]:
    """What an edit in place begins with: numbers as they were typed, not as they are shown."""
    return text_of(key) if key in _TEXTS and key not in ("phone", "mobile") else _typed(key)


def _typed(key: str) -> Callable[[LeadRow, Wording], str]:
    def text(row: LeadRow, wording: Wording) -> str:
        from leadqual_gui.ui.typed_numbers import typed_text  # not needed before something is edited

        kept = _kept(row, key)
        return typed_text(kept) if is_number(key, wording.numbers) else kept

    return text


_TEXTS: dict[str, Callable[[LeadRow, Wording], str]] = {
    CHECK: lambda row, wording: "",
    "name": lambda row, wording: row.name,
    "company": lambda row, wording: row.company or "",
    "score": _score,
    "grade": lambda row, wording: row.grade,
    "stage": stage,
    "last_sign": last_sign,
    "owner": lambda row, wording: row.owner or "",
    "job_title": lambda row, wording: row.job_title or "",
    "phone": _phone("phone"),
    "mobile": _phone("mobile"),
}


def spoken(row: LeadRow, key: str, wording: Wording, title_of: str) -> str:
    """A cell in words for a screen reader."""
    if key == "name":
        return row.name
    if key == "score":
        return spoken_score(row)
    said = text_of(key)(row, wording)
    unknown = QCoreApplication.translate("Leads", "not known")
    return f"{title_of}: {said or unknown}"


def spoken_score(row: LeadRow) -> str:
    """ "58, warm, could be 45 to 86, not decided"."""
    if row.shown is None:
        return QCoreApplication.translate("Leads", "not scored yet")
    decided = (
        QCoreApplication.translate("Leads", "decided")
        if row.decided
        else QCoreApplication.translate("Leads", "not decided")
    )
    could_be = QCoreApplication.translate("Leads", "could be %1 to %2")
    could_be = could_be.replace("%1", str(row.least)).replace("%2", str(row.greatest))
    return f"{row.shown}, {row.tier}, {could_be}, {decided}"

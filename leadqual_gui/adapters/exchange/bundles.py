"""A bundle as a file: JSON, one lead with everything that hangs on it on each line, below a line that says so.

Times are ISO 8601 in UTC. Custom values that are dates stand as {"date": "..."}, so that they come back as dates.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.exchange.csv_file import unreadable
from leadqual_gui.adapters.exchange.files import WholeFile
from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.facts import STAKEHOLDER_ROLES, FactType
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import CustomValue, Lead
from leadqual_gui.domain.mapping import CUSTOM_KEY
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.text import Text
from leadqual_gui.domain.verdicts import Judgement, Verdict
from leadqual_gui.services.bundles import WholeLead, whole_leads
from leadqual_gui.services.importing_result import RejectedRow
from leadqual_gui.services.ports import Store
from leadqual_gui.services.progress import Progress

FORMAT = 1
_LONGEST_LINE = 32 << 20
_TIMES = frozenset(
    (
        *("verified_at", "created_at", "stage_since", "closed_at", "occurred_at", "heard_at", "starts_at", "ends_at"),
        *("due_at", "done_at", "at"),
    )
)
_NUMBERS = frozenset(("employees", "annual_revenue", "expected_value", "past_purchases"))
_WHOLE = frozenset(("level", "influence", "stance", "tenths", "id"))
_FLAGS = frozenset(("do_not_contact", "unsubscribed", "confirmed", "is_lead"))
_TEXTS = frozenset(("tags", "cares_about"))
_PARTS: Mapping[str, type[Any]] = {
    "activities": Activity,
    "answers": Answer,
    "stakeholders": Stakeholder,
    "adjustments": Adjustment,
    "follow_ups": FollowUp,
    "verdicts": Verdict,
}


def write_bundle(
    path: Path,
    store: Store,
    lead_ids: Sequence[int],
    custom: Sequence[CustomField] = (),
    progress: Progress | None = None,
) -> int:
    """Write these leads with all that is held about them. How many; 0 if it was stopped."""
    file, written = WholeFile(path), 0
    try:
        known = [{"key": one.key, "label": one.label.default, "type": one.type.value} for one in custom]
        file.text.write(json.dumps({"leadqual": FORMAT, "fields": known}, ensure_ascii=False) + "\n")
        for one in whole_leads(store, lead_ids):
            file.text.write(json.dumps(_item(one), ensure_ascii=True) + "\n")
            written += 1
            if progress and written % 100 == 0 and not progress(written / len(lead_ids)):
                file.drop()
                return 0
    except BaseException:
        file.drop()
        raise
    file.put()
    return written


def _item(one: WholeLead) -> dict[str, object]:
    lead = _plain(one.lead, ("id", "custom"))
    custom = {k: {"date": v.isoformat()} if isinstance(v, datetime) else v for k, v in one.lead.custom.items()}
    item: dict[str, object] = {"lead": lead | ({"custom": custom} if custom else {})}
    for name in _PARTS:
        leave = ("lead_id",) if name == "stakeholders" else ("id", "lead_id")
        if values := getattr(one, name):
            item[name] = [_plain(value, leave) for value in values]
    return item | ({"no_duplicate_of_lines": list(one.apart)} if one.apart else {})


def _plain(value: Any, leave: tuple[str, ...]) -> dict[str, object]:
    """A frozen value as JSON, without what says nothing."""
    found: dict[str, object] = {}
    for one in fields(value):
        told = getattr(value, one.name)
        if one.name in leave or told is None or told is False or told == ():
            continue
        if isinstance(told, datetime):
            told = told.isoformat()
        found[one.name] = told.value if isinstance(told, Enum) else list(told) if isinstance(told, tuple) else told
    return found


def is_bundle(path: Path) -> bool:
    """Whether a file begins as a bundle does."""
    try:
        with path.open("rb") as file:
            return file.read(64).lstrip().startswith(b'{"leadqual":')
    except OSError as error:
        raise unreadable(error, path) from error


@dataclass(slots=True)
class BundleFile:
    """A bundle that was opened. A line that is not as it should be is rejected, with its number."""

    path: Path
    fields: tuple[CustomField, ...]
    _share: float = 0.0

    @classmethod
    def open(cls, path: Path) -> BundleFile:
        """Look at a bundle. Raises LeadQualError if it is none, or of a later version."""
        try:
            with path.open("rb") as file:
                head = json.loads(file.readline(_LONGEST_LINE))
        except OSError as error:
            raise unreadable(error, path) from error
        except (ValueError, RecursionError) as error:
            raise LeadQualError("this is no bundle of LeadQual", "export with a name that ends in .jsonl") from error
        if not isinstance(head, dict) or head.get("leadqual") != FORMAT:
            found = head.get("leadqual") if isinstance(head, dict) else None
            raise LeadQualError(f"the bundle has the format {found!r}; 1 is known", "update LeadQual", path.name)
        return cls(path, tuple(_custom_fields(head.get("fields"))))

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def share(self) -> float:
        """How much of it has been read."""
        return self._share

    def leads(self) -> Iterator[WholeLead | RejectedRow]:
        """All leads, and the lines that are none."""
        try:
            size = self.path.stat().st_size or 1
            with self.path.open("rb") as file:
                file.readline(_LONGEST_LINE)
                for number, line in enumerate(iter(lambda: file.readline(_LONGEST_LINE), b""), 2):
                    self._share = min(file.tell() / size, 1.0)
                    if line.strip():
                        yield _read(line, number)
        except OSError as error:
            raise unreadable(error, self.path) from error


def _custom_fields(found: object) -> Iterator[CustomField]:
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and isinstance(key := one.get("key"), str) and CUSTOM_KEY.fullmatch(key):
            kinds = {kind.value: kind for kind in FactType}
            yield CustomField(key, Text(str(one.get("label") or key)), kinds.get(str(one.get("type")), FactType.TEXT))


def _read(line: bytes, number: int) -> WholeLead | RejectedRow:
    try:
        found = json.loads(line)
        if not isinstance(found, dict) or not isinstance(lead := found.get("lead"), dict):
            raise ValueError("it holds no lead")
        parts = {name: tuple(_values(found.get(name), kind, name)) for name, kind in _PARTS.items()}
        return WholeLead(_lead(lead), apart=_lines(found.get("no_duplicate_of_lines"), number), line=number, **parts)
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        return RejectedRow(number, f"it is not as an export writes it: {error}")


def _lead(found: Mapping[str, object]) -> Lead:
    told = dict(found)
    custom = told.pop("custom", {})
    if not isinstance(custom, dict) or not all(CUSTOM_KEY.fullmatch(key) for key in custom):
        raise ValueError("custom fields have names of small letters")
    known = {one.name for one in fields(Lead)} - {"id", "custom"}
    if odd := set(told) - known:
        raise ValueError(f"a lead has no field “{min(odd)}”")
    values = {name: _value(name, value) for name, value in told.items()}
    if values.get("outcome") not in (None, "won", "lost"):
        raise ValueError("an outcome is won or lost")
    if not any(values.get(name) for name in ("full_name", "first_name", "last_name", "company", "email")) and not (
        values.get("external_id")
    ):
        raise ValueError("it names nobody")
    return Lead(**values, custom={key: _custom(value) for key, value in custom.items()})  # type: ignore[arg-type]


def _values(found: object, kind: type[Any], name: str) -> Iterator[Any]:
    if found is None:
        return
    if not isinstance(found, list):
        raise ValueError(f"{name} is no list")
    for at, one in enumerate(found, 1):
        if not isinstance(one, dict):
            raise ValueError(f"{name} holds something else than objects")
        told = {key: _value(key, value) for key, value in one.items()}
        yield _checked(kind(**({"id": at, "lead_id": 0} | told)), name)


def _lines(found: object, number: int) -> tuple[int, ...]:
    """Lines above this one."""
    lines = _as(found or [], (list,), list, "no_duplicate_of_lines")
    return tuple(line for one in lines if (line := _as(one, (int,), int, "a line")) < number)


def _checked(value: Any, name: str) -> Any:
    """What rules rely on: levels, roles and axes that exist; no time that is missing."""
    if name == "answers" and (value.state is AnswerState.LEVEL) != (value.level in (0, 1, 2, 3)):
        raise ValueError("an answer's level is 0 to 3")
    if name == "stakeholders" and value.role not in STAKEHOLDER_ROLES:
        raise ValueError(f"there is no role “{value.role}”")
    if name == "stakeholders" and (
        value.influence not in (None, 0, 1, 2, 3) or value.stance not in (None, *range(-2, 3))
    ):
        raise ValueError("influence is 0 to 3, stance -2 to 2")
    if name == "adjustments" and value.axis not in ("fit", "engagement"):
        raise ValueError(f"there is no axis “{value.axis}”")
    if name == "verdicts" and not value.rules_version:
        return replace(value, rules_version="")
    return value


def _value(name: str, value: object) -> object:
    """A value of JSON as that of a field. Raises ValueError, TypeError."""
    if value is None:
        return None
    if name in _TIMES:
        return _moment(value)
    if name in _NUMBERS:
        return _as(value, (int, float), float, name)
    if name in _WHOLE:
        return _as(value, (int,), int, name)
    if name in _FLAGS:
        return _as(value, (bool,), bool, name)
    if name in _TEXTS:
        return tuple(_as(one, (str,), str, name) for one in _as(value, (list,), list, name))
    if name == "knows":
        return tuple(_as(one, (int,), int, name) for one in _as(value, (list,), list, name))
    if name == "state":
        return AnswerState(value)
    if name == "judgement":
        return Judgement(value)
    text = _as(value, (str,), str, name)
    return text or None


def _as(value: object, kinds: tuple[type[Any], ...], make: Callable[[Any], Any], name: str) -> Any:
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ValueError(f"{name} is {str(value)[:30]!r}")
    made = make(value)
    if isinstance(made, float) and not -1e300 < made < 1e300:
        raise ValueError(f"{name} is no number")
    if isinstance(made, int) and not -(2**31) < made < 2**62:
        raise ValueError(f"{name} is too large")
    if isinstance(made, str):
        made.encode("utf-8")
    return made


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_as(value, (str,), str, "a time"))
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    if not 1900 <= moment.year <= 2200:
        raise ValueError(f"the year {moment.year} is out of range")
    return moment.replace(microsecond=0)


def _custom(value: object) -> CustomValue:
    if isinstance(value, dict) and set(value) == {"date"}:
        return _moment(value["date"])
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return float(_as(value, (int, float), float, "a number"))
    return str(_as(value, (str,), str, "a custom value")) or None

"""What part of the leads a list shows: views, filters that are laid over them, and both as text to remember.

A view is a filter with a name. What the user filters by is laid over it, dimension by dimension, and shown as chips.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from PySide6.QtCore import QCoreApplication

from leadqual_gui.services.lists import Filter, Sort
from leadqual_gui.ui.fields import field_label, is_number, number_text
from leadqual_gui.ui.vocabulary import Vocabulary

SILENT_DAYS = 30.0
_DIMENSIONS = {
    "tier": "tiers",
    "grade": "grades",
    "stage": "stages",
    "source": "sources",
    "owner": "owners",
    "quality": "quality",
    "issues": "issues",
}
MADE = ("quality", "issues")
"""Dimensions that are worked out when they are first asked for."""
DIMENSIONS = (*_DIMENSIONS, "country", "industry")
NOT_KNOWN = ""


@dataclass(frozen=True, slots=True)
class View:
    """A filter with a name; `own` ones were saved by the user and can be removed."""

    key: str
    label: str
    filter: Filter = field(default_factory=Filter)
    sort: Sort = field(default_factory=Sort)
    own: bool = False


def shipped_views(hottest: str, hottest_label: str) -> tuple[View, ...]:
    """The views that are always there."""

    def words(text: str) -> str:
        return QCoreApplication.translate("Leads", text)

    return (
        View("all", words("All")),
        View("hot", hottest_label, Filter(tiers=(hottest,))),
        View("never_called", words("Never called"), Filter(never_called=True)),
        View("to_verify", words("To verify"), Filter(to_verify=True)),
        View("silent", words("Silent for a month"), Filter(silent_for=SILENT_DAYS)),
    )


def laid_over(view: Filter, chosen: Filter) -> Filter:
    """The view's filter with the user's own over it; where both say something, the user counts."""
    plain = Filter()
    given = {f.name: value for f in fields(Filter) if (value := getattr(chosen, f.name)) != getattr(plain, f.name)}
    return replace(view, **given)


def values_of(chosen: Filter, dimension: str) -> tuple[str, ...]:
    """The values that a dimension is filtered by; none means any."""
    if dimension in _DIMENSIONS:
        return getattr(chosen, _DIMENSIONS[dimension])
    return dict(chosen.fields).get(dimension, ())


def with_values(chosen: Filter, dimension: str, values: Sequence[str]) -> Filter:
    """The filter with other values for a dimension."""
    if dimension in _DIMENSIONS:
        changed: dict[str, Any] = {_DIMENSIONS[dimension]: tuple(values)}
        return replace(chosen, **changed)
    rest = {key: allowed for key, allowed in chosen.fields if key != dimension}
    if values:
        rest[dimension] = tuple(values)
    return replace(chosen, fields=tuple(rest.items()))


def toggled(chosen: Filter, dimension: str, value: str) -> Filter:
    """The filter with one value more, or one less."""
    now = values_of(chosen, dimension)
    return with_values(chosen, dimension, [v for v in now if v != value] if value in now else [*now, value])


def in_use(chosen: Filter) -> tuple[str, ...]:
    """The dimensions that are filtered by, in a steady order."""
    fixed = [dimension for dimension in _DIMENSIONS if values_of(chosen, dimension)]
    return (*fixed, *(key for key, _allowed in chosen.fields))


def chip_words(chosen: Filter, dimension: str, words: Vocabulary) -> str:
    """What stands on a chip: "Stage: MQL, SQL", and from three values on "Country: 3 chosen"."""
    values = values_of(chosen, dimension)
    if len(values) > 2:
        said = QCoreApplication.translate("Leads", "%Ln chosen", None, len(values))
    else:
        labels = words.labels(dimension)
        said = ", ".join(value_words(value, labels, is_number(dimension, words.numbers)) for value in values)
    return f"{field_label(dimension, words.custom)}: {said}"


def value_words(value: str, labels: Mapping[str, str], of_numbers: bool = False) -> str:
    """One value of a dimension in words."""
    if value == NOT_KNOWN:
        return QCoreApplication.translate("Leads", "not known")
    return number_text(value) if of_numbers else labels.get(value, value)


# --- remembering -----------------------------------------------------------------------------------------------------


def remembered(views: Sequence[View]) -> str:
    """The user's own views as text for the settings."""
    own = [
        {"key": view.key, "label": view.label, "filter": asdict(view.filter), "sort": asdict(view.sort)}
        for view in views
        if view.own
    ]
    return json.dumps(own, ensure_ascii=False)


def recalled(text: str | None) -> tuple[View, ...]:
    """The user's own views from the settings; what cannot be read is left out."""
    try:
        stored = json.loads(text or "[]")
    except ValueError:
        return ()
    return tuple(_view(item) for item in stored if isinstance(item, dict) and item.get("key"))


def filter_as_text(chosen: Filter) -> str:
    """A filter as text for the settings; what was searched for, and leads chosen one by one, are not kept."""
    return json.dumps(asdict(replace(chosen, text="", only=())), ensure_ascii=False)


def filter_from_text(text: str | None) -> Filter:
    """A filter from the settings, an empty one if that cannot be read."""
    try:
        stored = json.loads(text or "{}")
    except ValueError:
        return Filter()
    return _filter(stored) if isinstance(stored, dict) else Filter()


def _view(item: dict) -> View:
    sort = item.get("sort") or {}
    order = Sort(str(sort.get("column", "score")), bool(sort.get("descending", True)))
    return View(str(item["key"]), str(item.get("label", "")), _filter(item.get("filter") or {}), order, own=True)


def _filter(stored: dict) -> Filter:
    known = {f.name for f in fields(Filter)}
    return Filter(**{name: _tuples(value) for name, value in stored.items() if name in known})


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value

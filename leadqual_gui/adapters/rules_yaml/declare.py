"""Adds fields of the user's own to fields.yaml, so that rules and lists can speak of what an import brought."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from leadqual_gui.adapters.rules_yaml.edit import insert_item, set_scalar
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.render import Data, data_of
from leadqual_gui.adapters.rules_yaml.save import save_whole
from leadqual_gui.adapters.rules_yaml.source import Source, decode, read_bytes
from leadqual_gui.adapters.rules_yaml.strict import parse_source
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.rules import CustomField

FILE = "fields.yaml"
_NEW = """# Fields of your own, beside those that every lead has. In rules they are called custom.<key>.
format: 1
fields:
"""


def declare_fields(rules: Path, fields: Sequence[CustomField]) -> None:
    """Put these fields at the end of the list; those that are there stay as they are. Raises LeadQualError."""
    path = rules / FILE
    source = _source(path) if path.exists() else None
    if source is None:
        text = _NEW + "".join(f"  - {{key: {one.key}, label: {one.key}, type: {one.type.value}}}\n" for one in fields)
        source = Source(FILE, text)
        for number, one in enumerate(fields):
            source = _relabelled(source, number, one)
    else:
        for one in fields:
            source = _added(source, one)
    save_whole(path, source.encoded())


def _relabelled(source: Source, number: int, one: CustomField) -> Source:
    return set_scalar(source, ("fields", number, "label"), str(one.label))


def _added(source: Source, one: CustomField) -> Source:
    there = _listed(source)
    if any(isinstance(item, dict) and item.get("key") == one.key for item in there):
        return source
    item: dict[str, Data] = {"key": one.key, "label": str(one.label), "type": one.type.value}
    return insert_item(source, ("fields",), len(there), item)


def _listed(source: Source) -> list[Data]:
    problems = Problems(FILE)
    document = parse_source(source, problems)
    whole = data_of(document.root) if document is not None and not problems.errors else None
    listed = whole.get("fields") if isinstance(whole, dict) else None
    if not isinstance(listed, list):
        raise LeadQualError("the new fields cannot be added, since the file has problems", "mend it first", FILE)
    return listed


def _source(path: Path) -> Source:
    problems = Problems(FILE)
    data = read_bytes(path, problems)
    source = None if data is None else decode(FILE, data, problems)
    if source is None:
        raise LeadQualError(str(problems.found[0].message), "mend the file first", FILE)
    return source

"""What a person decided about a file is remembered for the next one with the same headers.

The headers make the fingerprint, without regard to case, order and punctuation: next month's export of the same system
is imported without a click.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.mapping_names import normal_header
from leadqual_gui.services.importing_mapping import SavedMapping, mapping_from_json, mapping_to_json
from leadqual_gui.services.importing_plan import ImportOptions, ImportPlan
from leadqual_gui.services.ports import Store


def fingerprint(headers: Sequence[str]) -> str:
    """What names the headers of a table."""
    names = "\n".join(sorted(normal_header(header) or header.strip() for header in headers))
    return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:24]


def remember(store: Store, plan: ImportPlan) -> None:
    """Keep how this plan reads its columns. Bare months and undated counters are asked about each time."""
    lasting = {target: text for target, text in plan.mapping.constants.items() if target != "occurred_at"}
    mapping = replace(plan.mapping, constants=lasting, year=None)
    store.put_setting(_key(plan.preview.headers), mapping_to_json(mapping))


def forget(store: Store, headers: Sequence[str]) -> None:
    """Propose anew for the next file with these headers."""
    store.put_setting(_key(headers), "")


def remembered(store: Store, headers: Sequence[str]) -> SavedMapping | None:
    """What was decided for a file with these headers; None if nothing was, or it cannot be read any more."""
    text = store.setting(_key(headers))
    if not text:
        return None
    try:
        return mapping_from_json(text)
    except LeadQualError:
        return None


def with_memory(store: Store, headers: Sequence[str], options: ImportOptions) -> ImportOptions:
    """The options, with what was decided for these headers where the person has not said otherwise now."""
    saved = remembered(store, headers) if options.saved is None else None
    if saved is None or (options.kind and options.kind is not saved.kind):
        return options
    if options.custom:
        saved = replace(saved, columns={header: target for header, target in saved.columns.items() if target})
    return replace(options, saved=saved, kind=saved.kind, remembered=True)


def _key(headers: Sequence[str]) -> str:
    return f"import_mapping.{fingerprint(headers)}"

"""`import`: a file of leads, activities or answers (CSV, TSV, XLSX, vCard, JSON), as one step that can be undone."""

from __future__ import annotations

import argparse
from datetime import datetime

from leadqual_gui.adapters.exchange.bundles import BundleFile, is_bundle
from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.adapters.exchange.writers import RejectsFile, read_mapping, write_mapping
from leadqual_gui.app.headless.opening import opened, own_folder
from leadqual_gui.app.headless.output import RefusedError, complain, print_json, refused
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.parsing_dates import DateOrder, read_date
from leadqual_gui.services.importing import ImportOptions, ImportPlan, ImportResult
from leadqual_gui.services.importing_mapping import mapping_items
from leadqual_gui.services.importing_table import TableOptions
from leadqual_gui.services.operations import Refusal
from leadqual_gui.services.wording import notice_words


def run_import(chosen: argparse.Namespace) -> int:
    """Read the file and say what came of it."""
    if not chosen.file.exists():
        raise RefusedError(f"There is no file {chosen.file}")
    if is_bundle(chosen.file):
        return _run_bundle(chosen)
    source = open_table(chosen.file, _how_to_read(chosen))
    options = _options(chosen)
    rejects = RejectsFile(chosen.rejects, chosen.file) if chosen.rejects else None
    with opened(own_folder(chosen)) as workspace:
        plan = workspace.plan_import(source, options)
        if chosen.save_mapping:
            write_mapping(chosen.save_mapping, plan.mapping)
        outcome = workspace.run_import(source, plan, rejects, dry_run=chosen.dry_run)
    if isinstance(outcome, Refusal):
        raise refused(outcome)
    if chosen.json:
        print_json(outcome.value.as_json() | {"columns": mapping_items(plan.mapping)})
    else:
        _print(plan, outcome.value)
    return 0


def _run_bundle(chosen: argparse.Namespace) -> int:
    """Leads with everything that hangs on them, as `export FILE.jsonl` writes them."""
    if chosen.dry_run or chosen.mapping or chosen.kind:
        raise RefusedError("A bundle says by itself what is in it: import it without other options")
    source = BundleFile.open(chosen.file)
    with opened(own_folder(chosen)) as workspace:
        outcome = workspace.import_bundle(source)
    if isinstance(outcome, Refusal):
        raise refused(outcome)
    if chosen.json:
        print_json(outcome.value.as_json())
    else:
        _print(None, outcome.value)
    return 0


def _how_to_read(chosen: argparse.Namespace) -> TableOptions:
    delimiter = {"tab": "\t", "\\t": "\t"}.get(chosen.delimiter, chosen.delimiter)
    if delimiter is not None and len(delimiter) != 1:
        raise RefusedError(f"A delimiter is a single character, or tab; found “{chosen.delimiter}”")
    return TableOptions(encoding=chosen.encoding, delimiter=delimiter, header=chosen.header, sheet=chosen.sheet)


def _options(chosen: argparse.Namespace) -> ImportOptions:
    return ImportOptions(
        kind=ImportKind(chosen.kind) if chosen.kind else None,
        saved=read_mapping(chosen.mapping) if chosen.mapping else None,
        custom=chosen.custom,
        date_order=DateOrder(chosen.dates) if chosen.dates else None,
        year=chosen.year,
        when=_day(chosen.date) if chosen.date else None,
    )


def _day(text: str) -> datetime:
    found = read_date(text)
    if not isinstance(found, datetime):
        raise RefusedError(f"A day is written like 2026-11-01; found “{text}”")
    return found


def _print(plan: ImportPlan | None, result: ImportResult) -> None:
    would = "would be " if result.dry_run else ""
    print(f"{result.read} {result.kind.value} read: {result.new} {would}new, {result.updated} {would}updated,")
    print(f"{result.unchanged} unchanged, {result.duplicates} duplicates, {result.rejected} rejected")
    if result.left_out:
        print(f"Left out: {', '.join(result.left_out)}" + ("" if result.new_fields else " (--custom keeps them)"))
    for choice in plan.choices if plan else ():
        if not choice.sure:
            print(f"Guessed: {choice.what} {choice.value}, since {choice.reason}")
    for code, count in sorted(result.notices.items()):
        print(f"Note: {notice_words(code, count)}")
    for row in result.rejects[:20]:
        complain(f"line {row.line}: {row.reason}")
    if result.rejected > 20:
        complain(f"and {result.rejected - 20} more; --rejects FILE writes them all to a file")

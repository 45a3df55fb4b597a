"""`import`: a CSV file of leads, activities or answers, as one step that can be undone."""

from __future__ import annotations

import argparse

from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.adapters.exchange.writers import RejectsFile, read_mapping
from leadqual_gui.app.headless.opening import folder_of, opened
from leadqual_gui.app.headless.output import RefusedError, complain, print_json, refused
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.parsing_dates import DateOrder
from leadqual_gui.services.importing import ImportOptions, ImportPlan, ImportResult
from leadqual_gui.services.operations import Refusal


def run_import(chosen: argparse.Namespace) -> int:
    """Read the file and say what came of it."""
    if not chosen.file.exists():
        raise RefusedError(f"There is no file {chosen.file}")
    source = CsvFile.open(chosen.file)
    options = _options(chosen)
    rejects = RejectsFile(chosen.rejects, chosen.file) if chosen.rejects else None
    with opened(folder_of(chosen)) as workspace:
        plan = workspace.plan_import(source, options)
        outcome = workspace.run_import(source, plan, rejects, dry_run=chosen.dry_run)
    if isinstance(outcome, Refusal):
        raise refused(outcome)
    if chosen.json:
        print_json(outcome.value.as_json())
    else:
        _print(plan, outcome.value)
    return 0


def _options(chosen: argparse.Namespace) -> ImportOptions:
    return ImportOptions(
        kind=ImportKind(chosen.kind) if chosen.kind else None,
        saved=read_mapping(chosen.mapping) if chosen.mapping else None,
        custom=chosen.custom,
        date_order=DateOrder(chosen.dates) if chosen.dates else None,
        year=chosen.year,
    )


def _print(plan: ImportPlan, result: ImportResult) -> None:
    would = "would be " if result.dry_run else ""
    print(f"{result.read} {result.kind.value} read: {result.new} {would}new, {result.updated} {would}updated,")
    print(f"{result.unchanged} unchanged, {result.duplicates} duplicates, {result.rejected} rejected")
    if result.left_out:
        print(f"Left out: {', '.join(result.left_out)}" + ("" if plan.mapping.used else " (--custom keeps them)"))
    for row in result.rejects[:20]:
        complain(f"line {row.line}: {row.reason}")
    if result.rejected > 20:
        complain(f"and {result.rejected - 20} more; --rejects FILE writes them all to a file")

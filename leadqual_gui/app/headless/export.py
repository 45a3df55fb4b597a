"""`export`: leads with their scores, best first, to a .csv, .tsv, .xlsx, .json, .vcf or .jsonl file."""

from __future__ import annotations

import argparse

from leadqual_gui.adapters.exchange.bundles import write_bundle
from leadqual_gui.adapters.exchange.table_writers import table_sink
from leadqual_gui.adapters.exchange.writers import JsonSink
from leadqual_gui.app.headless.opening import existing_folder, opened
from leadqual_gui.app.headless.output import RefusedError, print_json
from leadqual_gui.services.exporting import export_leads
from leadqual_gui.services.exporting_columns import (
    TEMPLATES,
    ExportColumn,
    chosen_columns,
    template,
    usual_columns,
)
from leadqual_gui.services.workspace import Workspace


def run_export(chosen: argparse.Namespace) -> int:
    """Write all leads."""
    columns = _columns(chosen)
    with opened(existing_folder(chosen)) as workspace:
        written = _written(chosen, workspace, columns)
    if chosen.json:
        print_json({"file": str(chosen.file), "leads": written})
    else:
        print(f"{written} leads written to {chosen.file}")
    return 0


def _written(chosen: argparse.Namespace, workspace: Workspace, columns: tuple[ExportColumn, ...] | None) -> int:
    suffix = chosen.file.suffix.lower()
    if suffix == ".jsonl":
        return write_bundle(chosen.file, workspace.store, workspace.ranking().ids(), workspace.rules.fields)
    if suffix == ".json" and columns is None:  # all that is known, with the ledgers
        sink = JsonSink(chosen.file)
        ids = workspace.ranking().ids()
        cards = workspace.cards(ids)
        return export_leads(workspace.store, ids, lambda _lead: next(cards), sink)
    usual = columns or usual_columns(sorted(field.key for field in workspace.rules.fields))
    table = table_sink(chosen.file)
    return workspace.export(workspace.ranking().ids(), usual, table)


def _columns(chosen: argparse.Namespace) -> tuple[ExportColumn, ...] | None:
    """The columns that were asked for; None for all that is known."""
    if chosen.template:
        found = template(chosen.template)
        if found is None:
            raise RefusedError(f"There is no template “{chosen.template}”; use {', '.join(t.id for t in TEMPLATES)}")
        return found.columns
    if not chosen.columns:
        return None
    try:
        return chosen_columns([name.strip() for name in chosen.columns.split(",") if name.strip()])
    except ValueError as error:
        raise RefusedError(
            f"Leads have no column “{error}”; use a field, custom.name, score, tier or ledger"
        ) from error
